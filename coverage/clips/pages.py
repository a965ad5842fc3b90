"""The pages of an Ogg file (RFC 3533 §6), and the comments in its second packet (RFC 7845 §5.2, Vorbis I §5)."""

_MARKS = {b"OpusTags": b"", b"\x03vorbis": b"\x01"}  # how comments begin, and what must stand behind them


def emptied_comments(data):
    """The beginning of a file up to where its comments end, without them; None where they are not found in `data`."""
    places, end = _second_packet(data)
    written = _empty(bytes(data[place] for place in places))
    if written is None:
        return None
    out = bytearray(data[:end])
    for place, byte in zip(places, written, strict=True):
        out[place] = byte
    for start, sizes, body in _pages(bytes(out)):
        page = out[start : body + sum(sizes)]
        page[22:26] = bytes(4)
        out[start + 22 : start + 26] = _checksum(page).to_bytes(4, "little")
    return bytes(out)


def _second_packet(data):
    """(where each byte of it stands, the end of the page it ends on); ([], 0) if not all of it is there."""
    places = []
    for _start, sizes, body in list(_pages(data))[1:]:
        at = body
        for size in sizes:
            places += range(at, at + size)
            at += size
            if size < 255:
                return places, body + sum(sizes)
    return [], 0


def _empty(packet):
    mark = next((mark for mark in _MARKS if packet.startswith(mark)), None)
    if mark is None:
        return None
    kept = mark + bytes(8) + _MARKS[mark]  # no vendor, no comment
    return kept + bytes(len(packet) - len(kept)) if len(packet) >= len(kept) else None


def _pages(data):
    """(start, sizes of its segments, start of its body) of each page that is whole."""
    start = 0
    while data[start : start + 4] == b"OggS" and start + 27 <= len(data):
        body = start + 27 + data[start + 26]
        sizes = data[start + 27 : body]
        end = body + sum(sizes)
        if end > len(data):
            return
        yield start, sizes, body
        start = end


def _checksum(page):
    """CRC-32 as RFC 3533 has it: not reflected, begun with 0."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value


def _row(value):
    for _bit in range(8):
        value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value


_TABLE = [_row(byte << 24) for byte in range(256)]
