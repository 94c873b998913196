"""Cases that have ended elsewhere: a row closes one by the verb that everybody uses, and what it refuses is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jiwar.areas.cases.actions import close_case
from jiwar.areas.cases.models import Case, CaseHold
from jiwar.areas.cases.rules import why_not_close
from jiwar.areas.cases.words import LONGEST_TEXT, Outcome
from jiwar.doors.exchange.kinds.base import Became, Field, Kind, Read, Row, Terms, Trouble
from jiwar.doors.exchange.understanding.cells import folded, is_empty, plain, text_of
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import JiwarError, Missing, Refused

CODES: Mapping[type[JiwarError], str] = {Missing: "case_missing"}
"""What stands in the report where the verb says no without a reason of its own."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One case that is to be closed, by its code."""

    code: str
    outcome: Outcome
    summary: str


class Closings(Kind):
    """Cases to close, one a row."""

    code = "closings"
    label = _("Cases to close")
    says = _("One case a row: its code, how it ended, and a few words.")
    permission = Permission.CASE_CLOSE
    changes_files = True
    fields: ClassVar[Mapping[str, Field]] = {
        "case": Field(_("Code of the case"), is_needed=True),
        "outcome": Field(_("How it ended"), is_needed=True),
        "summary": Field(_("Summary"), is_needed=True),
    }

    def read(self, row: Row, terms: Terms) -> Read:
        troubles: list[Trouble] = []
        said = {name: _cell(row, terms, name) for name in self.fields}
        for name, (column, text) in said.items():
            if not text:
                code = "formula_empty" if column in row.computed else f"no_{name}"
                troubles.append(Trouble(code, column, is_final=True))
        outcome = _outcome(said["outcome"][1])
        if said["outcome"][1] and outcome is None:
            troubles.append(Trouble("outcome_unknown", said["outcome"][0], said["outcome"][1], is_final=True))
        if len(said["summary"][1]) > LONGEST_TEXT:
            troubles.append(Trouble("too_long", said["summary"][0], is_final=True))
        says = "\n".join(f"{name}:{folded(text)}" for name, (_column, text) in said.items())
        if troubles or outcome is None:
            return Read(None, tuple(troubles), says)
        return Read(Planned(plain(said["case"][1]).upper(), outcome, said["summary"][1]), (), says)

    def look(self, who: Who, planned: Sequence[object], terms: Terms) -> list[tuple[Trouble, ...]]:
        asked = [one for one in planned if isinstance(one, Planned)]
        cases = _by_code(who, asked)
        held: dict[UUID, list[str]] = {}
        for hold in CaseHold.objects.filter(case__in=list(cases.values()), released_at__isnull=True):
            held.setdefault(hold.case_id, []).append(hold.kind)
        return [_looked(cases.get(one.code), one, held) for one in asked]

    def apply(self, who: Who, planned: Sequence[object], terms: Terms) -> list[Became]:
        asked = [one for one in planned if isinstance(one, Planned)]
        cases = _by_code(who, asked)
        return [_closed(who, cases.get(one.code), one) for one in asked]


def _cell(row: Row, terms: Terms, name: str) -> tuple[int | None, str]:
    column = next(iter(terms.of(name)), None)
    cell = row.at(column) if column is not None else None
    return column, "" if is_empty(cell) else text_of(cell)


def _outcome(text: str) -> Outcome | None:
    """By its code or its words in either language."""
    wanted = folded(text)
    for one in Outcome:
        words = [one.value]
        for language in ("ar", "en"):
            with override(language):
                words.append(str(one.label))
        if wanted in map(folded, words):
            return one
    return None


def _by_code(who: Who, asked: Sequence[Planned]) -> dict[str, Case]:
    cases = Case.objects.filter(agency_id=who.agency_id, code__in=[one.code for one in asked])
    return {case.code: case for case in cases}


def _looked(case: Case | None, one: Planned, held: Mapping[UUID, list[str]]) -> tuple[Trouble, ...]:
    code = (
        why_not_close(status=case.status, holds=held.get(case.pk, ()), summary=one.summary) if case else "case_missing"
    )
    return (Trouble(code, is_final=True),) if code else ()


def _closed(who: Who, case: Case | None, one: Planned) -> Became:
    if case is None:
        return Became(troubles=(Trouble("case_missing", is_final=True),))
    try:
        close_case(who, case.pk, outcome=one.outcome, summary=one.summary, version=case.version)
    except JiwarError as no:
        code = no.reason.code if isinstance(no, Refused) else CODES.get(type(no), "not_now")
        return Became(troubles=(Trouble(code, is_final=True),))
    return Became(case.pk)
