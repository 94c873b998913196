"""What the environment says: checked before anything starts, and secrets that know what they are."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiwar.site import environment

PRODUCTION = {
    "JIWAR_MODE": "production",
    "JIWAR_SECRET_KEY": "s" * 60,
    "JIWAR_WALL_KEY": "ab" * 32,
    "JIWAR_KEYS": "/etc/jiwar/root.json",
    "JIWAR_HOSTS": "cases.example.org, www.example.org",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JIWAR_HOME", str(tmp_path))
    return tmp_path


def test_a_demo_makes_its_secrets_once_for_nobody_else_to_read(home: Path) -> None:
    first, second = environment.read({}), environment.read({})
    assert first.mode == "demo"
    assert (first.secret_key, first.wall_key) == (second.secret_key, second.wall_key)
    assert len(first.wall_app_key) == 32
    assert first.has_demo_secrets
    files = sorted((home / "keys").iterdir())
    assert [file.name for file in files] == ["secret_key", "wall_key"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o700


def test_secrets_are_not_shown_by_repr() -> None:
    jiwar = environment.read({**PRODUCTION, "JIWAR_MAIL": "smtp://me:hush@mail.example.org"})
    assert "hush" not in repr(jiwar)
    assert "ss" * 20 not in repr(jiwar)
    assert "abab" not in repr(jiwar)


def test_production_takes_everything_from_outside(home: Path) -> None:
    jiwar = environment.read(PRODUCTION)
    assert jiwar.is_production
    assert not jiwar.debug
    assert jiwar.hosts == ("cases.example.org", "www.example.org")
    assert not (home / "keys").exists()


@pytest.mark.parametrize("missing", ["JIWAR_SECRET_KEY", "JIWAR_WALL_KEY", "JIWAR_KEYS"])
def test_production_makes_no_secret_up(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(ImproperlyConfigured, match=missing):
        environment.read(given)


def test_a_real_server_means_production_unless_said_otherwise() -> None:
    with pytest.raises(ImproperlyConfigured, match="Production needs JIWAR_SECRET_KEY"):
        environment.read({"DATABASE_URL": "postgresql://jiwar_app@db.example.org/jiwar"})
    assert environment.read({"DATABASE_URL": "postgresql://x@y/z", "JIWAR_MODE": "demo"}).mode == "demo"


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("f" * 60 + "\n", encoding="ascii")
    given = PRODUCTION | {"JIWAR_SECRET_KEY": "", "JIWAR_SECRET_KEY_FILE": str(tmp_path / "secret")}
    assert environment.read(given).secret_key == "f" * 60
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        environment.read(given | {"JIWAR_SECRET_KEY_FILE": str(tmp_path / "nothing")})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JIWAR_MODE", "live"),
        ("JIWAR_WALL_KEY", "ab" * 31),
        ("JIWAR_WALL_KEY", "zz" * 32),
        ("JIWAR_MAIL", "console"),
        ("JIWAR_SCANNER", "localhost:3310"),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        environment.read(PRODUCTION | {name: value})


def test_a_scanner_is_named_by_its_socket_or_there_is_none() -> None:
    assert environment.read(PRODUCTION).scanner == ""
    socket = "/run/clamav/clamd.ctl"
    assert environment.read(PRODUCTION | {"JIWAR_SCANNER": socket}).scanner == socket


def test_mail_over_tls_from_the_start_or_after_a_greeting() -> None:
    mail = environment.read({"JIWAR_MAIL": "smtps://a%40b:p%3Aq@mail.example.org"}).mail
    assert (mail.host, mail.port, mail.user, mail.password, mail.starttls) == (
        "mail.example.org", 465, "a@b", "p:q", False,
    )  # fmt: skip
    assert environment.read({"JIWAR_MAIL": "smtp://mail.example.org"}).mail.starttls
