"""Every hostile row through the desk: taken or refused in words, and shown by its rule.

Each through the composer and one other form, in turn; through all of them, with every output and in a
browser: `python -m tests.bench.hostile`.
"""

from django.contrib.auth.models import User

from coverage.desk.page_forms import PageForm
from tests.desk.desks import Desk, typed
from tests.hostile_rows import rows
from tests.make import make_author, make_entry, make_image, make_page, make_picture_file


def ways_in(page, entry, author, image, value):
    """(name, its arguments, fields) of each other form, with the value in all that takes words."""
    figure = f'<figure data-image="{image.pk}"><figcaption>{value}</figcaption></figure>'
    byline = {"byline-0-author": author.pk, "byline-0-role": value, "byline-0-reporting_from": value}
    of_page = dict.fromkeys(["title", "standfirst", "names", "lead_caption", "tags"], value)
    return [
        ("desk_draft", [], typed(headline="Beside", tags=value, body=figure, **byline)),
        ("desk_autosave", [], typed(headline=value, body=value, mode="new", address=value, tab="t", turn=1)),
        ("desk_page_edit", [], {**of_page, "based_on": PageForm.of(page).initial["based_on"]}),
        ("desk_summary", [], {"summary": value, "instead_of": value}),
        ("desk_note", [], {"shift_note": value, "instead_of": page.shift_note}),
        ("desk_keep_snippet", [], {"name": value, "body": value}),
        ("desk_retime", [entry.pk], {"published_at": value}),
        ("desk_withdraw", [entry.pk], {"note": value, "comment": value}),
    ]


def test_every_row_is_taken_or_refused_in_words_and_shown_by_its_rule(db):
    chief = User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    author, image = make_author("Ida Okafor"), make_image(file=make_picture_file(16, 9))
    number, wrong = 0, []
    for row in rows(most=3000):
        desk = Desk(make_page(), chief)  # of its own: every answer shows the desk's whole timeline
        entry = make_entry(desk.page)
        for value in row.values:
            number += 1
            ways = ways_in(desk.page, entry, author, image, value)
            name, arguments, fields = ways[number % len(ways)]
            found = [*published(desk, row, value), (name, desk.post(name, *arguments, **fields))]
            wrong += [(row.name, what) for what, answer in found if not answer or not is_in_words(answer)]
    assert wrong == []
    assert number > 100


def published(desk, row, value):
    """("publish", its answer), and (what is wrong, None) with what readers get."""
    fields = typed(**({"body": value, "headline": ""} if row.is_rich else {"headline": value}))
    yield "publish", desk.post("desk_publish", **fields)
    entry = desk.page.entries.filter(key=fields["key"]).first()
    if entry:
        html = desk.client.get(entry.get_absolute_url()).text
        stored = entry.body if row.is_rich else entry.headline
        yield from ((broken, None) for broken in row.broken_by(stored, html))


def is_in_words(answer):
    return answer.status_code == 200 or (answer.status_code in (400, 409, 422) and len(answer.text) > 10)
