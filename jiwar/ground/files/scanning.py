"""Asking ClamAV about a file over its socket (clamd, INSTREAM). Where none is configured, that is what is said."""

import socket
import struct
from enum import StrEnum

PIECE = 256 * 1024
PATIENCE = 30.0


class Scan(StrEnum):
    """What became of it."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    FOUND = "found"


def scan(content: bytes, *, at: str) -> Scan:
    """Ask the daemon behind the Unix socket `at`; "" for none. One that does not answer has not scanned."""
    if not at:
        return Scan.NOT_SCANNED
    try:
        with socket.socket(socket.AF_UNIX) as daemon:
            daemon.settimeout(PATIENCE)
            daemon.connect(at)
            daemon.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                daemon.sendall(struct.pack("!I", len(piece)) + piece)
            daemon.sendall(struct.pack("!I", 0))
            said = daemon.recv(4096).rstrip(b"\0\n")
    except OSError:
        return Scan.NOT_SCANNED
    if said.endswith(b" FOUND"):
        return Scan.FOUND
    return Scan.CLEAN if said == b"stream: OK" else Scan.NOT_SCANNED
