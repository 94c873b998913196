"""Districts of Jordan by their names, misspelt ones too where one alone is near."""

from dataclasses import dataclass
from functools import cache, lru_cache

from jiwar.doors.exchange.understanding.cells import NotUnderstood, distance, folded, said, text_of
from jiwar.lib.formats.tables import Cell

NEAR = 2
"""Letters lost, added, changed or turned around; one in a short name."""
SHORT = 7


@dataclass(frozen=True, slots=True)
class District:
    """A district (liwa) and its governorate, by their official Arabic names."""

    name: str
    governorate: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was read. `is_meant`: it was written otherwise, and this was the one that is near."""

    district: District
    is_meant: bool = False


def district(cell: Cell) -> Found:
    """The district that a cell names. Raises NotUnderstood."""
    return _district(_together(text_of(cell)))


@lru_cache(maxsize=1024)
def _district(text: str) -> Found:
    if exact := _names().get(text):
        return Found(exact)
    most = NEAR if len(text) >= SHORT else 1
    near = sorted((distance(text, name, most=most), name) for name in _names())
    best = [(far, name) for far, name in near if far <= most]
    closest = {_names()[name] for far, name in best if far == best[0][0]}
    if len(closest) != 1:
        raise NotUnderstood("district_unknown")
    return Found(closest.pop(), is_meant=True)


def _together(text: str) -> str:
    return folded(text).replace(" ", "")


@cache
def _names() -> dict[str, District]:
    """Every way in which a district is rightly written."""
    found: dict[str, District] = {}
    for one in said("districts")["districts"]:
        there = District(one["ar"], one["governorate_ar"])
        arabic, english = one["ar"], one["en"]
        for name in (arabic, arabic.removeprefix("لواء "), english, english.removesuffix(" District")):
            found.setdefault(_together(name), there)
    return found
