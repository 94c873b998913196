"""The embedded PostgreSQL, and a real server in its place."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from jiwar.ground.vault.kms import FileKms
from jiwar.site import database
from jiwar.site.postgres import DatabaseError, Server
from tests.site.places import Place, place

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("database")]


@pytest.fixture(scope="module")
def real() -> Iterator[Server]:
    """A server as a hospital's computer centre runs it: passwords for everyone but its administrator."""
    with place() as made:
        server = Server(made.home)
        server.start(durable=True)
        hba = server.data / "pg_hba.conf"
        hba.write_text("local all postgres trust\nlocal all all scram-sha-256\n", encoding="ascii")
        with psycopg.connect(server.dsn(), autocommit=True) as admin:
            admin.execute("select pg_reload_conf()")
        yield server
        server.stop()


def url(server: Server, *, user: str = "postgres", password: str = "", name: str = "cases") -> str:
    secret = f":{password}" if password else ""
    return f"postgresql://{user}{secret}@/{name}?host={server.sockets}&port=5432"


def test_it_starts_and_stops_again_and_again() -> None:
    with place() as made:
        server = Server(made.home)
        for _ in range(2):
            server.start()
            server.start()
            assert server.pid()
            assert server.is_durable()
            with psycopg.connect(server.dsn()) as connection:
                assert connection.execute("show listen_addresses").fetchone() == ("",)
                assert connection.execute("show fsync").fetchone() == ("on",)
            server.stop()
            server.stop()
            assert server.pid() is None
        assert stat.S_IMODE(made.home.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_several_that_prepare_at_once_take_turns() -> None:
    with place() as made:
        for _ in range(2):
            with ThreadPoolExecutor(4) as threads:
                done = list(threads.map(lambda _: made.run("database", "prepare"), range(4)))
            assert [one.returncode for one in done] == [0] * 4, [one.stderr for one in done]


def test_a_long_path_is_no_obstacle(tmp_path: Path) -> None:
    server = Server(tmp_path / ("long" * 20))
    server.start(durable=False)
    try:
        assert len(str(server.sockets)) < 100
        psycopg.connect(server.dsn()).close()
    finally:
        server.stop()
        for file in server.sockets.iterdir():
            file.unlink()
        server.sockets.rmdir()


def test_a_real_server_serves_everything(real: Server) -> None:
    with place(DATABASE_URL=url(real)) as made:
        made.good("migrate", "--quiet")
        made.good("migrate", "--quiet")
        assert made.good("check") == "It is safe to serve.\n"
        assert not (made.home / "pg").exists()
        assert stat.S_IMODE((made.home / "database.json").stat().st_mode) == 0o600
        assert "the server of DATABASE_URL; running" in made.good("database", "status")
        made.good("stop")
        assert real.pid()
        without_passwords(made, real)


def without_passwords(made: Place, real: Server) -> None:
    """The control: a place that does not know the passwords gets nowhere."""
    with place(DATABASE_URL=url(real, user="jiwar_app", password="guess")) as stranger:
        done = stranger.run("check")
    assert done.returncode == 1
    assert "password" in done.stderr


def test_production_serves_with_keys_and_secrets_of_its_own(real: Server, tmp_path: Path) -> None:
    FileKms.generate(tmp_path / "root.json", demo=False)
    production = {
        "DATABASE_URL": url(real, name="live"),
        "JIWAR_MODE": "production",
        "JIWAR_SECRET_KEY": "s" * 60,
        "JIWAR_WALL_KEY": "ab" * 32,
        "JIWAR_KEYS": str(tmp_path / "root.json"),
        "JIWAR_HOSTS": "cases.example.org",
    }
    with place(**production) as made:
        made.good("migrate", "--quiet")
        assert made.good("check") == "It is safe to serve.\n"
        assert not (made.home / "keys").exists()
        demo = made.run("demo")
        made.more["JIWAR_KEYS"] = str(tmp_path / "demo.json")
        FileKms.generate(tmp_path / "demo.json", demo=True)
        made.more["JIWAR_HOSTS"] = "*"
        refused = made.run("check")
    assert "A demo does not touch a production database" in demo.stderr
    assert refused.returncode == 1
    assert "made for a demo" in refused.stderr
    assert "JIWAR_HOSTS must name" in refused.stderr


def test_a_role_that_may_not_make_roles_is_told_what_the_administrator_does(
    real: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(real.dsn(), autocommit=True) as admin:
        admin.execute("create role modest login password 'm'")
    monkeypatch.setenv("DATABASE_URL", url(real, user="modest", password="m", name="postgres"))
    with pytest.raises(DatabaseError, match=r"jiwar database sql|must name the role jiwar_app"):
        database.prepare()
    assert "create role" in database.administrators_sql()


def test_nonsense_in_the_url_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hush@host:port/x?nonsense=1")
    with pytest.raises(DatabaseError) as caught:
        database.django_database("app")
    assert "hush" not in str(caught.value)
