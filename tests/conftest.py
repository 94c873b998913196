"""How the tests run: as the application's role, on a clone of a migrated template, with the network shut.

JIWAR_TEST_HOME (by default `var/test`) holds the server and the keys of the tests. JIWAR_TEST_DATABASE_URL
names another server, on which roles may be created; DATABASE_URL is ignored, for it may be somebody's data.
"""

import os
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

# Before anything imports the settings: pytest-django does so once this file is loaded.
os.environ["JIWAR_MODE"] = "test"
os.environ["JIWAR_HOME"] = os.environ.get("JIWAR_TEST_HOME") or str(Path(__file__).parents[1] / "var" / "test")
os.environ["DJANGO_SETTINGS_MODULE"] = "jiwar.site.settings"
for variable in (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL"),
    *("JIWAR_KEYS", "JIWAR_HOSTS", "JIWAR_LISTEN", "JIWAR_MAIL", "JIWAR_SMS"),
):
    os.environ.pop(variable, None)
if os.environ.get("JIWAR_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["JIWAR_TEST_DATABASE_URL"]

import django
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db.models import FETCH_RAISE, query
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from jiwar.site import catalogue
from tests import databases

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SERVED = ("default", "second")
_skipped: Counter[str] = Counter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that may use the database may use both connections of the application."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and "databases" not in marker.kwargs and len(marker.args) < 3:
            item.add_marker(pytest.mark.django_db(*marker.args, **marker.kwargs, databases=SERVED), append=False)


def pytest_configure(config: pytest.Config) -> None:
    """A query behind an attribute is an error, a password costs little, and nothing leaves the machine."""
    django.setup()
    query.DEFAULT_FETCH_MODE = FETCH_RAISE
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1
    catalogue.compile_all()
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # WhiteNoise warns where it finds none
    _shut_the_network()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's: a clone of the template, made as owner and used as the application."""
    with django_db_blocker.unblock(), databases.server(), databases.clone(), pytest.MonkeyPatch.context() as patch:
        reference = databases.REFERENCE = set(databases.filled_tables())

        def teardown(case: TransactionTestCase) -> None:
            databases.empty([table for table in databases.filled_tables() if table not in reference])

        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
        _skipped[report.longrepr[2].removeprefix("Skipped: ")] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested, and why, where nobody overlooks it."""
    if _skipped:
        terminalreporter.section("NOT TESTED HERE", sep="!", red=True, bold=True)
        for reason, count in _skipped.most_common():
            terminalreporter.write_line(f"{count} skipped: {reason}", red=True)


def _shut_the_network() -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not (isinstance(address, tuple) and address[0] in LOOPBACK):
            raise ConnectionRefusedError(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
