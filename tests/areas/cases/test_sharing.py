"""Sharing a case with another agency, and ending it: what the receiver sees, and what not."""

from datetime import timedelta

import pytest

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case, CaseHold, CaseHoldHistory
from jiwar.areas.cases.words import HoldKind, Programme, Risk, Status
from jiwar.areas.people.queries import people_found, person_file
from jiwar.areas.people.words import Residence, Sex
from jiwar.ground.access.classes import Basis, DataClass, Level
from jiwar.ground.access.grants import To
from jiwar.ground.access.models import Agency
from jiwar.ground.access.queries import Sight, grants_on, sights, trail_of
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Refused
from jiwar.ground.notices.words import NoticeKind
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
STORY = "ما جرى"


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    made = make.case(world.amal)
    actions.note_case(world.amal, made.pk, text=STORY)
    return made


def shared_with(who: Who) -> list[queries.CaseCard]:
    with standing(who):
        return queries.granted_cases(who).rows


def reads(who: Who, case: Case) -> tuple[str, str, str]:
    """First name, story and status in the country, as far as somebody reads them."""
    with standing(who):
        file = queries.case_file(who, case.pk)
        person = person_file(who, file.card.person_id) if file.card.person else None
    return (
        person.card.first("ar") if person else "",
        file.notes[0].text if file.notes else "",
        str(person.residence) if person and person.residence else "",
    )


def wraps(case: Case) -> int:
    """How many keys other agencies hold of the case and the person."""
    found = keeper.rows(
        "select count(*) from public.vault_keywrap where root_id in (%s, %s) and agency_id <> %s",
        [case.pk, case.person_id, case.agency_id],
    )
    return int(found[0][0])


class TestSharing:
    def test_whoever_was_given_it_sees_it_and_nobody_else(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine)
        assert [card.id for card in shared_with(world.carine)] == [case.pk]
        assert shared_with(world.dima) == []

    @pytest.mark.parametrize(
        ("classes", "sight"),
        [
            ({DataClass.SERVICE}, ("", "", "")),
            ({DataClass.NARRATIVE}, ("", STORY, "")),
            ({DataClass.IDENTITY}, ("سلمى", "", "")),
            ({DataClass.IDENTITY, DataClass.STATUS}, ("سلمى", "", Residence.MIGRANT)),
            ({DataClass.IDENTITY, DataClass.NARRATIVE}, ("سلمى", STORY, "")),
        ],
    )
    def test_only_the_classes_named_are_open(
        self, world: World, case: Case, classes: set[DataClass], sight: tuple[str, str, str]
    ) -> None:
        make.share(world.amal, case, world.carine, make.terms(*classes))
        assert reads(world.carine, case) == sight

    def test_a_summary_is_a_card_and_no_file(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine, make.terms(DataClass.SERVICE, level=Level.SUMMARY))
        with standing(world.carine):
            assert queries.case_card(world.carine, case.pk).may_open is False
        with pytest.raises(Missing):
            reads(world.carine, case)

    def test_two_cases_of_one_person_go_on_one_consent(self, world: World, case: Case) -> None:
        terms = make.share(world.amal, case, world.carine)
        other = make.case(world.amal, of=case.person_id)
        make.share(world.amal, other, world.carine, terms)
        assert {card.id for card in shared_with(world.carine)} == {case.pk, other.pk}

    def test_on_other_terms_the_second_case_needs_another_basis(self, world: World, case: Case) -> None:
        terms = make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY))
        other = make.case(world.amal, of=case.person_id)
        wider = make.terms(DataClass.IDENTITY, DataClass.STATUS, basis_id=terms.basis_id)
        with pytest.raises(Refused) as refused:
            make.share(world.amal, other, world.carine, wider)
        assert refused.value.reason.code == "other_terms"
        assert [card.id for card in shared_with(world.carine)] == [case.pk]

    def test_a_receiver_does_not_work_on_it(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine)
        with pytest.raises(Missing):
            actions.note_case(world.carine, case.pk, text="x")

    def test_a_receiver_does_not_pass_it_on(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine)
        with pytest.raises(Missing):
            actions.share_case(world.carine, case.pk, to=To.user(world.dima.user_id), terms=make.terms())

    def test_it_ends_by_itself_without_a_clean_up(self, world: World, case: Case) -> None:
        soon = clock.now() + timedelta(milliseconds=400)
        make.share(world.amal, case, world.carine, make.terms(until=soon))
        keeper.rows("select pg_sleep(0.5)")
        assert shared_with(world.carine) == []
        with pytest.raises(Missing):
            reads(world.carine, case)


class TestLevels:
    """A summary of one thing and the full file of another do not add up to the full file of both."""

    def test_a_full_grant_of_the_status_does_not_open_the_name(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY, level=Level.SUMMARY))
        make.share(world.amal, case, world.carine, make.terms(DataClass.STATUS))
        with standing(world.carine):
            file = person_file(world.carine, case.person_id)
            found = people_found(world.carine, name="salma")
        assert (file.card.first("en"), file.names, file.residence) == ("Salma", (), Residence.MIGRANT)
        assert (file.card.may_open, file.card.opens_name, found) == (True, False, [])

    def test_sight_tells_the_levels_apart(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY, level=Level.SUMMARY))
        make.share(world.amal, case, world.carine, make.terms(DataClass.STATUS))
        with standing(world.carine):
            seen = sights(world.carine, [case.person_id])[case.person_id]
        assert seen.classes == {DataClass.PUBLIC_STAT, DataClass.IDENTITY, DataClass.STATUS}
        assert seen.in_file == {DataClass.PUBLIC_STAT, DataClass.STATUS}
        assert seen.is_full

    def test_a_full_grant_of_the_story_opens_the_case_and_not_the_person(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY, level=Level.SUMMARY))
        make.share(world.amal, case, world.carine, make.terms(DataClass.NARRATIVE))
        page = people.signed_in(world.carine).get(f"/cases/{case.pk}/file")
        text = page.content.decode()
        assert (page.status_code, STORY in text, "Salma" in text, "Al-Khatib" in text) == (200, True, True, False)
        assert keeper.events("person_file") == []
        cover = people.signed_in(world.carine).get(f"/people/{case.person_id}").content.decode()
        assert f"/people/{case.person_id}/file" not in cover, "no file is offered that is not there"
        assert "Only this summary is shared with you." in cover

    def test_where_the_name_is_not_shown_no_record_counts_as_opened(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY, level=Level.SUMMARY))
        make.share(world.amal, case, world.carine, make.terms(DataClass.STATUS))
        assert "Al-Khatib" not in people.signed_in(world.carine).get(f"/cases/{case.pk}/file").content.decode()
        assert keeper.events("person_file") == []


class TestService:
    """What is needed and offered is a class like the others: shown where it was named."""

    @pytest.mark.parametrize("name", ["carine", "omar"])
    def test_without_it_a_case_is_code_status_and_days(self, world: World, case: Case, name: str) -> None:
        who = world.named(name)
        actions.judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason="رأيت ذلك", version=case.version + 1)
        make.share(world.amal, case, who, make.terms(DataClass.IDENTITY))
        [card] = shared_with(who)
        assert (card.programme, card.risk, card.outcome, card.owner, card.team) == (None,) * 5
        assert (card.code, card.shows_service) == (case.code, False)
        assert card.person
        assert (card.person.sex, card.person.birth_year, card.person.age, card.person.language) == (None,) * 4
        assert card.person.first("en") == "Salma"
        with standing(who):
            file = person_file(who, case.person_id)
        assert (file.card.sex, file.card.birth_year, file.card.language) == (None,) * 3

    def test_nor_the_outcome_of_a_closed_one(self, world: World) -> None:
        closed = make.closed_case(world.amal)
        make.share(world.amal, closed, world.carine, make.terms(DataClass.IDENTITY))
        [card] = shared_with(world.carine)
        assert (card.status, card.outcome, card.closed_on) == (Status.CLOSED, None, closed.closed_on)

    def test_with_it_all_of_that_is_shown(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine, make.terms(DataClass.SERVICE, DataClass.IDENTITY))
        [card] = shared_with(world.carine)
        assert card.owner
        assert card.person
        assert (card.programme, card.owner.id) == (Programme.GENERAL, world.amal.user_id)
        assert (card.person.sex, card.person.birth_year) == (Sex.FEMALE, 1990)

    def test_the_pages_say_that_it_is_not_open(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY))
        browser = people.signed_in(world.carine)
        shown = [browser.get(path) for path in (f"/cases/{case.pk}", f"/people/{case.person_id}", "/?list=shared")]
        for answer in [*shown, browser.post("/people", {"word": "salma"}, follow=True)]:
            page = answer.content.decode()
            assert "Salma" in page
            assert "Not open to you" in page
            for word in ("ocial assistance", "Risk not judged yet", "Female", "1990", "Arabic<"):
                assert word not in page

    @pytest.mark.parametrize("level", Level)
    @pytest.mark.parametrize("release", [True, False])
    @pytest.mark.parametrize("name", ["carine", "omar"])
    def test_the_sight_of_terms_is_the_sight_that_the_wall_gives(
        self, world: World, case: Case, level: Level, release: bool, name: str
    ) -> None:
        """The page of sharing asks `Sight.under` what its receiver will see."""
        who, chosen = world.named(name), {DataClass.IDENTITY} | ({DataClass.STATUS} if release else set())
        terms = make.terms(*chosen, level=level, basis=Basis.COURT_ORDER, release=release)
        make.share(world.amal, case, who, terms)
        with standing(who):
            seen = sights(who, [case.pk])[case.pk]
            assert Sight.under(terms, Agency.objects.get(pk=who.agency_id)) == seen

    def test_before_the_police_status_is_not_even_promised(self, world: World) -> None:
        terms = make.terms(DataClass.IDENTITY, DataClass.STATUS, basis=Basis.CONSENT, release=True)
        police = Agency.objects.get(pk=world.omar.agency_id)
        assert Sight.under(terms, police).classes == {DataClass.PUBLIC_STAT, DataClass.IDENTITY}


class TestHolds:
    """What keeps a case open tells where somebody is: it stays with those who work on the case."""

    @pytest.fixture(autouse=True)
    def bed(self, world: World, case: Case) -> None:
        actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="bed-7")

    @pytest.mark.parametrize("name", ["carine", "omar"])
    def test_no_other_agency_is_told(self, world: World, case: Case, name: str) -> None:
        who = world.named(name)
        make.share(world.amal, case, who)
        with standing(who):
            assert queries.case_file(who, case.pk).holds == []
            assert not CaseHold.objects.exists(), "the database keeps them back too"
            assert not CaseHoldHistory.objects.exists()
        page = people.signed_in(who).get(f"/cases/{case.pk}/file").content.decode()
        assert (STORY in page, "an occupied bed" in page.lower()) == (True, False)

    def test_nor_a_colleague_who_was_given_the_file(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.huda)
        with standing(world.huda):
            assert queries.case_file(world.huda, case.pk).holds == []

    @pytest.mark.parametrize("name", ["amal", "bashir"])
    def test_those_who_work_on_it_are(self, world: World, case: Case, name: str) -> None:
        who = world.named(name)
        with standing(who):
            assert queries.case_file(who, case.pk).holds == [HoldKind.BED]


class TestWhyNot:
    @pytest.mark.parametrize("basis_id", ["", "  ", "two words", "x" * 65])
    def test_refused_without_the_code_of_a_basis(self, world: World, case: Case, basis_id: str) -> None:
        terms = make.terms()
        terms = type(terms)(terms.classes, terms.basis, basis_id, terms.purpose)
        with pytest.raises(Refused) as refused:
            make.share(world.amal, case, world.carine, terms)
        assert refused.value.reason.code == "basis_missing"

    def test_refused_where_nothing_is_chosen(self, world: World, case: Case) -> None:
        terms = make.terms()
        terms = type(terms)(frozenset(), terms.basis, terms.basis_id, terms.purpose)
        with pytest.raises(Refused) as refused:
            make.share(world.amal, case, world.carine, terms)
        assert refused.value.reason.code == "nothing_to_share"

    def test_refused_where_a_summary_is_to_tell_what_happened(self, world: World, case: Case) -> None:
        with pytest.raises(Refused) as refused:
            make.share(world.amal, case, world.carine, make.terms(DataClass.NARRATIVE, level=Level.SUMMARY))
        assert refused.value.reason.code == "summary_tells_no_story"

    def test_refused_where_it_ended_before_it_began(self, world: World, case: Case) -> None:
        with pytest.raises(Refused) as refused:
            make.share(world.amal, case, world.carine, make.terms(until=clock.now()))
        assert refused.value.reason.code == "ends_in_the_past"

    def test_refused_where_it_is_shared_on_this_basis_already(self, world: World, case: Case) -> None:
        terms = make.share(world.amal, case, world.carine)
        with pytest.raises(Refused) as refused:
            make.share(world.amal, case, world.carine, terms)
        assert refused.value.reason.code == "already_shared"

    @pytest.mark.parametrize("data_class", [DataClass.STATUS, DataClass.PLACE])
    @pytest.mark.parametrize("basis", Basis)
    def test_the_firewall_stands_before_the_police(
        self, world: World, case: Case, data_class: DataClass, basis: Basis
    ) -> None:
        with pytest.raises(Refused) as refused:
            make.share(world.amal, case, world.omar, make.terms(data_class, basis=basis))
        assert refused.value.reason.code == "firewall"
        assert shared_with(world.omar) == []
        assert wraps(case) == 0

    @pytest.mark.parametrize("basis", [Basis.CONSENT, Basis.PUBLIC_DUTY])
    def test_a_release_needs_more_than_consent(self, world: World, case: Case, basis: Basis) -> None:
        with pytest.raises(Refused):
            make.share(world.amal, case, world.omar, make.terms(DataClass.STATUS, basis=basis, release=True))

    @pytest.mark.parametrize("basis", [Basis.VITAL_INTEREST, Basis.COURT_ORDER, Basis.MANDATORY_REPORT])
    def test_a_named_release_goes_through(self, world: World, case: Case, basis: Basis) -> None:
        terms = make.terms(DataClass.IDENTITY, DataClass.STATUS, basis=basis, release=True)
        make.share(world.amal, case, world.omar, terms)
        assert reads(world.omar, case) == ("سلمى", "", Residence.MIGRANT)

    def test_what_names_no_status_reaches_the_police(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.omar, make.terms(DataClass.IDENTITY))
        assert reads(world.omar, case) == ("سلمى", "", "")


class TestEnding:
    def test_everything_on_the_basis_ends_keys_included(self, world: World, case: Case) -> None:
        terms = make.share(world.amal, case, world.carine)
        assert wraps(case) > 0
        actions.end_share(world.amal, case.pk, basis=terms.basis, basis_id=terms.basis_id)
        assert (shared_with(world.carine), wraps(case)) == ([], 0)
        with pytest.raises(Missing):
            reads(world.carine, case)

    def test_what_rests_on_another_basis_stays(self, world: World, case: Case) -> None:
        terms = make.share(world.amal, case, world.carine)
        make.share(world.amal, case, world.carine, make.terms(DataClass.NARRATIVE, basis=Basis.VITAL_INTEREST))
        actions.end_share(world.amal, case.pk, basis=terms.basis, basis_id=terms.basis_id)
        assert reads(world.carine, case) == ("", STORY, "")

    def test_a_basis_that_covers_a_file_out_of_sight_ends_there_too(self, world: World, case: Case) -> None:
        terms = make.share(world.amal, case, world.carine)
        other = make.case(world.huda)
        make.share(world.huda, other, world.carine, terms)
        actions.end_share(world.amal, case.pk, basis=terms.basis, basis_id=terms.basis_id)
        assert shared_with(world.carine) == []

    def test_what_another_agency_named_alike_stays_and_is_not_noticed(self, world: World, case: Case) -> None:
        terms = make.terms(basis=Basis.PUBLIC_DUTY, basis_id="article-5")
        theirs = make.case(world.dima)
        make.share(world.dima, theirs, world.huda, terms)
        make.share(world.amal, case, world.carine, terms)
        actions.end_share(world.amal, case.pk, basis=terms.basis, basis_id=terms.basis_id)
        assert shared_with(world.carine) == []
        assert [card.id for card in shared_with(world.huda)] == [theirs.pk]

    @pytest.mark.parametrize("basis", [Basis.CONSENT, Basis.COURT_ORDER])
    def test_a_basis_on_which_nothing_rests_is_missing(self, world: World, case: Case, basis: Basis) -> None:
        with pytest.raises(Missing):
            actions.end_share(world.amal, case.pk, basis=basis, basis_id="never")

    def test_a_receiver_does_not_end_it(self, world: World, case: Case) -> None:
        terms = make.share(world.amal, case, world.carine)
        with pytest.raises(Missing):
            actions.end_share(world.carine, case.pk, basis=terms.basis, basis_id=terms.basis_id)
        assert len(shared_with(world.carine)) == 1


class TestShowing:
    def test_the_own_agency_sees_what_it_gave(self, world: World, case: Case) -> None:
        terms = make.share(world.amal, case, world.carine)
        with standing(world.bashir):
            assert [grant.basis_id for grant in grants_on(world.bashir, case.pk)] == [terms.basis_id]

    def test_the_receiver_sees_no_list_of_receivers(self, world: World, case: Case) -> None:
        make.share(world.amal, case, world.carine)
        make.share(world.amal, case, world.omar, make.terms(DataClass.IDENTITY))
        with standing(world.carine):
            assert grants_on(world.carine, case.pk) == []


def test_what_ends_on_another_file_stands_in_its_trail(world: World) -> None:
    """Also on one that is out of sight of who ended it, and on the record of the person; once each."""
    on = make.terms(basis_id="paper-7")
    ended, other = make.case(world.amal), make.case(world.huda)
    for giver, shared, to in ((world.amal, ended, world.carine), (world.huda, other, world.dima)):
        make.share(giver, shared, to, on)
        make.share(giver, shared, world.dina, on)
    actions.end_share(world.amal, ended.pk, basis=on.basis, basis_id=on.basis_id)
    told = [event.root_id for event in keeper.events("end_share") if event.outcome == "done"]
    assert (len(told), set(told)) == (4, {ended.pk, ended.person_id, other.pk, other.person_id})
    with standing(world.huda):
        assert "end_share" in {line.action for line in trail_of(world.huda, other.pk)}


def test_whoever_loses_another_file_on_the_same_basis_is_told(world: World) -> None:
    on = make.terms(basis_id="paper-7")
    ended, other = make.case(world.amal), make.case(world.amal)
    make.share(world.amal, ended, world.carine, on)
    make.share(world.amal, other, world.dima, on)
    actions.end_share(world.amal, ended.pk, basis=on.basis, basis_id=on.basis_id)
    told = {user for user, _ in keeper.notices(NoticeKind.ACCESS_ENDED)}
    assert told == {world.carine.user_id, world.dima.user_id}
