"""What a file is, by its first bytes, and what speaks against decoding it; nothing is decoded here."""

import re

MAX_SCANS = 100  # a progressive JPEG with thousands takes minutes to decode
_HEIC = re.compile(rb"....ftyp(heic|heix|hevc|heim|heis|mif1|msf1)", re.DOTALL)
_KINDS = {
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "avif": re.compile(rb"....ftyp(avif|avis)", re.DOTALL),
    "heic": _HEIC,
    "svg": re.compile(rb"\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)", re.IGNORECASE),
}
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")


def kind(head):
    """jpg, png, gif, webp, avif, heic or svg, as the file's first bytes say it; "" for anything else."""
    return next((name for name, mark in _KINDS.items() if mark.match(head)), "")


def scans(data):
    """How many scans the first picture of a JPEG has; counting stops behind MAX_SCANS.

    Marker by marker (ITU-T T.81 B.1.1): what phones append, such as a film, is none of it.
    """
    found, at = 0, 2
    while found <= MAX_SCANS and (marker := _MARKER.search(data, at)):
        at = marker.end()
        if marker[1] == b"\xd9":
            break
        found += marker[1] == b"\xda"
        at += int.from_bytes(data[at : at + 2])  # the segment; a scan's own data holds no marker
    return found
