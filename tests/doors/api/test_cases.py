"""Cases by the API: the same verbs and the same rules as on a page, in the words of programs."""

from collections.abc import Iterator
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest

from jiwar.areas.cases import actions
from jiwar.areas.cases.models import Case, Note
from jiwar.areas.cases.words import CONTACTS, HoldKind, Programme, Risk
from jiwar.doors.api.cases import AskedRisk, GivenNote
from jiwar.ground.access.classes import DataClass, Level
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.access.wall import standing
from tests import keeper, make, people
from tests.partner import NO_HURRY, Partner, partner
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture(autouse=True)
def no_hurry() -> Iterator[None]:
    with NO_HURRY:
        yield


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


@pytest.fixture
def system(world: World) -> Partner:
    return partner(world.amal)


def test_a_list_shows_what_my_work_shows(world: World, case: Case, system: Partner) -> None:
    told = system.get("cases")
    assert told.status == 200
    [item] = told.body["items"]
    assert (item["id"], item["code"], item["status"]) == (str(case.pk), case.code, "active")
    assert item["person"]["first_names"] == {"arab": "سلمى", "latn": "Salma"}
    assert item["owner"]["id"] == str(world.amal.user_id)
    assert told.body["next"] == ""
    assert told.headers["Cache-Control"] == "no-store"
    assert system.get("cases", list="closed").body["items"] == []
    assert system.get("cases", list="team", team_id=str(world.teams["irbid"].pk)).body["items"] == [item]
    assert partner(world.huda).get("cases", list="agency").body["items"] == []
    assert partner(world.bashir).get("cases", list="agency").body["items"][0]["id"] == str(case.pk)


def test_a_list_goes_on_page_by_page(world: World, system: Partner) -> None:
    person = make.person(world.amal)
    made = {str(make.case(world.amal, of=person).pk) for _ in range(53)}
    first = system.get("cases").body
    second = system.get("cases", after=first["next"]).body
    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 3, "")
    assert {item["id"] for item in first["items"] + second["items"]} == made
    assert system.get("cases", after="5~nonsense").body == {"items": [], "next": ""}


def test_a_list_is_narrowed_or_says_that_it_cannot_be(world: World, case: Case, system: Partner) -> None:
    urgent = make.case(world.amal, programme=Programme.CHILD)
    actions.judge_risk(world.amal, urgent.pk, risk=Risk.URGENT, reason="رأيت ذلك", version=urgent.version)

    def ids(**query: str) -> list[str]:
        return [item["id"] for item in system.get("cases", **query).body["items"]]

    assert ids() == [str(urgent.pk), str(case.pk)]
    assert ids(risk="urgent") == ids(programme="child") == [str(urgent.pk)]
    assert ids(risk="unjudged") == [str(case.pk)]
    assert ids(waiting="true") == ids(still="true") == []
    refused = system.get("cases", list="closed", programme="child")
    assert (refused.status, refused.body["fields"][0]["field"]) == (422, "programme")
    assert system.get("cases", list="team").body["fields"][0]["field"] == "team_id"
    assert system.get("cases", risk="enormous").body["fields"][0]["field"] == "risk"
    assert system.get("cases", colour="red").body["fields"][0]["code"] == "extra_forbidden"
    assert system.get("cases", list="covered", user_id=str(world.huda.user_id)).status == 404


def test_a_cover_and_a_file_and_that_the_file_was_opened(world: World, case: Case, system: Partner) -> None:
    actions.note_case(world.amal, case.pk, text="زيارة أولى")
    actions.place_hold(world.amal, case.pk, kind=HoldKind.HEARING, ref="h")
    cover = system.get("case", case.pk)
    assert cover.headers["ETag"] == f'"{cover.body["version"]}"'
    told = system.get("case-file", case.pk)
    assert told.body["notes"][0]["text"] == "زيارة أولى"
    assert told.body["holds"] == ["hearing"]
    assert told.body["case"] == cover.body
    opened = keeper.rows("select door, outcome from public.audit_event where action = 'case_file'")
    assert opened == [("api", "read")]


def test_a_token_for_reporting_is_told_no_story_and_not_where_somebody_is(world: World, case: Case) -> None:
    actions.note_case(world.amal, case.pk, text="x")
    actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b")
    told = partner(world.amal, Scope.CASES_READ, purpose=TokenPurpose.REPORTING).get("case-file", case.pk)
    assert told.status == 200
    assert (told.body["notes"], told.body["summary"], told.body["case"]["person"]) == ([], "", None)
    assert told.body["holds"] == []
    assert partner(world.amal).get("case-file", case.pk).body["holds"] == ["bed"]


def test_absent_and_not_yours_look_the_same(world: World, case: Case) -> None:
    system = partner(world.dima)

    def answers(case_id: UUID) -> list[tuple[int, Any]]:
        sent = [
            system.get("case", case_id),
            system.get("case-file", case_id),
            system.post("case-notes", case_id, text="x"),
            system.post("case-close", case_id, version=1, outcome="goals_met", summary="x"),
            system.post("case-risk", case_id, version=1, risk="high", reason="xxx"),
            system.post("case-assign", case_id, version=1, owner_id=str(world.dima.user_id)),
            system.post("case-reopen", case_id, version=1, reason="x"),
        ]
        return [(told.status, {**told.body, "request": ""}) for told in sent]

    assert answers(case.pk) == answers(uuid4())
    assert {status for status, _ in answers(case.pk)} == {404}


def test_a_case_is_opened_noted_judged_assigned_closed_and_reopened(world: World, system: Partner) -> None:
    person = make.person(world.amal)
    made = system.post("cases", person_id=person.pk, programme="general", owner_id=str(world.amal.user_id))
    assert made.status == 201
    assert made.headers["Location"] == f"/api/v1/cases/{made.body['id']}"
    case_id = UUID(made.body["id"])
    assert system.post("case-notes", case_id, text="أول لقاء", occasion="visit").status == 201
    version = system.get("case", case_id).body["version"]
    judged = system.post("case-risk", case_id, version=version, risk="high", reason="رأيت ذلك")
    assert (judged.status, judged.headers["ETag"]) == (200, f'"{version + 1}"')
    given = system.post("case-assign", case_id, version=version + 1, owner_id=str(world.amal.user_id))
    assert given.status == 200
    closed = system.post(
        "case-close", case_id, version=given.body["version"], outcome="goals_met", summary="بلغنا الهدف"
    )
    assert closed.status == 200
    again = system.post("case-reopen", case_id, version=closed.body["version"], reason="عادت")
    assert again.status == 200
    file = system.get("case-file", case_id).body
    assert file["case"]["status"] == "active"
    assert [note["occasion"] for note in file["notes"]] == ["reopened", "risk", "visit"]
    doors = keeper.rows("select distinct door from public.audit_event where action in ('close_case', 'open_case')")
    assert doors == [("api",)]


def test_a_rule_says_no_with_its_code_and_the_field_that_mends_it(world: World, case: Case, system: Partner) -> None:
    actions.place_hold(world.amal, case.pk, kind=HoldKind.HEARING, ref="h")
    held = system.post("case-close", case.pk, version=case.version, outcome="goals_met", summary="x")
    assert (held.status, held.body["code"], held.body["fields"]) == (409, "held", [])
    assert "a hearing ahead" in held.body["title"]
    assert held.headers["Content-Type"] == "application/problem+json"
    late = system.post("case-notes", case.pk, text="x", happened_on="2999-01-01")
    assert (late.status, late.body["fields"][0]["field"]) == (409, "happened_on")
    stranger = system.post("case-assign", case.pk, version=case.version, owner_id=str(world.carine.user_id))
    assert (stranger.status, stranger.body["fields"][0]["field"]) == (409, "owner_id")
    refused = keeper.rows("select reason, door from public.audit_event where action = 'close_case'")
    assert refused == [("held", "api")]


def test_words_come_in_the_language_that_is_asked_for(world: World, case: Case) -> None:
    arabic, english = partner(world.amal, language="ar"), partner(world.amal, language="en")
    titles = [one.post("case-notes", case.pk, text=" ").body["title"] for one in (arabic, english)]
    assert titles == ["المطلوب كتابة الملاحظة أولًا.", "Write the note first."]
    missing = [one.post("case-notes", case.pk).body["fields"][0]["title"] for one in (arabic, english)]
    assert missing[1] == "This is needed."
    assert missing[0] != missing[1]


def test_who_saves_second_is_told_the_version_of_now(world: World, case: Case, system: Partner) -> None:
    sent = {"outcome": "goals_met", "summary": "x"}
    before = case.version
    actions.note_case(world.amal, case.pk, text="x")
    stale = system.post("case-close", case.pk, version=before, **sent)
    assert (stale.status, stale.body["code"], stale.body["version"]) == (412, "stale", before + 1)
    assert system.post("case-close", case.pk, version=before + 1, **sent).status == 200


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "1.5", '"*"', "99999999999", "٣"])
def test_a_change_names_the_version_it_starts_from(case: Case, system: Partner, version: str) -> None:
    headers = {"if-match": version.encode().decode("latin-1")} if version else {}
    told = system.ask("POST", f"/api/v1/cases/{case.pk}/close", body=b'{"outcome":"died","summary":"x"}', **headers)
    assert (told.status, told.body["fields"][0]["field"]) == (422, "If-Match")


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({}, "text", "missing"),
        ({"text": 5}, "text", "string_type"),
        ({"text": "x\0y"}, "text", "unstorable"),
        ({"text": "x" * 20_001}, "text", "string_too_long"),
        ({"text": "x", "occasion": "risk"}, "occasion", "literal_error"),
        ({"text": "x", "happened_on": "yesterday"}, "happened_on", "date_from_datetime_parsing"),
        ({"text": "x", "colour": "red"}, "colour", "extra_forbidden"),
    ],
)
def test_what_cannot_be_read_names_the_field(
    case: Case, system: Partner, sent: dict[str, Any], field: str, code: str
) -> None:
    told = system.post("case-notes", case.pk, **sent)
    assert told.status == 422
    assert [(one["field"], one["code"]) for one in told.body["fields"]] == [(field, code)]
    assert all(one["title"] for one in told.body["fields"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"text": "\\ud800"}', b"[" * 5000])
def test_a_body_that_is_none_is_told_so(case: Case, system: Partner, body: bytes) -> None:
    told = system.ask("POST", f"/api/v1/cases/{case.pk}/notes", body=body)
    assert told.status in {400, 422}
    assert told.body["code"] == "unreadable"


def test_a_body_that_is_too_large_is_refused_at_once(case: Case, system: Partner) -> None:
    told = system.ask("POST", f"/api/v1/cases/{case.pk}/notes", body=b'{"text":"' + b"x" * 3_000_000 + b'"}')
    assert (told.status, told.body["code"]) == (413, "too_large")


def test_what_is_not_there_and_cannot_be_asked_has_the_one_shape(case: Case, system: Partner) -> None:
    nothing, method = system.ask("GET", "/api/v1/nothing"), system.ask("DELETE", f"/api/v1/cases/{case.pk}")
    assert (nothing.status, nothing.body["code"]) == (404, "missing")
    assert (method.status, method.body["code"], method.headers["Allow"]) == (405, "method", "GET")
    assert Partner("").ask("GET", "/api/v1/nothing").status == 401


def test_a_token_opens_what_its_scopes_name_and_nothing_else(world: World, case: Case) -> None:
    reads = partner(world.amal, Scope.CASES_READ)
    assert reads.get("case-file", case.pk).status == 200
    assert reads.get("case", case.pk).body["person"] is None
    assert reads.post("case-notes", case.pk, text="x").status == 403
    assert reads.get("people").status == reads.get("person", case.person_id).status == 403
    writes = partner(world.amal, Scope.CASES_WRITE)
    assert writes.post("case-notes", case.pk, text="x").status == 201
    assert writes.get("case", case.pk).status == writes.get("cases").status == 403
    forbidden = keeper.rows("select distinct reason from public.audit_event where outcome = 'forbidden'")
    assert forbidden == [("case.note",)]


def test_a_token_for_reports_reads_no_story_and_no_person(world: World, case: Case) -> None:
    actions.note_case(world.amal, case.pk, text="قصة")
    system = partner(world.amal, Scope.CASES_READ, purpose=TokenPurpose.REPORTING)
    file = system.get("case-file", case.pk).body
    assert (file["notes"], file["summary"], file["shows_narrative"], file["case"]["person"]) == ([], "", False, None)
    assert file["case"]["programme"] == "general"
    assert "قصة" not in str(file)


def test_a_shared_case_shows_what_was_shared(world: World, case: Case) -> None:
    make.share(world.amal, case, world.carine, make.terms(DataClass.SERVICE, level=Level.SUMMARY))
    system = partner(world.carine)
    [item] = system.get("cases", list="shared").body["items"]
    assert (item["id"], item["person"], item["is_own"], item["may_open"]) == (str(case.pk), None, False, False)
    assert system.get("case-file", case.pk).status == 404
    assert system.post("case-notes", case.pk, text="x").status == 404


def test_a_failure_has_the_one_shape_is_recorded_and_undone(
    world: World, case: Case, system: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        actions.note_case(people.again("amal"), case.pk, text="half")
        raise ZeroDivisionError("سلمى")

    with monkeypatch.context() as patched:
        patched.setattr("jiwar.doors.api.cases.actions.judge_risk", fail)
        told = system.post("case-risk", case.pk, version=case.version, key="k", risk="high", reason="xxx")
    assert (told.status, told.body["code"]) == (500, "failed")
    assert "سلمى" not in told.raw.decode()
    with standing(world.amal):
        assert not Note.objects.exists()
    failed = keeper.rows("select door, reason, actor from public.audit_event where outcome = 'failed'")
    assert failed == [("api", "ZeroDivisionError", world.amal.user_id)]
    judged = system.post("case-risk", case.pk, version=case.version, key="k", risk="high", reason="xxx")
    assert judged.status == 200, judged.body


def test_what_is_chosen_from_is_what_the_forms_offer() -> None:
    assert GivenNote.model_json_schema()["properties"]["occasion"]["enum"] == [one.value for one in CONTACTS]
    assert get_args(AskedRisk.__value__) == (*Risk.values, "unjudged")


def test_colleagues_and_teams_to_whom_a_case_can_be_given(world: World, system: Partner) -> None:
    names = {one["name_en"] for one in system.get("colleagues").body}
    assert names == {"Amal", "Bashir", "Huda"}
    assert {one["id"] for one in system.get("teams").body} == {str(world.teams[name].pk) for name in ("irbid", "amman")}
    assert partner(world.amal, Scope.PEOPLE_READ).get("colleagues").status == 403
