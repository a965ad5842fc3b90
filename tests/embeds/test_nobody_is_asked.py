"""Addresses that lead inside (the `fetch` rows of the project's hostile texts), at every door: a listener gets nothing."""

from django.core.management import call_command
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage import tasks
from coverage.models import Embed, LivePage
from tests.desk.desks import SCRIPT, Desk, typed
from tests.embeds.test_client import FORMS
from tests.interchange.files import live_blog, update, write_json
from tests.make import make_editor, make_page


def work_off():
    """As the worker does, with what such an address could have left for it."""
    for job in ProcrastinateJob.objects.filter(task_name="coverage.tasks.look_up_embed"):
        tasks.look_up_embed(**job.args)


def test_nothing_that_an_editor_pastes_or_links_is_fetched(db, stand_in):
    desk = Desk(make_page(), make_editor())
    take_in = reverse("admin:desk_take_in_embed")
    for form in FORMS:
        address = form.format(port=stand_in.port)
        answer = desk.client.post(take_in, {"address": address}, headers=SCRIPT)
        assert answer.status_code == 422
        link = f'<p><a href="{address.replace('"', "%22")}">{address}</a></p>'
        desk.post("desk_publish", **typed(body=link))
    work_off()
    assert stand_in.hits == []
    assert not Embed.objects.exists()


def test_nothing_that_a_document_names_is_fetched(db, stand_in, tmp_path):
    addresses = [form.format(port=stand_in.port) for form in FORMS]
    updates = [
        update(
            headline=f"Update {number}",
            image={"@type": "ImageObject", "contentUrl": address, "description": "A picture"},
            video={"@type": "VideoObject", "contentUrl": address, "name": "A video", "thumbnailUrl": address},
            sharedContent={"@type": "SocialMediaPosting", "url": address, "text": "A post"},
            author={"@type": "Person", "name": "Maya", "image": address},
        )
        for number, address in enumerate(addresses)
    ]
    document = live_blog(*updates, **{"@context": f"http://127.0.0.1:{stand_in.port}/context"})
    call_command("import_page", str(write_json(tmp_path / "page.jsonld", document)), publish=True)
    assert LivePage.objects.get().entries.count() == len(FORMS)
    work_off()
    assert stand_in.hits == []
