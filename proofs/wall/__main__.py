"""`make prove-wall`: the catalogue of the wall (S4) and injected queries (S5), each with its controls.

Runs on clones of the tests' migrated template, as the roles that serve. ARGS="--write" keeps the figures in
docs/evidence/wall.json.
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

from proofs.wall import proof

if __name__ == "__main__":
    sys.exit(proof.main(sys.argv[1:]))
