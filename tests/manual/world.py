"""The world of the manual's pictures: the demo's people on one Monday in May, the same whenever it is made.

Jiwar's clock stands at `MOMENT` and moves by a millionth of a second each time somebody looks, so that the order of
what happened is kept. The database has its own clock: whatever carries its time is shown as if it had happened at
`MOMENT`. Random ids, codes and tokens are numbered in the order in which a page says them.
"""

import itertools
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from unittest import mock
from uuid import UUID

from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.queries import closed_cases, my_cases, my_openings
from jiwar.areas.cases.words import (
    GlassCategory,
    Incident,
    Intake,
    Number,
    Outcome,
    Perpetrator,
    Programme,
    SealKind,
    SupportPlan,
    Trafficking,
)
from jiwar.areas.people.actions import state_details, state_phones
from jiwar.areas.people.queries import own_person_card
from jiwar.areas.people.words import Details, Phone, PhoneKind
from jiwar.ground.access.actions import open_token
from jiwar.ground.access.models import RoleAssignment, User
from jiwar.ground.access.queries import grants_on
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.access.signing.inviting import Newcomer
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base import clock, codes
from jiwar.ground.base.templatetags import jiwar_text
from jiwar.ground.files import actions as files
from jiwar.ground.files.words import DocumentKind
from jiwar.ground.staff import actions as staff
from jiwar.ground.staff.queries import At
from jiwar.ground.vault import kms
from jiwar.ground.work import actions as work
from jiwar.ground.work.models import Task
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind
from jiwar.site import demo
from tests import keeper
from tests.doors.exchange import files as registers
from tests.ground.files import making

MOMENT = datetime(2026, 5, 4, 9, 30, tzinfo=clock.AMMAN)
"""A Monday of work: no feast is near, and the database's clock is always later."""
PASSWORD = "open the blue door"
HOUR, LEEWAY = timedelta(hours=1), timedelta(minutes=10)
SEED = "JIWARJIWARJIWARJIWARJIWARJIWARJI"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_CODE = re.compile(rf"\b([CP])-[{codes.ALPHABET}]{{{codes.LENGTH}}}\b")
_SHORT = re.compile(r"(?<=>)[0-9a-f]{8}(?=</bdi>)")
"""The beginning of an id, as the trail writes it."""
_TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


@dataclass(frozen=True, slots=True)
class Scene:
    """Everybody who works in the demo, and what pages are asked about."""

    people: dict[str, Who]
    ids: dict[str, UUID | str]


class Clock:
    """Stands at a moment, and moves by a microsecond whenever it is read: what `clock` holds, in place of its own."""

    def __init__(self) -> None:
        self.at: datetime | None = MOMENT
        self._read = itertools.count()

    def get(self) -> datetime | None:
        return self.at and self.at + timedelta(microseconds=next(self._read))

    def set(self, at: datetime | None) -> datetime | None:
        """As a context variable is set: what comes back is what `reset` wants."""
        before, self.at = self.at, at
        return before

    def reset(self, before: datetime | None) -> None:
        self.at = before

    @contextmanager
    def standing_at(self, moment: datetime | None) -> Iterator[None]:
        """Another moment meanwhile; None lets the clock run as the database's does."""
        before = self.set(moment)
        yield
        self.reset(before)


@contextmanager
def held() -> Iterator[Clock]:
    """Jiwar's clock stands at `MOMENT` meanwhile, and the database's time is shown as if it did too."""
    standing_clock, began = Clock(), timezone.now()
    in_amman, as_date = jiwar_text._in_amman, jiwar_text._as_date

    def shown(value: datetime) -> datetime:
        since = value - began
        if not -HOUR < since < 60 * 24 * HOUR:
            return in_amman(value)
        hours = (since + LEEWAY) // HOUR  # what the database dates: now, or whole hours from now
        return in_amman(MOMENT + max(hours, 0) * HOUR)

    def shown_day(value: date) -> date:
        recent = not isinstance(value, datetime) and value >= began.date().replace(day=1)
        return MOMENT.date() if recent else as_date(value)

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(clock, "_held", standing_clock))
        stack.enter_context(mock.patch.object(jiwar_text, "_in_amman", shown))
        stack.enter_context(mock.patch.object(jiwar_text, "_as_date", shown_day))
        stack.enter_context(mock.patch.object(demo, "password", return_value=PASSWORD))
        # Tasks of one day stand in the order of their ids: here in that in which they were planned.
        ids = (UUID(int=n) for n in itertools.count(1))
        stack.enter_context(mock.patch.object(Task._meta.get_field("id"), "_get_default", side_effect=ids))
        stack.enter_context(mock.patch.object(totp, "generate_totp_secret", return_value=SEED))
        yield standing_clock


def made(standing_clock: Clock) -> Scene:
    """The demo's world, and some work in it. Needs the clock held, and a database in which nobody is."""
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    demo.load()
    rows = User.objects.filter(kind=User.Kind.PERSON)
    people = {user.username: who_for(user, door=Door.CLI) for user in rows}
    ids: dict[str, UUID | str] = {}
    fills = (partial(_files, standing_clock), _shares, _partners, _emergency, _planned, _known, _brought)
    for fill in (*fills, partial(_staff, standing_clock)):
        ids |= fill(people)
    return Scene(people, ids)


def _files(standing_clock: Clock, people: dict[str, Who]) -> dict[str, UUID | str]:
    """Amal's first case, with what she owes in it: one thing since last week, one today, one next week."""
    amal = people["amal"]
    with standing(amal):
        first, *_ = sorted(my_cases(amal).rows, key=lambda row: row.updated_at)
    tasks = []
    for days, kind, text in (
        (-3, TaskKind.CALL, "الاتصال بالمدرسة بشأن نقل الملف"),
        (0, TaskKind.VISIT, "زيارة في الساعة الآمنة"),
        (7, TaskKind.CALL, "متابعة موعد العون القانوني"),
    ):
        due = (MOMENT + timedelta(days=days)).date()
        planned = Planned(kind, due, text=text, assignee_id=amal.user_id)
        with standing_clock.standing_at(MOMENT + timedelta(days=min(days, 0))):
            tasks.append(cases.plan_task(amal, first.id, planned=planned))
    document = _documents(amal, first.id, first.person_id)
    _details(amal, first.person_id)
    work.keep_view(amal, name="للزيارة هذا الأسبوع", narrowing="list=mine&risk=high")
    view = work.keep_view(amal, name="بلا تقييم", narrowing="list=mine&risk=unjudged")
    return {
        "case_id": first.id,
        "root_id": first.id,
        "person_id": first.person_id,
        "task_id": tasks[1].pk,
        "view_id": view.pk,
        "document_id": document,
        "first_pick": f"{first.id}~{first.version}",
    }


def _documents(amal: Who, case_id: UUID, person_id: UUID) -> UUID:
    """A report and a passport that Amal was given, and a recording that belongs elsewhere and was removed."""
    shown, heard = making.jpeg(size=(1240, 1754)), making.wav(seconds=9)
    kept = files.keep_document(amal, case_id, kind=DocumentKind.MEDICAL, title="تقرير قسم الطوارئ", content=shown)
    wrong = files.keep_document(amal, case_id, kind=DocumentKind.SOUND, title="مكالمة الجارة", content=heard)
    files.drop_document(amal, case_id, document_id=wrong.pk, reason="تخص حالة أخرى.", version=1)
    files.keep_document(amal, person_id, kind=DocumentKind.IDENTITY, title="جواز السفر، صفحة الصورة", content=shown)
    return kept.pk


def _details(amal: Who, person_id: UUID) -> None:
    """What is known of the person of that case, and how she can be called without danger."""
    with standing(amal):
        version = own_person_card(amal, person_id).version
    details = Details(
        citizenship=("JOR", "SYR"), primary_language="ara", marital_status="Widowed", number_of_children=3,
        highest_level_of_education="UpperSecondaryEducation", mailing_city="إربد", mailing_country="JOR",
    )  # fmt: skip
    told = state_details(amal, person_id, details=details, version=version)
    mobile = Phone(PhoneKind.MOBILE, "079 000 0017", "بين التاسعة والحادية عشرة صباحًا، والزوج في عمله")
    home = Phone(PhoneKind.HOME, "02 700 0000", never_call=True)
    state_phones(amal, person_id, phones=[mobile, home], version=told.version)


def _shares(people: dict[str, Who]) -> dict[str, UUID | str]:
    """What Amal shared, and a case of Huda's that is closed."""
    amal, huda = people["amal"], people["huda"]
    with standing(amal):
        granted = {row.id: grants_on(amal, row.id) for row in my_cases(amal).rows}
    with standing(huda):
        closed = closed_cases(huda).rows[0]
    shared, grants = next((case_id, grants) for case_id, grants in granted.items() if grants)
    return {
        "shared_id": shared,
        "grant_id": grants[0].pk,
        "closed_id": closed.id,
        "closed_pick": f"{closed.id}~{closed.version}",
    }


def _partners(people: dict[str, Who]) -> dict[str, UUID | str]:
    """Another system of the ministry works as Amal."""
    scopes = [Scope.CASES_READ, Scope.CASES_WRITE, Scope.PEOPLE_READ]
    token = open_token(people["amal"], purpose=TokenPurpose.OWN_SYSTEM, scopes=scopes, days=90)
    return {"token_id": token.id}


def _emergency(people: dict[str, Who]) -> dict[str, UUID | str]:
    """Huda opened a file of Amal's; Bashir proposes to seal another, and is kept out of a third."""
    amal, bashir, huda = people["amal"], people["bashir"], people["huda"]
    with standing(amal):
        opened, sealed, disputed = sorted(my_cases(amal).rows, key=lambda row: row.updated_at)[1:4]
    why = "اتصل قسم الطوارئ ويسأل عن رقم تواصل آمن."
    cases.break_glass(huda, code=opened.code, category=GlassCategory.MEDICAL, reason=why, minutes=60)
    proposal = cases.propose_seal(bashir, sealed.id, kind=SealKind.SEAL)
    cases.declare_conflict(amal, disputed.id, user_id=bashir.user_id)
    with standing(huda):
        glass = my_openings(huda).openings[0]
    return {
        "glass_id": glass.id,
        "opened_id": opened.id,
        "proposal_id": proposal.pk,
        "disputed_id": disputed.id,
        "bashir_id": bashir.user_id,
    }


def _planned(people: dict[str, Who]) -> dict[str, UUID | str]:
    """Amal plans to close a case in two weeks; a job of the agency was given up last night."""
    amal = people["amal"]
    with standing(amal):
        planned = sorted(my_cases(amal).rows, key=lambda row: row.updated_at)[4]
    closing = cases.propose_closing(
        amal,
        planned.id,
        outcome=Outcome.GOALS_MET,
        summary="حصلت على الوثائق وبدأت العمل، وتعرف بمن تتصل عند الحاجة.",
        closes_on=(MOMENT + timedelta(days=14)).date(),
        version=planned.version,
    )
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('manual')")
        cursor.execute(JOBS, {"agency": amal.agency_id})
    return {"planned_id": planned.id, "closing_id": closing.pk}


def _brought(people: dict[str, Who]) -> dict[str, UUID | str]:
    """Bashir brought a partner's register: one row is plain, one has remarks, one has no name. Cases are to leave."""
    rows = (
        registers.SALMA,
        ("2", "ليلى حداد", "أنثى", "31/02/1980", "بدون", "12", "لواء سحاب", "", "لا يرد"),
        ("3", "", "ذكر", "1990", "سوري", "0790146568", "لواء ماركا", "", ""),
    )
    exported = registers.exported(people["bashir"], programme=Programme.TRAFFICKING)
    return {"batch_id": registers.reviewed(people["bashir"], *rows).pk, "export_id": exported.pk}


def _known(people: dict[str, Who]) -> dict[str, UUID | str]:
    """What Huda knows of a case: how it came, what was done to the person, by whom, its number elsewhere."""
    huda = people["huda"]
    with standing(huda):
        rows = sorted(my_cases(huda).rows, key=lambda row: (row.programme != Programme.TRAFFICKING, row.updated_at))
    case_id = rows[0].id
    trafficking = Trafficking(
        trafficking_status="PossibleVictimOfTrafficking",
        methods_of_control=("DebtBondage", "PhysicalThreats"),
        type_of_exploitation=("ForcedLabour",),
        location_of_exploitation="مزرعة في الأغوار",
    )
    cases.state_trafficking(huda, case_id, facts=trafficking, version=0)
    intake = Intake(referring_organisation="جمعية الأمثلة", incoming_referral_date=MOMENT.date())
    cases.state_intake(huda, case_id, facts=intake, version=0)
    plan = SupportPlan(objectives="استعادة الوثائق وسكن آمن", type="Health")
    cases.state_support(huda, case_id, facts=plan, version=0)
    incident = Incident(type="Transit", country="JOR", description="أُخذ جواز سفرها عند الوصول.")
    perpetrator = Perpetrator(role_in_process=("Transporter",), role_details="سائق الحافلة")
    number = Number("national-referral", "2026/0042", "الوزارة", verified=True)
    return {
        "known_id": case_id,
        "incident_id": cases.note_incident(huda, case_id, facts=incident).pk,
        "perpetrator_id": cases.note_perpetrator(huda, case_id, facts=perpetrator).pk,
        "number_id": cases.note_number(huda, case_id, number=number).pk,
    }


JOBS = """
insert into public.jobs_job (id, agency_id, name, state, failed, trouble, done, total, created_at, ended_at)
select gen_random_uuid(), %(agency)s, name, state, failed, trouble, done, total, now(), null from (values
  ('close_planned_cases', 'running', 0, '', 3, 12),
  ('send_notice', 'given_up', 8, 'smtplib.SMTPServerDisconnected', 0, 0)
) job (name, state, failed, trouble, done, total)
"""


def _staff(standing_clock: Clock, people: dict[str, Who]) -> dict[str, UUID | str]:
    """Huda covers for Amal, is proposed as a supervisor, and somebody new is invited."""
    amal, bashir, farah, huda = (people[name] for name in ("amal", "bashir", "farah", "huda"))
    held = {row.user_id: row for row in RoleAssignment.objects.all()}
    with standing_clock.standing_at(None):  # the database judges by its own clock whether a cover is over
        absent, starts = held[amal.user_id].pk, clock.now()
        week = {"starts": starts, "ends": starts + timedelta(days=7)}
        cover = staff.arrange_cover(bashir, assignment_id=absent, coverer_id=huda.user_id, **week)
    proposed = staff.propose_role(farah, user_id=huda.user_id, role=Supervisor, at=At())
    team = held[amal.user_id].team_id
    newcomer = Newcomer("zaina", "Zaina Al-Mithal", "زينة المثال", role="case_worker", team_id=team)
    staff.invite_colleague(farah, newcomer=newcomer)
    return {
        "user_id": huda.user_id,
        "amal_id": amal.user_id,
        "role_id": held[huda.user_id].pk,
        "assignment_id": held[people["elias"].user_id].pk,
        "cover_id": cover,
        "role_proposal_id": proposed,
        "invitation_id": keeper.rows("select id from public.access_invitation")[0][0],
    }


def steady(html: str) -> str:
    """The page without what is random: each id, code and token by its number in the page."""
    ids: dict[str, str] = {}
    numbered = _ID.sub(lambda found: ids.setdefault(found[0], f"00000000-0000-4000-8000-{len(ids):012}"), html)
    known: dict[str, str] = {}
    coded = _CODE.sub(lambda found: known.setdefault(found[0], _numbered(found[1], len(known))), numbered)
    begun: dict[str, str] = {}
    shortened = _SHORT.sub(lambda found: begun.setdefault(found[0], f"{len(begun):08x}"), coded)
    return _TOKEN.sub("0" * 64, shortened)


def _numbered(letter: str, number: int) -> str:
    """A code that looks like one: C-7K3MQ2, C-7K3MQ3, …"""
    high, low = divmod(number, len(codes.ALPHABET))
    return f"{letter}-7K3M{codes.ALPHABET[(high + 21) % len(codes.ALPHABET)]}{codes.ALPHABET[low]}"


class Browsers:
    """Signed in as whoever a page asks for, once for each language."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], Client] = {}

    def of(self, name: str, language: str) -> Client:
        if (name, language) not in self._open:
            self._open[name, language] = _entered(name, language)
        return self._open[name, language]


def _entered(name: str, language: str) -> Client:
    client = Client(headers={"accept-language": language, "user-agent": AGENT})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if name:
        answer = client.post(reverse("sign-in"), {"username": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.content.decode()
    return client
