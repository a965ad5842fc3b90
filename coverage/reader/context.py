"""What every template may say about the site."""

from django.conf import settings

from coverage.models import site_face


def site(request):
    face = site_face.current()
    return {
        "face": face,
        "site_name": face.name,
        "site_url": settings.SITE_URL,
        "live_scripts": settings.SERVED_SCRIPTS,
        "styles": settings.SERVED_STYLES,
    }
