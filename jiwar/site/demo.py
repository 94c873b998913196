"""A small world to look at: three agencies, seven users, a dozen people who do not exist.

Every name ends in a word for "example" (المثال, Al-Mithal), so that nobody takes a demo file for a real one. All of
it goes through the same actions as real work, so the demo has its trail, its history and its keys.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.queries import my_cases
from jiwar.areas.cases.words import HoldKind, Occasion, Outcome, Programme, Risk
from jiwar.areas.people import actions as people
from jiwar.areas.people.words import GivenName, Particulars, Residence, Script, Sex, SpokenLanguage
from jiwar.ground.access import installing
from jiwar.ground.access.classes import AgencyKind, Basis, DataClass, Purpose
from jiwar.ground.access.grants import Terms, To
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import Agency, Password, User
from jiwar.ground.access.roles import Administrator, CaseWorker, DataProtectionOfficer, Researcher, Role, Supervisor
from jiwar.ground.access.signing.passwords import set_password
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base import clock
from jiwar.ground.staff.actions import accept_conduct
from jiwar.ground.staff.holdings import conduct
from jiwar.site import database


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
             Titles("data-protection officer, reads the trail", "مسؤولة حماية البيانات، تقرأ السجل")),
]  # fmt: skip


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
    for row in ROWS:
        _tell(workers, row)
    _share(workers["amal"], workers["carine"])


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
        installing.add_role(user, one.role, team=teams[one.team] if one.team else None)


@dataclass(frozen=True, slots=True)
class Told:
    """A note, and how many days ago it happened."""

    text: str
    occasion: Occasion = Occasion.NOTE
    days_ago: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A person and the course of one case."""

    worker: str
    arabic: tuple[str, str]
    latin: tuple[str, str]
    particulars: Particulars
    programme: Programme
    notes: tuple[Told, ...] = ()
    risk: Risk | None = None
    why: str = ""
    hold: HoldKind | None = None
    closed: str = ""
    unassigned: bool = False


F, M = Sex.FEMALE, Sex.MALE
ROWS = [
    Row("amal", ("ياسمين", "عبد النور المثال"), ("Yasmin", "Abdulnour Al-Mithal"),
        Particulars(F, 1994, residence=Residence.MIGRANT, safe_contact="بعد السادسة مساءً فقط، ولا تُترك رسالة صوتية"),
        Programme.TRAFFICKING,
        (Told("حضرت برفقة صديقة. طلبت أن يبقى الحديث بالعربية وأن لا يُتصل بصاحب العمل.", Occasion.OFFICE, 9),
         Told("رتّبنا موعدًا مع العيادة يوم الأحد، ووافقت على مشاركة ما يلزم فقط.", Occasion.CALL, 2)),
        Risk.HIGH, "لا تزال وثائقها لدى صاحب العمل، ويعرف مكان إقامة صديقتها.", HoldKind.HEARING),
    Row("amal", ("نور الهدى", "بنت عبد الرحمن أبو المثال"), ("Nour Al-Huda", "Abdulrahman Abu Al-Mithal"),
        Particulars(F, 1988, residence=Residence.CITIZEN, safe_contact="عن طريق أختها"), Programme.VIOLENCE,
        (Told("وُضعت خطة أمان بصيغة لا تلفت النظر.", days_ago=1),), Risk.URGENT,
        "هُدّدت مرتين هذا الأسبوع، ولا مكان آمنًا لها الليلة غير بيت أختها."),
    Row("amal", ("زيد", "المثال"), ("Zaid", "Al-Mithal"),
        Particulars(M, 2013, residence=Residence.REFUGEE), Programme.CHILD,
        (Told("انتظم في المدرسة منذ أسبوعين.", Occasion.VISIT, 4),), Risk.MEDIUM,
        "يعمل بعد المدرسة، ولم يتغيّب عنها منذ الزيارة الماضية."),
    Row("amal", ("", ""), ("Maria Esperanza", "Halimbawa Al-Mithal"),
        Particulars(F, 1991, residence=Residence.MIGRANT, language=SpokenLanguage.TAGALOG), Programme.TRAFFICKING,
        (Told("Interpreter for Tagalog arranged by telephone. She asked for her documents back first.",
              Occasion.CALL, 3),), Risk.MEDIUM, "Safe for now; her employer has not been told where she is."),
    Row("amal", ("أبو بكر", "عثمان المثال"), ("Abubakar", "Osman Al-Mithal"),
        Particulars(M, 1979, birth_year_estimated=True, residence=Residence.REFUGEE, language=SpokenLanguage.SOMALI),
        Programme.DISABILITY, (Told("يستخدم كرسيًا متحركًا؛ يلزم مدخل بلا درج."),), Risk.LOW,
        "يقيم مع أسرته، ولا خطر ظاهرًا."),
    Row("amal", ("جميلة", "المثال"), ("Jamila", "Al-Mithal"), Particulars(F, 1950, residence=Residence.CITIZEN),
        Programme.ELDERLY, (), None),
    Row("huda", ("سامر", "المثال"), ("Samer", "Al-Mithal"), Particulars(M, 1985, residence=Residence.CITIZEN),
        Programme.GENERAL, (Told("قُدّم طلب المعونة وينتظر القرار.", Occasion.COMPANY, 6),), Risk.LOW,
        "دخل الأسرة يكفي هذا الشهر."),
    Row("huda", ("تيغيست", "المثال"), ("Tigist", "Al-Mithal"),
        Particulars(F, 1997, residence=Residence.IRREGULAR, language=SpokenLanguage.AMHARIC), Programme.TRAFFICKING,
        (Told("لا يُذكر مكان إقامتها لأي جهة."),), Risk.HIGH, "يبحث عنها من كانت تعمل لديه."),
    Row("huda", ("ليث", "المثال"), ("Laith", "Al-Mithal"), Particulars(M, 2009, residence=Residence.CITIZEN),
        Programme.CHILD, (Told("تحققت الأهداف كلها.", Occasion.CONFERENCE),), Risk.LOW,
        "عاد إلى أسرته.", closed="عاد إلى أسرته، وأُنجزت أهداف الخطة."),
    Row("amal", ("رحمة", "المثال"), ("Rahma", "Al-Mithal"), Particulars(F, 2001, residence=Residence.STATELESS),
        Programme.GENERAL, (), None, unassigned=True),
    Row("carine", ("كوثر", "المثال"), ("Kawthar", "Al-Mithal"), Particulars(F, 1982, residence=Residence.MIGRANT),
        Programme.GENERAL, (Told("Return counselling begun; she has not decided and need not."),), Risk.LOW,
        "No pressure from anybody that we know of."),
    Row("dima", ("إسماعيل", "المثال"), ("Ismail", "Al-Mithal"), Particulars(M, 1990, residence=Residence.MIGRANT),
        Programme.TRAFFICKING, (Told("Wages owed were listed with him.", Occasion.OFFICE, 5),), Risk.MEDIUM,
        "He still lives where he worked."),
]  # fmt: skip


def _tell(workers: dict[str, Who], row: Row) -> None:
    """Register, open, note, judge, hold or close, as that worker."""
    who = workers[row.worker]
    names = [GivenName(Script.ARABIC, *row.arabic), GivenName(Script.LATIN, *row.latin)]
    person = people.register_person(who, names=[n for n in names if n.first], particulars=row.particulars)
    owner = None if row.unassigned else who.user_id
    case = cases.open_case(who, person_id=person.pk, programme=row.programme, owner_id=owner)
    for note in row.notes:
        day = clock.today() - timedelta(days=note.days_ago)
        cases.note_case(who, case.pk, text=note.text, occasion=note.occasion, happened_on=day)
    version = case.version + len(row.notes)
    if row.risk:
        version = cases.judge_risk(who, case.pk, risk=row.risk, reason=row.why, version=version).version
    if row.hold:
        cases.place_hold(who, case.pk, kind=row.hold, ref="demo")
    if row.closed:
        cases.close_case(who, case.pk, outcome=Outcome.GOALS_MET, summary=row.closed, version=version)


def _share(who: Who, receiver: Who) -> None:
    """Amal shares her first case with Carine, on the person's consent."""
    terms = Terms(
        frozenset({DataClass.SERVICE, DataClass.IDENTITY, DataClass.NARRATIVE}),
        Basis.CONSENT,
        basis_id="demo-consent-1",
        purpose=Purpose.ASSISTANCE,
    )
    cases.share_case(who, _first_case(who), to=To.user(receiver.user_id), terms=terms)


def _first_case(who: Who) -> UUID:
    with standing(who):
        return my_cases(who).rows[-1].id
