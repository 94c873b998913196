"""The proof of sign-in, in small: it holds here, and its controls fail."""

import pytest

from proofs.signin.likeness import SIGMAS, WORST, Likeness, _longer
from proofs.signin.malformed import addresses


def test_equal_times_are_a_coin() -> None:
    assert _longer([1.0, 2.0, 3.0, 4.0], [1.1, 2.1, 2.9, 3.9]) == pytest.approx(0.5, abs=0.1)
    assert _longer([2.0, 3.0], [0.1, 0.2]) == 1


@pytest.mark.parametrize(
    ("guess", "differences", "holds"), [(0.5, 0, True), (0.52, 0, True), (0.9, 0, False), (0.5, 1, False)]
)
def test_what_counts_as_alike(guess: float, differences: int, holds: bool) -> None:
    assert Likeness(2000, differences, 1, 1, guess).holds is holds


def test_chance_is_allowed_less_with_more_attempts() -> None:
    small, full = (Likeness(n, 0, 1, 1, 0.5).allowed for n in (60, 2000))
    assert WORST < full < small < WORST + SIGMAS


def test_every_address_of_sign_in_is_tried() -> None:
    assert {"/sign-in", "/sign-in/passkey", "/welcome", "/welcome/passkey", "/invitations/new"} <= set(addresses())
