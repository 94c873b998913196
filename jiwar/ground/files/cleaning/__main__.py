"""The process that `apart.py` starts: a file comes in, a harmless one goes out. See there."""

import resource
import sys

from jiwar.ground.files.cleaning import clean
from jiwar.ground.files.cleaning.taken import LARGEST, NotTaken

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
REFUSED = 3


def main() -> int:
    """Little memory, little time, no file and no further process; the kind first, then the bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read(LARGEST + 1)
    try:
        made = clean(content)
    except NotTaken as error:
        sys.stderr.write(error.code)
        return REFUSED
    sys.stdout.buffer.write(made.kind.encode() + b"\n" + made.content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
