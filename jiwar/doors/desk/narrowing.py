"""A list narrowed in words: what stands in its address, the tiles above it, and the chips that take each away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.queries import EVERYTHING, Narrowing, Tile
from jiwar.areas.cases.words import Programme, Risk
from jiwar.doors.desk.forms import UNJUDGED
from jiwar.ground.base.writing import digits

PRESSING: dict[str, tuple[Promise, str]] = {
    "urgent": (_("Urgent"), "alert"),
    "waiting": (_("Nobody responsible yet"), "hold"),
    "unjudged": (_("Risk to be judged"), "eye"),
    "still": (_("No change for two weeks"), "clock"),
}
"""The words and the icon of each tile."""


@dataclass(frozen=True, slots=True)
class ShownTile:
    """One tile: how many, and the list that it opens."""

    key: str
    name: str
    icon: str
    figure: str
    address: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that the list is narrowed to, and the list without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address within the lists asks for. `is_whole`: nothing in it was passed over."""

    key: str
    only: Narrowing
    is_whole: bool


def asked(values: Mapping[str, str]) -> Narrowing:
    """What an address asks for. What nobody understands narrows nothing."""
    risk, programme = values.get("risk", ""), values.get("programme", "")
    return Narrowing(
        risk="" if risk == UNJUDGED else Risk(risk) if risk in Risk.values else None,
        programme=Programme(programme) if programme in Programme.values else None,
        waiting=values.get("waiting") == "1",
        still=values.get("still") == "1",
    )


def read(text: str) -> Asked:
    """What `address` wrote, by this house or an earlier one."""
    values = dict(parse_qsl(text.removeprefix("?")))
    key, only = values.pop("list", ""), asked(values)
    return Asked(key, only, is_whole=_values(only) == values)


def address(key: str, only: Narrowing, *, after: str = "") -> str:
    """The address of a list, narrowed, from a mark on."""
    return "?" + urlencode({"list": key, **_values(only), **({"after": after} if after else {})})


def tiles(key: str, pressing: list[Tile], only: Narrowing) -> list[ShownTile]:
    """What presses in a list, each the list it opens; the one that is open leads back to the whole list."""
    return [
        ShownTile(
            key=tile.key,
            name=str(PRESSING[tile.key][0]),
            icon=PRESSING[tile.key][1],
            figure=digits(f"{tile.count}+" if tile.more else str(tile.count)),
            address=address(key, EVERYTHING if tile.narrowing == only else tile.narrowing),
            is_open=tile.narrowing == only,
        )
        for tile in pressing
    ]


def chips(key: str, only: Narrowing) -> list[Chip]:
    """What the list is narrowed to, in words."""
    return [Chip(words, address(key, without)) for words, without in _taken(only)]


def words(only: Narrowing) -> list[str]:
    """The same without the chips."""
    return [told for told, _without in _taken(only)]


def begun(key: str, only: Narrowing) -> dict[str, str]:
    """What stands in the form of narrowing before somebody touches it."""
    return {"list": key, **_values(only)}


def _taken(only: Narrowing) -> Iterator[tuple[str, Narrowing]]:
    if only.risk is not None:
        label = Risk(only.risk).label if only.risk else PRESSING["unjudged"][0]
        yield str(label), replace(only, risk=None)
    if only.programme:
        yield str(only.programme.label), replace(only, programme=None)
    if only.waiting:
        yield str(PRESSING["waiting"][0]), replace(only, waiting=False)
    if only.still:
        yield str(PRESSING["still"][0]), replace(only, still=False)


def _values(only: Narrowing) -> dict[str, str]:
    values = {
        "risk": UNJUDGED if only.risk == "" else only.risk or "",
        "programme": only.programme or "",
        "waiting": "1" if only.waiting else "",
        "still": "1" if only.still else "",
    }
    return {name: value for name, value in values.items() if value}
