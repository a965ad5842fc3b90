import pytest
from django.core.exceptions import ValidationError

from coverage.models import LivePage
from tests.make import make_page


def test_a_public_page_keeps_its_address(db):
    page = make_page(slug="summit")
    page.slug, page.title = "summits", "Summits"
    with pytest.raises(ValidationError, match="its address has to stay as it is"):
        page.edit(by=None)
    assert LivePage.objects.get(pk=page.pk).title != "Summits"


def test_a_draft_may_still_move(db):
    page = make_page(slug="summit", state="draft")
    page.slug = "summits"
    page.edit(by=None)
    assert LivePage.objects.get(pk=page.pk).slug == "summits"


@pytest.mark.parametrize("tag", ["en", "en-GB", "zh-Hant-TW", "es-419", "de-1996", "ar"])
def test_a_language_tag_that_browsers_know(tag):
    LivePage._meta.get_field("language").run_validators(tag)


@pytest.mark.parametrize("tag", ["en-1a", "english", "e", "en_GB", "en-", "de-x1"])
def test_any_other_is_refused_in_a_sentence(tag):
    with pytest.raises(ValidationError, match="Give a language tag such as en-GB"):
        LivePage._meta.get_field("language").run_validators(tag)


def test_a_summary_has_no_figures(db):
    page = make_page(summary='<p>So far</p><figure data-image="3"></figure>')
    assert LivePage.objects.get(pk=page.pk).summary == "<p>So far</p>"


def test_a_form_says_so_at_the_field(db):
    page = make_page(slug="summit")
    page.slug = "summits"
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["slug"]
