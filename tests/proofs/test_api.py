"""The proof of the API, in small: nothing breaks, and what is broken on purpose is found."""

import pytest

from proofs.api.hammering import broken_on_purpose, hammer, quietly
from proofs.api.scene import set_scene
from tests.people import BOTH_SIDES

pytestmark = [BOTH_SIDES, pytest.mark.slow]


def test_nothing_breaks_and_what_is_broken_is_found() -> None:
    with quietly():
        scene = set_scene()
        claim = hammer(scene, requests=152, seed=7)
        with broken_on_purpose():
            control = hammer(scene, requests=228, seed=8)
    assert claim.failures == []
    assert claim.sent >= 152
    assert {200, 401, 422} <= claim.statuses.keys()
    assert any("/cases/{case_id}" in failure for failure in control.failures)
