"""`make bench-exchange`: the whole register of a partner, read, looked through and taken in: seconds and memory.

    python -m bench.exchange [FILE …] [--write]

In a home of its own, with one agency. Each file is taken twice: the second time nothing may change. The control is a
limit that cannot be kept: a tenth of the seconds.
"""

import sys

from bench import home

KEPT = home.settle()

from bench.exchange_run import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run(is_kept=KEPT))
