"""What a page may cost: the goals are ratios of one run."""

import pytest

from bench import costs_report, pages
from bench.costs_report import CASE_AT_MOST, LIST_AT_MOST, WEIGHT, reached, verdicts


def page(times: float, weight: int = 100) -> dict[str, object]:
    return {"python_cpu_to_empty_view_without_middleware": times, "bytes_compressed": weight}


def test_the_goals_are_those_that_were_asked_for() -> None:
    assert (LIST_AT_MOST, CASE_AT_MOST) == (11.4, 17.1)
    assert set(costs_report.GOALS) == {pages.LIST, pages.WHOLE_LIST, pages.COVER, pages.OPENED}


@pytest.mark.parametrize(("times", "holds"), [(11.4, True), (11.41, False), (float("inf"), False)])
def test_a_page_reaches_its_goal_or_misses_it(times: float, holds: bool) -> None:
    assert reached(page(times), LIST_AT_MOST) is holds


def test_every_page_is_weighed_and_some_are_timed() -> None:
    found = {name: page(1) for name in costs_report.GOALS} | {"people": page(99, WEIGHT + 1), "empty_view": {}}
    told = verdicts(found)
    assert [what for what, holds in told.items() if not holds] == [f"people: at most {WEIGHT} bytes"]
    assert len(told) == 9
