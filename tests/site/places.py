"""A Jiwar of its own for a test: a short home folder, the command line as a person uses it, and a free port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

JIWAR = [sys.executable, "-c", "from jiwar.site.cli import main; main()"]
PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@dataclass
class Place:
    """One home folder and what runs there."""

    home: Path
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("JIWAR_", "DATABASE_"))}
        own = {"JIWAR_HOME": str(self.home), "JIWAR_MODE": "demo", "JIWAR_LISTEN": f"127.0.0.1:{self.port}"}
        return inherited | own | self.more

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `jiwar …` to its end."""
        return subprocess.run(
            [*JIWAR, *arguments], env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )

    def good(self, *arguments: str) -> str:
        """What `jiwar …` says where it must succeed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `jiwar …` and wait until its pages answer."""
        with (self.home / "output.log").open("w") as out:
            process = subprocess.Popen(
                [*JIWAR, *arguments], env=self.environment, stdout=out, stderr=out, text=True, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.02)
        return process

    def said(self) -> str:
        return (self.home / "output.log").read_text(encoding="utf-8")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def processes(self) -> list[int]:
        """Every process that was started for this home, PostgreSQL's included."""
        marks = (f"JIWAR_HOME={self.home}\0".encode(), str(self.home / "pg").encode())
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                given = (folder / "environ").read_bytes() + b"\0" + (folder / "cmdline").read_bytes()
                lives_there = (folder / "cwd").resolve() == self.home / "pg"
            except OSError:
                continue
            if int(folder.name) != os.getpid() and (lives_there or any(mark in given for mark in marks)):
                found.append(int(folder.name))
        return found

    def kill_everything(self) -> None:
        """kill -9 of every process, without a moment to say goodbye."""
        for pid in self.processes():
            with suppress(ProcessLookupError):  # one may have ended by itself since they were listed
                os.kill(pid, signal.SIGKILL)


@contextmanager
def place(**more: str) -> Iterator[Place]:
    """A fresh place, gone afterwards with everything that ran in it."""
    home = Path(tempfile.mkdtemp(prefix="jiwar-"))  # short: the path of a socket has its limit
    made = Place(home, more=more)
    try:
        yield made
    finally:
        made.kill_everything()
        shutil.rmtree(home, ignore_errors=True)
