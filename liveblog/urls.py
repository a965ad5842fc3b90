from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from liveblog import health, metrics

urlpatterns = [
    # Before the admin, whose own login is never reached.
    path(f"{settings.ADMIN_PATH}/", include("coverage.desk.login_urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("readyz/web", health.readyz_web),
    path("metrics", metrics.metrics),
    path("", include("coverage.reader.urls")),
]
handler400 = "liveblog.away.bad_request"
handler500 = "liveblog.away.server_error"
