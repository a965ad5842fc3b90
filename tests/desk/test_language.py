"""The desk speaks with each in their language; readers' pages ask nobody."""

import pytest
from django.urls import reverse

from tests.make import make_login, make_page

GERMAN, UNKNOWN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}, {"Accept-Language": "tlh"}


@pytest.fixture
def page(db):
    return make_page()


@pytest.fixture
def desk(client, page):
    client.force_login(make_login("editor"))
    return reverse("admin:desk", args=[page.pk])


def shown(client, address, **headers):
    return client.get(address, headers=headers).content.decode()


def test_the_desk_is_in_the_browsers_language(client, desk):
    text = shown(client, desk, **GERMAN)
    assert '<html lang="de"' in text
    assert "Veröffentlichen" in text
    assert ">Publish<" not in text


def test_an_unknown_language_gets_the_sites(client, desk):
    text = shown(client, desk, **UNKNOWN)
    assert '<html lang="en-gb"' in text
    assert "Publish" in text


def test_the_chosen_language_wins_and_stays(client, desk):
    client.post(reverse("choose_language"), {"language": "de", "next": desk})
    assert "Veröffentlichen" in shown(client, desk, **{"Accept-Language": "en"})


def test_the_login_offers_the_languages_and_goes_on_where_it_stood(client, db):
    address = reverse("account_login") + "?next=/admin/coverage/"
    text = shown(client, address, **{"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in text
    for name in ("English", "Deutsch", "العربية"):
        assert name in text
    answer = client.post(reverse("choose_language"), {"language": "de", "next": address})
    assert answer.headers["Location"] == address


def test_nobody_is_sent_elsewhere_by_a_choice(client, db):
    answer = client.post(reverse("choose_language"), {"language": "de", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_a_choice_is_made_by_a_form_alone(client, db):
    answer = client.get(reverse("choose_language"), {"language": "de"})
    assert answer.status_code == 405
    assert "django_language" not in client.cookies


def test_a_public_page_is_the_same_for_every_language(client, page, desk):
    client.post(reverse("choose_language"), {"language": "ar", "next": desk})
    one = client.get(page.get_absolute_url(), headers=GERMAN)
    assert one.content == client.get(page.get_absolute_url(), headers=UNKNOWN).content
    assert "Accept-Language" not in one.headers.get("Vary", "")
    assert "Cookie" not in one.headers.get("Vary", "")
