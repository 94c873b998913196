"""What the environment says, checked once and typed: the mode, the place for data, addresses and secrets.

| variable | meaning |
|---|---|
| JIWAR_MODE | `demo`, `production` or `test`; by default `production` where DATABASE_URL is set, else `demo` |
| JIWAR_HOME | where data, keys and logs lie (see `database.home`) |
| JIWAR_HOSTS | host names that are served, separated by commas; required in production |
| JIWAR_LISTEN | address and port of the web server, `127.0.0.1:8000` |
| JIWAR_SECRET_KEY, JIWAR_WALL_KEY | secrets, or with `_FILE` appended the file that holds one; required in production |
| JIWAR_KEYS | the file of the root keys of encryption; required in production |
| JIWAR_PROXY | `1` where a proxy in front speaks TLS and sets X-Forwarded-Proto itself |
| JIWAR_MAIL | `file` (into JIWAR_HOME/mail) or `smtp://user:password@host:port`; `smtps://` for TLS from the start |
| JIWAR_SMS | `file` (into JIWAR_HOME/sms) or the https address of a gateway, which takes a form with `to` and `text` |
| JIWAR_SCANNER | the Unix socket of clamd, which looks at every file that is taken; without it none is scanned |
| JIWAR_SMS_KEY | what the gateway knows us by, or with `_FILE` appended the file that holds it |

Demo and test secrets are made once under JIWAR_HOME/keys and say in themselves what they are, so that
production recognises and refuses them wherever they were copied to.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from jiwar.site import database

Mode = Literal["demo", "production", "test"]
MODES: tuple[Mode, ...] = ("demo", "production", "test")

DEMO_MARK = "demo-only-"
"""How every generated secret begins."""
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
WALL_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Mail:
    """Where mail goes; `host` is empty where it is written to files."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True


@dataclass(frozen=True, slots=True)
class Sms:
    """Where messages to telephones go; `address` is empty where they are written to files."""

    address: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Jiwar:
    """This deployment. `settings.JIWAR` is the only instance while Jiwar runs."""

    mode: Mode
    home: Path
    keys_path: Path
    """The file of the root keys of encryption (`jiwar.ground.vault`)."""
    hosts: tuple[str, ...]
    listen: str
    secret_key: str = field(repr=False)
    wall_key: str = field(repr=False)
    """32 bytes in hexadecimal, after DEMO_MARK where generated: what signs `wall.enter`."""
    mail: Mail
    sms: Sms = Sms()
    scanner: str = ""
    """The socket of clamd; empty where nothing is scanned."""
    behind_proxy: bool = False
    debug: bool = False
    """Never true: pages of errors would show what people wrote."""

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def has_demo_secrets(self) -> bool:
        return self.secret_key.startswith(DEMO_MARK) or self.wall_key.startswith(DEMO_MARK)

    @property
    def wall_app_key(self) -> bytes:
        return bytes.fromhex(self.wall_key.removeprefix(DEMO_MARK))


def read(environment: Mapping[str, str] = os.environ) -> Jiwar:
    """Read and check the environment. Raises ImproperlyConfigured with everything that is missing."""
    mode = _mode(environment)
    home = database.home()
    keys = home / "keys"
    if mode == "production":
        secret_key, wall_key, keys_path = _given(environment)
    else:
        secret_key = _secret(environment, "JIWAR_SECRET_KEY") or _made(keys / "secret_key", 48)
        wall_key = _secret(environment, "JIWAR_WALL_KEY") or _made(keys / "wall_key", WALL_KEY_BYTES)
        keys_path = Path(environment.get("JIWAR_KEYS") or keys / "root.json")
    _check_wall_key(wall_key)
    hosts = tuple(host for host in environment.get("JIWAR_HOSTS", "").replace(" ", "").split(",") if host)
    return Jiwar(
        mode=mode,
        home=home,
        keys_path=keys_path.expanduser().absolute(),
        hosts=hosts if mode == "production" else hosts or LOCAL_HOSTS,
        listen=environment.get("JIWAR_LISTEN") or "127.0.0.1:8000",
        secret_key=secret_key,
        wall_key=wall_key,
        mail=_mail(environment.get("JIWAR_MAIL") or "file"),
        sms=_sms(environment),
        scanner=_scanner(environment),
        behind_proxy=environment.get("JIWAR_PROXY") == "1",
    )


def _mode(environment: Mapping[str, str]) -> Mode:
    named = environment.get("JIWAR_MODE") or ("production" if environment.get("DATABASE_URL") else "demo")
    for mode in MODES:
        if mode == named:
            return mode
    raise ImproperlyConfigured(f"JIWAR_MODE={named} is not one of {', '.join(MODES)}.")


def _given(environment: Mapping[str, str]) -> tuple[str, str, Path]:
    """The secrets of production, none of which Jiwar makes up."""
    found = {name: _secret(environment, name) for name in ("JIWAR_SECRET_KEY", "JIWAR_WALL_KEY")}
    found["JIWAR_KEYS"] = environment.get("JIWAR_KEYS", "")
    if missing := [name for name, value in found.items() if not value]:
        raise ImproperlyConfigured(
            f"Production needs {', '.join(missing)}. JIWAR_SECRET_KEY is at least 50 random characters, JIWAR_WALL_KEY "
            "is 32 random bytes in hexadecimal (each may be a file, named by the variable with _FILE appended), "
            "JIWAR_KEYS is the file of the root keys. For a demo set JIWAR_MODE=demo."
        )
    return found["JIWAR_SECRET_KEY"], found["JIWAR_WALL_KEY"], Path(found["JIWAR_KEYS"])


def _secret(environment: Mapping[str, str], name: str) -> str:
    if path := environment.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE={path} cannot be read ({type(error).__name__}).") from None
    return environment.get(name, "")


def _made(path: Path, size: int) -> str:
    """The secret in `path`, made where there is none; of two processes that start at once, one makes it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as handle:
            handle.write(DEMO_MARK + secrets.token_hex(size))
            handle.flush()
            os.fsync(handle.fileno())
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()


def _check_wall_key(key: str) -> None:
    try:
        right = len(bytes.fromhex(key.removeprefix(DEMO_MARK))) == WALL_KEY_BYTES
    except ValueError:
        right = False
    if not right:
        raise ImproperlyConfigured(f"JIWAR_WALL_KEY must be {WALL_KEY_BYTES} random bytes in hexadecimal.")


def _mail(text: str) -> Mail:
    if text == "file":
        return Mail()
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("JIWAR_MAIL must be `file` or smtp://user:password@host:port.")
    return Mail(
        host=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
    )


def _scanner(environment: Mapping[str, str]) -> str:
    """Where clamd listens. That it answers is asked with each file: one that does not is said to be not scanned."""
    path = environment.get("JIWAR_SCANNER", "")
    if path and not path.startswith("/"):
        raise ImproperlyConfigured("JIWAR_SCANNER is the path of a Unix socket, as in /run/clamav/clamd.ctl.")
    return path


def _sms(environment: Mapping[str, str]) -> Sms:
    address = environment.get("JIWAR_SMS") or "file"
    if address == "file":
        return Sms()
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query:
        raise ImproperlyConfigured("JIWAR_SMS must be `file` or an https address without user and question mark.")
    key = _secret(environment, "JIWAR_SMS_KEY")
    if not key:
        raise ImproperlyConfigured("JIWAR_SMS names a gateway: set JIWAR_SMS_KEY, or JIWAR_SMS_KEY_FILE.")
    return Sms(address, key)
