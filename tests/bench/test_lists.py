"""What the bench compares: the target, and a statement as somebody would send it whom no policy binds."""

import pytest

from bench.clock import ratio
from bench.lists import Pair, without_wall


@pytest.mark.parametrize(
    ("walled", "bare", "within"),
    [(2.5, 0.5, True), (2.6, 0.5, False), (14.9, 10.0, True), (15.1, 10.0, False), (0.4, 0.5, True)],
)
def test_the_target_is_two_milliseconds_or_half_as_much_again(walled: float, bare: float, within: bool) -> None:
    assert Pair(walled, bare).within is within


def test_without_a_wall_one_names_for_oneself_what_one_was_granted() -> None:
    asked = "select from unnest((select wall.verified_principals())) p, case_access c where c.basis_kind <> all('{x}')"
    live = "c.principal = any(array['u:1', 't:2']) and not c.denied and (c.expires_at is null or c.expires_at > now())"
    assert without_wall(asked, ["u:1", "t:2"]) == (
        f"select from unnest(array['u:1', 't:2']) p, case_access c where {live} and c.basis_kind <> all('{{x}}')"
    )


def test_what_only_the_wall_needs_is_not_sent() -> None:
    assert without_wall("select * from wall.sights('{}')", []) == ""
    assert without_wall("select 1", []) == "select 1"


def test_a_ratio_to_nothing_is_no_number() -> None:
    assert ratio(3, 2) == 1.5
    assert ratio(3, 0) == float("inf")
