from django.contrib import admin
from django.urls import include, path

from liveblog import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include("coverage.reader.urls")),
]
