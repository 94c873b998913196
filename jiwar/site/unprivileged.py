"""Run one command as user 1000 of a user namespace, where that user is the caller outside.

PostgreSQL refuses to run as root. In a namespace that maps 1000 to the caller, root starts it while every
file stays the caller's: no user is added, no folder changes hands. Run as a script by `postgres.py`:
`python unprivileged.py COMMAND ARGUMENT…`; exits 125 where the kernel forbids user namespaces (Linux only).
"""

import os
import sys
from pathlib import Path

FORBIDDEN = 125
INSIDE = 1000


def main(command: list[str]) -> int:
    """Replace this process by `command`; returns only where the namespace cannot be made."""
    user, group = os.geteuid(), os.getegid()
    try:
        os.unshare(os.CLONE_NEWUSER)
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{INSIDE} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{INSIDE} {group} 1", encoding="ascii")
    except (OSError, AttributeError) as error:
        print(f"user namespace: {error}", file=sys.stderr)
        return FORBIDDEN
    os.execv(command[0], command)  # noqa: S606  no shell wanted; postgres.py names the program


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
