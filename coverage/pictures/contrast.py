"""How well one colour reads on another: WCAG 2.2, relative luminance and contrast ratio."""


def contrast(one, other):
    """From 1 (the same) to 21 (black on white); colours are written #rrggbb."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour, grounds, *, least, towards):
    """The colour nearest to this one, on its way to `towards`, that reads on every ground."""
    for hundredth in range(101):
        tried = _mixed(colour, towards, hundredth / 100)
        if all(contrast(tried, ground) >= least for ground in grounds):
            return tried
    return towards


def _luminance(colour):
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour, other, share):
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(part + (into - part) * share):02x}" for part, into in pairs)


def _parts(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
