"""What the composer offers to begin with."""

from tests.desk.desks import typed
from tests.make import make_author


def offered(desk):
    return desk.get("desk_new").context["form"]


def test_the_last_kicker_is_offered_to_whoever_used_it_and_never_set(desk, reporter):
    desk.post("desk_publish", **typed(kicker="Breaking"))
    fresh = desk.post("desk_publish", **typed(headline="Without one"))
    seen = fresh.content.decode()
    assert 'value="Breaking" id="id_kicker_1">Breaking<span class="unseen">, your last</span>' in seen
    assert seen.count("is-last") == 1
    assert offered(desk).initial.get("kicker", "") == ""
    assert offered(reporter).last_kicker is None


def test_bylines_begin_as_last_signed_at_first_as_ones_own(desk):
    own = make_author(name="Ida Own", user=desk.user)
    assert [row.initial["author"] for row in offered(desk).bylines if row.initial] == [own.pk]
    other = make_author(name="Somebody Else")
    desk.post("desk_publish", **typed(**{"byline-0-author": other.pk}))
    assert [row.initial["author"] for row in offered(desk).bylines if row.initial] == [other.pk]
