"""What is known of a case through its pages: typed, refused, stale, shown in words."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.forms import facts_form
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import HTCDS, Incident, Intake, Perpetrator, Programme, SupportPlan, Trafficking
from jiwar.areas.cases.words.telling import lines_of
from jiwar.ground.access.wall import standing
from jiwar.ground.base.markup import markup
from tests import make
from tests.areas.cases.test_facts import INCIDENT, INTAKE, PERPETRATOR, SUPPORT, TRAFFICKING
from tests.people import BOTH_SIDES, World, gather, signed_in

pytestmark = BOTH_SIDES


@pytest.fixture
def world() -> World:
    return gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal, programme=Programme.TRAFFICKING)


def known(world: World, case: Case) -> queries.CaseFacts:
    with standing(world.amal):
        return queries.facts_of(world.amal, case.pk)


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def sent_by(html: str) -> dict[str, Any]:
    """What a browser would send of the form on this page, untouched."""
    values: dict[str, list[str]] = {}
    form = re.search(r"<form class=\"form.*?</form>", html, re.DOTALL)
    assert form is not None
    for tag in re.findall(r"<input[^>]*>", form[0]):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if told.get("type") not in {"checkbox", "radio"} or re.search(r"\bchecked\b", tag):
            values.setdefault(told.get("name", ""), []).append(
                told.get("value", "on" if told.get("type") == "checkbox" else "")
            )
    for name, body in re.findall(r'<textarea name="([\w-]+)"[^>]*>\n?(.*?)</textarea>', form[0], re.DOTALL):
        values.setdefault(name, []).append(body.replace("\n", "\r\n"))
    for name, body in re.findall(r'<select name="([\w-]+)".*?>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*\bselected', body)
        values.setdefault(name, []).append(chosen[1] if chosen else "")
    values.pop("csrfmiddlewaretoken", None)
    return values


class TestStating:
    def test_what_is_typed_is_kept_and_shown_in_words(self, world: World, case: Case) -> None:
        client, path = signed_in(world.amal), f"/cases/{case.pk}/facts/trafficking"
        sent = {
            "version": 0,
            "methods_of_control": ["DebtBondage", "PhysicalThreats"],
            "age_when_trafficked": "١٦",
            "agreement_to_manage_personal_data": "no",
            "location_of_exploitation": "مزرعة <b>",
        }
        answer = client.post(path, sent)
        assert (answer.status_code, answer["Location"]) == (303, f"/cases/{case.pk}/facts")
        stated = known(world, case).trafficking
        assert stated is not None
        assert stated.facts == Trafficking(
            methods_of_control=("PhysicalThreats", "DebtBondage")
            if stated.facts.methods_of_control[0] == "PhysicalThreats"
            else ("DebtBondage", "PhysicalThreats"),
            age_when_trafficked=16,
            agreement_to_manage_personal_data=False,
            location_of_exploitation="مزرعة <b>",
        )
        shown = text_of(client, f"/cases/{case.pk}/facts")
        with translation.override("en"):
            for line in lines_of(stated.facts):
                assert str(markup("%s", line.text)) in shown
        assert "DebtBondage" not in shown

    @pytest.mark.parametrize(("key", "facts"), [("trafficking", TRAFFICKING), ("intake", INTAKE), ("support", SUPPORT)])
    def test_a_page_that_is_sent_untouched_changes_nothing(
        self, world: World, case: Case, key: str, facts: Any
    ) -> None:
        getattr(actions, f"state_{key}")(world.amal, case.pk, facts=facts, version=0)
        client, path = signed_in(world.amal), f"/cases/{case.pk}/facts/{key}"
        assert client.post(path, sent_by(text_of(client, path))).status_code == 303
        stated = getattr(known(world, case), key)
        assert (stated.facts, stated.version) == (facts, 2)

    def test_what_is_emptied_is_gone_and_the_rest_stays(self, world: World, case: Case) -> None:
        actions.state_intake(world.amal, case.pk, facts=INTAKE, version=0)
        client, path = signed_in(world.amal), f"/cases/{case.pk}/facts/intake"
        sent = sent_by(text_of(client, path))
        sent["case_owner"] = [""]
        sent["incoming_referral_date"] = ["28/3/2026"]
        sent.pop("follow_up")
        assert client.post(path, sent).status_code == 303
        stated = known(world, case).intake
        assert stated is not None
        assert (stated.facts.case_owner, stated.facts.follow_up) == ("", False)
        assert str(stated.facts.incoming_referral_date) == "2026-03-28"
        assert stated.facts.incoming_referral_details == INTAKE.incoming_referral_details

    def test_a_refused_form_shows_what_was_typed(self, world: World, case: Case) -> None:
        client, path = signed_in(world.amal), f"/cases/{case.pk}/facts/trafficking"
        sent = {
            "version": 0,
            "age_when_trafficked": "sixteen",
            "methods_of_control": ["DebtBondage"],
            "trafficking_status": "ActualVictimOfTrafficking",
            "details_of_vulnerabilities": "سطر أول",
        }
        answer = client.post(path, sent)
        html = answer.content.decode()
        assert answer.status_code == 422
        again = sent_by(html)
        for name, value in sent.items():
            assert again[name] == (value if isinstance(value, list) else [str(value)])
        assert 'href="#id_age_when_trafficked"' in html
        assert known(world, case).trafficking is None

    def test_a_code_that_is_none_is_refused(self, world: World, case: Case) -> None:
        path = f"/cases/{case.pk}/facts/trafficking"
        for name in ("trafficking_status", "methods_of_control"):
            answer = signed_in(world.amal).post(path, {"version": 0, name: "Invented"})
            assert answer.status_code == 422

    def test_who_saves_second_sees_both_and_undoes_nothing(self, world: World, case: Case) -> None:
        actions.state_trafficking(world.amal, case.pk, facts=TRAFFICKING, version=0)
        client, path = signed_in(world.amal), f"/cases/{case.pk}/facts/trafficking"
        sent = sent_by(text_of(client, path))
        other = Trafficking(methods_of_control=("Other",), location_of_recruitment="غيّرها آخر")
        actions.state_trafficking(world.amal, case.pk, facts=other, version=1)
        sent["details_of_vulnerabilities"] = ["كتبتها أنا"]
        answer = client.post(path, sent)
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "غيّرها آخر" in html
        assert "كتبتها أنا" in html
        assert client.post(path, sent_by(html)).status_code == 303
        stated = known(world, case).trafficking
        assert stated is not None
        assert stated.facts == Trafficking(
            methods_of_control=("Other",),
            location_of_recruitment="غيّرها آخر",
            details_of_vulnerabilities="كتبتها أنا",
        )

    def test_two_who_state_first_see_both(self, world: World, case: Case) -> None:
        client, path = signed_in(world.amal), f"/cases/{case.pk}/facts/support"
        sent = sent_by(text_of(client, path)) | {"objectives": ["الثاني"]}
        actions.state_support(world.amal, case.pk, facts=SupportPlan(objectives="الأول"), version=0)
        answer = client.post(path, sent)
        assert answer.status_code == 409
        assert "الأول" in answer.content.decode()


class TestSeveral:
    def test_incidents_are_added_corrected_and_taken_out(self, world: World, case: Case) -> None:
        client, path = signed_in(world.amal), f"/cases/{case.pk}/incidents"
        sent = {"version": 0, "type": "Transit", "date": "24/12/2025", "country": "JOR", "latitude": "32.5"}
        assert client.post(f"{path}/new", sent).status_code == 303
        (one,) = known(world, case).incidents
        assert str(one.facts.date) == "2025-12-24"
        page = text_of(client, f"/cases/{case.pk}/facts")
        assert "Jordan" in page
        again = sent_by(text_of(client, f"{path}/{one.id}")) | {"city": ["المفرق"]}
        assert client.post(f"{path}/{one.id}", again).status_code == 303
        (one,) = known(world, case).incidents
        assert (one.facts.city, one.facts.latitude) == ("المفرق", 32.5)
        assert client.post(f"{path}/{one.id}/drop").status_code == 303
        assert known(world, case).incidents == []

    def test_an_empty_one_is_refused_in_words(self, world: World, case: Case) -> None:
        answer = signed_in(world.amal).post(f"/cases/{case.pk}/perpetrators/new", {"version": 0})
        assert answer.status_code == 409
        assert "Fill in at least one field." in answer.content.decode()

    def test_a_number_is_kept_once(self, world: World, case: Case) -> None:
        client, path = signed_in(world.amal), f"/cases/{case.pk}/numbers/new"
        sent = {"system": "police", "number": "٤٢/٢٠٢٦", "source": "المحقق", "verified": "on"}
        assert client.post(path, sent).status_code == 303
        shown = text_of(client, f"/cases/{case.pk}/facts")
        assert "٤٢/٢٠٢٦" in shown
        assert "Counter-trafficking unit of the police" in shown
        answer = client.post(path, sent)
        assert answer.status_code == 409
        assert 'value="المحقق"' in answer.content.decode()


class TestTheOpenedCase:
    def test_nothing_stated_offers_to_state_it(self, world: World, case: Case) -> None:
        page = text_of(signed_in(world.amal), f"/cases/{case.pk}/facts")
        for key in ("trafficking", "intake", "support"):
            assert f"/cases/{case.pk}/facts/{key}" in page
        assert '<dl class="facts"><' not in page

    def test_trafficking_is_offered_under_other_facts_elsewhere(self, world: World) -> None:
        other = make.case(world.amal, programme=Programme.ELDERLY)
        page = text_of(signed_in(world.amal), f"/cases/{other.pk}/facts")
        assert page.index("Other facts") < page.index(f"/cases/{other.pk}/facts/trafficking")
        assert page.index(f"/cases/{other.pk}/facts/intake") < page.index("Other facts")

    def test_whom_it_is_shared_with_reads_and_is_offered_nothing(self, world: World, case: Case) -> None:
        actions.note_incident(world.amal, case.pk, facts=INCIDENT)
        actions.note_perpetrator(world.amal, case.pk, facts=PERPETRATOR)
        make.share(world.amal, case, world.carine)
        page = text_of(signed_in(world.carine), f"/cases/{case.pk}/facts")
        assert INCIDENT.description in page
        assert f"/cases/{case.pk}/incidents/" not in page
        assert f"/cases/{case.pk}/facts/" not in page

    def test_a_closed_case_is_read_and_takes_nothing(self, world: World) -> None:
        closed = make.closed_case(world.amal)
        assert f"/cases/{closed.pk}/facts/" not in text_of(signed_in(world.amal), f"/cases/{closed.pk}/facts")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("of", [Trafficking, Intake, SupportPlan, Incident, Perpetrator])
def test_every_field_has_its_label_in_both_languages(of: Any, language: str) -> None:
    with translation.override(language):
        form = facts_form(of, None, stored=of(), version=0)
        labels = [str(field.label) for name, field in form.fields.items() if name in HTCDS[of].values()]
        assert len(labels) == len(HTCDS[of]) == len(set(labels))
        arabic = [bool(re.search("[ء-ي]", label)) for label in labels]
        assert all(arabic) if language == "ar" else not any(arabic)
