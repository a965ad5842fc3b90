"""What a picture file says of itself: caption, credit and description (IPTC-IIM, XMP). Only proposed, never kept."""

from xml.etree import ElementTree

from PIL import IptcImagePlugin

MOST = {"alt": 500, "credit": 200, "caption": 500}
_MAX_XMP = 512 * 1024
_IPTC = {"credit": [(2, 110), (2, 80), (2, 115)], "caption": [(2, 120)]}
_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "iptc": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_XMP = {
    "alt": ["iptc:AltTextAccessibility"],
    "credit": ["photoshop:Credit", "dc:creator", "photoshop:Source"],
    "caption": ["dc:description"],
}


def words_of(opened):
    """{"alt": …, "credit": …, "caption": …} of an opened picture, plain text, as far as it has them."""
    found = {**_of_iptc(opened), **_of_xmp(opened.info.get("xmp") or opened.info.get("XML:com.adobe.xmp"))}
    return {name: text[: MOST[name]] for name, text in found.items() if text}


def _of_iptc(opened):
    try:
        said = IptcImagePlugin.getiptcinfo(opened) or {}
    except (SyntaxError, ValueError, OSError, KeyError, IndexError, TypeError):
        return {}
    return {
        name: next(filter(None, (_text(said.get(key)) for key in keys)), "") for name, keys in _IPTC.items()
    }


def _text(value):
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, bytes):
        return ""
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


def _of_xmp(packet):
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet or len(packet) > _MAX_XMP or b"<!" in packet:  # no entities, so nothing that unfolds
        return {}
    try:
        root = ElementTree.fromstring(packet.strip(b"\x00 \r\n\t"))  # noqa: S314 - see above, and limits are on
    except (ElementTree.ParseError, ValueError, RecursionError):
        return {}
    return {name: next(filter(None, (_said(root, key) for key in keys)), "") for name, keys in _XMP.items()}


def _said(root, key):
    """A property as an attribute, as plain content, or as the first of an rdf:Alt, Seq or Bag."""
    prefix, name = key.split(":")
    full = f"{{{_NAMES[prefix]}}}{name}"
    for part in root.iter(f"{{{_NAMES['rdf']}}}Description"):
        if part.get(full):
            return part.get(full).strip()
        there = part.find(full)
        if there is not None:
            listed = there.find(f".//{{{_NAMES['rdf']}}}li")
            return ((there if listed is None else listed).text or "").strip()
    return ""
