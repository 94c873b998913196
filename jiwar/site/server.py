"""The web server: gunicorn in this process, its workers beside it, and how another process stops it.

The running server holds a lock on JIWAR_HOME/run/web.lock, in which its number stands; the lock goes with the
process, however that ends, so a number left behind by a killed server is never taken for a running one.
"""

import errno
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from jiwar.site.logs import Careful
from jiwar.site.trouble import Trouble

WORKERS = 2
THREADS = 4
PATIENCE = 5.0
"""Seconds that the workers of a killed server are given to notice and let go of the address."""
STOP_PATIENCE = 40.0
GRACE = 20
"""Seconds for requests that are under way when the server stops."""
MESSAGE_IN_USE = (
    "{address} is used by another program. Stop that one, or choose another address: JIWAR_LISTEN=127.0.0.1:8010"
)


class ServerError(Trouble):
    """The web server cannot do as asked; the message says why, for a person at a terminal."""


class Log(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """Gunicorn's log without addresses of requests."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Careful())


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """Jiwar in gunicorn, configured here alone: no file and no environment of gunicorn's own."""

    def __init__(
        self, listen: str, lock: TextIO, when_ready: Callable[[], None], in_worker: Callable[[], object]
    ) -> None:
        self.listen = listen
        self.lock = lock
        self.when_ready, self.in_worker = when_ready, in_worker
        super().__init__()

    def load_config(self) -> None:
        shared_memory = Path("/dev/shm")  # noqa: S108  a heartbeat file of gunicorn, unlinked at once
        options = {
            "bind": self.listen,
            "worker_class": "gthread",
            "workers": int(os.environ.get("JIWAR_WORKERS") or WORKERS),
            "threads": THREADS,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": GRACE,
            "keepalive": 5,
            "umask": 0o077,
            "worker_tmp_dir": str(shared_memory) if os.access(shared_memory, os.W_OK) else None,
            "forwarded_allow_ips": "",  # which header of a proxy counts is Django's to decide
            "control_socket_disable": True,
            "accesslog": None,  # a line for each request would hold its address
            "loglevel": "warning",
            "logger_class": Log,
            "when_ready": self._say_ready,
            "post_fork": self._let_go,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def _say_ready(self, _arbiter: object) -> None:
        self.when_ready()

    def _let_go(self, _arbiter: object, _worker: object) -> None:
        self.lock.close()  # it is the master's: a worker that outlives it must not keep it
        self.in_worker()

    def load(self) -> Callable[..., Any]:
        application = get_wsgi_application()
        # Every page is imported here once, not by each worker before its first answer.
        get_resolver().resolve("/healthz")
        connections.close_all()  # a connection must not be shared with the workers
        return application


def serve(lock: TextIO, listen: str, when_ready: Callable[[], None], in_worker: Callable[[], object]) -> None:
    """Serve until a signal ends it; `lock` comes from `held`, `in_worker` is called in each. Raises ServerError."""
    master = os.getpid()
    try:
        Web(listen, lock, when_ready, in_worker).run()
    except SystemExit as ended:  # gunicorn's way to return, in a worker too, which must not go on here
        if os.getpid() != master:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code if isinstance(ended.code, int) else 1)
        if ended.code:
            raise ServerError(f"The web server ended with code {ended.code}; what is above says why.") from None


def pid(home: Path) -> int | None:
    """The process of the running web server; None where none runs."""
    try:
        with (home / "run" / "web.lock").open(encoding="ascii") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(handle.read() or 0) or None
    except FileNotFoundError:
        return None
    return None


def stop(home: Path) -> bool:
    """Stop the web server and wait until it is down; says whether one ran. Raises ServerError where it stays."""
    running = pid(home)
    if running is None:
        return False
    os.kill(running, signal.SIGTERM)
    until = time.monotonic() + STOP_PATIENCE
    while pid(home) == running:
        if time.monotonic() > until:
            raise ServerError(f"The web server (process {running}) did not stop within {STOP_PATIENCE:.0f} s.")
        time.sleep(0.05)
    return True


@contextmanager
def held(home: Path, listen: str) -> Iterator[TextIO]:
    """Be the one web server of this home. Raises ServerError where there is one, or the address is not free.

    A number that was left in the lock's file tells of a server that was killed: its workers may still be letting go.
    """
    path = home / "run" / "web.lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError(f"Jiwar runs already (process {pid(home)}). Stop it: jiwar stop") from None
        _wait_for_address(listen, PATIENCE if handle.tell() else 0)
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield handle
        handle.truncate(0)


def _wait_for_address(listen: str, patience: float) -> None:
    """Return when the address can be listened on. Raises ServerError where it cannot, and says what to do."""
    host, _, port = listen.rpartition(":")
    until = time.monotonic() + patience
    while True:
        try:
            family, *_rest, address = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
            with socket.socket(family) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
                tried.listen(1)
        except (ValueError, OverflowError, socket.gaierror):
            raise ServerError(f"{listen} is not an address and a port, as in 127.0.0.1:8000") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise ServerError(f"{listen} cannot be listened on: {error.strerror}.") from None
            if time.monotonic() > until:
                raise ServerError(MESSAGE_IN_USE.format(address=listen)) from None
            time.sleep(0.1)
        else:
            return
