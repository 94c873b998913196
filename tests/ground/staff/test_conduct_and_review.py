"""The code of conduct and its gate; the quarterly review; the trail of an agency for its officer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from jiwar.ground.access.action import record_reading
from jiwar.ground.access.classes import AgencyKind
from jiwar.ground.access.models import RoleAssignment, User
from jiwar.ground.access.roles import ROLES
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.staff import actions, gate, holdings, queries, verbs
from jiwar.ground.staff.actions import roles
from jiwar.ground.staff.models import ConductAcceptance, RoleReview, Verdict
from jiwar.ground.staff.queries import Wanted, roster, trail
from jiwar.ground.staff.views import conduct as conduct_views
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
NEW = "2099-1"


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def new_text(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The code of conduct has changed after everybody accepted."""
    text = replace(holdings.conduct(), version=NEW)

    def changed() -> holdings.Conduct:
        return text

    for module in (holdings, gate, roles, roster, conduct_views):
        monkeypatch.setattr(module, "conduct", changed)
    return world


class TestData:
    def test_each_text_names_its_source_and_whether_it_is_verified(self) -> None:
        for name in ("holdings", "conduct"):
            text = holdings._read(name)
            assert text["source"]
            assert isinstance(text["verified"], bool)
            assert text["verified"] or text["to_verify"]

    def test_both_languages_are_whole(self) -> None:
        text = holdings.conduct()
        assert len(text.principles) == 6
        titles = (text.titles.promise, text.titles.principles, text.titles.about_principles)
        assert all(one.name_en and one.name_ar for one in (*titles, *text.promise, *text.principles))

    @pytest.mark.parametrize("language", ["ar", "en"])
    @pytest.mark.parametrize("reading", ["", "ar", "en", "both", "fr"])
    def test_it_is_read_in_the_language_that_is_asked_for(self, world: World, language: str, reading: str) -> None:
        """Every sentence says its language and direction; in both, the Arabic one comes first."""
        client = people.signed_in(world.amal, language=language)
        client.cookies["language"] = language
        html = client.get(f"/conduct?in={reading}").content.decode().split('id="promise-name"')[1]
        told = {"both": ["ar", "en"], "ar": ["ar"], "en": ["en"]}.get(reading, [language])
        one = holdings.conduct().promise[0]
        found = [code for code, words in (("ar", one.name_ar), ("en", one.name_en)) if words in html]
        assert found == told
        for code, words, direction in (("ar", one.name_ar, "rtl"), ("en", one.name_en, "ltr")):
            if code in told:
                assert f'lang="{code}" dir="{direction}"' in html.split(words)[0]

    def test_the_wall_knows_what_each_kind_holds_and_which_roles_need_two(self) -> None:
        held = {(kind.value, role.code) for kind in AgencyKind for role in holdings.held_by(kind)}
        assert set(keeper.rows("select kind, role from wall.role_held")) == held
        rules = keeper.rows("select role, needs_two, is_placed from wall.role_reach")
        assert set(rules) == {(code, role.needs_two, role.is_placed) for code, role in ROLES.items()}

    def test_no_kind_holds_the_systems_role(self) -> None:
        assert not [kind for kind in AgencyKind if ROLES["system"] in holdings.held_by(kind)]


class TestGate:
    def test_whoever_has_accepted_passes(self, world: World) -> None:
        assert people.signed_in(world.amal).get("/").status_code == 200

    def test_a_new_version_is_accepted_anew_before_anything_else(self, new_text: World) -> None:
        browser = people.signed_in(new_text.amal)
        for route in ("home", "people", "person-new"):
            answer = browser.get(reverse(route))
            assert (answer.status_code, answer["Location"]) == (303, "/conduct")
        assert browser.post(reverse("person-new"), {}).status_code == 303
        assert browser.get("/conduct").status_code == 200

    def test_the_ways_out_stay_open(self, new_text: World) -> None:
        browser = people.signed_in(new_text.amal)
        assert "data-exit" in browser.get("/conduct").content.decode()
        assert browser.post("/language", {"language": "ar", "next": "/conduct"}).status_code == 302
        assert browser.post("/sign-out")["Location"] == "/sign-in"

    def test_accepting_opens_it_and_is_recorded(self, new_text: World) -> None:
        browser = people.signed_in(new_text.amal)
        assert browser.post("/conduct", {"version": NEW}).status_code == 422
        assert browser.post("/conduct", {"version": NEW, "accepted": "on"})["Location"] == "/"
        assert browser.get("/").status_code == 200
        event = keeper.last_event()
        assert (event.action, event.outcome, event.actor) == ("accept_conduct", "done", new_text.amal.user_id)
        query = "select user_id from public.staff_conductacceptance where version = %s"
        assert keeper.rows(query, [NEW]) == [(new_text.amal.user_id,)]

    def test_a_text_that_was_not_the_one_read_is_not_accepted(self, new_text: World) -> None:
        with pytest.raises(Refused):
            actions.accept_conduct(new_text.amal, version="2026-1")

    def test_who_has_not_is_listed_for_administrator_and_officer(self, new_text: World) -> None:
        actions.accept_conduct(new_text.amal, version=NEW)
        for who in (new_text.farah, new_text.ghada):
            with standing(who):
                waiting = {user.username for user in queries.members_without_conduct(who)}
            assert waiting == {"bashir", "elias", "farah", "ghada", "huda"}
        with standing(new_text.amal), pytest.raises(Forbidden):
            queries.members_without_conduct(new_text.amal)

    def test_nobody_accepts_for_others_or_sees_who_did(self, world: World) -> None:
        with standing(world.amal):
            assert {row.user_id for row in ConductAcceptance.objects.all()} == {world.amal.user_id}
        with pytest.raises(DatabaseError), standing(world.amal), transaction.atomic(), announcing("attempt"):
            ConductAcceptance(user_id=world.huda.user_id, agency_id=world.huda.agency_id, version=NEW).save()


def role_of(who: Who) -> RoleAssignment:
    return RoleAssignment.objects.get(user_id=who.user_id)


class TestReview:
    def test_every_role_of_the_agency_is_a_line(self, world: World) -> None:
        with standing(world.ghada):
            review = queries.access_review(world.ghada)
        assert {line.held.user.username for line in review.lines} == {
            "amal", "bashir", "elias", "farah", "ghada", "huda",
        }  # fmt: skip
        assert (review.is_done, review.open_count) == (False, 6)
        assert [line.held.user.username for line in review.lines if line.is_own] == ["ghada"]

    def test_still_right_is_recorded_and_done_when_all_are(self, world: World) -> None:
        for name in ("amal", "bashir", "elias", "farah", "huda"):
            actions.review_role(world.ghada, assignment_id=role_of(world.named(name)).pk, verdict=Verdict.RIGHT)
        actions.review_role(world.farah, assignment_id=role_of(world.ghada).pk, verdict=Verdict.RIGHT)
        with standing(world.farah):
            assert queries.access_review(world.farah).is_done

    def test_ending_ends_at_once(self, world: World) -> None:
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute("update public.access_roleassignment set starts_at = now() - interval '1 day'")
        actions.review_role(world.ghada, assignment_id=role_of(world.huda).pk, verdict=Verdict.ENDED)
        assert people.again("huda").roles == ()

    def test_never_of_oneself(self, world: World) -> None:
        with pytest.raises(Refused):
            actions.review_role(world.ghada, assignment_id=role_of(world.ghada).pk, verdict=Verdict.RIGHT)
        self.below(world.ghada, role_of(world.ghada))

    @pytest.mark.parametrize("name", ["amal", "bashir", "elias", "dina"])
    def test_by_nobody_else(self, world: World, name: str) -> None:
        with pytest.raises(Forbidden):
            actions.review_role(world.named(name), assignment_id=role_of(world.huda).pk, verdict=Verdict.ENDED)
        self.below(world.named(name), role_of(world.huda))
        with standing(world.named(name)), pytest.raises(Forbidden):
            queries.access_review(world.named(name))

    def test_not_of_other_agencies(self, world: World) -> None:
        with pytest.raises(Missing):
            actions.review_role(world.ghada, assignment_id=role_of(world.dima).pk, verdict=Verdict.ENDED)

    def test_what_lies_unused_is_marked_and_only_the_month_is_told(self, world: World) -> None:
        with clock.frozen(clock.now() + timedelta(days=61)), standing(world.farah):
            lines = queries.access_review(world.farah).lines
        assert all(line.is_unused for line in lines)
        people.signed_in(world.amal)
        with standing(world.farah):
            seen = {line.held.user.username: line.seen for line in queries.access_review(world.farah).lines}
        assert seen["amal"] is not None
        assert seen["amal"].day == 1
        assert seen["huda"] is None

    def test_who_works_here_sees_no_review(self, world: World) -> None:
        actions.review_role(world.ghada, assignment_id=role_of(world.huda).pk, verdict=Verdict.RIGHT)
        with standing(world.huda):
            assert not RoleReview.objects.exists()

    def below(self, who: Who, held: RoleAssignment) -> None:
        with pytest.raises(Missing), standing(who), transaction.atomic(), announcing("attempt"):
            verbs.review_role(held.pk, "ended")


class TestTrail:
    def ask(self, who: Who, *, after: str = "", **wanted: object) -> trail.TrailPage:
        """What the officer is shown of others: that it was asked for stands in the trail too, before it."""
        with standing(who):
            found = queries.agency_trail(who, wanted=Wanted(**wanted), after=after)  # type: ignore[arg-type]
        return replace(found, lines=[line for line in found.lines if line.action != "agency_trail"])

    def test_the_officer_reads_what_was_done_in_the_agency(self, world: World) -> None:
        case = make.case(world.amal)
        make.case(world.dima)
        lines = self.ask(world.ghada).lines
        assert {line.who.username for line in lines if line.who} == {"amal"}
        assert [line.action for line in lines] == ["open_case", "register_person"]
        assert lines[0].file == case.pk.hex[:8]

    def test_by_person_and_by_kind(self, world: World) -> None:
        make.case(world.amal)
        make.case(world.huda)
        assert {line.who for line in self.ask(world.ghada, user_id=world.huda.user_id).lines} == {
            User.objects.get(username="huda")
        }
        assert [line.action for line in self.ask(world.ghada, action="open_case").lines] == ["open_case"] * 2

    def test_page_by_page(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trail, "PAGE", 2)
        for _ in range(3):
            make.person(world.amal)
        first = self.ask(world.ghada, action="register_person")
        second = self.ask(world.ghada, action="register_person", after=first.next)
        assert (len(first.lines), len(second.lines), second.next) == (2, 1, "")

    def test_what_was_done_to_somebody_is_found_by_that_person_too(self, world: World) -> None:
        actions.shut_user_out(world.farah, user_id=world.huda.user_id)
        assert [line.action for line in self.ask(world.ghada, user_id=world.huda.user_id).lines] == ["shut_user_out"]

    def test_by_time(self, world: World) -> None:
        make.case(world.amal)
        soon, late = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=2)
        asked: list[tuple[dict[str, Any], int]] = [
            ({"before": soon}, 2),
            ({"since": soon, "before": late}, 0),
            ({"since": late}, 0),
        ]
        for wanted, count in asked:
            assert len(self.ask(world.ghada, **wanted).lines) == count

    def test_that_it_was_read_is_recorded_and_of_whom(self, world: World) -> None:
        self.ask(world.ghada, user_id=world.huda.user_id)
        told = keeper.last_event()
        assert (told.action, told.outcome, told.actor) == ("agency_trail", "read", world.ghada.user_id)
        assert told.subject_id == world.huda.user_id

    @pytest.mark.parametrize("name", ["amal", "farah", "elias"])
    def test_nobody_else_writes_that_the_trail_was_read(self, world: World, name: str) -> None:
        with pytest.raises(DatabaseError, match="row-level security"), standing(world.named(name)):
            record_reading(world.named(name), "agency_trail", None)

    def test_the_officer_writes_of_no_figures(self, world: World) -> None:
        with pytest.raises(DatabaseError, match="row-level security"), standing(world.ghada):
            record_reading(world.ghada, "case_figures", None)

    def test_days_that_are_none_are_said_on_the_page(self, world: World) -> None:
        browser = people.signed_in(world.ghada)
        for day in ("x", "31/12/9999", "1/1/0001", "٢٧/٣/٢٠٢٧"):
            answer = browser.get(reverse("agency-trail"), {"since": day, "until": day, "kind": "x", "person": "x"})
            assert answer.status_code == 200
            assert "27/3/1999" not in answer.content.decode() or day == "x"

    @pytest.mark.parametrize("mark", ["x", "-1", "9" * 19, "٣", "1e3", "9" * 40])
    def test_a_forged_mark_is_no_error(self, world: World, mark: str) -> None:
        self.ask(world.ghada, after=mark)

    @pytest.mark.parametrize("name", ["amal", "bashir", "elias", "farah", "dina"])
    def test_for_nobody_else(self, world: World, name: str) -> None:
        with pytest.raises(Forbidden):
            self.ask(world.named(name))

    def test_it_holds_no_content(self, world: World) -> None:
        make.case(world.amal)
        page = people.signed_in(world.ghada).get(reverse("agency-trail")).content.decode()
        assert "Salma" not in page
        assert "سلمى" not in page

    def test_whom_a_role_was_given_is_told(self, world: World) -> None:
        actions.review_role(world.farah, assignment_id=role_of(world.huda).pk, verdict=Verdict.RIGHT)
        about = self.ask(world.ghada).lines[0].about
        assert about is not None
        assert about.username == "huda"
