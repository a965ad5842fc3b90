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
    """HTML whose pictures and videos are found from wherever it is read."""
    media = settings.MEDIA_URL
    if not media.startswith("/"):
        return html

    def whole(tag):
        return re.sub(f'(?<=[" ]){media}', absolute(media), tag[0])

    return re.sub(r"<(?:a|img|source|video)\b[^>]*>", whole, html)
