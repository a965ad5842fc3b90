"""The site's authors, by the names in a document."""

from django.utils.text import slugify

from coverage.models import Author


class Authors:
    def __init__(self, media):
        self.media, self._known = media, {}

    def of(self, signature):
        """The author of that name, made if there is none; only what is not known of one is filled in."""
        key = (signature.slug, signature.name)
        if key not in self._known:
            self._known[key] = self._named(signature)
        author = self._known[key]
        missing = self._missing(author, signature)
        for name, value in missing.items():
            setattr(author, name, value)
        if author.pk is None:
            author.save()
        elif missing:
            author.edit()
        return author

    def _missing(self, author, signature):
        missing = {
            name: value for name, value in signature.words.items() if value and not getattr(author, name)
        }
        if author.photo_id is None and (photo := self.media.first_image(signature.photos)):
            missing["photo"] = photo
        return missing

    def _named(self, signature):
        same = Author.objects.filter(name=signature.name).order_by("pk")
        # Two slugs in one document are two people, though they share a name.
        others = [author.pk for (slug, _name), author in self._known.items() if slug and signature.slug]
        found = same.filter(slug=signature.slug).first() or same.exclude(pk__in=others).first()
        slug = signature.slug or slugify(signature.name) or "author"
        return found or Author(name=signature.name, slug=_free(slug[:100]))


def _free(slug):
    """The slug, or it with the first number that makes it free."""
    taken = set(Author.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = [slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)
