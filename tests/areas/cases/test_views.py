"""The steps of a case through its pages: read, refused, stale, done."""

from datetime import timedelta

import pytest
from django.test import Client

from jiwar.areas.cases import actions
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import HoldKind, Number, Occasion, Risk
from jiwar.ground.access.wall import standing
from jiwar.ground.base import clock
from jiwar.ground.base.clock import frozen
from jiwar.ground.base.clock import now as now_
from tests import make
from tests.areas.cases.test_facts import INCIDENT, TRAFFICKING
from tests.people import BOTH_SIDES, PASSWORD, World, gather, signed_in

pytestmark = BOTH_SIDES
SUMMARY = "استعادت جواز السفر <b>وعادت</b> إلى عملها"


@pytest.fixture
def world() -> World:
    return gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


def send(client: Client, path: str, **values: object) -> tuple[int, str, str]:
    answer = client.post(path, values)
    return answer.status_code, answer.get("Location", ""), answer.content.decode()


def now(world: World, case: Case) -> Case:
    with standing(world.bashir):
        return Case.objects.get(pk=case.pk)


def test_a_case_is_opened_noted_assigned_closed_and_reopened(world: World) -> None:
    person, client = make.person(world.amal), signed_in(world.amal)
    status, path, _ = send(client, f"/people/{person.pk}/cases/new", programme="general", mine="on")
    assert status == 303
    with standing(world.amal):
        case = Case.objects.get(person=person)
    assert path == f"/cases/{case.pk}"
    assert send(client, f"{path}/note", **make.note_form("اتصلت بها"))[:2] == (303, path)
    assert send(client, f"{path}/risk", risk="high", reason="هُدّدت أمس", version=now(world, case).version)[:2] == (
        303,
        path,
    )
    bashir = signed_in(world.bashir)
    version = now(world, case).version
    assert send(bashir, f"{path}/assign", owner=world.huda.user_id, version=version)[:2] == (303, "/")
    assert client.get(path).status_code == 404
    version = now(world, case).version
    closing = {"outcome": "goals_met", "summary": SUMMARY, "version": version}
    assert send(bashir, f"{path}/close", **closing)[:2] == (303, path)
    assert now(world, case).status == "closed"
    version = now(world, case).version
    assert send(bashir, f"{path}/reopen", reason="عادت", version=version)[:2] == (303, path)


def test_a_rule_that_says_no_keeps_every_word(world: World, case: Case) -> None:
    actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="B-1")
    path, version = f"/cases/{case.pk}/close", now(world, case).version
    status, _, text = send(signed_in(world.amal), path, outcome="goals_met", summary=SUMMARY, version=version)
    assert status == 409
    assert "The case cannot be closed yet: an occupied bed." in text
    assert "&lt;b&gt;وعادت&lt;/b&gt;" in text


def test_what_cannot_be_read_is_said_at_its_field(world: World, case: Case) -> None:
    status, _, text = send(signed_in(world.amal), f"/cases/{case.pk}/note", **make.note_form(""))
    assert status == 422
    assert 'href="#id_text"' in text
    assert "Fill in: Note" in text
    assert send(signed_in(world.amal), f"/cases/{case.pk}/note", **make.note_form("a\x00b"))[0] == 422


def test_somebody_saved_first_and_no_text_is_lost(world: World, case: Case) -> None:
    path, old = f"/cases/{case.pk}/close", case.version
    actions.note_case(world.amal, case.pk, text="قبلها")
    client = signed_in(world.bashir)
    status, _, text = send(client, path, outcome="declined", summary=SUMMARY, version=old)
    assert status == 409
    assert "This was changed while you were writing" in text
    assert "&lt;b&gt;وعادت&lt;/b&gt;" in text
    assert f'name="version" value="{now(world, case).version}"' in text
    again = {"outcome": "declined", "summary": SUMMARY, "version": now(world, case).version}
    assert send(client, path, **again)[0] == 303


def share(world: World, **values: object) -> dict[str, object]:
    usual = {"to": world.carine.agency_id, "level": "full", "classes": ["identity", "narrative"], "until": "1/6/2040"}
    return {**usual, "purpose": "protection", "basis_kind": "consent", "basis_id": "c-17", "step": "show", **values}


def test_a_share_is_shown_before_it_is_made(world: World, case: Case) -> None:
    actions.note_case(world.amal, case.pk, text="تريد جواز سفرها")
    client, path = signed_in(world.amal), f"/cases/{case.pk}/share"
    _, _, text = send(client, path, **share(world, level="summary", classes=["service"]))
    assert "سلمى" not in text
    assert "Salma" not in text
    _, _, text = send(client, path, **share(world))
    for seen in ("Abdulrahman Al-Khatib", "تريد جواز سفرها", "بعد السادسة", "C-17", "1 Jun 2040"):
        assert seen in text
    assert "Migrant worker" not in text
    assert signed_in(world.carine).get(f"/cases/{case.pk}").status_code == 404
    assert send(client, path, **share(world, step="change"))[2].count("Share now") == 0
    assert send(client, path, **share(world, step="share"))[0] == 303
    assert signed_in(world.carine).get(f"/cases/{case.pk}/file").status_code == 200


@pytest.mark.parametrize("service", [True, False])
def test_a_share_shows_on_what_occasion_a_note_was_written_as_its_receiver_sees_it(
    world: World, case: Case, *, service: bool
) -> None:
    """That something kept the case open is told to those who work on it alone: it tells where somebody was."""
    before = clock.today() - timedelta(days=3)
    actions.note_case(world.amal, case.pk, text="في بيت أختها", occasion=Occasion.VISIT, happened_on=before)
    actions.judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason="هُدّدت أمس", version=now(world, case).version)
    held = actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b-1")
    actions.drop_hold(world.bashir, case.pk, hold_id=held.pk, reason="غادرت")
    own = signed_in(world.amal).get(f"/cases/{case.pk}/file").content.decode()
    client, path = signed_in(world.amal), f"/cases/{case.pk}/share"
    terms = share(world, classes=["narrative", *(["service"] if service else [])])
    shown = send(client, path, **terms)[2].split('class="sight"')[1].split("</section>")[0]
    assert send(client, path, **{**terms, "step": "share"})[0] == 303
    seen = signed_in(world.carine).get(f"/cases/{case.pk}/file").content.decode()
    words = {"Home visit": True, "of what happened on": True, "Risk judged: high risk": service, "Hold cleared": False}
    for word, told in words.items():
        assert word in own
        assert (word in shown, word in seen) == (told, told), word


def test_what_a_share_shows_is_what_its_receiver_sees(world: World) -> None:
    """The sight is composed here, the file by the queries: they must not drift apart."""
    case = make.closed_case(world.amal, summary=SUMMARY)
    client, path = signed_in(world.amal), f"/cases/{case.pk}/share"
    several = (["service"], ["identity"], ["service", "identity"], ["identity", "status"], ["narrative"])
    for number, classes in enumerate(several):
        for level in ("summary", "full"):
            values = share(world, classes=classes, level=level, basis_id=f"C-{number}-{level}")
            shown = send(client, path, **values)[2].split('class="sight"')[1].split("</section>")[0]
            send(client, path, **{**values, "step": "share"})
            carine = signed_in(world.carine)
            seen = carine.get(f"/cases/{case.pk}").content.decode()
            seen += carine.get(f"/people/{case.person_id}").content.decode()
            if level == "full":
                seen += carine.get(f"/cases/{case.pk}/file").content.decode()
                seen += carine.get(f"/people/{case.person_id}/file").content.decode()
            for word in ("Salma", "Al-Khatib", "بعد السادسة", "Migrant worker", *SERVICE, SUMMARY[:20]):
                assert (word.lower() in shown.lower()) == (word.lower() in seen.lower()), (word, classes, level)
            end_all(client, case)


def test_a_share_shows_what_is_known_of_the_case_as_its_receiver_sees_it(world: World, case: Case) -> None:
    """Nothing of it leaves without the story, not a code; with the story its owner reads it before."""
    actions.state_trafficking(world.amal, case.pk, facts=TRAFFICKING, version=0)
    actions.note_incident(world.amal, case.pk, facts=INCIDENT)
    actions.note_number(world.amal, case.pk, number=Number("partner", "NRM-2026-0042"))
    client, path = signed_in(world.amal), f"/cases/{case.pk}/share"
    words = ("Debt bondage", "مكتب في العاصمة", "أُخذ جوازها", "Jordan", "NRM-2026-0042")
    held_back = "what was done to the person, how the case came, its plan, incidents and who took part"
    full = dict.fromkeys(("Debt bondage", "Jordan"), ("narrative", "service"))
    needed = full | {"مكتب في العاصمة": ("narrative",), "أُخذ جوازها": ("narrative",)}
    for number, classes in enumerate((["service", "identity"], ["narrative"], ["narrative", "service"])):
        values = share(world, classes=classes, basis_id=f"C-{number}")
        shown = send(client, path, **values)[2].split('class="sight"')[1].split("</section>")[0]
        assert send(client, path, **{**values, "step": "share"})[0] == 303
        seen = signed_in(world.carine).get(f"/cases/{case.pk}/facts").content.decode()
        for word in words:
            told = word in needed and set(needed[word]) <= set(classes)
            assert (word in shown, word in seen) == (told, told), (word, classes)
        assert (held_back in shown) == ("narrative" not in classes)
        assert "numbers of the case in other systems" in shown
        end_all(client, case)


SERVICE = ("social assistance", "Risk not judged yet", "goals met", "Amal", "Female", "1990", "Arabic")
"""What is needed and offered, of a case that was closed by Amal."""


def end_all(client: Client, case: Case) -> None:
    text = client.get(f"/cases/{case.pk}/file").content.decode()
    for part in text.split(f'href="/cases/{case.pk}/shares/')[1:]:
        assert client.post(f"/cases/{case.pk}/shares/{part.split('/')[0]}/end").status_code == 303


def test_the_firewall_speaks_on_the_form(world: World, case: Case) -> None:
    values = share(world, to=world.omar.agency_id, classes=["service", "status"], step="share")
    status, _, text = send(signed_in(world.amal), f"/cases/{case.pk}/share", **values)
    assert status == 409
    assert "never receive status, place or shelter" in text


def test_conflict_and_seal_close_the_file(world: World, case: Case) -> None:
    path = f"/cases/{case.pk}"
    amal, bashir, ghada = (signed_in(who) for who in (world.amal, world.bashir, world.ghada))
    assert send(bashir, f"{path}/conflict", user=world.amal.user_id)[:2] == (303, "/")
    assert amal.get(path).status_code == 404
    assert amal.get(f"{path}/seal").status_code == 403
    assert send(bashir, f"{path}/seal")[:2] == (303, "/second-look")
    assert bashir.get(path).status_code == 200
    assert decide(bashir, step="confirm") == 404
    assert decide(ghada, step="confirm") == 303
    assert bashir.get(path).status_code == 404
    assert case.code in bashir.get("/second-look").content.decode()
    assert bashir.get(f"{path}/unseal").status_code == 200
    assert send(bashir, f"{path}/unseal")[:2] == (303, "/second-look")
    assert decide(ghada, step="reject") == 303
    assert bashir.get(path).status_code == 404
    send(bashir, f"{path}/unseal")
    assert decide(ghada, step="confirm") == 303
    assert bashir.get(path).status_code == 200
    assert send(bashir, f"{path}/unseal")[0] == 404


def decide(client: Client, *, step: str) -> int:
    """Decide what waits first."""
    href = client.get("/second-look").content.decode().split('href="/second-look/seals/')[1].split('"')[0]
    return client.post(f"/second-look/seals/{href}", {"step": step}).status_code


def test_an_emergency_from_the_code_to_the_judgement(world: World, case: Case) -> None:
    huda, amal, ghada = signed_in(world.huda), signed_in(world.amal), signed_in(world.ghada)
    path, values = f"/cases/{case.pk}", {"code": case.code.lower(), "category": "life", "minutes": "30"}
    assert send(huda, "/emergency", **values, reason="short")[0] == 409
    assert send(huda, "/emergency", **values, reason=SUMMARY)[:2] == (303, path)
    shown = huda.get(path).content.decode()
    assert "Open in an emergency until" in shown
    assert "/assign" not in shown
    assert send(huda, f"{path}/note", **make.note_form("نُقلت"))[0] == 303
    assert huda.get(f"{path}/assign").status_code == 404
    assert huda.get(f"/people/{case.person_id}/correct").status_code == 404
    assert "has this file open in an emergency" in amal.get(path).content.decode()
    assert "opened the file in an emergency" in amal.get(f"{path}/trail").content.decode()
    close = path + "/emergency/" + shown.split("/emergency/")[1].split('"')[0]
    assert send(huda, close)[:2] == (303, "/")
    assert huda.get(path).status_code == 404
    listed = ghada.get("/second-look").content.decode()
    assert case.code in listed
    assert "استعادت" not in listed
    review = listed.split('href="/second-look/openings/')[1].split('"')[0]
    assert "sealed with the file" in ghada.get(f"/second-look/openings/{review}").content.decode()
    assert "&lt;b&gt;وعادت" in signed_in(world.bashir).get(f"/second-look/openings/{review}").content.decode()
    assert send(ghada, f"/second-look/openings/{review}", verdict="justified")[:2] == (303, "/second-look")
    assert "justified" in huda.get("/emergency").content.decode()


def test_the_proof_of_identity_is_asked_for_again_after_five_minutes(world: World) -> None:
    huda = signed_in(world.huda)
    with frozen(now_() + timedelta(minutes=6)):
        answer = huda.get("/emergency")
        assert answer.headers["Location"] == "/prove?next=%2Femergency"
        assert send(huda, "/prove?next=%2Femergency", password="wrong")[0] == 422
        assert send(huda, "/prove?next=%2Femergency", password=PASSWORD)[:2] == (303, "/emergency")
        assert huda.get("/emergency").status_code == 200


def test_who_can_see_a_file_and_why(world: World, case: Case) -> None:
    make.share(world.amal, case, world.carine)
    actions.declare_conflict(world.bashir, case.pk, user_id=world.huda.user_id)
    path = f"/cases/{case.pk}"
    told = signed_in(world.amal).get(f"{path}/who").content.decode()
    for words in (
        "Amal",
        "Is responsible for the file",
        "Bashir",
        "Supervises the agency",
        "Carine",
        "Shared on the basis",
    ):
        assert words in told
    assert "Huda" not in told
    assert signed_in(world.carine).get(f"{path}/who").status_code == 404
    actions.declare_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
    bashir = signed_in(world.bashir)
    told = bashir.get(f"{path}/who").content.decode()
    assert "Kept out by a conflict" in told
    why = bashir.get(f"{path}/why?user={world.amal.user_id}").content.decode()
    assert "Cannot see this file" in why
    assert "A conflict of interest is declared" in why
    assert bashir.get(f"{path}/why?user={world.bashir.user_id}").content.decode().count("Can see this file") == 1
    assert signed_in(world.dina).get(f"{path}/why?user={world.dina.user_id}").status_code == 404
    assert send(bashir, f"{path}/conflict/{world.amal.user_id}/lift")[:2] == (303, f"{path}/who")
    assert signed_in(world.amal).get(path).status_code == 200


def test_erasing_asks_for_the_code_and_for_closed_cases(world: World, case: Case) -> None:
    person, client = case.person_id, signed_in(world.bashir)
    path = f"/people/{person}/erase"
    assert signed_in(world.amal).get(path).status_code == 403
    code = client.get(f"/people/{person}").content.decode().split('class="code" dir="ltr">')[1].split("<")[0]
    values = {"reason": "asked", "code": code.lower(), "version": 1}
    assert send(client, path, **{**values, "code": "P-XXXXXX"})[0] == 422
    status, _, text = send(client, path, **values)
    assert status == 409
    assert "still open" in text
    with standing(world.bashir):
        current = Case.objects.get(pk=case.pk)
    actions.close_case(world.bashir, case.pk, outcome="mistake", summary="x", version=current.version)  # type: ignore[arg-type]
    assert send(client, path, **values)[0] == 303
    text = client.get(f"/people/{person}").content.decode()
    assert "Erased record" in text
    assert "Salma" not in text
