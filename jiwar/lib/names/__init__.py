"""How a person is found in two scripts: parts of a name, keys on which spellings meet, and a score with reasons."""

from jiwar.lib.names.keys import KEYS_VERSION as KEYS_VERSION
from jiwar.lib.names.keys import Part as Part
from jiwar.lib.names.keys import parse as parse
from jiwar.lib.names.scoring import Band as Band
from jiwar.lib.names.scoring import Code as Code
from jiwar.lib.names.scoring import Comparison as Comparison
from jiwar.lib.names.scoring import Explanation as Explanation
from jiwar.lib.names.scoring import compare as compare
