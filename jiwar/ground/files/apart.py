"""Cleaning a file in a process of its own, so that a hole in a reader of pictures opens no file of a person.

The process has no key, no connection, no environment; a gigabyte of memory and twenty seconds. If it dies, the file is
damaged, and nothing else is.
"""

import subprocess
import sys

from jiwar.ground.files.cleaning import Cleaned, FileKind
from jiwar.ground.files.cleaning.taken import LARGEST, NotTaken

REFUSED = 3
PATIENCE = 60
"""Seconds by the clock; twenty of them of work are what it gets."""
COMMAND = (sys.executable, "-I", "-m", "jiwar.ground.files.cleaning")


def clean_apart(content: bytes) -> Cleaned:
    """The same file without what could harm. Raises NotTaken with a code."""
    if len(content) > LARGEST:
        raise NotTaken("too_large")
    try:
        done = subprocess.run(COMMAND, input=content, capture_output=True, timeout=PATIENCE, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise NotTaken("damaged") from None
    if done.returncode == REFUSED:
        raise NotTaken(done.stderr.decode("ascii", "replace")[:40])
    kind, _, made = done.stdout.partition(b"\n")
    if done.returncode or not made:
        raise NotTaken("damaged")
    return Cleaned(FileKind(kind.decode("ascii")), made)
