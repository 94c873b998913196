"""The place in a list that goes on: read as it was written, and nothing but ValueError from anything else."""

import contextlib
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from jiwar.ground.base.keyset import Before, Mark, read_mark

NUMBERED = frozenset({4})
moments = st.datetimes(timezones=st.just(UTC))


@given(at=moments, rank=st.integers(0, 4), key=st.uuids(), number=st.integers(0, 2**63 - 1))
def test_a_mark_is_read_as_it_was_written(at: datetime, rank: int, key: UUID, number: int) -> None:
    mark = Mark(at, rank, str(number if rank in NUMBERED else key))
    assert read_mark(str(mark), ranks=5, numbered=NUMBERED) == mark


@given(text=st.text(alphabet="0123456789-T:+~.abcdef", max_size=70))
def test_no_other_text_does_more_than_raise(text: str) -> None:
    with contextlib.suppress(ValueError):
        read_mark(text, ranks=5, numbered=NUMBERED)


@given(at=moments, key=st.uuids(), rank=st.integers(0, 3), other=st.integers(0, 4))
def test_what_comes_after_a_place_in_each_list(at: datetime, key: UUID, rank: int, other: int) -> None:
    """Of one moment the lists stand in their order: those before the place are over, those after it are still whole."""
    before = Mark(at, rank, str(key)).before(other)
    assert before == Before(at, beyond=key if other == rank else None, with_equal=other > rank)
    rows = {-1: Q(at__lt=at), 0: Q(at__lt=at) | Q(at=at, pk__gt=key), 1: Q(at__lte=at)}
    assert before.rows("at") == rows[(other > rank) - (other < rank)]
