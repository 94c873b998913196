"""A small world to look at: three agencies, eight users, and the files of some fifty people who do not exist.

All of it goes through the same actions as real work, so the demo has its trail, its history and its keys.
"""

import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Outcome
from jiwar.areas.people import actions as people
from jiwar.areas.people.words import GivenName, Script
from jiwar.ground.access import installing
from jiwar.ground.access.classes import AgencyKind, Basis, DataClass, Purpose
from jiwar.ground.access.grants import Terms, To
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import Agency, Password, User
from jiwar.ground.access.roles import Administrator, CaseWorker, DataProtectionOfficer, Researcher, Role, Supervisor
from jiwar.ground.access.signing.passwords import set_password
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base import clock
from jiwar.ground.staff.actions import accept_conduct
from jiwar.ground.staff.holdings import conduct
from jiwar.ground.work.tasks import Planned
from jiwar.site import database
from jiwar.site.demo_files import ROWS, Row


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody to sign in as."""

    username: str
    name: Titles
    agency: str
    role: type[Role]
    team: str | None
    does: Titles


USERS = [
    DemoUser("amal", Titles("Amal Al-Mithal", "أمل المثال"), "demo-ministry", CaseWorker, "irbid",
             Titles("case worker of the ministry in Irbid", "أخصائية حالات في الوزارة، إربد")),
    DemoUser("bashir", Titles("Bashir Al-Mithal", "بشير المثال"), "demo-ministry", Supervisor, None,
             Titles("supervisor at the ministry", "مشرف في الوزارة")),
    DemoUser("huda", Titles("Huda Al-Mithal", "هدى المثال"), "demo-ministry", CaseWorker, "amman",
             Titles("case worker of the ministry in Amman", "أخصائية حالات في الوزارة، عمّان")),
    DemoUser("carine", Titles("Carine Al-Mithal", "كارين المثال"), "demo-iom", CaseWorker, "iom",
             Titles("case worker at IOM, with whom a case is shared", "أخصائية حالات، شوركت معها حالة")),
    DemoUser("dima", Titles("Dima Al-Mithal", "ديما المثال"), "demo-iom", CaseWorker, "iom",
             Titles("case worker at IOM, with whom nothing is shared", "أخصائية حالات، لم يُشارَك معها شيء")),
    DemoUser("elias", Titles("Elias Al-Mithal", "إلياس المثال"), "demo-ministry", Researcher, None,
             Titles("researcher, sees no file", "باحث لا يرى أي ملف")),
    DemoUser("farah", Titles("Farah Al-Mithal", "فرح المثال"), "demo-ministry", Administrator, None,
             Titles("administrator, sees no file", "مديرة نظام لا ترى أي ملف")),
    DemoUser("ghada", Titles("Ghada Al-Mithal", "غادة المثال"), "demo-ministry", DataProtectionOfficer, None,
             Titles("data-protection officer, reads the trail", "مراقبة حماية البيانات، تقرأ السجل")),
]  # fmt: skip


LONG = 200
"""Days for which everybody has had their role, so that files can be older than the demo."""


def password() -> str:
    """The one password of all demo users: made on this machine, kept beside the demo's database."""
    kept: Path = database.home() / "demo-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text("-".join(secrets.token_hex(2) for _ in range(4)), encoding="ascii")
    return kept.read_text(encoding="ascii")


def load() -> None:
    """Fill an empty database; does nothing where there is an agency already."""
    if Agency.objects.exists():
        _give_passwords()
        return
    with installing.installing():
        _install()
    workers = {user.username: who_for(user, door=Door.CLI) for user in User.objects.filter(kind=User.Kind.PERSON)}
    for who in workers.values():
        accept_conduct(who, version=conduct().version)
    first, *_others = [_tell(workers, row) for row in ROWS]
    _share(workers["amal"], first, workers["carine"])


def _give_passwords() -> None:
    """A demo made before passwords were sealed has users without one."""
    with installing.installing():
        have = set(Password.objects.using(installing.OWNER).values_list("pk", flat=True))
        names = [one.username for one in USERS]
        for user in User.objects.using(installing.OWNER).filter(username__in=names).exclude(pk__in=have):
            set_password(user.pk, password(), using=installing.OWNER)


def _install() -> None:
    ministry = installing.add_agency(
        "demo-ministry", AgencyKind.MINISTRY, Titles("Ministry (demo)", "الوزارة (عرض تجريبي)")
    )
    iom = installing.add_agency("demo-iom", AgencyKind.UN, Titles("IOM (demo)", "المنظمة الدولية للهجرة (عرض تجريبي)"))
    unit = installing.add_agency(
        "demo-unit", AgencyKind.POLICE, Titles("Anti-trafficking unit (demo)", "وحدة مكافحة الاتجار (عرض تجريبي)")
    )
    installing.add_office(unit, Titles("Unit office", "مكتب الوحدة"), governorate="JO11")
    irbid = installing.add_office(ministry, Titles("Irbid office", "مكتب إربد"), governorate="JO21")
    amman = installing.add_office(ministry, Titles("Amman office", "مكتب عمّان"), governorate="JO11")
    mission = installing.add_office(iom, Titles("Amman mission", "بعثة عمّان"), governorate="JO11")
    teams = {
        "irbid": installing.add_team(irbid, Titles("Irbid protection team", "فريق الحماية في إربد")),
        "amman": installing.add_team(amman, Titles("Amman protection team", "فريق الحماية في عمّان")),
        "iom": installing.add_team(mission, Titles("Assistance to migrants", "مساعدة المهاجرين")),
    }
    secret = password()
    agencies = {agency.code: agency for agency in (ministry, iom)}
    for one in USERS:
        account = Account(one.username, one.name, secret, email=f"{one.username}@jiwar.example")
        user = installing.add_user(agencies[one.agency], account)
        with _ago(LONG):
            installing.add_role(user, one.role, team=teams[one.team] if one.team else None)


def _tell(workers: dict[str, Who], row: Row) -> UUID:
    """Register, open, judge, note, plan, hold or close, as that worker, each on the day on which it would have been."""
    who = workers[row.worker]
    with _ago(max([row.days_ago, *(note.days_ago for note in row.notes)])):
        case = _opened(who, row)
        version = case.version
        if row.risk:
            version = cases.judge_risk(who, case.pk, risk=row.risk, reason=row.why, version=version).version
    for note in row.notes:
        with _ago(note.days_ago):
            cases.note_case(who, case.pk, text=note.text, occasion=note.occasion)
    for owed in row.owed:
        due = clock.today() + timedelta(days=owed.in_days)
        planned = Planned(owed.kind, due, owed.text, assignee_id=who.user_id, rhythm=owed.rhythm)
        with _ago(max(0, -owed.in_days)):
            cases.plan_task(who, case.pk, planned=planned)
    if row.hold:
        cases.place_hold(who, case.pk, kind=row.hold, ref="demo")
    if row.closed:
        version += len(row.notes)
        cases.close_case(who, case.pk, outcome=Outcome.GOALS_MET, summary=row.closed, version=version)
    return case.pk


def _opened(who: Who, row: Row) -> Case:
    names = [GivenName(Script.ARABIC, *row.arabic), GivenName(Script.LATIN, *row.latin)]
    person = people.register_person(who, names=[n for n in names if n.first], particulars=row.particulars)
    owner = None if row.unassigned else who.user_id
    return cases.open_case(who, person_id=person.pk, programme=row.programme, owner_id=owner)


def _ago(days: int) -> AbstractContextManager[None]:
    """Jiwar's clock as it stood; the trail keeps the database's own, which says when it was really done."""
    return clock.frozen(clock.now() - timedelta(days=days))


def _share(who: Who, case_id: UUID, receiver: Who) -> None:
    """Amal shares her first case with Carine, on the person's consent."""
    terms = Terms(
        frozenset({DataClass.SERVICE, DataClass.IDENTITY, DataClass.NARRATIVE}),
        Basis.CONSENT,
        basis_id="demo-consent-1",
        purpose=Purpose.ASSISTANCE,
    )
    cases.share_case(who, case_id, to=To.user(receiver.user_id), terms=terms)
