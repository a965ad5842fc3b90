"""The site's tags, by the names in a document."""

from coverage.models import Tag


class Tags:
    def __init__(self):
        self._known = {}

    def named(self, told):
        """The tags of these (name, slug or nothing), each once, made where there are none."""
        for name, slug in told:
            if (name, slug) not in self._known:
                self._known[name, slug] = _tag(name, slug)
        return list(dict.fromkeys(tag for each in told if (tag := self._known[each])))


def _tag(name, slug):
    if not slug:
        return Tag.objects.named(name)
    return Tag.objects.get_or_create(slug=slug, defaults={"name": name[:80]})[0]
