"""What people do with pages, rightly and wrongly, with words planted in whatever they send.

Each scene yields what came back and whether it may repeat what was typed: a form that is refused comes back with all
that was written in it, to whoever wrote it. Nothing else repeats anything, and a password nothing ever.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from unittest import mock
from uuid import uuid4

from jiwar.ground.access import tokens, wall
from jiwar.ground.access.actions import end_token, open_token
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.base import clock
from jiwar.ground.base.pages import SEE_OTHER
from jiwar.ground.notices import actions as notices
from jiwar.ground.notices.words import MailWish, QuietWish, SmsWish
from jiwar.ground.work import actions as work
from jiwar.ground.work import feeds, queries
from proofs.canary.asking import FORM, Answer, Browser, Network, get, part, post, send, sign_in
from proofs.canary.planting import Stage
from proofs.canary.words import Mint
from tests.provider import Organisation, back_from

LARGE = 3_000_000
"""Bytes of a file that Django keeps on the disk while it reads it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer; `may_repeat` where what was typed comes back in the form it was typed into."""

    answer: Answer
    scene: str
    may_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """A browser in which the case worker has signed in, one in which nobody has, and the words."""

    worker: Browser
    nobody: Browser
    stage: Stage
    typed: Mint
    secrets: Mint
    organisation: Organisation
    """The provider of the case worker's agency; its word stands in `word`."""
    word: str
    odd_person: str
    """A person whose file cannot be read: the page fails."""


def play(act: Play) -> Iterator[Heard]:
    """Every scene in turn."""
    for scene in SCENES:
        yield from (Heard(answer, scene.__name__, may_repeat=repeats) for answer, repeats in scene(act))


type Scene = Callable[[Play], Iterator[tuple[Answer, bool]]]


def signing_in_wrongly(act: Play) -> Iterator[tuple[Answer, bool]]:
    for name in ("amal", act.typed.strike(plain=True)[:100], "system.moa"):
        yield sign_in(act.nobody, name, act.secrets.strike()[:900]), True
    yield sign_in(act.nobody, act.typed.strike()[:3000], act.secrets.strike(plain=True) * 9), True
    yield send(act.nobody, "/sign-in", username="amal", password=act.secrets.strike()), False  # without token


def searching(act: Play) -> Iterator[tuple[Answer, bool]]:
    for _ in range(4):
        yield post(act.worker, "/people", word=act.typed.strike()[:90]), False
        yield get(act.worker, "/people", found=""), True
        yield post(act.worker, "/search", page="/people", word=act.typed.strike()[:90]), False


def registering(act: Play) -> Iterator[tuple[Answer, bool]]:
    names = {"first_arab": act.stage.mint.strike(arabic=True)[:80], "rest_latn": act.stage.mint.strike()[:150]}
    told = {"sex": "female", "language": "ar", "residence": "unknown", "safe_contact": act.stage.mint.strike()[:900]}
    yield post(act.worker, "/people/new", **names, **told, birth_year="1990"), True  # canaries are all alike
    yield post(act.worker, "/people/new", **names, **told, birth_year="1066"), True
    yield post(act.worker, "/people/new", **names, **told, birth_year=act.typed.strike()), True
    yield post(act.worker, "/people/new", **(told | {"residence": act.typed.strike(), "first_arab": "س"})), True
    yield post(act.worker, "/people/new", first_arab="\x00" + act.typed.strike(), **told), True


def of_today() -> dict[str, str]:
    """What the form of a note sends beside its text when nobody touches it."""
    return {"occasion": "note", "happened_on": f"{clock.today():%d/%m/%Y}"}


def writing(act: Play) -> Iterator[tuple[Answer, bool]]:
    mine, closed = f"/cases/{act.stage.open_case}", f"/cases/{act.stage.closed_case}"
    yield post(act.worker, f"{mine}/note", **of_today(), text=act.stage.mint.strike()), False
    begun = {"draft": str(uuid4()), "at": f"{mine}/note", "heading": "Write a note", "text": act.typed.strike()}
    yield post(act.worker, "/drafts", page=f"{mine}/note", **begun), False
    yield post(act.worker, f"{closed}/note", **of_today(), text=act.typed.strike()), True
    yield post(act.worker, f"{mine}/note", **of_today(), text=act.typed.strike() * 120), True
    yield post(act.worker, f"{mine}/close", summary=act.typed.strike(), outcome="died", version="1"), True
    yield post(act.worker, f"{mine}/close", summary=act.typed.strike(), outcome=act.typed.strike(), version="1"), True
    yield post(act.worker, f"{mine}/share", basis_id=act.typed.strike(), purpose=act.typed.strike()), True
    yield get(act.worker, f"{mine}/file"), True  # the file itself: read, and rightly
    yield get(act.worker, f"{mine}/timeline"), True
    yield get(act.worker, f"{mine}/timeline", only=act.typed.strike(), after=act.typed.strike()), True


def asking_for_what_is_not_there(act: Play) -> Iterator[tuple[Answer, bool]]:
    words = [act.typed.strike() for _ in range(5)]
    for path in (f"/{part(words[0])}", f"/cases/{uuid4()}/{part(words[1])}", f"/people/{part(words[2])}/file"):
        yield get(act.worker, path), False
    yield get(act.worker, "/", list=words[3], after=words[4]), False
    yield get(act.worker, "/", after=f"2026-01-01T00:00:00+00:00~{words[4]}"), False
    yield post(act.worker, f"/cases/{uuid4()}/note", "/people/new", **of_today(), text=act.typed.strike()), False
    yield post(act.worker, f"/people/{act.stage.person}/erase", "/people/new", reason=act.typed.strike()), False


def asking_wrongly(act: Play) -> Iterator[tuple[Answer, bool]]:
    word, passed = act.typed.strike, {"X-CSRFToken": get(act.worker, "/people").token}
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        yield act.worker.ask(method, "/", word().encode(), {"Content-Type": "text/plain", **passed}), False
    yield send(act.worker, "/people/new", first_arab=word()), False  # without token
    yield post(act.worker, "/language", "/people", language=word(), next=f"//{part(word())}"), False
    boundary, kind = "multipart/form-data; boundary=x", "Content-Type"
    for body, content_type in (
        (b"word=\xff\xfe" + word().encode(), FORM),
        (f'{{"word": "{word()}"}}'.encode(), "application/json"),
        (f"--x\r\nContent-Disposition: {word()}".encode(), boundary),
        (_upload(word(), word()), boundary),
    ):
        yield act.worker.ask("POST", "/people", body, {kind: content_type}), False
        yield act.worker.ask("POST", "/people", body, {kind: content_type, **passed}), True
    large = f"word={part(word())}&x=".encode() + b"y" * LARGE
    yield act.worker.ask("POST", "/people", large, {kind: FORM, **passed}), False


def through_a_provider(act: Play) -> Iterator[tuple[Answer, bool]]:
    """Linked, signed in, and refused: secret, subject, code and tokens of the provider are words too."""
    here = act.organisation
    led = post(act.worker, "/ways/through", "/ways")
    yield led, False
    yield _must(get(act.worker, _back(here, led))), False
    yield get(act.worker, "/ways"), False
    for habit in ({}, {"nonce": "another"}, {"iss": act.typed.strike(plain=True)}, {"sub": act.secrets.strike()[:200]}):
        here.claims = dict(habit)
        led = post(act.nobody, "/sign-in/through", word=act.word)
        yield led, False
        back = get(act.nobody, _back(here, led))
        yield back if habit else _must(back), False
        if not habit:
            yield post(act.nobody, "/sign-out", "/ways"), False
    here.claims = {}
    odd = {"state": act.typed.strike(), "code": act.secrets.strike(), "iss": act.typed.strike()}
    yield get(act.nobody, f"/sign-in/through/{act.word}/back", **odd), False
    yield post(act.nobody, "/sign-in/through", word=act.typed.strike()[:60]), True


def sending_odd_headers(act: Play) -> Iterator[tuple[Answer, bool]]:
    for name in ("Host", "User-Agent", "Referer", "Origin", "X-Forwarded-For", "X-Forwarded-Host", "HX-Current-URL"):
        words = act.typed.strike(plain=True, arabic=False)[:200]
        yield act.nobody.ask("GET", "/sign-in", headers={name: words}), False
    for cookie in ("session", "csrf", "language", "messages"):
        words = act.typed.strike(plain=True, arabic=False)[:200]
        yield act.nobody.ask("GET", "/sign-in", headers={"Cookie": f"{cookie}={words}"}), False


def feeding_a_calendar(act: Play) -> Iterator[tuple[Answer, bool]]:
    """The secret of an address is a word too: of one that lives, of one that was ended, of one that never was."""
    first, second, never = (act.secrets.strike(plain=True, arabic=False)[:120] for _ in range(3))
    for secret in (first, second):
        with mock.patch.object(feeds, "new_secret", lambda word=secret: word):
            work.open_feed(act.stage.worker)
        fed = get(act.nobody, f"/calendar/{secret}.ics")
        if fed.status != HTTPStatus.OK:
            raise LookupError(f"a calendar was answered with {fed.status}")
        yield fed, False
    yield get(act.worker, "/calendar"), False
    work.end_feed(act.stage.worker)
    for gone in (second, never):
        for _ in range(6):  # the last has to wait
            yield get(act.nobody, f"/calendar/{gone}.ics"), False


def being_told(act: Play) -> Iterator[tuple[Answer, bool]]:
    """A telephone number is sealed, and shown to whose it is alone; a case is to be closed on a day to come."""
    usual = {"mail": "digest", "quiet": "office", "sms": "never"}
    notices.arrange_notices(
        act.stage.worker,
        mail=MailWish.DIGEST, sms=SmsWish.NEVER, quiet=QuietWish.OFFICE, begins=None, ends=None,
        phone=act.stage.mint.strike()[:200],
    )  # fmt: skip
    yield get(act.worker, "/notices/wishes"), True
    yield post(act.worker, "/notices/wishes", **usual, phone=act.typed.strike()), True
    yield post(act.worker, "/notices/wishes", **(usual | {"quiet": "own"}), begins=act.typed.strike()), True
    later = f"/cases/{act.stage.open_case}/close-later"
    words = {"outcome": "died", "version": "1", "summary": act.typed.strike()}
    yield post(act.worker, later, **words, closes_on=act.typed.strike()), True
    yield get(act.worker, "/jobs", look=act.typed.strike()), False


def keeping_a_view(act: Play) -> Iterator[tuple[Answer, bool]]:
    """A name may say anything: it comes back above the lists of whoever gave it, and nowhere else."""
    name, narrowing = act.stage.mint.strike(plain=True)[:60], {"narrowing": "list=mine&risk=urgent"}
    kept = post(act.worker, "/views/new", name=name, **narrowing)
    if kept.status != SEE_OTHER:
        raise LookupError(f"a view was answered with {kept.status}")
    yield kept, False
    yield get(act.worker, "/"), True
    yield get(act.worker, "/views"), True
    yield post(act.worker, "/views/new", name=act.typed.strike() * 9, **narrowing), True
    yield post(act.worker, "/views/new", name=act.typed.strike()[:60], narrowing=act.typed.strike() * 99), True
    yield get(act.worker, "/views/new", list=act.typed.strike(), risk=act.typed.strike()), False
    with wall.standing(act.stage.worker):
        views = queries.my_views(act.stage.worker)
    for view in views:  # gone from every page that follows
        work.drop_view(act.stage.worker, view_id=view.id)


def coming_by_a_token(act: Play) -> Iterator[tuple[Answer, bool]]:
    """A partner's system writes, sends again, is refused; its secret and the keys of its requests are words too."""
    secret, said = act.secrets.strike(plain=True, arabic=False)[:120], act.typed.strike
    with mock.patch.object(tokens, "new_secret", return_value=secret):
        made = open_token(act.stage.worker, purpose=TokenPurpose.OWN_SYSTEM, scopes=Scope, days=30)
    case = f"/api/v1/cases/{act.stage.open_case}"
    note: dict[str, object] = {"text": act.stage.mint.strike()}
    for path, sent in ((f"{case}/notes", note), ("/api/v1/people", _somebody(act))):
        key = {"Idempotency-Key": said(plain=True, arabic=False)[:200]}
        for _ in range(2):
            yield _must(_programs(act, secret, path, sent, **key), HTTPStatus.CREATED), False
    yield _programs(act, secret, f"{case}/notes", {"text": "x", "occasion": said()}), False
    yield _programs(act, secret, f"{case}/notes", {"text": said() * 3000}), False
    yield _programs(act, secret, f"{case}/notes", {"text": "x", said(): "x"}), True  # names the field it does not know
    yield _programs(act, secret, f"{case}/close", {"outcome": "died", "summary": said()}, **{"If-Match": '"1"'}), False
    yield _programs(act, secret, f"/api/v1/cases/{act.stage.closed_case}/notes", {"text": said()}), False
    yield _programs(act, secret, "/api/v1/people", {**_somebody(act), "birth_year": said()}), False
    yield _programs(act, secret, "/api/v1/people/search", {"word": said()[:90]}), False
    yield _programs(act, secret, f"/api/v1/{part(said())}", {}), False
    yield _programs(act, secret, f"/api/v1/cases?after={part(said()[:90])}"), False
    yield _programs(act, secret, f"/api/v1/people/{act.odd_person}/file"), False  # fails
    yield _must(_programs(act, secret, f"{case}/file"), HTTPStatus.OK), True  # read, and rightly
    yield get(act.worker, "/ways/tokens"), False
    end_token(act.stage.worker, token_id=made.id)
    for gone in (secret, act.secrets.strike(plain=True, arabic=False)[:120]):
        for _ in range(6):  # the last has to wait
            yield _programs(act, gone, case), False


def _somebody(act: Play) -> dict[str, object]:
    names = [{"script": "latn", "first": act.stage.mint.strike()[:80], "rest": act.stage.mint.strike()[:150]}]
    return {"names": names, "sex": "female", "safe_contact": act.stage.mint.strike()[:900]}


def _programs(act: Play, secret: str, path: str, sent: dict[str, object] | None = None, **headers: str) -> Answer:
    """What a program asks: with `sent` by POST."""
    shown = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    method, body = ("GET", b"") if sent is None else ("POST", json.dumps(sent).encode())
    return act.nobody.ask(method, path, body, shown | headers)


def failing(act: Play) -> Iterator[tuple[Answer, bool]]:
    """The page fails while the words are in hand, and in the address, and in the form."""
    yield get(act.worker, f"/people/{act.odd_person}/file", q=act.typed.strike()), False
    yield get(act.worker, f"/people/{act.odd_person}/correct"), False


def speaking_no_http(act: Play) -> Iterator[tuple[Answer, bool]]:
    """The server answers before Jiwar does; it may say to a caller what that caller said."""
    if not isinstance(act.nobody, Network):
        return
    for form in ("{w}\r\n\r\n", "GET /{w} HTTP/9.9\r\n\r\n", "{w} / HTTP/1.1\r\nHost: x\r\n\r\n",
                 "GET / HTTP/1.1\r\n{w}\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-{w}\r\n\r\n",
                 "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {w}\r\n\r\n",
                 "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n{w}\r\n"):  # fmt: skip
        words = act.typed.strike(plain=True, arabic=False)[:100]
        yield act.nobody.say(form.replace("{w}", words).encode()), True


def being_forced(act: Play) -> Iterator[tuple[Answer, bool]]:
    """The second word is a secret, and what the shadow writes is sealed. The worker's own session ends."""
    word = act.secrets.strike(plain=True)[:200]
    yield post(act.worker, "/ways/more", word=word, again=act.secrets.strike(plain=True)[:200]), False
    yield post(act.worker, "/ways/more", word=word, again=word), False
    yield sign_in(act.nobody, "amal", word), False
    decoy = re.search(rb"/cases/[0-9a-f-]{36}", get(act.nobody, "/").body)
    if decoy is None:
        raise LookupError("the shadow shows no case")
    yield post(act.nobody, f"{decoy[0].decode()}/note", **of_today(), text=act.stage.mint.strike()), False


SCENES: tuple[Scene, ...] = (
    signing_in_wrongly,
    searching,
    registering,
    writing,
    asking_for_what_is_not_there,
    asking_wrongly,
    through_a_provider,
    sending_odd_headers,
    feeding_a_calendar,
    being_told,
    keeping_a_view,
    coming_by_a_token,
    failing,
    speaking_no_http,
    being_forced,
)


def _back(here: Organisation, led: Answer) -> str:
    address = re.search(rb"^Refresh: 0; url=(.+)$", led.headers, re.MULTILINE)
    if address is None:
        raise LookupError(f"nobody was led to the provider: {led.status}")
    return back_from(here, address[1].decode())


def _must(answer: Answer, status: int = SEE_OTHER) -> Answer:
    """What has to succeed, or the scene shows nothing."""
    if answer.status != status:
        raise LookupError(f"what had to succeed was answered with {answer.status}")
    return answer


def _upload(name: str, words: str) -> bytes:
    """A file that nobody asked for, large enough to be laid on the disk meanwhile."""
    sent = io.BytesIO()
    safe = name.encode().replace(b'"', b"").replace(b"\n", b"").replace(b"\\", b"")
    sent.write(b'--x\r\nContent-Disposition: form-data; name="word"; filename="' + safe + b'"\r\n')
    sent.write(b"Content-Type: text/plain\r\n\r\n")
    while sent.tell() < LARGE:
        sent.write(words.encode())
    sent.write(b"\r\n--x--\r\n")
    return sent.getvalue()
