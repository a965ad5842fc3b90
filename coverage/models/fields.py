"""Columns that hold only what is canonical, whoever writes: a form, the admin, an import, a shell."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import models

from coverage.clips import web_vtt
from coverage.markup.canonical import TooLong, canonical
from coverage.markup.lines import line, lines


class _CanonicalMixin:
    """`canonical_form` is applied on the way into the database, so `update()` and `bulk_create()` obey too."""

    def pre_save(self, instance, add):
        value = self.to_canonical(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value

    def get_prep_value(self, value):
        return self.to_canonical(super().get_prep_value(value))

    def to_canonical(self, value):
        return self.canonical_form(value) if isinstance(value, str) else value

    def clean(self, value, instance):
        try:
            return super().clean(self.to_canonical(value), instance)
        except (TooLong, web_vtt.NotWebVTT) as error:
            raise ValidationError(str(error)) from None


class LineField(_CanonicalMixin, models.CharField):
    """Plain text of one line."""

    canonical_form = staticmethod(line)


class LinesField(_CanonicalMixin, models.TextField):
    """Plain text of several lines."""

    canonical_form = staticmethod(lines)


class BodyField(_CanonicalMixin, models.TextField):
    """Canonical HTML (coverage.markup.canonical)."""

    canonical_form = staticmethod(canonical)


class ProseField(_CanonicalMixin, models.TextField):
    """Canonical HTML without pictures and videos."""

    canonical_form = staticmethod(partial(canonical, has_figures=False))


class WebVTTField(_CanonicalMixin, models.TextField):
    """Cues alone (coverage.clips.web_vtt)."""

    canonical_form = staticmethod(web_vtt.canonical)
