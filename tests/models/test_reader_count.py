"""How many readers there are, summed over processes that each know their own."""

import uuid
from datetime import timedelta

from django.utils import timezone

from coverage.models import ReaderCount
from tests.make import make_page


def test_a_desk_sees_the_readers_of_all_processes_and_forgets_those_that_died(page):
    one, other, gone = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    ReaderCount.objects.tell(one, {page.pk: (100, 3), make_page().pk: (7, 7)})
    ReaderCount.objects.tell(other, {page.pk: (20, 0)})
    ReaderCount.objects.tell(gone, {page.pk: (5000, 5000)})
    ReaderCount.objects.filter(process=gone).update(seen_at=timezone.now() - timedelta(seconds=16))
    assert ReaderCount.objects.of(page) == (120, 3)
    ReaderCount.objects.filter(process=gone).update(seen_at=timezone.now() - timedelta(minutes=2))
    ReaderCount.objects.tell(one, {})
    assert ReaderCount.objects.of(page) == (20, 0)
    assert set(ReaderCount.objects.values_list("process", flat=True)) == {other}


def test_a_page_that_is_gone_stops_nobody_from_telling_of_the_others(page, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        ReaderCount.objects.tell(uuid.uuid4(), {page.pk: (1, 2), page.pk + 1000: (3, 4)})
    assert ReaderCount.objects.of(page) == (1, 2)
