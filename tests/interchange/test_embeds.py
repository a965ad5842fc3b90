"""Posts and players of others go out with a page and come back with it, and nobody is asked on the way."""

from io import StringIO

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage.models import Embed, Entry, Image, LivePage
from tests.interchange.describe import describe
from tests.make import make_embed, make_entry, make_image, make_page


@pytest.fixture
def page(db):
    page = make_page()
    video = make_embed(
        "https://youtu.be/dQw4w9WgXcQ", title="<The doors>", author="Maya", thumbnail=make_image()
    )
    post = make_embed("https://x.com/nasa/status/1234567890", text="One &amp; two.\nThree <b>four</b>")
    strange = Embed.objects.told("https://elsewhere.example/7", source="Elsewhere", title="A post")
    figures = [
        f'<figure data-embed="{embed.pk}"><figcaption>See</figcaption></figure>'
        for embed in (post, video, strange)
    ]
    make_entry(page, body=f"<p>One.</p>{figures[0]}<p>Two.</p>{figures[1]}{figures[2]}")
    return page


def test_what_stands_elsewhere_goes_out_and_comes_back(page, tmp_path):
    told = describe(page.slug)
    call_command("export_page", page.slug, tmp_path / "out", stdout=StringIO())
    for noun in (LivePage, Embed, Image):
        noun.objects.all().delete()
    call_command("import_page", tmp_path / "out", publish=True, stdout=StringIO())
    assert describe(page.slug) == told
    version = LivePage.objects.get().version
    call_command("import_page", tmp_path / "out", publish=True, stdout=StringIO())
    assert (LivePage.objects.get().version, Embed.objects.count()) == (version, 3)
    assert not ProcrastinateJob.objects.filter(task_name="coverage.tasks.look_up_embed").exists()


def test_a_card_of_nobodys_in_the_list_has_words_and_a_link_and_no_player(page):
    shown = Entry.objects.get().body_html
    assert '<a href="https://elsewhere.example/7" dir="auto">A post</a>' in shown
    assert shown.count("data-player") == 2
