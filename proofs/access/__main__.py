"""`make prove-access`: two tellings of who may do what, compared on random worlds, with mutants of the wall (S1).

Runs on a clone of the tests' migrated template. ARGS="--decisions N --seed S" for another size, `--full` for a
million decisions and all mutants, `--write` keeps the figures in docs/evidence/access.json.
"""

import os
import sys
from pathlib import Path

# Before the settings are imported: the server, the keys and the mode of the tests.
os.environ["JIWAR_MODE"] = "test"
os.environ["JIWAR_HOME"] = os.environ.get("JIWAR_TEST_HOME") or str(Path(__file__).parents[2] / "var" / "test")
os.environ["DJANGO_SETTINGS_MODULE"] = "jiwar.site.settings"

import django

django.setup()

from proofs.access import proof

if __name__ == "__main__":
    sys.exit(proof.main(sys.argv[1:]))
