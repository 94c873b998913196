"""`make bench-ground`: what the wall, the trail and encryption cost (S8).

    python -m bench.ground [--cases 200000 | --small] [--rounds 100] [--seed 1] [--json FILE] [--write]

In a home of its own: a durable server, a generated world, then lists, pages and notes, each beside the same work
without what is measured, in the same run. Only the ratios mean something on another machine. With
JIWAR_BENCH_HOME set, that folder is used and kept, and a world of the same size is not made again.
"""

import sys

from bench import home

KEPT = home.settle()

from bench.report import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run(is_kept=KEPT))
