"""Django's settings. Everything that differs between sites comes from the environment (env.py)."""

import os
import warnings
from pathlib import Path

from django.utils.csp import CSP

from liveblog import env

BASE_DIR = Path(__file__).resolve().parent.parent
# A publisher's own templates/ and static/, which come before ours.
THEME_DIR = env.env_theme("LIVEBLOG_THEME_DIR")
DATA_DIR = Path(env.env_str("LIVEBLOG_DATA_DIR", str(BASE_DIR / ".local"))).resolve()
IS_EMBEDDED = "DATABASE_URL" not in os.environ and "DATABASE_URL_FILE" not in os.environ

# Database: the embedded one when no DATABASE_URL says otherwise.
if IS_EMBEDDED:
    from liveblog.embedded import connect

    _database = connect(DATA_DIR)
else:
    _database = env.env_database("DATABASE_URL")
_pool = {
    "min_size": 1,
    "max_size": env.env_int("DATABASE_POOL_SIZE", 10, least=2),
    "timeout": 5,
    # Given up, and tried anew by the next who asks: left to itself the pool waits twice as
    # long each time, and is still waiting when the server is back.
    "reconnect_timeout": 4,
}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **_database,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": _pool},
    }
}
# A replica that public pages are read from (coverage/reader/replica.py); while it is away nobody waits long.
DATABASE_ROUTERS = []
if _replica := env.env_replica("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = {
        **DATABASES["default"],
        **_replica,
        "OPTIONS": {"pool": {**_pool, "timeout": 1}},
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["coverage.reader.replica.Router"]
# Counters that all processes share; the pages themselves are kept elsewhere.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "liveblog_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Safety
DEBUG = env.env_bool("DEBUG", False)
SECRET_KEY = env.env_secret("SECRET_KEY", keep_in=DATA_DIR / "secret-key" if IS_EMBEDDED else None)
# Scheme and host, and where on that host the site stands: "" or as in "/live-news".
SITE_URL, SITE_PREFIX = env.env_site("SITE_URL", "http://127.0.0.1:8000" if IS_EMBEDDED else None)
FORCE_SCRIPT_NAME = SITE_PREFIX or None
_host = SITE_URL.split("//")[1].split(":")[0]
_is_local = IS_EMBEDDED or _host in ("localhost", "127.0.0.1")
ALLOWED_HOSTS = env.env_hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if _is_local else _host)
IS_HTTPS = SITE_URL.startswith("https://")
ADMIN_PATH = env.env_path("ADMIN_PATH", "admin")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = False  # the proxy's business: it knows what came in over TLS
SECURE_HSTS_SECONDS = env.env_int("HSTS_SECONDS", 0)
# W005, W021: what the domain's other hosts do is not ours to promise. W008: see above.
# mail.W001: a site may send no mail; its pages then say whom to ask.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021", "mail.W001"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.env_bool("BEHIND_PROXY", False) else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# Beneath a prefix cookies stay there, which __Host- does not allow.
_cookie = ("__Secure-" if SITE_PREFIX else "__Host-") if IS_HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_cookie}sessionid", f"{_cookie}csrftoken"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{SITE_PREFIX}/"
if SITE_PREFIX:
    MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # its cookie knows no path
SESSION_HOURS = env.env_int("SESSION_HOURS", 7 * 24, least=1)
SESSION_IDLE_HOURS = env.env_int("SESSION_IDLE_HOURS", 12, least=1)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# The nonce is the desk's alone: a public page never asks for one, so its header stays the same.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],  # a provider's player has a page of ours around it, with a policy of its own
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# What a publisher's consent or analytics tool needs on readers' pages, and on no other.
CSP_SOURCES = env.env_csp("CSP_SOURCES")
# Origins of videos and live streams that readers' pages may play; of any other there is a link.
MEDIA_SOURCES = env.env_origins("MEDIA_SOURCES")
MEDIA_MAX_MB = env.env_int("MEDIA_MAX_MB", 500, least=1)  # of a video or a sound; nginx is told the same
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["coverage.desk.login.StaffBackend"]
LOGIN_URL = "account_login"
# The demo's logins work at once; a site's editors and chiefs need their phone as well.
REQUIRE_SECOND_FACTOR = env.env_bool("REQUIRE_SECOND_FACTOR", not IS_EMBEDDED)
ACCOUNT_ADAPTER = "coverage.desk.login.Door"
ACCOUNT_FORMS = {"reset_password": "coverage.desk.login.ResetForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # those who look after people know their addresses
ACCOUNT_SESSION_REMEMBER = True  # until SESSION_HOURS are over
# Ten wrong passwords for one name from one address, or a hundred for whatever names, close that door for
# a while. Counted in the database: all processes count together.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/15m/key,100/15m/ip"}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = env.env_str("SITE_NAME", "The Harbour Post")
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute wrong
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Parts
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_prose_editor",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "coverage.apps.CoverageConfig",
]
MIDDLEWARE = [
    "liveblog.health.watched",
    "coverage.reader.caching.errors_are_not_kept",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "coverage.reader.policy.lets_in_named_sources",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "coverage.reader.caching.ConditionalGet",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coverage.desk.language.in_their_language",
    "coverage.desk.sessions.logins_end",
    "coverage.desk.second_factor.second_factor_first",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "liveblog.away.Away",
]
ROOT_URLCONF = "liveblog.urls"
ASGI_APPLICATION = "liveblog.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*([THEME_DIR / "templates"] if THEME_DIR else []), BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["coverage.templatetags.moments"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coverage.reader.context.site",
            ],
        },
    }
]

# Language and time: those of the admin; a live page has its own.
LANGUAGE_CODE = env.env_language("LANGUAGE_CODE", "en-gb")
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch"), ("ar", "العربية")]  # what one may choose at the desk
if LANGUAGE_CODE not in dict(LANGUAGES):
    LANGUAGES.append((LANGUAGE_CODE, LANGUAGE_CODE))
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = IS_HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "coverage" / "locale"]
TIME_ZONE = env.env_time_zone("TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

# Files
STATIC_URL = f"{SITE_PREFIX}/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
if THEME_DIR and (THEME_DIR / "static").is_dir():
    STATICFILES_DIRS.insert(0, THEME_DIR / "static")
STATIC_ROOT = env.env_folder("STATIC_ROOT", DATA_DIR / "static")
MEDIA_URL = f"{SITE_PREFIX}/media/"
MEDIA_ROOT = env.env_folder("MEDIA_ROOT", DATA_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "coverage.pictures.disk.Disk"},
    # As they came: never under an address.
    "originals": {
        "BACKEND": "coverage.pictures.disk.Disk",
        "OPTIONS": {
            "location": str(env.env_folder("ORIGINALS_ROOT", DATA_DIR / "originals")),
            "base_url": None,
        },
    },
    "staticfiles": {"BACKEND": "liveblog.static_files.Storage"},
}
# Any S3-compatible store instead of the two folders. It is private: readers get files through the site.
if _bucket := env.env_bucket("S3_BUCKET"):
    for _store, _folder in (("default", "media"), ("originals", "originals")):
        STORAGES[_store] = {
            "BACKEND": "coverage.pictures.bucket.Bucket",
            "OPTIONS": {**_bucket, "location": _folder},
        }
# WhiteNoise's answers are plain files: Django reads them in a thread, which is as it should be.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# What compression can't make smaller, and source maps, which cost more time than all the rest.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "png",
    "jpg",
    "webp",
    "avif",
    "gif",
    "woff",
    "woff2",
    "gz",
    "br",
    "map",
]
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
FILE_UPLOAD_PERMISSIONS = 0o644

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "liveblog.logs.JsonLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line" if IS_EMBEDDED else "json"},
        "counting": {"class": "liveblog.logs.Counting"},
    },
    "root": {
        "handlers": ["console", "counting"],
        "level": env.env_choice("LOG_LEVEL", ["WARNING", "DEBUG", "INFO", "ERROR"]),
    },
    "loggers": {
        "coverage.desk.login": {"level": "INFO"},  # who came in, and who was refused, always
        # At DEBUG they repeat what they were given: statements with their values, texts in pictures.
        "django.db.backends": {"level": "INFO"},
        "PIL": {"level": "INFO"},
        # Django's and uvicorn's own handlers would write the same again, in another form.
        "django": {"handlers": [], "level": "NOTSET"},
        "django.server": {"handlers": [], "propagate": True},
        "uvicorn": {"handlers": [], "propagate": True},
        "uvicorn.error": {"handlers": [], "propagate": True},
        # Named, or its “no access log” would be forgotten here: nginx has a line for each request already.
        "uvicorn.access": {"handlers": [], "propagate": False},
    },
}

# Mail: printed with the embedded database; without EMAIL_URL a site sends none.
MAILERS = {}
if "EMAIL_URL" in os.environ or "EMAIL_URL_FILE" in os.environ:
    MAILERS["default"] = env.env_mailer("EMAIL_URL")
elif IS_EMBEDDED:
    MAILERS["default"] = {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
IS_MAILING = bool(MAILERS)
DEFAULT_FROM_EMAIL = env.env_address("EMAIL_FROM", f"noreply@{_host}")

# Jobs: those that wait for a moment are looked for every second.
# Four at once: a large picture keeps no entry waiting (pictures hold a lock that lets one of them through).
PROCRASTINATE_WORKER_DEFAULTS = {"fetch_job_polling_interval": 1.0, "concurrency": 4}

# The site
SITE_NAME = env.env_str("SITE_NAME", "The Harbour Post")
ENTRIES_PER_PAGE = 20
# What an open live page runs, in this order.
LIVE_SCRIPTS = [
    f"js/{name}.js"
    for name in (
        "become", "reader-choices", "new-entries", "older-entries", "live-line", "live-page",
        "since-left", "when-needed",
    )
]  # fmt: skip
# What readers' pages look like, each sheet after those that it goes by.
STYLES = [f"css/{name}.css" for name in ("tokens", "base", "page", "entry", "pictures", "tools", "site")]
# See static_files.py.
JOINED = {"js/live.js": LIVE_SCRIPTS, "js/look.js": ["js/look.js"], "css/reader.css": STYLES}
SERVED_SCRIPTS, SERVED_STYLES = (LIVE_SCRIPTS, STYLES) if DEBUG else (["js/live.js"], ["css/reader.css"])
# What stands above a headline, and its style (`.kicker.is-…` in entry.css).
KICKERS = {
    "Breaking": "breaking",
    "Analysis": "analysis",
    "Recap": "recap",
    "Explained": "analysis",
    "Eyewitness": "voice",
    "Watch": "watch",
}

# The stream
STREAM_LIMIT = env.env_int("STREAM_LIMIT", 10_000, least=1)  # readers a process takes
STREAM_BEAT_SECONDS = env.env_int("STREAM_BEAT_SECONDS", 15, least=1)

# Caches in front that are told when an entry is withdrawn: each is asked to PURGE its addresses, or, by a
# GET that it answers anew, to replace what it has of them.
PURGE_URLS = env.env_urls("PURGE_URLS")
PURGE_METHOD = env.env_choice("PURGE_METHOD", ["PURGE", "GET"])
PURGE_HEADER = env.env_header("PURGE_HEADER")

# Posts and players of others: the desk may ask their providers what they say (never a reader's request), and a
# site may have providers of its own.
EMBED_LOOKUPS = env.env_bool("EMBED_LOOKUPS", True)
EMBED_PROVIDERS = env.env_file("EMBED_PROVIDERS")

# Those who find and follow us
ROBOTS_TXT = env.env_str("ROBOTS_TXT", f"User-agent: *\nDisallow: {SITE_PREFIX}/{ADMIN_PATH}/")
WEBSUB_HUB = env.env_url("WEBSUB_HUB", "")  # told whenever a page's feeds change
