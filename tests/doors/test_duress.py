"""Who is forced to sign in: an ordinary, nearly empty caseload, and an alarm that nobody sees who must not."""

import re
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import case_figures
from jiwar.ground.access import installing
from jiwar.ground.access.actions import open_token
from jiwar.ground.access.classes import AgencyKind
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import Agency, Alarm, Office, User
from jiwar.ground.access.roles import PolicyOfficer, Supervisor
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.access.signing.entering import who_with_password
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.staff import actions as staff
from jiwar.ground.staff.holdings import conduct
from jiwar.ground.staff.queries import open_alarms
from tests import keeper, make, people
from tests.forced import WORD, choose, codes, forced, shown
from tests.injecting import answer as asked
from tests.injecting import inject
from tests.partner import Partner
from tests.people import PASSWORD, World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def alarms(who: Who) -> list[Alarm]:
    with standing(who):
        return open_alarms(who)


class TestTheShadow:
    def test_it_shows_an_ordinary_nearly_empty_caseload(self, world: World) -> None:
        mine = make.case(world.amal)
        choose(world.amal)
        page = shown(forced())
        assert 2 <= len(codes(page)) <= 3
        assert mine.code not in page

    def test_everything_around_it_looks_the_same(self, world: World) -> None:
        choose(world.amal)
        real = shown(people.signed_in(world.amal))
        shadow = shown(forced())

        def frame(page: str) -> str:
            head, _, rest = page.partition("<main")
            return re.sub(r'value="[^"]*"|nonce="[^"]*"|X-CSRFToken": "\w+', "", head + rest.partition("</main>")[2])

        assert frame(real) == frame(shadow)

    def test_tokens_for_other_systems_stand_there_as_before_and_open_nothing(self, world: World) -> None:
        secret = open_token(world.amal, purpose=TokenPurpose.REPORTING, scopes=[Scope.CASES_READ], days=30).secret
        choose(world.amal)

        def listed(browser: Client, password: str) -> str:
            browser.post(reverse("prove"), {"password": password})
            page = browser.get(reverse("tokens")).content.decode()
            return re.sub(
                r"ways/tokens/[0-9a-f-]+/|value=\"[^\"]*\"",
                "",
                page.partition("tokens-name")[2].partition("</section>")[0],
            )

        real = listed(people.signed_in(world.amal), PASSWORD)
        assert "read cases" in real
        for _ in range(2):  # after the alarm there is none outside
            assert listed(forced(), WORD) == real
        assert Partner(secret).get("me").status == 401
        assert len(keeper.rows("select 1 from public.access_token")) == 1

    def test_what_is_written_there_stays_there(self, world: World) -> None:
        choose(world.amal)
        browser = forced()
        case = re.search(r"/cases/([0-9a-f-]{36})", shown(browser))
        assert case
        answer = browser.post(reverse("case-note", args=[case[1]]), make.note_form("Called again."))
        assert answer.status_code == 303, answer.content.decode()
        for who in (world.amal, world.bashir, world.ghada):
            with standing(who):
                assert not Case.objects.filter(pk=UUID(case[1])).exists()

    def test_nobody_real_finds_it_and_it_finds_nobody_real(self, world: World) -> None:
        before = set(User.objects.values_list("pk", flat=True)), set(Agency.objects.values_list("pk", flat=True))
        choose(world.amal)
        assert before == (
            set(User.objects.values_list("pk", flat=True)),
            set(Agency.objects.values_list("pk", flat=True)),
        )
        shadow = who_with_password(username="amal", password=WORD)
        assert isinstance(shadow, Who)
        assert shadow.user_id != world.amal.user_id
        assert shadow.name_ar == world.amal.name_ar
        with standing(shadow):
            assert [user.pk for user in User.objects.exclude(kind=User.Kind.SYSTEM)] == [shadow.user_id]
            assert [agency.name_en for agency in Agency.objects.all()] == ["Ministry"]

    def test_a_new_word_ends_the_one_before(self, world: World) -> None:
        choose(world.amal)
        choose(world.amal, "another quiet lantern")
        assert who_with_password(username="amal", password=WORD) is None
        assert isinstance(who_with_password(username="amal", password="another quiet lantern"), Who)

    def test_the_password_still_opens_what_is_real(self, world: World) -> None:
        choose(world.amal)
        who = who_with_password(username="amal", password=PASSWORD)
        assert isinstance(who, Who)
        assert who.user_id == world.amal.user_id

    def test_it_proves_again_with_the_word(self, world: World) -> None:
        choose(world.amal)
        browser = forced()
        assert browser.post(reverse("prove"), {"password": PASSWORD}).status_code == 422
        assert browser.post(reverse("prove"), {"password": WORD}).status_code == 303

    def test_a_calendar_is_told_days_there_too(self, world: World) -> None:
        """An address that answers nobody would say where one is."""
        choose(world.amal)
        browser = forced()
        told = browser.post(reverse("calendar"), {"step": "make"}, follow=True).content.decode()
        address = reverse("calendar-feed", args=[told.split("/calendar/")[1].split(".ics")[0]])
        assert Client().get(address).status_code == 200
        case = re.search(r"/cases/([0-9a-f-]{36})", shown(browser))
        assert case
        plan = {"kind": "call", "when": "today", "assignee": "team", "text": ""}
        assert browser.post(reverse("case-plan", args=[case[1]]), plan).status_code == 303
        assert Client().get(address).status_code == 200
        assert browser.post(reverse("calendar"), {"step": "end"}).status_code == 303
        assert Client().get(address).status_code == 404

    @pytest.mark.parametrize("code", ["iom", "ngo"])
    def test_an_office_without_a_team_has_one_too(self, world: World, code: str) -> None:
        """Of an agency with teams elsewhere, and of one with none at all."""
        with installing.installing():
            installing.add_agency("ngo", AgencyKind.NGO, Titles("Charity", "الجمعية"))
            agency = Agency.objects.using(installing.OWNER).get(code=code)
            office = installing.add_office(agency, Titles("Office of Salt", "مكتب السلط"))
            olga = installing.add_user(agency, Account("olga", Titles("Olga", "Olga"), PASSWORD, language="en"))
            installing.add_role(olga, Supervisor, office=office)
        who = people.again("olga")
        staff.accept_conduct(who, version=conduct().version)
        choose(who)
        assert shown(forced("olga"))
        shadow = who_with_password(username="olga", password=WORD)
        assert isinstance(shadow, Who)
        with standing(shadow):
            assert [place.name_en for place in Office.objects.all()] == ["Office of Salt"]

    @pytest.mark.parametrize("name", ["farah", "ghada", "elias", "bashir", "omar"])
    def test_every_role_has_one_that_looks_like_it(self, world: World, name: str) -> None:
        choose(world.named(name))
        shadow = who_with_password(username=name, password=WORD)
        assert isinstance(shadow, Who)
        assert [held.role for held in shadow.roles] == [held.role for held in world.named(name).roles]
        assert shown(forced(name))


class TestTheAlarm:
    def test_supervisor_and_officer_are_told_at_once(self, world: World) -> None:
        choose(world.amal)
        forced()
        for who in (world.bashir, world.ghada):
            assert [one.user_id for one in alarms(who)] == [world.amal.user_id]
        for who in (world.huda, world.farah, world.dina, world.carine, world.amal):
            assert not alarms(who)
        assert "Somebody may be in danger" in shown(people.signed_in(world.bashir))
        told = {user for user, _ in keeper.notices("at_once")}
        assert told == {world.bashir.user_id, world.ghada.user_id}

    def test_the_trail_of_the_agency_tells_it_to_the_officer(self, world: World) -> None:
        choose(world.amal)
        forced()
        told = keeper.events("raise_alarm")
        assert [(one.actor, one.agency, one.subject_id) for one in told] == [
            (world.amal.user_id, world.amal.agency_id, world.amal.user_id)
        ]
        assert "signed in by the second word" in shown(people.signed_in(world.ghada), "agency-trail")

    def test_an_ordinary_sign_in_leaves_nothing_behind(self, world: World) -> None:
        choose(world.amal)
        people.signed_in(world.amal)
        people.signed_in(world.huda)
        for table in ("access_alarm", "access_alarmhistory"):
            assert not keeper.rows(f"select from public.{table}")
        assert not keeper.notices("at_once")
        assert not keeper.events("raise_alarm")

    def test_who_is_forced_is_signed_out_everywhere_else(self, world: World) -> None:
        elsewhere = choose(world.amal)
        others = people.signed_in(world.huda)
        forced()
        assert elsewhere.get(reverse("home")).status_code == 302
        assert shown(others)

    def test_who_is_forced_sees_nothing_of_it(self, world: World) -> None:
        choose(world.bashir)
        browser = forced("bashir")
        for page in ("home", "alarms", "sessions"):
            text = shown(browser, page)
            assert "danger" not in text
            assert "Alarms raised" not in text

    @pytest.mark.parametrize("name", ["amal", "bashir", "ghada"])
    def test_whoever_looks_on_at_the_real_sign_in_sees_nothing_of_it(self, world: World, name: str) -> None:
        """Who forced somebody stands there again: no page, no row and no trail of the person's own tells of it."""
        who = world.named(name)
        choose(who)
        forced(name)
        by = world.ghada if name != "ghada" else world.bashir
        alarm = alarms(by)[0]
        staff.accept_alarm(by, alarm_id=alarm.pk)
        with pytest.raises(Refused, match="already"):  # that event names nobody
            staff.accept_alarm(by, alarm_id=alarm.pk)
        browser = people.signed_in(who)
        for page in ("home", "sessions", "ways", *(("agency-trail",) if name == "ghada" else ())):
            assert "danger" not in shown(browser, page)
            assert "took an alarm up (" not in shown(browser, page)
        assert asked(who, "select id from access_alarm") == []
        told = "select action from audit_event where action in ('raise_alarm', 'accept_alarm')"
        assert asked(who, told) == []

    def test_one_takes_it_up(self, world: World) -> None:
        choose(world.amal)
        forced()
        alarm = alarms(world.bashir)[0]
        answer = people.signed_in(world.bashir).post(reverse("alarm-accept", args=[alarm.pk]))
        assert answer.status_code == 303
        assert keeper.events("accept_alarm")[-1].subject_id == world.amal.user_id
        assert not alarms(world.ghada)
        with pytest.raises(Refused, match="already"):
            staff.accept_alarm(world.ghada, alarm_id=alarm.pk)

    def test_one_press_is_for_all_that_a_colleague_raised(self, world: World) -> None:
        choose(world.amal)
        choose(world.huda)
        for name in ("amal", "amal", "huda"):
            forced(name)
        one = next(alarm for alarm in alarms(world.bashir) if alarm.user_id == world.amal.user_id)
        browser = people.signed_in(world.bashir)
        assert shown(browser, "alarms").count('action="/alarms/') == 2
        browser.post(reverse("alarm-accept", args=[one.pk]))
        assert [alarm.user_id for alarm in alarms(world.bashir)] == [world.huda.user_id]

    def test_nobody_else_takes_it_up(self, world: World) -> None:
        choose(world.amal)
        forced()
        alarm = alarms(world.bashir)[0]
        for who in (world.huda, world.farah, world.elias, world.carine):
            with pytest.raises(Forbidden):
                staff.accept_alarm(who, alarm_id=alarm.pk)
        with pytest.raises(Missing):
            staff.accept_alarm(world.dina, alarm_id=alarm.pk)

    def test_nor_does_who_was_forced(self, world: World) -> None:
        choose(world.bashir)
        forced("bashir")
        alarm = alarms(world.ghada)[0]
        assert not alarms(world.bashir)
        with pytest.raises(Missing):
            staff.accept_alarm(world.bashir, alarm_id=alarm.pk)
        with pytest.raises(DatabaseError):
            inject(world.bashir, "select wall.accept_alarm(%s)", alarm.pk)


class TestSilence:
    def test_the_two_answers_are_alike(self, world: World) -> None:
        choose(world.amal)

        def answered(word: str) -> tuple[object, ...]:
            answer = Client().post(reverse("sign-in"), {"username": "amal", "password": word})
            sealed = keeper.rows("select length(sealed) from public.access_session order by began_at desc limit 1")
            return answer.status_code, sorted(answer.headers), sorted(answer.cookies), answer.content, sealed

        assert answered(PASSWORD) == answered(WORD)

    def test_no_row_that_the_person_may_read_tells_that_a_word_was_chosen(self, world: World) -> None:
        """Whoever slips SQL into a statement of the person's counts the same everywhere, before and after."""

        readable = asked(
            world.amal,
            "select tablename from pg_tables where schemaname = 'public' and tablename !~ '^(access_session|audit_ev)'"
            " and has_table_privilege(format('%%I.%%I', schemaname, tablename), 'select')",
        )
        tables = [name for (name,) in readable]

        def counted() -> dict[str, int]:
            return {name: asked(world.amal, f"select count(*) from {name}")[0][0] for name in tables}

        before = counted()
        choose(world.amal)
        after = counted()
        assert {"access_user", "access_agency", "vault_agencykey", "access_password"} <= set(tables)
        assert before == after

    def test_nor_does_any_trail(self, world: World) -> None:
        choose(world.amal)
        told = [one for one in keeper.events() if one.agency == world.amal.agency_id]
        assert {one.action for one in told} == {"sign_in"}

    def test_nobody_reads_who_stands_behind_whom(self, world: World) -> None:
        choose(world.amal)
        for who in (world.amal, world.farah, world.ghada, world.system):
            with pytest.raises(DatabaseError, match="permission denied"):
                asked(who, "select * from access_shadow")

    def test_no_grant_leads_out_of_a_shadow_or_into_one(self, world: World) -> None:
        mine = make.case(world.amal)
        choose(world.amal)
        shadow = who_with_password(username="amal", password=WORD)
        assert isinstance(shadow, Who)
        with standing(shadow):
            decoy = Case.objects.first()
        assert decoy
        give = "select wall.give(%s, %s, 'full', array['service'], 'assistance', 'consent', 'b-1', false, null)"
        with pytest.raises(DatabaseError, match="nobody of that name"):
            inject(shadow, give, decoy.pk, f"a:{world.dima.agency_id}")
        with pytest.raises(DatabaseError, match="nobody of that name"):
            inject(world.amal, give, mine.pk, f"u:{shadow.user_id}")

    def test_nobody_names_its_ids(self, world: World) -> None:
        """An id that one may choose tells by the answer whether it is taken."""
        found = "select wall.found_shadow(%s, %s, 'key', 'word')"
        for ids in ((uuid4(), uuid4()), (world.huda.user_id, world.dina.agency_id)):
            with pytest.raises(DatabaseError, match="takes the id it was given"):
                inject(world.amal, found, *ids)

    def test_nobody_counts_its_cases(self, world: World) -> None:
        people.add_role(world.elias.user_id, PolicyOfficer)
        choose(world.amal)
        who = people.again("elias")
        with standing(who):
            assert not case_figures(who)
