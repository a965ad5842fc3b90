"""The admin's own form of a page can be used by those who hear it."""

from playwright.sync_api import expect

from coverage.models import Tag
from tests.browser.test_desk import sit_down  # noqa: F401
from tests.make import make_editor, make_image, make_page


def test_fields_that_search_have_the_name_of_their_label(sit_down):  # noqa: F811
    page = make_page(lead_image=make_image(alt="The quay"))
    page.edit(tags=[Tag.objects.named("Harbour")])
    tab = sit_down(page, make_editor(is_superuser=True))
    for _time in range(3):  # select2 may come before the page is loaded, or after
        tab.goto(f"/admin/coverage/livepage/{page.pk}/change/")
        for name in ("Lead picture", "Lead video"):
            expect(tab.get_by_role("combobox", name=name)).to_be_visible()
        expect(tab.get_by_role("searchbox", name="Tags")).to_be_visible()
