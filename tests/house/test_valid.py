"""Every page is HTML without a fault, in both languages, as whoever may see it sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from django.views.defaults import server_error

from jiwar.areas.cases.queries import listing
from tests import make, people
from tests.house import routes
from tests.house.routes import PERSONAS, Answer
from tests.house.test_routes import Scene, scene
from tests.house.valid import Complaint, Shown, complaints, need_checker

BROKEN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head>
<body><main><p hx-get="/x">A</p><section><p>B</p></section></main></body></html>"""
SHOWS = (200, 409, 422)
"""Answers that are a page of their own. Those outside somebody's role are all alike: `errors` shows one of each."""


def speak(client: Client, language: str) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def shown(answer: HttpResponseBase, name: str, language: str) -> Iterator[Shown]:
    """The answer, where it is a page or a part of one."""
    content: bytes = getattr(answer, "content", b"")
    if answer.get("Content-Type", "").startswith("text/html") and content:
        yield Shown(f"{name} {language}", language, content.decode())


def chosen() -> Iterator[tuple[Answer, tuple[str, ...]]]:
    """What is asked, in which languages: in Arabic by everybody who may, in English by whoever may most.

    A form sent empty is refused by the same rules whoever sends it.
    """
    cells = [one for one in routes.declared() if one.status in SHOWS and one.route != "healthz"]
    most = {(one.route, one.method): one for one in sorted(cells, key=lambda one: PERSONAS.index(one.persona))}
    for one in cells:
        if one is most[one.route, one.method]:
            yield one, ("ar", "en")
        elif one.method == "GET":
            yield one, ("ar",)


def walked(here: Scene) -> Iterator[Shown]:
    """Every address that shows something, as those see it whom the table of routes names."""
    for answer, languages in chosen():
        places = list(get_resolver().reverse_dict.getlist(answer.route)[0][0][0][1])
        url = reverse(answer.route, kwargs={name: here.ids[name] for name in places})
        for language in languages:
            client = speak(here.clients[answer.persona], language)
            got = client.get(url) if answer.method == "GET" else client.post(url)
            yield from shown(got, f"{answer.route} {answer.method} {answer.persona}", language)


def errors(here: Scene, language: str) -> Iterator[Shown]:
    """The pages of what goes wrong."""
    case = reverse("case", args=[here.ids["case_id"]])
    strict = Client(enforce_csrf_checks=True)
    for name, client, path, host in (
        ("403", here.clients["farah"], case, "testserver"),
        ("404", here.clients["dima"], case, "testserver"),
        ("400", Client(), "/", "elsewhere.example"),
    ):
        yield from shown(speak(client, language).get(path, headers={"host": host}), name, language)
    yield from shown(speak(strict, language).post(reverse("sign-in")), "403_csrf", language)
    yield from shown(server_error(RequestFactory().get("/")), "500", language)


def worked(here: Scene, language: str) -> Iterator[Shown]:
    """What pages show when somebody works: found and not found, kept, opened again, too late."""
    client, ids = speak(here.clients["amal"], language), here.ids
    for word in ("سلمى", "nobody at all"):
        yield from shown(client.post(reverse("people"), {"word": word}), f"people {word}", language)
    note, risk, share = (reverse(name, args=[ids["case_id"]]) for name in ("case-note", "case-risk", "case-share"))
    answer = client.post(note, make.note_form("كتبت"), follow=True)
    yield from shown(answer, "case after a note", language)
    stale = {"risk": "urgent", "reason": "رأيت", "version": "1"}
    for _ in range(2):
        yield from shown(client.post(risk, stale, follow=True), "case-risk twice", language)
    yield from shown(client.get(share), "case-share again", language)
    yield from shown(client.get(reverse("home"), {"list": "mine", "risk": "low"}), "home narrowed", language)
    yield from shown(client.get(reverse("home"), {"list": "mine"}), "home", language)
    part = client.get(reverse("home"), {"list": "mine"}, headers={"hx-request": "true"})
    yield from shown(part, "rows of home", language)


def several(here: Scene, language: str) -> Iterator[Shown]:
    """Several cases at once, from the choice to what became of them; and the parts of one as htmx asks for them."""
    client, do = speak(here.clients["amal"], language), reverse("several")
    chosen = {
        "verb": "plan",
        "versions": [f"{here.ids['case_id']}~1", f"{here.ids['task_id']}~1"],
        "back": "?list=mine",
    }
    asked = {**chosen, "step": "how", "kind": "call", "when": "today", "assignee": "team", "text": "هل وصل الرد؟"}
    for name, sent in (("choose", {**chosen, "verb": ""}), ("how", chosen), ("look", asked)):
        yield from shown(client.post(do, sent), f"several {name}", language)
    done = client.post(reverse("several-do"), {**asked, "once": "1"}, follow=True)
    yield from shown(done, "several done", language)
    for route in ("case-file", "case-facts", "case-timeline", "case-trail", "case-seers"):
        part = client.get(reverse(route, args=[here.ids["case_id"]]), headers={"hx-request": "true"})
        yield from shown(part, f"part {route}", language)
    for only in ("note", "opening", "share"):
        path = reverse("case-timeline", args=[here.ids["case_id"]])
        yield from shown(client.get(path, {"only": only}), f"timeline {only}", language)
    yield from shown(client.get(reverse("conduct"), {"in": "both"}), "conduct both", language)


def told(found: list[Complaint]) -> str:
    return "\n" + "\n".join(map(str, found))


@pytest.mark.slow
@people.BOTH_SIDES
def test_every_page_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need_checker()
    monkeypatch.setattr(listing, "PAGE", 2)
    here = scene()
    amal = people.again("amal")
    for _ in range(3):
        make.case(amal)
    make.closed_case(amal)
    pages = [*walked(here)]
    for language in ("ar", "en"):
        pages += [*worked(here, language), *several(here, language), *errors(here, language)]
    control = Shown("the control", "en", BROKEN)
    found = complaints([*pages, control], tmp_path)
    assert [(one.page, one.kind) for one in found if one.page == control.name] == [
        (control.name, "error"), (control.name, "warning"),
    ]  # fmt: skip
    wrong = [one for one in found if one.page != control.name]
    assert not wrong, told(wrong)
    assert len(pages) > 300


def test_a_part_of_a_page_stands_in_a_page() -> None:
    assert Shown("rows", "ar", "<li>x</li>").whole.startswith('<!doctype html><html lang="ar" dir="rtl">')
    assert Shown("page", "ar", "<!doctype html>x").whole == "<!doctype html>x"


def test_where_everything_must_run_a_missing_checker_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"no (Java: apt-get install|HTML checker)"):
        need_checker()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception):
        need_checker()
