"""Addresses for those who read elsewhere: whole ones, of the public site, whoever asks."""

import re

from django.conf import settings


def absolute(address):
    """An address of ours with scheme and host; one that has them stays as it is."""
    return address if "://" in address else f"{settings.SITE_URL}{address}"


def site():
    """The front page's whole address, without a slash at its end."""
    return f"{settings.SITE_URL}{settings.SITE_PREFIX}"


def fetchable(html):
    """HTML whose pictures, videos and captions are found from wherever it is read."""
    media = settings.MEDIA_URL
    if not media.startswith("/"):
        return html
    ours = f'(?<=[" ])(?={media}|{settings.SITE_PREFIX}/videos/)'

    def whole(tag):
        return re.sub(ours, settings.SITE_URL, tag[0])

    return re.sub(r"<(?:a|img|source|track|video)\b[^>]*>", whole, html)
