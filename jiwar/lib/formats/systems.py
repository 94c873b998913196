"""Other systems whose numbers a case may carry: data/systems.json, with its source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from jiwar.lib import formats


@dataclass(frozen=True, slots=True)
class System:
    """A system or body that numbers cases."""

    code: str
    en: str
    ar: str


def _read() -> dict[str, System]:
    said = json.loads((files(formats) / "data" / "systems.json").read_text(encoding="utf-8"))
    return {one["code"]: System(one["code"], one["en"], one["ar"]) for one in said["systems"]}


SYSTEMS: Final[Mapping[str, System]] = _read()
"""By their codes, in the order in which they are offered."""
