"""The server as people meet it: it starts, stops cleanly, says what stands in its way, and loses nothing."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jiwar.site.postgres import Server
from tests.site.places import Place, place

STYLES = Path(__file__).parents[2] / "jiwar" / "static" / "jiwar" / "jiwar.css"
SECOND_START = 5.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not STYLES.exists(), reason="the styles are not built: make build"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found through /proc"),
    pytest.mark.xdist_group("server"),
]


@pytest.fixture(scope="module")
def migrated() -> Iterator[Place]:
    with place() as made:
        made.good("migrate", "--quiet")
        yield made


@pytest.fixture
def served(migrated: Place) -> Iterator[tuple[Place, subprocess.Popen[str]]]:
    process = migrated.begin("serve")
    yield migrated, process
    migrated.run("stop")
    process.wait(timeout=60)


def write(where: Place, key: str) -> None:
    """Write as the application, and return once the database has acknowledged it."""
    with psycopg.connect(Server(where.home).dsn(user="jiwar_app", name="jiwar"), autocommit=True) as connection:
        connection.execute("insert into django_session values (%s, '', now())", [key])


def keys(where: Place) -> set[str]:
    with psycopg.connect(Server(where.home).dsn(user="jiwar_app", name="jiwar"), autocommit=True) as connection:
        return {row[0] for row in connection.execute("select session_key from django_session")}


def test_stop_leaves_nothing_running(served: tuple[Place, subprocess.Popen[str]]) -> None:
    where, process = served
    assert where.good("stop") == "Jiwar has stopped.\n"
    assert process.wait(timeout=10) == 0
    assert where.processes() == []
    assert not (where.home / "pg" / "postmaster.pid").exists()
    assert where.good("stop") == "Jiwar was not running.\n"


def test_an_interrupt_stops_the_server(served: tuple[Place, subprocess.Popen[str]]) -> None:
    where, process = served
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == 0
    assert not where.answers()


def test_a_second_server_for_the_same_home_is_refused(served: tuple[Place, subprocess.Popen[str]]) -> None:
    where, process = served
    done = where.run("serve")
    assert done.returncode == 1
    assert done.stderr == f"jiwar: Jiwar runs already (process {process.pid}). Stop it: jiwar stop\n"
    assert where.answers()


def test_an_address_in_use_is_named_with_a_way_out(migrated: Place) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", migrated.port))
        other.listen()
        done = migrated.run("serve")
    assert done.returncode == 1
    assert f"127.0.0.1:{migrated.port} is used by another program" in done.stderr
    assert "JIWAR_LISTEN=" in done.stderr


def test_after_kill_9_of_everything_it_starts_again_with_nothing_lost(migrated: Place) -> None:
    for round_ in range(2):
        process = migrated.begin("serve")
        write(migrated, f"acknowledged-{round_}")
        assert len(migrated.processes()) > 5
        migrated.kill_everything()
        process.wait(timeout=10)
    began = time.monotonic()
    process = migrated.begin("serve")
    assert time.monotonic() - began < 2 * SECOND_START  # with a recovery, on a machine that tests other things too
    assert keys(migrated) >= {"acknowledged-0", "acknowledged-1"}
    migrated.good("stop")
    process.wait(timeout=10)


def test_the_log_holds_no_address_of_a_request(served: tuple[Place, subprocess.Popen[str]]) -> None:
    where, _process = served
    with socket.create_connection(("127.0.0.1", where.port)) as browser:
        browser.sendall(b"GET /no-such-page?name=Amal-at-the-shelter HTTP/1.1\r\nHost: evil-Amal.example\r\n\r\n")
        assert b" 400 " in browser.recv(100)
    with socket.create_connection(("127.0.0.1", where.port)) as browser:
        browser.sendall(b"GET /no-such-page?name=Amal-at-the-shelter HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 404 " in browser.recv(100)
    with socket.create_connection(("127.0.0.1", where.port)) as browser:
        browser.sendall(b"GET \x00Amal-at-the-shelter HTTP/9\r\n\r\n")
        browser.recv(100)
    said = where.said()
    assert "404 no-route" in said
    assert "Amal" not in said


def test_a_migration_that_is_missing_keeps_the_server_from_starting(migrated: Place) -> None:
    migrated.good("database", "start")
    owner = Server(migrated.home).dsn(user="jiwar_owner", name="jiwar")
    with psycopg.connect(owner, autocommit=True) as connection:
        row = connection.execute("delete from django_migrations where app = 'notices' returning app, name, applied")
        removed = row.fetchall()
        done = migrated.run("serve")
        connection.cursor().executemany(
            "insert into django_migrations (app, name, applied) values (%s, %s, %s)", removed
        )
    assert done.returncode == 1
    assert "it is not safe to serve" in done.stderr
    assert "Run `jiwar migrate`" in done.stderr
    migrated.good("database", "stop")
