from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Func, Value


class Wording(models.Model):
    """What an entry says, as a search reads it. The database writes it with every save (migration 0030).

    A table of its own, so that nobody who reads an entry reads this too.
    """

    entry = models.OneToOneField("coverage.Entry", models.CASCADE, primary_key=True, related_name="wording")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="wording_words")]

    def __str__(self):
        return f"{self.entry_id}"


def asked(words, language=""):
    """The query for what somebody typed, in a page's language (BCP 47).

    No text is a mistake: quotation marks, “or” and “-” mean something, everything else is words.
    What that language thinks nothing of, like “who”, is looked for as it stands.
    """
    return _Asked(words, search_type="words", config=Func(Value(language), function="coverage_text_search"))


class _Asked(SearchQuery):
    SEARCH_TYPES = {**SearchQuery.SEARCH_TYPES, "words": "coverage_asked"}
