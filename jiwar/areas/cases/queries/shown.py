"""What is shown of a case, and the one place where it is cut to what somebody may see.

The queries cut what they read by it, and the page on which a share is prepared cuts one's own file by the sight of
the receiver: so the two cannot drift apart.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from jiwar.areas.cases.words import HoldKind, Occasion, Outcome, Programme, Risk, Status
from jiwar.areas.people.queries import PersonCard
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.queries import Body, Colleague, Opening, Sight


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What is shown of a case without opening it. `person` is None where who the person is may not be seen.

    Of the class `service`, and None where it may not be seen: programme, risk, outcome, who is responsible, the team.
    Whatever was granted shows the code, the agency, the status and the days of the case.
    """

    id: UUID
    code: str
    agency: Body
    programme: Programme | None
    status: Status
    risk: Risk | None
    opened_on: date
    closed_on: date | None
    outcome: Outcome | None
    updated_at: datetime
    owner: Colleague | None
    team: Body | None
    person_id: UUID
    person: PersonCard | None
    version: int
    is_own: bool
    may_open: bool
    shows_service: bool
    glass: Opening | None = None
    """Where it is open in an emergency alone: until when. Told by `case_card` and `case_file`, not in lists."""

    def through(self, sight: Sight) -> "CaseCard":
        """The card as far as `sight` goes. The person on it has a sight of its own."""
        person = self.person if sight.shows(DataClass.IDENTITY) else None
        sees = sight.is_full, sight.shows(DataClass.SERVICE)
        shown = self
        if (person, *sees) != (self.person, self.may_open, self.shows_service):
            shown = replace(self, person=person, may_open=sees[0], shows_service=sees[1])
        if shown.shows_service:
            return shown
        return replace(shown, programme=None, risk=None, outcome=None, owner=None, team=None)


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note, opened. `text` is empty where the story may not be read."""

    id: UUID
    at: datetime
    author: Colleague | None
    occasion: Occasion
    happened_on: date | None
    """The day it tells of, where that is not the day it was written."""
    risk: Risk | None
    text: str

    def cut(self, *, service: bool, works: bool) -> "ShownNote":
        """Which risk was judged is of the class `service`, as on the card; that there was a hold is told to workers.

        Why, in either case, is part of the story.
        """
        is_plain = self.occasion is not Occasion.HOLD or works
        return replace(self, risk=self.risk if service else None, occasion=self.occasion if is_plain else Occasion.NOTE)


@dataclass(frozen=True, slots=True)
class CasePast:
    """An opened case as its timeline needs it: the cover, and some of the notes, newest first."""

    card: CaseCard
    notes: list[ShownNote]
    shows_narrative: bool


@dataclass(frozen=True, slots=True)
class ShownHold:
    """One thing that keeps a case open: of which kind, by which reference, since when."""

    id: UUID
    kind: HoldKind
    ref: str
    since: datetime


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The whole file. Narratives are there only for those who may read them, holds for those who work on the case."""

    card: CaseCard
    summary: str
    notes: list[ShownNote]
    holds: list[HoldKind]
    shows_narrative: bool

    @property
    def risk_note(self) -> ShownNote | None:
        """Why the risk is what it is: the newest judgement, if it is the one that stands."""
        judged = next((note for note in self.notes if note.risk), None)
        return judged if judged and judged.risk == self.card.risk else None

    def through(self, sight: Sight, *, works: bool) -> "CaseFile":
        """The opened file as far as `sight` goes; `works`: for who works on the case, to whom alone holds are told."""
        card, holds = self.card.through(sight), self.holds if works else []
        if not sight.opens(DataClass.NARRATIVE):
            return replace(self, card=card, summary="", notes=[], holds=holds, shows_narrative=False)
        notes = [note.cut(service=card.shows_service, works=works) for note in self.notes]
        return replace(self, card=card, notes=notes, holds=holds, shows_narrative=True)
