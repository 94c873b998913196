"""The lists of cases on "My work": which of them a role has, and how each is called when it is empty."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from jiwar.areas.cases import queries
from jiwar.areas.cases.queries import CasePage, Narrowing, Tile
from jiwar.ground.access.queries import names_of, teams_of
from jiwar.ground.access.who import Who
from jiwar.ground.base.templatetags.jiwar_text import in_language


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list. `key` stands in the address; `load` gives the page of it that follows a mark.

    `presses` counts what presses in it; a list without it cannot be narrowed.
    """

    key: str
    name: str
    empty: str
    load: Callable[[str, Narrowing], CasePage]
    presses: Callable[[], list[Tile]] | None = None


def worklists(who: Who) -> list[Worklist]:
    """Every list that the roles held have; the first is shown when none is asked for."""
    return list(_lists(who))


def _lists(who: Who) -> Iterator[Worklist]:
    if who.supervises:
        words = _("Open cases of the agency stand here.")
        yield Worklist("agency", _("Whole agency"), words, _narrowed(who, queries.agency_cases), _presses(who))
    words = _("Cases for which you are responsible stand here.")
    mine = _presses(who, user_id=who.user_id)
    yield Worklist("mine", _("My cases"), words, _narrowed(who, queries.my_cases), mine)
    names = names_of(who, who.covered_ids)
    for absent in sorted(who.covered_ids):
        name = _("Covering for %(name)s") % {"name": in_language(names.get(absent))}
        words = _("Open cases of the colleague for whom you cover stand here.")
        load = _narrowed(who, queries.covered_cases, absent)
        yield Worklist(f"cover-{absent}", name, words, load, _presses(who, user_id=absent))
    for team in teams_of(who):
        if team.pk in who.seen_team_ids:
            words = _("Open cases of this team stand here.")
            load = _narrowed(who, queries.team_cases, team.pk)
            yield Worklist(f"team-{team.pk}", in_language(team), words, load, _presses(who, team_id=team.pk))
    words = _("What other agencies share stands here, for as long as they share it.")
    yield Worklist("shared", _("Shared with us"), words, _after(who, queries.granted_cases))
    yield Worklist("closed", _("Closed"), _("Closed cases stand here."), _after(who, queries.closed_cases))


def _after(who: Who, load: Callable[..., CasePage]) -> Callable[[str, Narrowing], CasePage]:
    return lambda mark, _: load(who, after=mark)


def _narrowed(who: Who, load: Callable[..., CasePage], *ids: UUID) -> Callable[[str, Narrowing], CasePage]:
    return lambda mark, only: load(who, *ids, after=mark, only=only)


def _presses(who: Who, **place: UUID) -> Callable[[], list[Tile]]:
    return lambda: queries.pressing_cases(who, **place)
