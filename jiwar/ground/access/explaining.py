"""In words: by what somebody sees a file, and what decides whether somebody does. For pages and the command line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.ground.access.classes import Basis
from jiwar.ground.access.models import Agency, Office, Team, User
from jiwar.ground.access.queries import Fact, Seer, Way
from jiwar.ground.access.roles import ROLES
from jiwar.ground.base.templatetags.jiwar_text import in_language, moment

PLACES: Mapping[str, Promise] = {
    "u": gettext_lazy("is responsible for the file"),
    "t": gettext_lazy("is in the team that works on it"),
    "so": gettext_lazy("supervises the office that keeps it"),
    "s": gettext_lazy("supervises the agency that keeps it"),
}
INSIDE: Mapping[str, Promise] = {
    "registration": gettext_lazy("registered the person"),
    "case": gettext_lazy("works on a case of the person"),
}
BODIES: Mapping[str, type[Agency | Office | Team]] = {"a": Agency, "o": Office, "t": Team}


@dataclass(frozen=True, slots=True)
class ToldSeer:
    """Somebody who can see a file, and why, in words."""

    id: UUID
    name: str
    agency: str
    reasons: tuple[str, ...]
    is_denied: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether somebody sees a file; what leads to it, and what stands in the way."""

    sees: bool
    lines: tuple[str, ...]


def told(seers: Iterable[Seer]) -> list[ToldSeer]:
    """Everybody who can see a file, with the reasons in words."""
    return [
        ToldSeer(
            id=seer.user.id,
            name=in_language(seer.user),
            agency=in_language(seer.agency),
            reasons=_reasons(seer),
            is_denied=seer.is_denied,
        )
        for seer in seers
    ]


def explained(facts: Iterable[Fact]) -> Explanation:
    """The answer to "why" and "why not", the decisive things first."""
    known = list(facts)
    sees = any(fact.fact == "sees" and fact.counts for fact in known)
    lines = [line for fact in known for line in _line(fact)]
    if not sees and not any(fact.fact in ("way", "denial", "apart") for fact in known):
        lines.append(_("Nothing leads to this file: no responsibility, team, supervision or share."))
    return Explanation(sees, tuple(dict.fromkeys(lines)))


def _reasons(seer: Seer) -> tuple[str, ...]:
    if seer.kind == User.Kind.SYSTEM:
        return (_("jobs that run by schedule; no person"),)
    return tuple(dict.fromkeys(_way(way) for way in seer.ways))


def _way(way: Way) -> str:
    """One way, in words."""
    letter = way.principal.partition(":")[0]
    if not way.basis:
        return str(PLACES[letter])
    if way.basis in INSIDE:
        return str(INSIDE[way.basis])
    until = moment(way.until) if way.until else ""
    if way.basis == "glass":
        return _("opened it in an emergency, until %(until)s") % {"until": until}
    words = {"basis": str(Basis(way.basis).label), "until": until}
    return (
        _("shared on the basis “%(basis)s”, until %(until)s") % words
        if until
        else _("shared on the basis “%(basis)s”") % words
    )


def _line(fact: Fact) -> Iterator[str]:
    """What one fact says; nothing where it goes without saying."""
    match fact.fact:
        case "file" if not fact.counts:
            yield _("There is no such file.")
        case "user" if not fact.counts:
            yield _("This user is shut out: nothing is seen, whatever role is held.")
        case "agency" if not fact.counts:
            yield _("The agency is closed: nobody of it sees anything.")
        case "role":
            yield _role(fact)
        case "apart":
            yield _("Administrators and data-protection officers see no file, whatever other role they hold.")
        case "way":
            yield _("Leads to the file: %(way)s.") % {"way": _way(Way(fact.place, fact.what, fact.until))}
        case "ended":
            yield _("Is over: %(way)s.") % {"way": _way(Way(fact.place, fact.what, fact.until))}
        case "denial" if fact.what == "sealed":
            yield _("The file is sealed: nobody sees it until two people lift the seal.")
        case "denial":
            yield _("A conflict of interest is declared: it beats every role and every share.")
        case _other:  # what holds, and goes without saying
            return


def _role(fact: Fact) -> str:
    name = str(ROLES[fact.what].name) if fact.what in ROLES else fact.what
    words = {"role": name, "place": _place(fact.place), "period": _period(fact.starts, fact.until)}
    if fact.counts:
        return _("Holds the role: %(role)s, %(place)s (%(period)s).") % words
    return _("Does not hold now: %(role)s, %(place)s (%(period)s).") % words


def _place(principal: str) -> str:
    letter, _colon, pk = principal.partition(":")
    return in_language(BODIES[letter].objects.filter(pk=pk).first())


def _period(starts: datetime | None, until: datetime | None) -> str:
    if until:
        return _("from %(start)s until %(until)s") % {"start": moment(starts), "until": moment(until)}
    return _("from %(start)s") % {"start": moment(starts)}
