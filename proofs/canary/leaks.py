"""The controls: one leak of each kind, made on purpose, which the same search must find where it leaked."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from unittest import mock
from uuid import UUID, uuid4

import psycopg
from django.core.cache import caches
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from psycopg.conninfo import make_conninfo

from jiwar.areas.cases import actions as cases
from jiwar.ground.access import begun, repeats, sessions, tokens, wall
from jiwar.ground.access.actions import open_token
from jiwar.ground.access.forms import SignInForm
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.access.tokens import Bearer
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base import clock
from jiwar.ground.notices import actions as notices
from jiwar.ground.notices import sms, wishes
from jiwar.ground.notices.words import MailWish, QuietWish, SmsWish
from jiwar.ground.vault.keyring import Ring
from jiwar.ground.work import actions as work
from jiwar.ground.work import feeds, kept
from jiwar.site import database
from proofs.canary.asking import Here, get, sign_in
from proofs.canary.planting import Stage
from proofs.canary.scenes import Heard
from proofs.canary.words import Mint

LOUD = "import django, logging, sys; django.setup(); logging.getLogger('jiwar.leak').warning(sys.stdin.read())"


@dataclass(frozen=True, slots=True)
class Leak:
    """What goes wrong, and the kinds of place in which its word must be found."""

    what: str
    kinds: tuple[str, ...]
    spill: Callable[[Stage, str, str], list[Heard]]
    table: str = ""
    is_secret: bool = False


def _column_in_plain(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(Ring, "seal", lambda _ring, _record, _column, text: text.encode()):
        cases.note_case(stage.worker, stage.open_case, text=word)
    return []


def _event_with_content(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with wall.standing(stage.worker), wall.announcing("leak"):
        trail.record(action="leak", outcome=Outcome.DONE, door="cli", reason=word[:64])
    return []


def _notice_with_content(stage: Stage, word: str, _odd: str) -> list[Heard]:
    statement = (
        "insert into public.notices_notice (id, user_id, kind, created_at) values (gen_random_uuid(), %s, %s, now())"
    )
    with (
        transaction.atomic("owner"),
        wall.announcing("leak", using="owner"),
        transaction.get_connection("owner").cursor() as cursor,
    ):
        cursor.execute("set local role jiwar_keeper")
        cursor.execute(statement, [stage.worker.user_id, word[:16]])
    return []


def _session_with_content(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(sessions, "seal", lambda _key, text, **_place: text.encode()):
        kept = sessions.SessionStore()
        kept["last_search"] = word
        kept.save()
    return []


def _draft_as_it_was_typed(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(begun, "seal", lambda _key, text, **_place: text.encode()), wall.standing(stage.worker):
        begun.keep(stage.worker, draft_id=uuid4(), path="/people/new", heading="", fields=[("text", word)])
    return []


def _view_as_it_is_called(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(kept, "seal", lambda _key, text, **_place: text.encode()):
        work.keep_view(stage.worker, name=word[: kept.LONGEST_NAME], narrowing="list=mine")
    return []


def _address_as_it_is(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(feeds, "kept", return_value=word[:64]):
        work.open_feed(stage.worker)
    return []


def _token_as_it_is(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(tokens, "kept", return_value=word[:64]):
        open_token(stage.worker, purpose=TokenPurpose.REPORTING, scopes=[Scope.CASES_READ], days=30)
    return []


def _answer_as_it_left(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(repeats, "seal", lambda _key, text, **_place: text.encode()), wall.standing(stage.worker):
        _turn(stage, "key").keep(repeats.Said(HTTPStatus.OK, word, ()))
    return []


def _request_named_as_it_was(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(repeats, "_hash", lambda _kind, what: what.decode()[:64]), wall.standing(stage.worker):
        _turn(stage, word)
    return []


def _turn(stage: Stage, key: str) -> repeats.Turn:
    bearer = Bearer(uuid4(), stage.worker, TokenPurpose.OWN_SYSTEM, frozenset(), clock.now())
    return repeats.take_turn(bearer, key=key, request=b"request")


def _database_that_logs(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    with psycopg.connect(make_conninfo(database.admin_dsn(), dbname=database.NAME), autocommit=True) as admin:
        admin.execute("select set_config('leak.word', %s, false)", [word])
        admin.execute("do $$ begin raise log '%', current_setting('leak.word'); end $$")
    return []


def _line_in_the_log(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    said = database.home() / "said" / "leak.log"
    with said.open("wb") as out:
        subprocess.run([sys.executable, "-c", LOUD], input=word.encode(), stdout=out, stderr=out, check=True)
    return []


def _mail_with_content(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    send_mail("Jiwar", word, None, ["amal@jiwar.example"])
    return []


def _text_message_with_content(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    sms.adapter().send("+962790000001", word)
    return []


def _number_as_it_was_typed(stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(wishes, "seal", lambda _key, text, **_place: text.encode()):
        notices.arrange_notices(
            stage.worker,
            mail=MailWish.NEVER, sms=SmsWish.NEVER, quiet=QuietWish.NONE, begins=None, ends=None, phone=word,
        )  # fmt: skip
    return []


def _job_with_content(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    """As it would be if the constraint were gone that keeps everything but ids out of the queue."""
    with transaction.get_connection("owner").cursor() as cursor:
        cursor.execute("alter table queue.procrastinate_jobs drop constraint ids_only")
        cursor.execute(
            "insert into queue.procrastinate_jobs (queue_name, task_name, args)"
            " values ('leak', 'leak', jsonb_build_object('name', %s::text))",
            [word],
        )
    return []


def _cache_with_content(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    caches["default"].set("leak", word)
    return []


def _file_left_behind(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    with tempfile.NamedTemporaryFile("w", delete=False, encoding="utf-16") as file:
        file.write(word)
    return []


def _header_with_content(stage: Stage, word: str, _odd: str) -> list[Heard]:
    def chatty(response: HttpResponse) -> HttpResponse:
        response.headers["X-Debug"] = word[:60].encode("ascii", "backslashreplace").decode().replace("\n", " ")
        return response

    browser = Here()
    with mock.patch("jiwar.ground.base.pages.kept_by_nobody", chatty):
        return [Heard(get(browser, "/sign-in"), "leak")]


def _error_page_with_content(stage: Stage, word: str, odd: str) -> list[Heard]:
    """Django's own page of an error, with everything that was in hand."""
    browser = Here()
    sign_in(browser, "amal", stage.passwords["amal"])
    with override_settings(DEBUG=True):
        return [Heard(get(browser, f"/people/{UUID(odd)}/file", q=word), "leak")]


def _password_typed_back(_stage: Stage, word: str, _odd: str) -> list[Heard]:
    with mock.patch.object(SignInForm.base_fields["password"].widget, "render_value", new=True):
        return [Heard(sign_in(Here(), "amal", word), "leak", may_repeat=True)]


LEAKS = (
    Leak("one column is stored as it was typed", ("dump", "data files"), _column_in_plain),
    Leak("an event holds content", ("dump",), _event_with_content, table="public.audit_event"),
    Leak("a notice holds content", ("dump",), _notice_with_content, table="public.notices_notice"),
    Leak("a session keeps the last search", ("sessions",), _session_with_content),
    Leak("a draft is kept as it was typed", ("dump",), _draft_as_it_was_typed),
    Leak("a view is kept as it is called", ("dump",), _view_as_it_is_called),
    Leak("the address of a calendar is kept as it is", ("dump",), _address_as_it_is, table="public.work_feed"),
    Leak("a token is kept as it is", ("dump",), _token_as_it_is, table="public.access_token"),
    Leak("an answer is kept as it left", ("dump",), _answer_as_it_left, table="public.access_answer"),
    Leak(
        "a request is named as its sender named it", ("dump",), _request_named_as_it_was, table="public.access_answer"
    ),
    Leak("the database logs a value", ("database log",), _database_that_logs),
    Leak("the application logs a value", ("application log",), _line_in_the_log),
    Leak("a mail says what it is about", ("mail",), _mail_with_content),
    Leak("a text message says what it is about", ("text message",), _text_message_with_content),
    Leak("a telephone number is kept as it is", ("dump",), _number_as_it_was_typed, table="public.notices_wish"),
    Leak("a job carries more than an id", ("dump",), _job_with_content, table="queue.procrastinate_jobs"),
    Leak("the cache keeps a value", ("cache",), _cache_with_content),
    Leak("a temporary file is left behind", ("other files",), _file_left_behind),
    Leak("a header repeats a value", ("headers",), _header_with_content),
    Leak("the page of an error shows what was in hand", ("pages",), _error_page_with_content),
    Leak("a refused sign-in gives the password back", ("pages",), _password_typed_back, is_secret=True),
)


@dataclass(frozen=True, slots=True)
class Spilt:
    """A leak that was made, its word's kind, and the answers in which it may show."""

    leak: Leak
    mint: Mint
    heard: list[Heard]


def spill_all(stage: Stage, *, seed: int, odd: str) -> list[Spilt]:
    """Make every leak, each with a word of its own kind."""
    made = []
    for number, leak in enumerate(LEAKS):
        mint = Mint(f"leak {number}", seed)
        made.append(Spilt(leak, mint, leak.spill(stage, mint.strike(arabic=bool(number % 2)), odd)))
    return made
