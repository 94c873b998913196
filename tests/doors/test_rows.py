"""Rows that are drawn in one piece: what is put into them is escaped, and they say what the card may say."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from jiwar.areas.cases.queries import CaseCard, case_card
from jiwar.areas.cases.words import Programme, Risk
from jiwar.areas.people.words import Script
from jiwar.doors.desk.templatetags.jiwar_case import case_rows, risk_mark
from jiwar.doors.desk.templatetags.jiwar_trail import trail_rows
from jiwar.doors.desk.told import Told
from jiwar.ground.access.queries import Body, Colleague
from jiwar.ground.access.wall import standing
from jiwar.ground.base import clock
from jiwar.ground.base.pages import addresses
from tests import make, people

SHARP = "<i>&\"'{0}"
ESCAPED = "&lt;i&gt;&amp;&quot;&#x27;{0}"

pytestmark = people.BOTH_SIDES


@pytest.fixture
def card() -> Iterator[CaseCard]:
    world = people.gather()
    case = make.case(world.amal, programme=Programme.CHILD)
    with standing(world.amal), override("en"):
        yield case_card(world.amal, case.pk)


def named(card: CaseCard, name: str) -> CaseCard:
    assert card.person
    return replace(card, person=replace(card.person, firsts={Script.LATIN: name}))


class TestCases:
    def test_a_row_tells_of_the_case(self, card: CaseCard) -> None:
        row = case_rows([named(card, "Salma")], "mine")
        assert f'<a class="row-name" href="{reverse("case", args=[card.id])}"><bdi dir="auto">Salma</bdi></a>' in row
        assert f'<bdi class="code" dir="ltr">{card.code}</bdi> · child protection</p>' in row
        assert '<span class="tag">Open</span>' in row

    def test_everything_in_it_is_escaped(self, card: CaseCard) -> None:
        sharp = replace(
            named(card, SHARP), code=SHARP, is_own=False, agency=Body(uuid4(), SHARP, SHARP), owner=None, team=None
        )
        row = case_rows([sharp])
        assert "<i>" not in row
        assert row.count(ESCAPED) == 3

    def test_who_is_responsible_is_told_in_the_lists_of_others(self, card: CaseCard) -> None:
        owned = replace(card, owner=Colleague(uuid4(), SHARP, SHARP))
        assert f' · <bdi dir="auto">{ESCAPED}</bdi></p>' in case_rows([owned], "agency")
        assert ESCAPED not in case_rows([owned], "mine")

    def test_what_may_not_be_seen_is_not_there(self, card: CaseCard) -> None:
        row = case_rows([replace(card, person=None, programme=None, risk=None, owner=None, shows_service=False)])
        assert "Name not open to you" in row
        assert '<span class="soft">Not open to you</span>' in row
        assert "child protection" not in row

    def test_each_row_is_its_own(self, card: CaseCard) -> None:
        other = replace(named(card, "Hala"), id=uuid4(), risk=Risk.LOW)
        first, second = case_rows([named(replace(card, risk=Risk.URGENT), "Salma"), other]).split("</li>")[:2]
        assert [word in first for word in ("Salma", "risk-4", "Hala")] == [True, True, False]
        assert [word in second for word in ("Hala", "risk-1", str(other.id))] == [True, True, True]

    def test_no_case_is_no_row(self) -> None:
        assert case_rows([]) == ""


@pytest.mark.parametrize(
    ("risk", "shown", "says"),
    [(Risk.HIGH, True, "High risk"), (None, True, "Risk not judged yet"), (None, False, "Not open to you")],
)
def test_a_risk_is_always_in_words(risk: Risk | None, shown: bool, says: str) -> None:
    with override("en"):
        assert f">{says}</span>" in risk_mark(risk, shown)


def test_a_line_of_the_trail_is_escaped() -> None:
    now = clock.now()
    with override("en"):
        rows = trail_rows([Told(SHARP, SHARP, SHARP, now), Told("Amal", "", "opened the full file", now)])
    first, second = rows.split("</li>")[:2]
    assert "<i>" not in first
    assert first.count(ESCAPED) == 3
    assert '<bdi dir="auto">Amal</bdi>: opened the full file<p' in second
    assert second.count("·") == 0


def test_addresses_are_those_of_each_file() -> None:
    one = uuid4()
    for name in ("case", "case-file", "person"):
        assert addresses(name)(one) == reverse(name, args=[one])
