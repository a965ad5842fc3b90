"""Several pictures in one entry: a row, or before and after; whole without script, in feeds and elsewhere."""

import io

from tests.make import make_entry, make_image, make_page, make_picture_file
from tests.reading import parsed


def images(number):
    return [
        make_image(
            alt=f"View {n}", credit="Ida", file=io.BytesIO(make_picture_file(colour=(n, n, 99)).read())
        )
        for n in range(number)
    ]


def body_of(images, joined):
    figures = [f'<figure data-image="{image.pk}" data-joined="{joined}"></figure>' for image in images]
    return "".join(figures)


def test_a_row_is_a_group_with_a_name_that_keys_can_scroll(page, client):
    four = images(4)
    make_entry(page, body=f"<p>Look:</p>{body_of(four, 'row')}<p>After.</p>")
    shown = parsed(client.get(page.get_absolute_url()).content)
    (row,) = [found for found in shown.all("div") if found["class"] == "picture-row"]
    assert (row["role"], row["tabindex"], row["aria-label"]) == ("group", "0", "Gallery of 4 pictures")
    assert [image["alt"] for image in row.all("img")] == [f"View {n}" for n in range(4)]
    assert [link["href"] for link in row.all("a")] == [image.largest for image in four]
    assert [found.text for found in row.all("figcaption")] == ["Image source, Ida"] * 4


def test_two_are_before_and_after(page, client):
    make_entry(page, body=body_of(images(2), "pair"))
    (pair,) = parsed(client.get(page.get_absolute_url()).content).all("before-after")
    assert [image["alt"] for image in pair.all("img")] == ["View 0", "View 1"]
    (label,) = pair.all("label")
    assert "hidden" in label.attributes
    assert label.text.strip() == "Before and after"


def test_one_that_is_withdrawn_leaves_the_others(page, client):
    three, two = images(3), images(5)[3:]
    entry = make_entry(page, body=f"{body_of(three, 'row')}<p>And:</p>{body_of(two, 'pair')}")
    three[0].withdraw(by=None, because="Not ours")
    two[0].withdraw(by=None, because="Not ours")
    shown = parsed(client.get(entry.get_absolute_url()).content)
    assert [image["alt"] for image in shown.all("img")] == ["View 1", "View 2", "View 4"]
    assert "Gallery of 2 pictures" in client.get(entry.get_absolute_url()).text
    assert "<before-after" not in client.get(entry.get_absolute_url()).text


def test_feeds_and_data_carry_them_all(page, client, settings):
    three = images(3)
    make_entry(page, body=body_of(three, "row"))
    feed = client.get(f"{page.get_absolute_url()}feed.json").json()["items"][0]["content_html"]
    data = client.get(f"{page.get_absolute_url()}page.jsonld").json()["liveBlogUpdate"][0]
    for image in three:
        assert f'href="{settings.SITE_URL}{image.largest}"' in feed
    assert {found["url"] for found in data["image"]} == {settings.SITE_URL + image.largest for image in three}


def test_one_in_a_row_is_replaced_everywhere(db):
    one, other, new = images(3)
    entry = make_entry(make_page(), body=body_of([one, other], "row"))
    other.replace_everywhere(by=None, with_other=new)
    entry.refresh_from_db()
    assert (
        entry.body
        == f'<figure data-image="{one.pk}"></figure><figure data-image="{new.pk}" data-joined="row"></figure>'
    )
