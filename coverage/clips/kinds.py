"""What kind of film or sound a file is, by its content and never by its name."""

HEAD_BYTES = 512
MEDIA_TYPES = {  # by the ending of a name
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".m3u8": "application/vnd.apple.mpegurl",
}
KEPT = (".mp4", ".webm", ".mp3", ".m4a", ".ogg")  # what may be a file of ours
HLS = MEDIA_TYPES[".m3u8"]
_STILLS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1", b"qt  ")  # the same box, other contents
_SOUNDS = (b"M4A ", b"M4B ", b"M4P ")


def ending(head):
    """The ending of a name that fits these first bytes; empty for anything else.

    ISO 14496-12 (.mp4, .m4a), WebM, MPEG audio layer III (.mp3), Opus or Vorbis in Ogg.
    """
    if head[4:8] == b"ftyp" and head[8:12] not in _STILLS:
        return ".m4a" if head[8:12] in _SOUNDS else ".mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return ".webm"
    if head.startswith(b"OggS") and head[28:36].startswith((b"OpusHead", b"\x01vorbis")):
        return ".ogg"
    if head.startswith(b"ID3") or _is_mp3(head):
        return ".mp3"
    return ""


def _is_mp3(head):
    """A frame's header (ISO 11172-3 §2.4.1.3): in step, layer III, with a rate of bits and of samples."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3
