"""Where the proof runs: a home of its own, the server that is started in it, the commands that are run in it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

JIWAR = [sys.executable, "-c", "from jiwar.site.cli import main; main()"]
PATIENCE = 60.0


@contextmanager
def served(home: Path) -> Iterator[int]:
    """`jiwar serve` runs meanwhile; its port."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = int(tried.getsockname()[1])
    environment = os.environ | {"JIWAR_LISTEN": f"127.0.0.1:{port}"}
    with (home / "said" / "serve.log").open("wb") as out:
        server = subprocess.Popen([*JIWAR, "serve"], env=environment, stdout=out, stderr=out)
        try:
            _wait(server, port, home)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def run(home: Path, *arguments: str, typed: str = "", password: str = "") -> int:
    """Run `jiwar …`; what it says is kept with what others said."""
    number = len(list((home / "said").iterdir()))
    environment = os.environ | ({"JIWAR_PASSWORD": password} if password else {})
    with (home / "said" / f"command-{number}.log").open("wb") as out:
        done = subprocess.run(
            [*JIWAR, *arguments], input=typed.encode(), env=environment, stdout=out, stderr=out, check=False
        )
    return done.returncode


@contextmanager
def overheard(path: Path) -> Iterator[None]:
    """What this process writes to its standard error goes to a file meanwhile, like a server's."""
    sys.stderr.flush()
    kept = os.dup(2)
    with path.open("ab") as out:
        os.dup2(out.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)


def _wait(server: subprocess.Popen[bytes], port: int, home: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (OSError, urllib.error.URLError):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError((home / "said" / "serve.log").read_text(encoding="utf-8")) from None
            time.sleep(0.1)
