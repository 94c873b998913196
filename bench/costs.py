"""`make bench-pages`: what a page costs, beside an empty view (P1).

    python -m bench.costs [--cases 2000] [--rounds 60] [--seed 1] [--write]

In a home of its own, with a small world: a page shows fifty rows of it, however many there are. The goals are ratios
to an empty view without middleware in the same run, because times mean something on one machine alone. With
JIWAR_BENCH_HOME set, that folder is used and kept, and a world of the same size is not made again.
"""

import sys

from bench import home

KEPT = home.settle()

from bench.costs_report import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run(is_kept=KEPT))
