"""Cases: listed, read, opened, noted, judged, assigned, closed, reopened."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import CaseCard, CaseFile, CasePage, Narrowing
from jiwar.areas.cases.words import LONGEST_TEXT, HoldKind, Occasion, Outcome, Programme, Risk, Status
from jiwar.areas.people.queries import PersonCard
from jiwar.areas.people.words import Script
from jiwar.doors.api.problems import Unreadable
from jiwar.doors.api.shapes import (
    KEPT,
    Changed,
    Given,
    IfMatch,
    MadeFile,
    MadeRow,
    Named,
    refuse_others,
    tag,
    version_in,
)
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.who import Who

router = Router(tags=["cases"])
LONGEST_MARK = 200
Words = Annotated[str, Field(max_length=LONGEST_TEXT), KEPT]


class ListName(StrEnum):
    """The lists of "My work"."""

    MINE = "mine"
    AGENCY = "agency"
    TEAM = "team"
    COVERED = "covered"
    SHARED = "shared"
    CLOSED = "closed"


UNNARROWED = frozenset({ListName.SHARED, ListName.CLOSED})
type AskedRisk = Literal["low", "medium", "high", "urgent", "unjudged"]
UNJUDGED = "unjudged"
"""Asked for where nobody has judged the risk yet."""


class CasesAsked(Given):
    """Which list, narrowed to what, from which mark on."""

    list: ListName = ListName.MINE
    team_id: UUID | None = Field(default=None, description="for the list `team`")
    user_id: UUID | None = Field(default=None, description="for the list `covered`: the colleague who is away")
    risk: AskedRisk | None = None
    programme: Programme | None = None
    waiting: bool = Field(default=False, description="nobody is responsible yet")
    still: bool = Field(default=False, description="nothing was changed for two weeks")
    after: Annotated[str, Field(max_length=LONGEST_MARK), KEPT] = Field(
        default="", description="the `next` of the page before"
    )

    def only(self) -> Narrowing:
        """What the list is narrowed to. Raises Unreadable where it cannot be."""
        risk = "" if self.risk == UNJUDGED else Risk(self.risk) if self.risk else None
        only = Narrowing(risk=risk, programme=self.programme, waiting=self.waiting, still=self.still)
        if only != queries.EVERYTHING and self.list in UNNARROWED:
            raise Unreadable(
                next(name for name in ("risk", "programme", "waiting", "still") if getattr(self, name)),
                "not_for_this_list",
            )
        return only


class PersonOnCase(Schema):
    """The person of a case, by the first name."""

    id: UUID
    code: str
    first_names: dict[Script, str]
    safe_contact: str

    @staticmethod
    def resolve_first_names(card: PersonCard) -> dict[Script, str]:
        return card.firsts


class CaseShape(Schema):
    """The cover of a case. What may not be seen is null."""

    id: UUID
    code: str
    agency: Named
    programme: Programme | None
    status: Status
    risk: Risk | None
    opened_on: date
    closed_on: date | None
    outcome: Outcome | None
    updated_at: datetime
    owner: Named | None
    team: Named | None
    person: PersonOnCase | None
    is_own: bool
    may_open: bool
    version: int


class CasePageShape(Schema):
    """One page of a list; `next` asks for the following one and is empty on the last."""

    items: list[CaseShape]
    next: str

    @staticmethod
    def resolve_items(page: CasePage) -> list[CaseCard]:
        return page.rows


class NoteShape(Schema):
    """A note. `happened_on` is the day it tells of, where that is not the day it was written."""

    at: datetime
    author: Named | None
    occasion: Occasion
    happened_on: date | None
    risk: Risk | None
    text: str


class CaseFileShape(Schema):
    """The opened case, as far as it may be seen."""

    case: CaseShape
    summary: str
    notes: list[NoteShape]
    holds: list[HoldKind]
    shows_narrative: bool

    @staticmethod
    def resolve_case(file: CaseFile) -> CaseCard:
        return file.card


class GivenCase(Given):
    """A new case. Without owner it waits in its team."""

    person_id: UUID
    programme: Programme
    team_id: UUID | None = None
    owner_id: UUID | None = None


class GivenNote(Given):
    """What happened, on what occasion, on which day (today, unless said otherwise)."""

    text: Words
    occasion: Literal["note", "call", "message", "visit", "office", "company", "conference"] = "note"
    happened_on: date | None = None


class GivenRisk(Given):
    """How great the risk is now, and why."""

    risk: Risk
    reason: Words


class GivenOwner(Given):
    """Who takes the case."""

    owner_id: UUID


class GivenEnd(Given):
    """How a case ends."""

    outcome: Outcome
    summary: Words


class GivenReason(Given):
    """Why."""

    reason: Words


@router.get("/cases", response={200: CasePageShape}, url_name="api-cases")
def cases(request: HttpRequest, asked: Query[CasesAsked]) -> Any:
    """One page of a list, what cannot wait first."""
    refuse_others(request, CasesAsked)
    only = asked.only()
    return _list(who_asks(request), asked)(after=asked.after, **({} if asked.list in UNNARROWED else {"only": only}))


@router.post("/cases", response={201: MadeFile}, url_name="api-cases")
def open_case(request: HttpRequest, response: HttpResponse, sent: GivenCase) -> Any:
    """Open a case for a person of one's own agency."""
    case = actions.open_case(who_asks(request), **sent.dict())
    response["Location"] = reverse("api-case", args=[case.pk])
    return case


@router.get("/cases/{uuid:case_id}", response={200: CaseShape}, url_name="api-case")
def case(request: HttpRequest, response: HttpResponse, case_id: UUID) -> Any:
    """The cover of a case, without opening it."""
    card = queries.case_card(who_asks(request), case_id)
    tag(response, card.version)
    return card


@router.get("/cases/{uuid:case_id}/file", response={200: CaseFileShape}, url_name="api-case-file")
def case_file(request: HttpRequest, response: HttpResponse, case_id: UUID) -> Any:
    """The whole file. That it was opened is recorded first."""
    file = queries.case_file(who_asks(request), case_id)
    tag(response, file.card.version)
    return file


@router.post("/cases/{uuid:case_id}/notes", response={201: MadeRow}, url_name="api-case-notes")
def note_case(request: HttpRequest, case_id: UUID, sent: GivenNote) -> Any:
    """Add a note. It is never changed: to correct one, write another."""
    occasion = Occasion(sent.occasion)
    return actions.note_case(
        who_asks(request), case_id, text=sent.text, occasion=occasion, happened_on=sent.happened_on
    )


@router.post("/cases/{uuid:case_id}/risk", response={200: Changed}, url_name="api-case-risk")
def judge_risk(request: HttpRequest, response: HttpResponse, case_id: UUID, sent: GivenRisk, if_match: IfMatch) -> Any:
    """Judge the risk anew, and say why."""
    return _changed(response, actions.judge_risk(who_asks(request), case_id, **_step(sent, if_match)))


@router.post("/cases/{uuid:case_id}/assign", response={200: Changed}, url_name="api-case-assign")
def assign_case(
    request: HttpRequest, response: HttpResponse, case_id: UUID, sent: GivenOwner, if_match: IfMatch
) -> Any:
    """Make a colleague responsible. The case moves to that colleague's team, perhaps out of sight."""
    return _changed(response, actions.assign_case(who_asks(request), case_id, **_step(sent, if_match)))


@router.post("/cases/{uuid:case_id}/close", response={200: Changed}, url_name="api-case-close")
def close_case(request: HttpRequest, response: HttpResponse, case_id: UUID, sent: GivenEnd, if_match: IfMatch) -> Any:
    """Close a case with its outcome. Refused while anything holds it open."""
    return _changed(response, actions.close_case(who_asks(request), case_id, **_step(sent, if_match)))


@router.post("/cases/{uuid:case_id}/reopen", response={200: Changed}, url_name="api-case-reopen")
def reopen_case(
    request: HttpRequest, response: HttpResponse, case_id: UUID, sent: GivenReason, if_match: IfMatch
) -> Any:
    """Open a closed case again, with the same worker."""
    return _changed(response, actions.reopen_case(who_asks(request), case_id, **_step(sent, if_match)))


def _list(who: Who, asked: CasesAsked) -> Callable[..., CasePage]:
    """The query behind the name of a list. Raises Unreadable where it needs an id more."""
    if asked.list is ListName.TEAM:
        return partial(queries.team_cases, who, _needed("team_id", asked.team_id))
    if asked.list is ListName.COVERED:
        return partial(queries.covered_cases, who, _needed("user_id", asked.user_id))
    return partial(_LISTS[asked.list], who)


_LISTS: dict[ListName, Callable[..., CasePage]] = {
    ListName.MINE: queries.my_cases,
    ListName.AGENCY: queries.agency_cases,
    ListName.SHARED: queries.granted_cases,
    ListName.CLOSED: queries.closed_cases,
}


def _needed(name: str, value: UUID | None) -> UUID:
    if value is None:
        raise Unreadable(name, "missing")
    return value


def _step(sent: Given, if_match: str) -> dict[str, Any]:
    return sent.dict() | {"version": version_in(if_match)}


def _changed(response: HttpResponse, case: Case) -> Case:
    tag(response, case.version)
    return case
