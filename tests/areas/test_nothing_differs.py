"""S3: whatever happens to a case that somebody cannot see, all that somebody is shown stays the same byte for byte.

Dima works at another agency. Before and after each change of a hidden file all that she can ask for is asked: lists,
searches, cards, files, refusals, pages, the answer to every verb. The control takes the wall away and must differ.
"""

import random
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case, CaseHold, Note
from jiwar.areas.cases.words import GlassCategory, HoldKind, Outcome, Programme, Risk, SealKind, Verdict
from jiwar.areas.people import actions as people_actions
from jiwar.areas.people.models import FindingKeys, Person, PersonName
from jiwar.areas.people.queries import people_found, person_card, recent_people
from jiwar.areas.people.words import Erasure, GivenName, Particulars, Residence, Script, Sex
from jiwar.ground.access.classes import Basis, DataClass
from jiwar.ground.access.grants import To
from jiwar.ground.access.models import Grant
from jiwar.ground.access.queries import grants_on, trail_of
from jiwar.ground.access.wall import standing
from jiwar.ground.base import clock
from jiwar.ground.base.errors import JiwarError
from jiwar.ground.vault.models import KeyWrap
from tests import keeper, make, people
from tests.partner import NO_HURRY, Told, partner
from tests.people import World

pytestmark = people.BOTH_SIDES
WORDS = ("سلمى", "Salma", "ليلى", "Khatib")
CHANGES = 18
TABLES = (Case, Note, CaseHold, Person, PersonName, KeyWrap, Grant)
"""What a query that forgot to narrow would bring."""


@pytest.fixture
def world() -> World:
    return people.gather()


class Hidden:
    """A case of the ministry that its own people change at random."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        made = make.case(world.amal)
        self.case_id, self.person_id, self.code = made.pk, made.person_id, made.code
        self.shared: list[str] = []
        self.done: list[str] = []

    def change(self) -> None:
        """One verb, whether it goes or is refused."""
        deed = self.chance.choice(self.deeds)
        try:
            deed(self)
        except JiwarError as error:
            self.done.append(f"{deed.__name__} {type(error).__name__}")
        else:
            self.done.append(deed.__name__)

    def version(self, table: str = "cases_case", root: UUID | None = None) -> int:
        return int(keeper.rows(f"select version from public.{table} where id = %s", [root or self.case_id])[0][0])

    def note(self) -> None:
        actions.note_case(self.world.bashir, self.case_id, text=self.chance.choice(WORDS))

    def judge(self) -> None:
        risk = self.chance.choice(list(Risk))
        actions.judge_risk(self.world.bashir, self.case_id, risk=risk, reason="رأيت ذلك", version=self.version())

    def assign(self) -> None:
        owner = self.chance.choice([self.world.amal, self.world.huda])
        actions.assign_case(self.world.bashir, self.case_id, owner_id=owner.user_id, version=self.version())

    def hold(self) -> None:
        verb = self.chance.choice([actions.place_hold, actions.release_hold])
        verb(self.world.bashir, self.case_id, kind=HoldKind.BED, ref="b")

    def close(self) -> None:
        actions.close_case(self.world.bashir, self.case_id, outcome=Outcome.DIED, summary="x", version=self.version())

    def reopen(self) -> None:
        actions.reopen_case(self.world.bashir, self.case_id, reason="x", version=self.version())

    def share(self) -> None:
        """With the police, or with Dima's own colleague: not with her."""
        to = self.chance.choice([self.world.omar, self.world.carine])
        terms = make.terms(DataClass.IDENTITY, DataClass.NARRATIVE, basis_id="article-5")
        make.share(self.world.bashir, Case(pk=self.case_id), to, terms)

    def end(self) -> None:
        actions.end_share(self.world.bashir, self.case_id, basis=Basis.CONSENT, basis_id="article-5")

    def deny(self) -> None:
        who = self.chance.choice([self.world.amal, self.world.dima])
        verb = self.chance.choice([actions.declare_conflict, actions.lift_conflict])
        verb(self.world.bashir, self.case_id, user_id=who.user_id)

    def seal(self) -> None:
        """Proposed by one; confirmed or rejected by another."""
        kind = self.chance.choice(list(SealKind))
        proposal = actions.propose_seal(self.world.bashir, self.case_id, kind=kind)
        decide = self.chance.choice([actions.confirm_seal, actions.confirm_seal, actions.reject_seal])
        decide(self.world.ghada, self.case_id, proposal_id=proposal.pk)

    def emergency(self) -> None:
        """A colleague opens it for an hour, writes, and is judged."""
        code = keeper.rows("select code from public.cases_case where id = %s", [self.case_id])[0][0]
        actions.break_glass(self.world.huda, code=code, category=GlassCategory.MEDICAL, reason="x" * 20, minutes=60)
        actions.note_case(self.world.huda, self.case_id, text=self.chance.choice(WORDS))
        query = "select id from public.cases_glass where case_id = %s order by opened_at desc"
        glass = keeper.rows(query, [self.case_id])[0][0]
        verdict = self.chance.choice(list(Verdict))
        actions.review_glass(self.world.bashir, self.case_id, glass_id=glass, verdict=verdict)

    def correct(self) -> None:
        names = [GivenName(Script.ARABIC, self.chance.choice(WORDS), self.chance.choice(WORDS))]
        told = Particulars(sex=self.chance.choice(list(Sex)), residence=self.chance.choice(list(Residence)))
        version = self.version("people_person", self.person_id)
        people_actions.correct_person(self.world.bashir, self.person_id, names=names, particulars=told, version=version)

    def open_another(self) -> None:
        make.case(self.world.bashir, of=self.person_id, mine=False, owner_id=self.world.huda.user_id)

    def erase(self) -> None:
        version = self.version("people_person", self.person_id)
        actions.erase_file(self.world.bashir, self.person_id, reason=Erasure.COURT, version=version)

    deeds = (note, judge, assign, hold, close, reopen, share, end, deny, seal, emergency, correct, open_another, erase)


class Outsider:
    """Dima, with a case of her own, and everything that she can ask for."""

    def __init__(self, world: World) -> None:
        self.who = world.dima
        self.own = make.case(self.who)
        make.share(self.who, self.own, world.amal, make.terms(basis_id="article-5", basis=Basis.CONSENT))
        self.browser, self.program = people.signed_in(self.who), partner(self.who)
        self.moment = clock.now()

    def asks(self, hidden: Hidden) -> list[str]:
        return [*self.reads(hidden), *self.tries(hidden), *self.looks(hidden), *self.programs(hidden)]

    def reads(self, hidden: Hidden) -> list[str]:
        who, case_id, person_id = self.who, hidden.case_id, hidden.person_id
        asked: list[Callable[[], object]] = [
            lambda: queries.my_cases(who),
            lambda: queries.agency_cases(who),
            lambda: queries.closed_cases(who),
            lambda: queries.granted_cases(who),
            lambda: queries.cases_of(who, person_id),
            lambda: queries.case_card(who, case_id),
            lambda: queries.case_file(who, case_id),
            lambda: person_card(who, person_id),
            lambda: recent_people(who),
            lambda: grants_on(who, case_id),
            lambda: [line for line in trail_of(who, case_id) if line.who and line.who.id != who.user_id],
            *(lambda model=model: list(model.objects.order_by("pk").values()) for model in TABLES),
            lambda: list(FindingKeys.objects.order_by("pk").values("person_id", "keys_version")),
            *(lambda word=word: people_found(who, name=word) for word in WORDS),
        ]
        with standing(who):
            return [answered(one) for one in asked]

    def tries(self, hidden: Hidden) -> list[str]:
        """Verbs on the hidden file, and those of her own that name what a hidden one may name too."""
        who, case_id, own = self.who, hidden.case_id, self.own.pk
        return [
            answered(lambda: actions.note_case(who, case_id, text="x")),
            answered(lambda: actions.close_case(who, case_id, outcome=Outcome.DIED, summary="x", version=1)),
            answered(lambda: actions.share_case(who, case_id, to=TO_NOBODY, terms=make.terms(basis_id="x"))),
            answered(lambda: actions.end_share(who, case_id, basis=Basis.CONSENT, basis_id="article-5")),
            answered(lambda: actions.end_share(who, own, basis=Basis.COURT_ORDER, basis_id="article-5")),
            answered(lambda: actions.declare_conflict(who, case_id, user_id=who.user_id)),
            answered(lambda: actions.open_case(who, person_id=hidden.person_id, programme=Programme.CHILD)),
        ]

    def looks(self, hidden: Hidden) -> list[str]:
        pages = [
            *(reverse("home") + f"?list={name}" for name in ("mine", "shared", "closed", "agency")),
            *(reverse(name, args=[hidden.case_id]) for name in ("case", "case-file", "case-note", "case-close")),
            *(reverse(name, args=[hidden.person_id]) for name in ("person", "person-file", "case-new")),
            reverse("case-file", args=[self.own.pk])[: -len("/file")],
            reverse("people"),
        ]
        with clock.frozen(self.moment):  # the printed mark says the minute
            return [plain(self.browser, page) for page in pages]

    def programs(self, hidden: Hidden) -> list[str]:
        """What a program of hers is answered: status, headers and every byte, but for the number of the request."""
        program, case_id, person_id = self.program, hidden.case_id, hidden.person_id
        with NO_HURRY:
            told = [
                *(program.get("cases", list=name) for name in ("mine", "shared", "closed", "agency")),
                *(program.get(name, case_id) for name in ("case", "case-file")),
                *(program.get(name, person_id) for name in ("person", "person-file", "person-cases")),
                program.get("people"),
                *(program.post("people-search", word=word) for word in WORDS),
                program.post("case-notes", case_id, text="x", key=uuid4().hex),
                program.post("case-close", case_id, version=1, outcome="died", summary="x"),
                program.post("cases", person_id=person_id, programme="child"),
            ]
        return [_steady(one) for one in told]


def _steady(told: Told) -> str:
    number = told.headers["Request-Id"]
    return f"{told.status} {told.headers} {told.raw.decode()}".replace(number, "")


TO_NOBODY = To.user(uuid4())


def answered(ask: Callable[[], object]) -> str:
    """The answer or the refusal, as it is worded."""
    try:
        found = ask()
    except JiwarError as error:
        return f"{type(error).__name__} {error}"
    return repr(found)


def plain(browser: Client, page: str) -> str:
    """Status, headers and page, without what is new in every answer: token, nonce and its number."""
    answer = browser.get(page)
    token, nonce = str(answer.context["csrf_token"]), str(answer.context["csp_nonce"])
    headers = sorted((name, value) for name, value in answer.headers.items())
    text = f"{answer.status_code} {headers} {answer.content.decode()}"
    for new in (token, nonce, answer.headers["Request-Id"]):
        text = text.replace(new, "")
    return text


def without_ids(answers: list[str], hidden: Hidden) -> list[str]:
    """What was asked for is repeated in the address of a form; everything else must be alike."""
    return [text.replace(str(hidden.case_id), "ID").replace(str(hidden.person_id), "ID") for text in answers]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_to_a_hidden_case_nothing_differs(world: World, seed: int) -> None:
    hidden, outsider = Hidden(world, seed), Outsider(world)
    before = outsider.asks(hidden)
    for _ in range(CHANGES):
        hidden.change()
        if len(hidden.done) % 6 == 0:
            assert outsider.asks(hidden) == before, hidden.done
    assert len(set(hidden.done)) > 5


def test_a_hidden_case_answers_as_one_that_is_not_there(world: World) -> None:
    hidden, outsider = Hidden(world, 1), Outsider(world)
    found = without_ids(outsider.asks(hidden), hidden)
    hidden.case_id, hidden.person_id = uuid4(), uuid4()
    assert without_ids(outsider.asks(hidden), hidden) == found


@pytest.mark.parametrize("table", ["cases_case", "people_person"])
def test_control_without_the_wall_it_differs(world: World, table: str) -> None:
    hidden, outsider = Hidden(world, 1), Outsider(world)
    before = outsider.asks(hidden)
    policy = f"create policy hole on {table} to jiwar_app using (true)"
    with keeper.altered(todo=policy, undo=f"drop policy hole on {table}"):
        Hidden(world, 2)
        assert outsider.asks(hidden) != before
