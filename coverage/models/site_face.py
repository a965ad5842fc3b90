"""What makes the site its publisher's own: name, logo, colours, type, links. One row, kept in each process."""

import hashlib
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from coverage.models.change import CHANNEL
from coverage.models.editable import Editable
from coverage.models.fields import LineField, LinesField, ProseField
from coverage.models.withdrawable import shown
from coverage.pictures.contrast import contrast, readable

NOTICE = "face"  # what `edit` says on the channel that the hubs listen to
LEAST = 4.5  # WCAG 2.2, 1.4.3 (AA)
LIGHT, DARK = ("#fffdfa", "#f6f2ec"), ("#171412", "#211d1a")  # surfaces in tokens.css
ON_BAND = ("#fffdfa", "#c9c0b7", "#9ecbf5")  # what stands on the band, in tokens.css

# Only faces that systems have: no font is loaded, nothing jumps. (headlines, text)
_SANS = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
TYPES = {
    "sans": (_SANS, _SANS),
    "serif": ('Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',) * 2,
    "slab": ('Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif', _SANS),
    "humanist": ('Optima, Candara, "Noto Sans", source-sans-pro, sans-serif',) * 2,
}


@dataclass(frozen=True)
class Link:
    words: str
    address: str


class ColourField(models.CharField):
    """A colour as #rrggbb; empty for the one in tokens.css."""

    def __init__(self, *args, **more):
        more = {"max_length": 7, "blank": True, "default": "", "db_default": "", **more}
        super().__init__(*args, **more)
        self.validators.append(
            RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write the colour as # and six digits, as in #a50f17."))
        )


class SiteFace(Editable):
    """The one there is has id 1; without a row everything is as the settings and tokens.css have it."""

    class Type(models.TextChoices):
        HOUSE = "", _("bookish headlines, plain text")
        SANS = "sans", _("plain throughout")
        SERIF = "serif", _("bookish throughout")
        SLAB = "slab", _("sturdy headlines, plain text")
        HUMANIST = "humanist", _("light and open")

    called = LineField(
        _("name"),
        max_length=80,
        blank=True,
        help_text=_("In titles, feeds and data; empty: as the settings have it."),
    )
    logo = models.ForeignKey(
        "coverage.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    logo_has_name = models.BooleanField(
        _("the logo says the name"), default=False, help_text=_("Then the name isn't written beside it.")
    )
    accent = ColourField(_("accent"), help_text=_("Of what is live: times, marks, the “Live” sign."))
    accent_dark = ColourField(_("accent in the dark"))
    link = ColourField(_("links"))
    link_dark = ColourField(_("links in the dark"))
    band = ColourField(_("band"), help_text=_("The ground behind a page's title; light words stand on it."))
    type = models.CharField(
        _("type"), max_length=10, choices=Type, default=Type.HOUSE, blank=True,
        help_text=_("Faces that readers' devices have, so that nothing is loaded."),
    )  # fmt: skip
    header_links = LinesField(
        _("links at the top"),
        max_length=2000,
        blank=True,
        default="",
        help_text=_("One a line: words, then the address."),
    )
    footer_links = LinesField(
        _("links at the foot"), max_length=2000, blank=True, default="",
        help_text=_("Imprint, privacy, terms… One a line: words, then the address."),
    )  # fmt: skip
    imprint = ProseField(
        _("text at the foot"), blank=True, default="", help_text=_("Who answers for the site.")
    )
    version = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("site's face")
        verbose_name_plural = _("site's face")
        default_permissions = ("view", "change")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_face_is_one")]

    def __str__(self):
        return self.name

    def clean(self):
        wrong = {}
        for field in ("header_links", "footer_links"):
            try:
                _links(getattr(self, field))
            except ValidationError as error:
                wrong[field] = error
        for field, grounds, towards in (
            ("accent", (*LIGHT, "#ffffff"), "#000000"),  # white words stand on it too
            ("accent_dark", DARK, "#ffffff"),
            ("link", LIGHT, "#000000"),
            ("link_dark", DARK, "#ffffff"),
            ("band", ON_BAND, "#000000"),
        ):
            if sentence := _hard_to_read(getattr(self, field), grounds, towards):
                wrong[field] = sentence
        if wrong:
            raise ValidationError(wrong)

    @transaction.atomic
    def edit(self, *, by=None):
        """Save what was changed here; every process shows it from now on."""
        before = SiteFace.objects.select_for_update().filter(pk=1).first()
        self.pk, self.version = 1, (before.version if before else 0) + 1
        self.save_changes() if before else self.save()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, NOTICE])
        forget()
        transaction.on_commit(forget)

    @property
    def name(self):
        return self.called or settings.SITE_NAME

    @property
    def shown_logo(self):
        return shown(self.logo)

    @property
    def at_the_top(self):
        return _links(self.header_links)

    @property
    def at_the_foot(self):
        return _links(self.footer_links)

    @property
    def imprint_html(self):
        return mark_safe(self.imprint)

    @cached_property
    def css(self):
        """What of the tokens is another, as a style sheet; empty when nothing is."""
        heading, text = TYPES.get(self.type, ("", ""))
        tokens = {
            "--live": _pair(self.accent, "var(--red-700)", self.accent_dark, "var(--red-400)"),
            "--live-ground": self.accent,
            "--link": _pair(self.link, "var(--blue-700)", self.link_dark, "var(--blue-300)"),
            "--band": self.band,
            "--serif": heading,
            "--sans": text,
        }
        lines = "".join(f"    {name}: {value};\n" for name, value in tokens.items() if value)
        return f"@layer tokens {{\n  :root {{\n{lines}  }}\n}}\n" if lines else ""

    @cached_property
    def digest(self):
        """Stands in the style sheet's address: another sheet, another address."""
        return hashlib.sha256(self.css.encode()).hexdigest()[:12]


_kept = None


def current():
    """The site's face, read once in each process until it changes; `version` moves with every change."""
    global _kept
    if _kept is None:
        _kept = read()
    return _kept


def known():
    """The face as far as this process knows it without asking: for an answer when something is broken."""
    return _kept or SiteFace()


def read():
    faces = SiteFace.objects.using(DEFAULT_DB_ALIAS)  # it is kept: not from a replica that may be behind
    return faces.select_related("logo").filter(pk=1).first() or SiteFace(pk=1)


def keep(face):
    global _kept
    _kept = face


def forget():
    """It has changed: whoever asks next reads it again."""
    keep(None)


def look_again():
    """Forget a face that is another by now: for processes that were not told, or too soon."""
    if _kept is not None:
        now = SiteFace.objects.filter(pk=1).values_list("version", flat=True).first() or 0
        if _kept is not None and _kept.version != now:
            forget()


def _links(text):
    """A Link for each line. ValidationError, in a sentence, for a line that is none."""
    found = []
    for line in filter(None, text.split("\n")):
        words, _space, address = line.rpartition(" ")
        if not words or not re.match(r"(https?://[^/]|mailto:.|/(?!/))", address):
            raise ValidationError(
                _("“%(line)s” is no link: write words, then an address such as https://example.org/imprint.")
                % {"line": line}
            )
        found.append(Link(words, address))
    return found


def _hard_to_read(colour, grounds, towards):
    """What to do about a colour that can't be read on one of its grounds; None if it can, or is none."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        return None
    ratio = min(contrast(colour, ground) for ground in grounds)
    if ratio >= LEAST:
        return None
    return _(
        "Words would be hard to read: the contrast is %(ratio)s to 1 and must be 4.5. Try %(better)s."
    ) % {
        "ratio": int(ratio * 10) / 10,
        "better": readable(colour, grounds, least=LEAST, towards=towards),
    }


def _pair(light, else_light, dark, else_dark):
    return f"light-dark({light or else_light}, {dark or else_dark})" if light or dark else ""
