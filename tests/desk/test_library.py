"""All pictures that are here: found, seen in use or not, taken in many at once, withdrawn and replaced."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coverage.desk.medium_places import places_of
from coverage.desk.medium_receipt import receipt_of_medium
from coverage.models import Image
from tests.desk.desks import SCRIPT, Desk
from tests.make import (
    make_author,
    make_draft,
    make_entry,
    make_image,
    make_login,
    make_page,
    make_picture_file,
    make_snippet,
    make_video,
)


def figure(image):
    return f'<figure data-image="{image.pk}"></figure>'


def make_apart(*alts):
    """Pictures of different content, so that a withdrawal of one is of no other."""
    return [make_image(alt=alt, file=make_picture_file(colour=(9, 60 * n, 9))) for n, alt in enumerate(alts)]


def found(desk, **query):
    return desk.client.get(reverse("admin:desk_library"), query, headers=SCRIPT)


def alts(desk, **query):
    return [image.alt for image in found(desk, **query).context["images"]]


def make_many(number):
    """Rows without files: what a list needs."""
    start = timezone.now() - timedelta(days=1)
    Image.objects.bulk_create(
        Image(
            original="x", content_hash=f"{n:064}", token=uuid.uuid4().hex[:16], width=800, height=450,
            alt=f"Picture {n}", credit="Reuters" if n % 2 else "Ida", taken_in_at=start,
        )
        for n in range(number)
    )  # fmt: skip


def test_pictures_are_found_by_words_credit_day_page_and_state(desk):
    moon, crowd, old, gone = make_apart("The Moon", "A crowd", "The old Moon", "Gone")
    Image.objects.filter(pk=crowd.pk).update(credit="Nasa")
    long_ago = timezone.make_aware(datetime(2020, 5, 17, 12))
    Image.objects.filter(pk=old.pk).update(taken_in_at=long_ago)
    make_draft(desk.page, body=figure(moon))
    gone.withdraw(by=desk.user, because="Not ours")
    assert alts(desk) == ["Gone", "The old Moon", "A crowd", "The Moon"]
    assert alts(desk, words="moon the") == ["The old Moon", "The Moon"]
    assert alts(desk, credit="nasa") == ["A crowd"]
    assert alts(desk, day="2020-05-17") == ["The old Moon"]
    assert alts(desk, page=desk.page.pk) == ["The Moon"]
    assert alts(desk, state="used") == ["The Moon"]
    assert alts(desk, state="unused") == ["The old Moon", "A crowd"]
    assert alts(desk, state="withdrawn") == ["Gone"]
    assert (
        f"This picture was withdrawn: Not ours</b> · {desk.user.username}"
        in found(desk, state="withdrawn").text
    )
    for wrong in (
        {"day": "17 May"},
        {"day": "0001-01-01"},
        {"page": "x"},
        {"state": "odd"},
        {"words": "x" * 201},
    ):
        assert found(desk, **wrong).status_code == 422
    for wrong in ("x", "-1", "9" * 30, "²"):
        assert found(desk, before=wrong).status_code == 400


@pytest.mark.parametrize("use", ["top", "poster", "photo", "snippet", "draft"])
def test_a_picture_is_in_use_wherever_it_stands(desk, use):
    image = make_image()
    assert alts(desk, state="used") == []
    if use == "top":
        make_page(lead_image=image)
    elif use == "poster":
        make_video(poster=image)
    elif use == "photo":
        make_author(photo=image)
    elif use == "snippet":
        make_snippet(body=figure(image))
    else:
        make_draft(desk.page, body=figure(image))
    assert alts(desk, state="used") == [image.alt]
    (place,) = places_of(image)
    assert (
        f'href="{place.address}"' in desk.client.get(reverse("admin:desk_picture_page", args=[image.pk])).text
    )
    assert desk.client.get(place.address).status_code == 200


def test_ten_thousand_cost_as_many_queries_as_one_and_go_on_by_key(desk, django_assert_num_queries):
    make_many(10_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE coverage_image")
    seen, query, queries = [], {}, 6  # session, login, permissions of both kinds, pages, pictures
    for _round in range(3):
        with django_assert_num_queries(queries):
            answer = found(desk, **query)
        seen += [image.pk for image in answer.context["images"]]
        assert answer.text.count('loading="lazy"') == 60
        query = {"before": seen[-1]}
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 180
    images = (
        Image.objects.with_use().filter(pk__lt=seen[-1], withdrawn_at=None, is_in_use=False).order_by("-pk")
    )
    plan = images[:61].explain()
    assert "Index Scan Backward using coverage_image_pkey" in plan, plan


def test_a_reporter_finds_what_they_may_see(page):
    reporter = Desk(page, make_login("reporter"))
    make_image(alt="A colleague's", by=make_login("reporter"))
    make_image(alt="Mine", by=reporter.user)
    make_entry(page, body=figure(make_image(alt="Out")))
    assert alts(reporter) == ["Out", "Mine"]
    assert reverse("admin:desk_picture_page", args=[Image.objects.first().pk]) not in found(reporter).text


def test_a_picture_is_withdrawn_and_brought_back_on_its_page_saying_why(desk):
    image = make_image()
    make_entry(desk.page, body=figure(image))
    address = reverse("admin:desk_picture_withdraw", args=[image.pk])
    refused = desk.client.post(address, {"because": " "})
    assert refused.status_code == 422
    assert "Say why, in a sentence for colleagues." in refused.text
    told = desk.client.post(address, {"because": "Not ours"}, follow=True)
    assert "Withdrawn: no reader sees it any more." in told.text
    assert "This picture was withdrawn: Not ours" in told.text
    assert "<desk-receipt" in told.text
    told = desk.client.post(reverse("admin:desk_picture_restore", args=[image.pk]), follow=True)
    assert "It is back wherever it was." in told.text
    assert "<desk-receipt" not in told.text


def test_a_picture_is_replaced_on_its_page(desk):
    old, new, gone = make_apart("Old", "New", "Gone")
    entry = make_entry(desk.page, body=figure(old))
    gone.withdraw(by=None, because="Not ours")
    address = reverse("admin:desk_picture_replace", args=[old.pk])
    for wrong in ("", "999999", "x", gone.pk):
        assert desk.client.post(address, {"other": wrong}).status_code == 422
    desk.client.post(address, {"other": new.pk})
    entry.refresh_from_db()
    assert entry.body == figure(new)


def test_each_address_of_a_pictures_receipt_showed_it_and_does_no_longer(
    desk, client, settings, django_capture_on_commit_callbacks
):
    settings.PURGE_URLS = ["http://127.0.0.1:9"]
    image = make_image()
    desk.page.lead_image = image
    desk.page.edit()
    make_entry(desk.page, body=figure(image))
    lines = receipt_of_medium(image).lines
    addresses = [address for check, address, _name in lines if check == "unshown"]
    assert len(addresses) == 5
    assert all(image.token in client.get(address).text for address in addresses)
    told = reverse("admin:desk_picture_told", args=[image.pk])
    assert desk.client.get(told).json() == {"told": None}
    with django_capture_on_commit_callbacks(execute=True):
        image.withdraw(by=desk.user, because="Not ours")
    assert all(image.token not in client.get(address).text for address in addresses)
    gone = [address for check, address, _name in lines if check == "withdrawn"]
    assert set(gone) == set(image.addresses)
    assert {client.get(address).status_code for address in gone} == {410}
    assert [line[1] for line in lines if line[0] == "told"] == [told]
