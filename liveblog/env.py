"""Environment variables, read once and checked at the start.

A wrong or missing one raises `Misconfigured`, whose text names the variable and says what
was expected, and never repeats a secret.
"""

import os
import re
import zoneinfo
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Misconfigured(SystemExit):
    """Stops the start: exit status 1 and one sentence on standard error."""


def env_str(name, default=None):
    """The variable as text; `NAME_FILE` may name a file that holds it (a Docker secret).

    Without a default it must be there and not be empty.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            value = Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise Misconfigured(f"{name}_FILE cannot be read: {error.strerror}.") from None
    else:
        value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise Misconfigured(f"{name} is not set; it must hold a text.")
    return default


def env_bool(name, default):
    """`true` or `false`."""
    value = env_str(name, str(default).lower())
    if value not in ("true", "false"):
        raise Misconfigured(f"{name} is {value!r}; it must be true or false.")
    return value == "true"


def env_int(name, default, *, least=0):
    """A whole number, `least` or more."""
    value = env_str(name, str(default))
    if not (value.isascii() and value.isdigit()) or int(value) < least:
        raise Misconfigured(f"{name} is {value!r}; it must be a whole number, {least} or more.")
    return int(value)


def env_choice(name, choices):
    """One of these; the first by default."""
    value = env_str(name, choices[0])
    if value not in choices:
        raise Misconfigured(f"{name} is {value!r}; it must be {', '.join(choices[:-1])} or {choices[-1]}.")
    return value


def env_header(name):
    """`Name: value`, a header of HTTP that may hold a secret, as a dictionary; empty by default."""
    value = env_str(name, "")
    if value and not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+: *[!-~][ -~]*", value, re.ASCII):
        raise Misconfigured(f"{name} must be a header such as X-Purge-Key: secret.")
    return dict([re.split(": *", value, maxsplit=1)]) if value else {}


def env_time_zone(name, default):
    """A name of the IANA time zone database."""
    value = env_str(name, default)
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise Misconfigured(f"{name} is {value!r}; it must be a time zone such as Europe/London.") from None
    return value


def env_language(name, default):
    """A language that Django speaks, as in `en-gb`."""
    from django.conf.global_settings import LANGUAGES

    value = env_str(name, default)
    known = {code for code, _name in LANGUAGES}
    if value not in known and value.split("-")[0] not in known:
        raise Misconfigured(f"{name} is {value!r}; it must be a language such as en-gb or fr.")
    return value


def env_folder(name, default):
    """An absolute path, where files may be kept."""
    path = Path(env_str(name, str(default)))
    if not path.is_absolute():
        raise Misconfigured(f"{name} is {str(path)!r}; it must be a whole path, such as /srv/liveblog.")
    return path


def env_address(name, default):
    """An e-mail address, perhaps with a name before it."""
    value = env_str(name, default)
    if not re.fullmatch(r"[^@\r\n]*[^@\s<>]+@[^@\s<>]+>?", value):
        raise Misconfigured(f"{name} is {value!r}; it must be an address such as desk@example.org.")
    return value


def env_list(name, default=""):
    """Texts parted by commas."""
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_hosts(name, default):
    """Names of hosts parted by commas, without scheme, port or path."""
    hosts = env_list(name, default)
    for host in hosts:
        if not re.fullmatch(r"[.\w-]+|\*|\[[0-9a-fA-F:.]+\]", host):
            raise Misconfigured(
                f"{name} holds {host!r}; it must hold hosts such as live.example.org, parted by commas."
            )
    return hosts


def env_url(name, default=None):
    """An http or https address without a slash at its end; `default=""`: there may be none."""
    value = env_str(name, default)
    return _url(name, value) if value else ""


def _url(name, value):
    value = value.rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misconfigured(f"{name} is {value!r}; it must be an address such as https://live.example.org.")
    return value


def env_site(name, default=None):
    """The site's public address as (scheme and host, path): the path is where it stands on an existing
    site, as in https://paper.example/live-news, and empty on a host of its own.
    """
    value = env_url(name, default)
    parts = urlsplit(value)
    if parts.query or parts.fragment or not re.fullmatch(r"(/[A-Za-z0-9_.~-]+)*", parts.path):
        raise Misconfigured(
            f"{name} is {value!r}; it must be an address such as https://live.example.org, "
            "or with a plain path such as https://example.org/live-news."
        )
    return f"{parts.scheme}://{parts.netloc}", parts.path


# What other addresses begin with.
TAKEN = ("authors", "embeds", "healthz", "live", "media", "metrics", "readyz", "static", "tags", "videos")


def env_path(name, default):
    """One word, with which no other address begins."""
    value = env_str(name, default)
    if not re.fullmatch(r"[a-z0-9-]+", value) or value in TAKEN:
        raise Misconfigured(
            f"{name} is {value!r}; it must be a word such as newsdesk, of a-z, 0-9 and hyphens, "
            f"and none of {', '.join(TAKEN)}."
        )
    return value


def env_file(name):
    """The whole path of a file that is there; None by default."""
    value = env_str(name, "")
    if value and not (Path(value).is_absolute() and Path(value).is_file()):
        raise Misconfigured(f"{name} is {value!r}; there is no such file.")
    return Path(value) if value else None


def env_theme(name):
    """A folder with templates/ or static/ in it; None by default."""
    value = env_str(name, "")
    if not value:
        return None
    if not Path(value).is_dir():
        raise Misconfigured(f"{name} is {value!r}; there is no such folder.")
    folder = Path(value).resolve()
    if not any((folder / part).is_dir() for part in ("templates", "static")):
        raise Misconfigured(f"{name}: {folder} has neither templates/ nor static/ in it.")
    return folder


def env_csp(name):
    """`script-src https://a.example; img-src https://b.example` as directive → sources; none by default.

    Whole hosts over https for the four kinds that a consent or analytics tool needs, nothing else.
    """
    kinds = ("script-src", "connect-src", "img-src", "frame-src")
    found = {}
    for part in filter(None, (part.strip() for part in env_str(name, "").split(";"))):
        kind, *sources = part.split()
        if kind not in kinds or kind in found or not sources:
            raise Misconfigured(
                f"{name} has {part!r}; each part must be one of {', '.join(kinds)}, once, and its addresses."
            )
        for source in sources:
            if not re.fullmatch(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?", source):
                raise Misconfigured(
                    f"{name} has {source!r}; a source must be an address such as https://stats.example.org."
                )
        found[kind] = sources
    return found


def env_origins(name):
    """Where videos and streams may come from: `https://cdn.example`, parted by commas; none by default.

    Plain http on this machine alone, for trying out.
    """
    origins = env_list(name)
    for origin in origins:
        if not re.fullmatch(
            r"(https://[a-z0-9-]+(\.[a-z0-9-]+)+|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?", origin
        ):
            raise Misconfigured(
                f"{name} has {origin!r}; each must be an address such as https://streams.example.org, without a path."
            )
    return origins


def env_urls(name):
    """Such addresses parted by commas, none by default."""
    return [_url(name, value) for value in env_list(name)]


def env_mailer(name):
    """`smtp://user:password@host:587` as Django's mailer. `smtps` is TLS from the start (port 465), `smtp`
    turns to TLS before anything is said, `smtp+plain` never does: for a relay on the same machine.
    """
    parts = urlsplit(env_str(name))
    if parts.scheme not in ("smtp", "smtps", "smtp+plain") or not parts.hostname:
        raise Misconfigured(f"{name} must be an address such as smtp://user:password@mail.example.org:587.")
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    try:
        port = parts.port or ports[parts.scheme]
    except ValueError:
        raise Misconfigured(f"{name} has a port that is not a number.") from None
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


def env_bucket(name):
    """`S3_BUCKET` with `S3_ENDPOINT_URL`, `S3_REGION`, `S3_ACCESS_KEY` and `S3_SECRET_KEY` as django-storages'
    options; None without. The two keys are both there, or neither where the machine itself is trusted.
    """
    bucket = env_str(name, "")
    if not bucket:
        return None
    access, secret = env_str("S3_ACCESS_KEY", ""), env_str("S3_SECRET_KEY", "")
    if bool(access) != bool(secret):
        raise Misconfigured("S3_ACCESS_KEY and S3_SECRET_KEY go together; set both, or neither.")
    return {
        "bucket_name": bucket,
        "endpoint_url": env_url("S3_ENDPOINT_URL") if env_str("S3_ENDPOINT_URL", "") else None,
        "region_name": env_str("S3_REGION", "") or None,
        "access_key": access or None,
        "secret_key": secret or None,
        "default_acl": None,
        "file_overwrite": True,
    }


def env_secret(name, *, keep_in=None):
    """A secret of 32 characters or more.

    `keep_in`: a file in which one is made and kept when the variable is not set; for the
    embedded database only.
    """
    if keep_in is not None and name not in os.environ and f"{name}_FILE" not in os.environ:
        return _kept_secret(keep_in)
    value = env_str(name)
    if len(value) < 32:
        raise Misconfigured(f"{name} is too short; it must have 32 characters or more.")
    return value


def env_database(name):
    """`postgres://user:password@host:port/database` as Django's dictionary."""
    parts = urlsplit(env_str(name))
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise Misconfigured(f"{name} must be an address such as postgres://user:password@host:5432/name.")
    try:
        port = parts.port
    except ValueError:
        raise Misconfigured(f"{name} has a port that is not a number.") from None
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
    }


def env_replica(name):
    """Such an address of a replica of DATABASE_URL; None by default."""
    if not env_str(name, ""):
        return None
    env_str("DATABASE_URL")  # the embedded database has none
    return env_database(name)


def _kept_secret(path):
    import secrets

    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text("ascii")
