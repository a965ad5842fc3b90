"""What is typed as readers would see it, before anybody else does."""

from coverage.models import Entry, Image, Video
from tests.desk.desks import Desk, typed
from tests.make import make_author, make_editor, make_entry, make_image, make_page


def preview(desk, query="", **fields):
    return desk.client.post(desk.url("desk_preview") + query, typed(**fields), headers={"HX-Request": "true"})


def test_it_is_the_readers_own_entry_with_byline_picture_and_video_and_saves_nothing(desk, page):
    image = make_image(credit="Nasa")
    video = Video.objects.create(title="Walk", url="https://video.example/walk.mp4", poster=image)
    author = make_author(photo=image)
    figures = f'<figure data-image="{image.pk}"></figure><figure data-video="{video.pk}"></figure>'
    fields = {"byline-0-author": author.pk, "byline-0-role": "Reporter", "byline-0-reporting_from": "Houston"}
    answer = preview(desk, body=f"<p>They have <b>begun</b>.</p>{figures}", kicker="Breaking", **fields)
    seen = answer.content.decode()
    assert 'id="entry-0"' in seen
    assert "<h3" in seen
    assert "Crew step out early" in seen
    assert "<p>They have <strong>begun</strong>.</p>" in seen
    assert image.webp_srcset.split(",")[0] in seen
    assert "Image source, Nasa" in seen
    assert "<video" in seen
    assert author.name in seen
    assert "reporting from Houston" in seen
    assert Entry.objects.count() == 0
    assert "no-store" in answer["Cache-Control"]


def test_published_unchanged_it_is_what_readers_get_but_for_its_address_and_time(desk, page):
    seen = preview(desk).content.decode()
    desk.post("desk_publish", **typed())
    entry = page.entries.in_timeline().get()
    public = desk.client.get(page.get_absolute_url()).content.decode()
    begin = seen.index('<div class="entry-words">')
    assert seen[begin : seen.index('<p class="entry-foot">')] in public
    assert entry.headline in seen


def test_it_speaks_the_pages_language_and_keeps_its_time(db):
    page = make_page(language="de", time_zone="Europe/Berlin", slug="mond")
    desk = Desk(page, make_editor(name="ida"))
    entry = make_entry(page, headline="Vorher")
    entry.refresh_from_db()
    fields = {"headline": "Nachher", "note": "Die Zeit stimmte nicht."}
    seen = preview(desk, f"?entry={entry.pk}", **fields).content.decode()
    assert f'id="entry-{entry.pk}"' in seen
    assert "Nachher" in seen
    assert "Die Zeit stimmte nicht." in seen
    assert entry.published_at.astimezone(page.zone).strftime("%H:%M") in seen
    entry.refresh_from_db()
    assert (entry.headline, entry.revisions.exclude(note="").count()) == ("Vorher", 0)


def test_a_mistake_is_said_in_a_sentence_and_nothing_of_another_page_is_told(desk, page):
    answer = preview(desk, headline="x" * 251)
    assert answer.status_code == 422
    assert answer.content.decode().startswith("A headline is 250 characters at most")
    other = make_entry(make_page(slug="other"), headline="Elsewhere")
    for number in (other.pk, "x", "9" * 30, ""):
        assert 'id="entry-0"' in preview(desk, f"?entry={number}").content.decode()


def test_hostile_words_run_nothing(desk, page):
    seen = preview(desk, headline="<script>x()</script>", body="<p onclick=x()>a<script>x()</script></p>")
    assert "<script" not in seen.content.decode()
    assert "onclick" not in seen.content.decode()


def test_a_stranger_is_refused(page, client):
    desk = Desk(page, make_editor())
    assert client.post(desk.url("desk_preview"), typed()).status_code == 302
    assert desk.client.get(desk.url("desk_preview")).status_code == 405


def test_it_costs_six_queries_at_most_beside_the_door(desk, page, django_assert_max_num_queries):
    image = make_image()
    video = Video.objects.create(title="Walk", url="https://example.org/walk.m3u8", poster=image)
    entry = make_entry(page)
    figures = f'<figure data-image="{image.pk}"></figure><figure data-video="{video.pk}"></figure>' * 5
    fields = {"byline-0-author": make_author(photo=image).pk, "body": figures}
    assert Image.objects.count() == 1
    door = 5  # who asks, what they may, the page
    with django_assert_max_num_queries(door + 6):
        assert preview(desk, f"?entry={entry.pk}", **fields).status_code == 200
