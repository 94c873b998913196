"""How a person is found in two scripts: parts of a name, keys on which spellings meet, and a score with reasons."""

from jiwar.lib.names.elements import elements, neighbours
from jiwar.lib.names.keys import KEYS_VERSION, Part, parse
from jiwar.lib.names.scoring import Band, Code, Comparison, Explanation, compare, weight
from jiwar.lib.names.told import Born, Fact, Likeness, Reason, Told, liken

__all__ = [
    "KEYS_VERSION",
    "Band",
    "Born",
    "Code",
    "Comparison",
    "Explanation",
    "Fact",
    "Likeness",
    "Part",
    "Reason",
    "Told",
    "compare",
    "elements",
    "liken",
    "neighbours",
    "parse",
    "weight",
]
