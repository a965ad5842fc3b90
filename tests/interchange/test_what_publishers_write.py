"""LiveBlogPostings as they are found in the wild."""

import json

import pytest
from django.core.management import call_command

from coverage.models import Author, LivePage
from tests.interchange.files import bring_in, live_blog, update
from tests.make import make_author


@pytest.fixture
def path(tmp_path, db):
    return tmp_path / "page.jsonld"


def script(value):
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


NEWS = {"@type": "NewsArticle", "headline": "Other news"}
HTML = {
    "several scripts": script(NEWS) + script(live_blog(update())),
    "a list": script([NEWS, live_blog(update())]),
    "a graph": script({"@context": "https://schema.org", "@graph": [NEWS, live_blog(update())]}),
    "nested": script({"@type": "WebPage", "mainEntity": {"x": [live_blog(update())]}}),
    "several types": script(live_blog(update(), **{"@type": ["NewsArticle", "LiveBlogPosting"]})),
    "types as addresses": script(live_blog(update(), **{"@type": "http://schema.org/LiveBlogPosting"})),
    "a broken script before": "<script type='application/ld+json'>{broken</script>"
    + script(live_blog(update())),
    "a type with a charset": script(live_blog(update())).replace("ld+json", "LD+JSON; charset=utf-8"),
    "CDATA marks": f'<script type="application/ld+json">//<![CDATA[\n{json.dumps(live_blog(update()))}\n//]]></script>',
    "a teaser of another": script(live_blog(headline="Elsewhere")) + script(live_blog(update())),
    "line breaks in strings": script(live_blog(update(articleBody="One\nby one."))).replace("\\n", "\n"),
}


@pytest.mark.parametrize("html", HTML.values(), ids=HTML)
def test_a_saved_page_gives_its_live_blog(path, html):
    path = path.with_suffix(".html")
    path.write_text(f"<!doctype html><html><head><title>x</title>{html}</head><body>…", "utf-8")
    call_command("import_page", str(path))
    page = LivePage.objects.get()
    assert (page.title, page.entries.get().headline) == ("Leaders meet", "They have arrived")


def test_a_saved_page_in_another_encoding(path):
    html = '<meta charset="windows-1252">' + script(live_blog(headline="Dîner")).replace("\\u00ee", "î")
    path.write_bytes(html.encode("windows-1252"))
    call_command("import_page", str(path))
    assert LivePage.objects.get().title == "Dîner"


def test_a_byte_order_mark_is_no_mistake(path):
    path.write_text(json.dumps(live_blog(update())), "utf-8-sig")
    call_command("import_page", str(path))
    assert LivePage.objects.exists()


def test_references_within_a_graph_are_followed(path):
    jane = {"@id": "#jane", "@type": "Person", "name": "Jane Roe", "jobTitle": "Editor"}
    post = update(**{"@id": "#1", "author": {"@id": "#jane"}})
    page = bring_in(path, {"@graph": [live_blog({"@id": "#1"}), post, jane]})
    byline = page.entries.get().bylines.get()
    assert (byline.author.name, byline.role) == ("Jane Roe", "Editor")


def test_one_update_need_not_be_in_a_list(path):
    page = bring_in(path, live_blog(liveBlogUpdate=update()))
    assert page.entries.get().headline == "They have arrived"


@pytest.mark.parametrize(
    ("written", "zone", "utc"),
    [
        ("2026-01-06T21:05:00Z", "", "21:05"),
        ("2026-01-06T21:05:00+0000", "", "21:05"),
        ("2026-01-06T22:05:00+01:00", "", "21:05"),
        ("2026-01-06T22:05:00.123+0100", "", "21:05"),
        ("2026-01-06 22:05", "Europe/Paris", "21:05"),
        ("2026-01-06", "Europe/Paris", "23:00"),
    ],
)
def test_times_as_they_are_written(path, written, zone, utc):
    page = bring_in(path, live_blog(update(datePublished=written)), time_zone=zone)
    assert f"{page.entries.get().published_at:%H:%M}" == utc


def test_the_zone_given_is_the_pages(path):
    page = bring_in(path, live_blog(**{"liveblog:timeZone": "Europe/Rome"}), time_zone="Europe/Paris")
    assert page.time_zone == "Europe/Paris"


@pytest.mark.parametrize("is_oldest_first", [False, True])
def test_where_times_tie_the_documents_order_holds(path, is_oldest_first):
    ten, nine = "2026-01-06T10:00:00Z", "2026-01-06T09:00:00Z"
    told = [("Last", ten), ("Third", nine), ("Second", nine), ("First", nine)]
    updates = [update(headline=headline, datePublished=at) for headline, at in told]
    page = bring_in(path, live_blog(*(updates[::-1] if is_oldest_first else updates)))
    assert [entry.headline for entry in page.entries.in_timeline()] == ["Last", "Third", "Second", "First"]


def test_updates_of_one_headline_and_time_are_several(path):
    page = bring_in(
        path, live_blog(*(update(**{"@id": f"#{number}"}) for number in range(3)), update(), update())
    )
    assert page.entries.count() == 5


def test_an_update_listed_twice_word_for_word_is_one(path):
    page = bring_in(path, live_blog(update(**{"@id": "#1"}), update(**{"@id": "#1"})))
    assert page.entries.count() == 1


def test_an_address_that_all_updates_share_identifies_none(path):
    page = bring_in(path, live_blog(update(url="/live", headline="One"), update(url="/live", headline="Two")))
    assert page.entries.count() == 2


def test_updates_that_repeat_the_pages_headline_have_none(path):
    page = bring_in(
        path, live_blog(update(headline="Leaders meet"), update(headline="Leaders meet", articleBody="Two."))
    )
    assert {entry.headline for entry in page.entries.all()} == {""}


def test_one_headline_that_is_like_the_pages_stays(path):
    page = bring_in(path, live_blog(update(headline="Leaders meet"), update()))
    assert page.entries.filter(headline="Leaders meet").exists()


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("One.\n\nTwo &amp; three.", "<p>One.</p><p>Two &amp; three.</p>"),
        ("So:\n• one\n- two", "<p>So:</p><ul><li>one</li><li>two</li></ul>"),
        ("1 < 2", "<p>1 &lt; 2</p>"),
        ("<div>One<br/>two</div>", "<p>One<br>two</p>"),
        ('<p onclick="x()">One<script>x()</script></p>', "<p>One</p>"),
        ('<p>One</p><figure data-image="1"></figure>', "<p>One</p>"),  # a number of theirs is none of ours
    ],
)
def test_texts_as_they_are_written(path, written, stored):
    assert bring_in(path, live_blog(update(articleBody=written))).entries.get().body == stored


def test_plain_fields_lose_entities_and_tags(path):
    page = bring_in(
        path, live_blog(update(headline="<em>Tom</em> &amp; Jerry &lt;3"), headline="It&#8217;s on")
    )
    assert (page.title, page.entries.get().headline) == ("It’s on", "Tom & Jerry <3")


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Roe", ["Jane Roe"]),
        (["Jane Roe", {"name": "John Doe"}], ["Jane Roe", "John Doe"]),
        ([{"name": "Jane Roe"}, {"name": "Jane Roe"}], ["Jane Roe"]),
        ({"@type": "Organization", "name": "The wire"}, ["The wire"]),
        ({"@type": "Person"}, []),
        (None, []),
    ],
)
def test_authors_as_they_are_written(path, author, names):
    entry = bring_in(path, live_blog(update(author=author))).entries.get()
    assert [byline.author.name for byline in entry.bylines.all()] == names


@pytest.mark.parametrize(
    "publisher", ["The wire", {"name": "The wire"}, [{"@type": "Organization", "name": "The wire"}]]
)
def test_the_publisher_itself_signs_nothing(path, publisher):
    entry = bring_in(path, live_blog(update(author={"name": "The wire"}), publisher=publisher)).entries.get()
    assert not entry.bylines.exists()


def test_a_publisher_without_a_name_is_no_matter(path):
    bring_in(path, live_blog(update(), publisher={"@type": "Organization", "logo": {"url": "x.png"}}))


def test_an_author_of_the_site_is_recognised_and_left_as_they_are(path):
    jane = make_author("Jane Roe", role="Chief", url="")
    person = {"name": "Jane Roe", "jobTitle": "Reporter", "url": "https://jane.example/"}
    byline = bring_in(path, live_blog(update(author=person))).entries.get().bylines.get()
    jane.refresh_from_db()
    assert (byline.author, byline.role) == (jane, "Reporter")
    assert (jane.role, jane.url) == ("Chief", "https://jane.example/")  # only what was not known is filled in


def test_a_name_without_latin_letters_gets_a_slug_too(path):
    bring_in(path, live_blog(update(author=["مريم", "نور"])))
    assert sorted(Author.objects.values_list("slug", flat=True)) == ["author", "author-2"]


def test_a_page_in_arabic_reads_from_right_to_left(path):
    assert bring_in(path, live_blog(inLanguage="ar_EG")).direction == "rtl"


@pytest.mark.parametrize(
    ("properties", "slug"),
    [
        ({"liveblog:slug": "own"}, "own"),
        ({"url": "https://news.example/live/the-summit.html?x=1#y"}, "the-summit"),
        ({"url": {"@id": "https://news.example/live/the-summit/"}}, "the-summit"),
        ({"url": "", "@id": "https://news.example/live/from-id"}, "from-id"),
        ({"url": "", "@id": "urn:uuid:7b8cfd79-e949-4c74-ab13-aa8a545f4fc0"}, "leaders-meet"),
        ({"url": "https://[", "headline": "Leaders & more"}, "leaders-more"),
    ],
)
def test_the_page_is_called_what_the_document_calls_it(path, properties, slug):
    assert bring_in(path, live_blog(**properties)).slug == slug


def test_the_slug_given_wins(path):
    assert bring_in(path, live_blog(**{"liveblog:slug": "own"}), slug="given").slug == "given"


@pytest.mark.parametrize(
    ("properties", "state"),
    [
        ({}, "live"),
        ({"coverageEndTime": "2026-01-06T22:00:00Z"}, "closed"),
        ({"coverageEndTime": "2999-01-06T22:00:00Z"}, "live"),
        ({"coverageEndTime": "2026-01-06T22:00:00Z", "liveblog:state": "live"}, "live"),
        ({"liveblog:state": "closed"}, "closed"),
        ({"liveblog:state": "announced"}, "announced"),
        ({"liveBlogUpdate": [], "coverageStartTime": "2999-01-06T22:00:00Z"}, "announced"),
    ],
)
def test_a_published_page_stands_where_the_document_does(path, properties, state):
    page = bring_in(path, live_blog(update(), **properties), publish=True)
    assert page.state == state


def test_an_update_that_says_nothing_is_left_out(path, capsys):
    page = bring_in(path, live_blog(update(), update(headline="", articleBody=" ")))
    assert page.entries.count() == 1
    assert (
        capsys.readouterr().err
        == "page.jsonld: liveBlogUpdate[1]: it has neither headline nor text; left out.\n"
    )
