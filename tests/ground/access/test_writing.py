"""Digits and the Hijri day: chosen on a page, kept by the browser, in Arabic pages alone, never in codes."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from jiwar.ground.base import writing
from jiwar.ground.base.templatetags.jiwar_text import code, day, day_beside, long_day, number, shown, years
from tests import people
from tests.people import World, signed_in

DAY = date(2026, 11, 28)


@pytest.fixture
def world() -> World:
    return people.gather()


def arabic(world: World) -> Client:
    client = signed_in(world.amal)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    return client


def chosen(client: Client, **sent: str) -> Client:
    assert client.post(reverse("writing"), sent).status_code == 303
    return client


def cookie(client: Client) -> str:
    found = client.cookies.get(settings.WRITING_COOKIE_NAME)
    return found.value if found else ""


class TestTheWords:
    @pytest.mark.parametrize(
        ("language", "wanted", "written"),
        [
            ("ar", writing.Writing(), "28 تشرين الثاني 2026"),
            ("ar", writing.Writing(arabic_digits=True), "٢٨ تشرين الثاني ٢٠٢٦"),
            ("en", writing.Writing(arabic_digits=True), "28 Nov 2026"),
            ("en", writing.Writing(hijri=True), "28 Nov 2026 (18 Jumada al-Akhirah 1448 AH)"),
            (
                "ar",
                writing.Writing(arabic_digits=True, hijri=True),
                "٢٨ تشرين الثاني ٢٠٢٦ (١٨ جمادى الآخرة ١٤٤٨ هـ)",
            ),
        ],
    )
    def test_a_day(self, language: str, wanted: writing.Writing, written: str) -> None:
        with override(language), writing.choosing(wanted):
            assert day_beside(DAY) == written
            assert day(DAY) == written.partition(" (")[0]
            assert ("(" in long_day(DAY)) is wanted.hijri

    def test_quantities_and_never_codes(self) -> None:
        with override("ar"), writing.choosing(writing.Writing(arabic_digits=True)):
            assert "١,٢٣٤" in str(number(1234))
            assert years(27) == "٢٧ سنة"
            assert (str(shown(11)), shown(11) == 11) == ("١١", True)
            assert "C-7K3MQP" in str(code("C-7K3MQP"))

    def test_a_day_outside_the_tables_has_none_beside(self) -> None:
        with writing.choosing(writing.Writing(hijri=True)):
            assert "(" not in day_beside(date(1900, 1, 1))


@people.BOTH_SIDES
class TestThePage:
    def test_chosen_once_and_kept(self, world: World) -> None:
        client = chosen(arabic(world), digits="arabic", hijri="on")
        assert cookie(client) == "digits.hijri"
        shows = client.get(reverse("home")).content.decode()
        assert "٢٠٢٦" in shows
        assert "هـ)" in shows
        kept = client.get(reverse("writing")).content.decode()
        assert kept.count("checked") == 2

    def test_taken_back(self, world: World) -> None:
        client = chosen(arabic(world), digits="arabic", hijri="on")
        assert cookie(chosen(client, digits="latin")) == ""

    @pytest.mark.parametrize("odd", ["", "digits;x", "..", "digits" * 400])
    def test_an_odd_cookie_is_the_default(self, world: World, odd: str) -> None:
        client = arabic(world)
        client.cookies[settings.WRITING_COOKIE_NAME] = odd
        response = client.get(reverse("home"))
        assert response.status_code == 200
        assert "هـ)" not in response.content.decode()

    def test_nothing_chosen_is_told(self, world: World) -> None:
        response = signed_in(world.amal).post(reverse("writing"), {"digits": "roman"})
        assert response.status_code == 422
