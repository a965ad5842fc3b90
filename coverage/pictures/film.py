"""What kind of film a file is, by its content and never by its name."""

MAX_BYTES = 40 * 1024 * 1024  # what nginx lets through to the admin
HEAD_BYTES = 64
_STILLS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1", b"qt  ")  # the same box, other contents


def ending(head):
    """The ending of a name that fits these first bytes: .mp4 (ISO 14496-12) or .webm; empty for anything else."""
    if head[4:8] == b"ftyp" and head[8:12] not in _STILLS:
        return ".mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return ".webm"
    return ""
