"""The site's face: chiefs give it, every public page wears it."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from coverage.models import SiteFace, site_face
from coverage.pictures.contrast import contrast
from tests.make import make_entry, make_image, make_login

CHANGE = ("admin:coverage_siteface_change", [1])


def filled(**fields):
    names = [
        "called", "logo", "accent", "accent_dark", "link", "link_dark", "band", "type", "header_links",
        "footer_links", "imprint",
    ]  # fmt: skip
    return {**dict.fromkeys(names, ""), **fields}


@pytest.fixture
def chief(db):
    browser = Client()
    browser.force_login(make_login("chief"))
    return browser


def save(browser, **fields):
    return browser.post(reverse(CHANGE[0], args=CHANGE[1]), filled(**fields))


def test_every_public_page_wears_what_a_chief_chose(chief, page, client):
    entry = make_entry(page)
    logo = make_image(alt="The Gull")
    save(
        chief, called="The Gull", logo=logo.pk, accent="#0b5d3b", accent_dark="#7fd6a8", type="serif",
        header_links="News https://gull.example/news\nShop /shop", footer_links="Imprint https://gull.example/imprint",
        imprint="<p>Gull & Sons<script>x()</script></p>",
    )  # fmt: skip
    base = page.get_absolute_url()
    for address in ("/", base, entry.get_absolute_url(), "/nothing/"):
        text = client.get(address).text
        assert re.search(r"<title>[^<]*The Gull</title>", text), address
        for shown in (
            '<a href="https://gull.example/news">News</a>', '<a href="/shop">Shop</a>',
            '<a href="https://gull.example/imprint">Imprint</a>', "<p>Gull &amp; Sons</p>", logo.src,
        ):  # fmt: skip
            assert shown in text, (address, shown)
        assert "x()" not in text
        style = client.get(re.search(r"/site-[0-9a-f]{12}\.css", text)[0])
        assert "--live: light-dark(#0b5d3b, #7fd6a8);" in style.text
        assert "immutable" in style["Cache-Control"]
    assert '<meta property="og:site_name" content="The Gull">' in client.get(base).text
    assert '"name":"The Gull"' in client.get(f"{base}page.jsonld").text
    assert "<name>The Gull</name>" in client.get(f"{base}feed.atom").text
    assert "settings have it" in unescape(chief.get(reverse(CHANGE[0], args=CHANGE[1])).text)


def test_a_new_face_is_a_new_answer_to_whoever_has_the_old_one(chief, page, client, settings):
    etag = client.get(page.get_absolute_url())["ETag"]
    assert client.get(page.get_absolute_url(), headers={"if-none-match": etag}).status_code == 304
    save(chief, called="The Gull")
    again = client.get(page.get_absolute_url(), headers={"if-none-match": etag})
    assert "The Gull" in again.text
    assert again["ETag"] != etag
    assert site_face.current().version == 1


def test_a_plain_face_asks_for_no_style_sheet_and_an_old_one_leads_to_todays(db, client):
    assert "/site-" not in client.get("/").text
    SiteFace(pk=1, band="#102030").edit(by=None)
    old = client.get("/site-000000000000.css")
    assert old["Cache-Control"] == "no-store"
    assert "--band: #102030;" in client.get(old["Location"]).text


def test_the_face_is_read_once_a_process(page, client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/")
    site_face.forget()
    with django_assert_num_queries(4):
        client.get("/")
    with django_assert_num_queries(3):
        client.get("/")


@pytest.mark.parametrize(
    ("field", "colour", "grounds"),
    [
        ("accent", "#ff9900", ["#fffdfa", "#f6f2ec", "#ffffff"]),
        ("accent_dark", "#802020", ["#171412", "#211d1a"]),
        ("link", "#66aaff", ["#fffdfa", "#f6f2ec"]),
        ("band", "#dddddd", ["#fffdfa", "#c9c0b7"]),
    ],
)
def test_a_colour_that_is_hard_to_read_is_refused_with_one_that_is_not(chief, field, colour, grounds):
    text = unescape(save(chief, **{field: colour}).text)
    better = re.search(r"must be 4\.5\. Try (#[0-9a-f]{6})\.", text)[1]
    assert all(contrast(better, ground) >= 4.5 for ground in grounds)
    assert not SiteFace.objects.exists()
    save(chief, **{field: better})
    assert getattr(SiteFace.objects.get(), field) == better


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("accent", "red", "Write the colour as # and six digits"),
        ("accent", "#fff;}", "Write the colour as # and six digits"),
        ("header_links", "Imprint", "“Imprint” is no link"),
        ("footer_links", "Imprint javascript:alert(1)", "is no link"),
        ("footer_links", "Imprint //evil.example", "is no link"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(chief, field, value, sentence):
    assert sentence in unescape(save(chief, **{field: value}).text)
    assert not SiteFace.objects.exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "ops"])
def test_nobody_else_may(db, client, role):
    client.force_login(make_login(role))
    address = reverse(CHANGE[0], args=CHANGE[1])
    assert (client.get(address).status_code, client.post(address, filled(called="Mine")).status_code) == (
        403,
        403,
    )
    assert address not in client.get(reverse("admin:index")).text
    assert not SiteFace.objects.exists()


def test_a_form_opened_before_its_logo_was_replaced_does_not_bring_the_old_one_back(chief):
    old, new = make_image(alt="Old"), make_image(alt="New")
    save(chief, logo=old.pk)
    form = chief.get(reverse(CHANGE[0], args=CHANGE[1])).text
    seen = re.search(r'name="initial-logo" value="(\w+)"', form)[1]
    old.replace_everywhere(by=None, with_other=new)
    for logo, kept in ((old.pk, new), ("", None)):
        save(chief, called="The Gull", logo=logo, **{"initial-logo": seen})
        face = SiteFace.objects.get()
        assert (face.called, face.logo) == ("The Gull", kept)


def test_the_list_leads_to_the_only_one_and_a_second_is_never_made(chief):
    assert chief.get(reverse("admin:coverage_siteface_changelist"))["Location"] == reverse(
        CHANGE[0], args=[1]
    )
    assert chief.get(reverse("admin:coverage_siteface_add")).status_code == 403
    save(chief, called="One")
    save(chief, called="Two")
    assert [face.called for face in SiteFace.objects.all()] == ["Two"]


def test_when_something_is_broken_the_page_wears_it_too(page, client):
    SiteFace(pk=1, called="The Gull", band="#102030").edit(by=None)
    client.get("/")
    from coverage.reader.face import broken

    text = broken(None).text
    assert "The Gull" in text
    assert site_face.current().digest in text
