"""What a shadow finds: two or three ordinary cases, made through the same actions as real ones.

The persons do not exist: names and requests are put together at random from data/decoys.json, so that no two shadows
have the same caseload.
"""

import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.words import Programme, Risk
from jiwar.areas.people import actions as people
from jiwar.areas.people.words import GivenName, Particulars, Residence, Script, Sex
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import teams_of
from jiwar.ground.access.who import Who
from jiwar.ground.staff.actions import accept_conduct
from jiwar.ground.staff.holdings import conduct

DATA = Path(__file__).parent / "data" / "decoys.json"
LEAST = 2
_RANDOM = secrets.SystemRandom()


def furnish(shadow: Who) -> None:
    """Give a new shadow, who is entered, what it needs to look at home: the conduct accepted, and a few cases."""
    if shadow.may(Permission.CONDUCT_ACCEPT):
        accept_conduct(shadow, version=conduct().version)
    team = next(iter(teams_of(shadow)), None)
    if team is None or not shadow.may(Permission.CASE_OPEN):
        return
    for kind in _RANDOM.sample(_data()["cases"], LEAST + secrets.randbelow(2)):
        person = people.register_person(shadow, names=_names(kind["sex"]), particulars=_particulars(kind))
        case = cases.open_case(
            shadow,
            person_id=person.pk,
            programme=Programme(kind["programme"]),
            team_id=team.pk,
            owner_id=shadow.user_id,
        )
        for note in kind["notes"]:
            cases.note_case(shadow, case.pk, text=note[shadow.language])
        version, why = case.version + len(kind["notes"]), kind["why"][shadow.language]
        cases.judge_risk(shadow, case.pk, risk=Risk(kind["risk"]), reason=why, version=version)


def _names(sex: str) -> list[GivenName]:
    given, family = _RANDOM.choice(_data()["given"][sex]), _RANDOM.choice(_data()["family"])
    return [GivenName(Script.ARABIC, given[0], family[0]), GivenName(Script.LATIN, given[1], family[1])]


def _particulars(kind: dict[str, Any]) -> Particulars:
    first, last = kind["born"]
    year = first + secrets.randbelow(last - first + 1)
    return Particulars(Sex(kind["sex"]), year, residence=Residence.CITIZEN)


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found
