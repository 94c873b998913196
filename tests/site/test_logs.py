"""A log line holds nothing that came from a person; the control is Django's own formatter, which repeats it."""

import logging

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils.log import log_response

from jiwar.site.logs import Careful

CANARY = "Amal-at-the-shelter"


class Kept(logging.Handler):
    """Keeps lines as `Careful` writes them, and as anybody else would."""

    def __init__(self) -> None:
        super().__init__()
        self.careful: list[str] = []
        self.plain: list[str] = []
        self.setFormatter(Careful())

    def emit(self, record: logging.LogRecord) -> None:
        self.careful.append(self.format(record))
        self.plain.append(logging.Formatter().format(record))


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def log(kept: Kept) -> logging.Logger:
    logger = logging.Logger("some.library")  # noqa: LOG001  of its own: nobody else hears it
    logger.addHandler(kept)
    return logger


def test_a_library_that_repeats_what_it_was_given_is_not_repeated(kept: Kept, log: logging.Logger) -> None:
    log.error(f"bad header {CANARY}")  # noqa: G004
    log.error("bad header %s", CANARY)
    assert [CANARY in line for line in kept.plain] == [True, True]
    assert [CANARY in line for line in kept.careful] == [False, False]
    assert "ERROR some.library at test_logs:" in kept.careful[0]


def test_an_exception_leaves_its_class_and_places_and_no_words(kept: Kept, log: logging.Logger) -> None:
    try:
        try:
            raise ValueError(CANARY)  # noqa: TRY301
        except ValueError as error:
            raise RuntimeError(f"again: {CANARY}") from error
    except RuntimeError:
        log.exception("failed")
    (line,) = kept.careful
    assert CANARY in kept.plain[0]
    assert CANARY not in line
    assert "builtins.RuntimeError" in line
    assert "builtins.ValueError" in line
    assert "test_logs.py:" in line


@pytest.mark.django_db
def test_a_database_error_leaves_state_and_constraint_without_the_row(kept: Kept, log: logging.Logger) -> None:
    insert = "insert into django_session values (%s, '', now())"
    with connection.cursor() as cursor:
        cursor.execute(insert, [CANARY])
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            cursor.execute(insert, [CANARY])
    assert CANARY in str(caught.value)
    log.error("failed", exc_info=caught.value)
    (line,) = kept.careful
    assert CANARY not in line
    assert "psycopg.errors.UniqueViolation 23505 django_session_pkey" in line


def test_a_request_leaves_its_status_and_the_name_of_its_address(
    kept: Kept, log: logging.Logger, rf: RequestFactory
) -> None:
    request = rf.get("/sign-in", {"next": CANARY}, headers={"user-agent": CANARY})
    request.resolver_match = resolve("/sign-in")
    log_response(
        "%s %s", CANARY, request.get_full_path(), response=HttpResponse(status=500), request=request, logger=log
    )
    (line,) = kept.careful
    assert CANARY in kept.plain[0]
    assert CANARY not in line
    assert line.endswith("500 sign-in")


def test_words_of_our_own_are_written(kept: Kept) -> None:
    logger = logging.Logger("jiwar.database")  # noqa: LOG001
    logger.addHandler(kept)
    logger.warning("%s of %s", 3, "people_person")
    assert kept.careful[0].endswith("WARNING jiwar.database 3 of people_person")


def test_every_library_reaches_the_careful_handler_alone() -> None:
    careful = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, Careful)]
    assert len(careful) == 1
    assert logging.getLogger("django.db.backends").getEffectiveLevel() == logging.WARNING
    for name in ("django", "django.request", "django.server", "django.security"):
        assert not logging.getLogger(name).handlers
