"""The rules of doing, continued: who is forced to sign in sees a shadow, and those who watch over the work are told."""

from dataclasses import replace
from uuid import UUID, uuid5

from proofs.worlds import deeds
from proofs.worlds.facts import Agency, Alarm, Event, Holds, Office, Role, Team, Token, User, World
from proofs.worlds.spec import Reader
from proofs.worlds.staffing import judge
from proofs.worlds.verbs import BARRED, DONE, NOT_HELD, Code, Outcome, end_tokens, reader

__all__ = ["judge"]


def copied(shadow: UUID, of: UUID) -> UUID:
    """What a role or a token of the person is called when the shadow has it."""
    return uuid5(shadow, str(of))


def place_of(world: World, user: User) -> Team | None:
    """The team that the shadow's is made after: one's own before any other of the agency."""
    teams = [team for team in world.teams.values() if world.offices[team.office].agency == user.agency]
    own = {role.team for role in world.roles.values() if role.user == user.id}
    return min(teams, key=lambda team: (team.id not in own, team.id), default=None)


def has_office(world: World, user: User) -> bool:
    """Whether any role of theirs, past ones too, is at an office of their agency."""
    places = {role.office for role in world.roles.values() if role.user == user.id and role.office}
    return any(world.offices[place].agency == user.agency for place in places)


@judge.register
def _(deed: deeds.ChooseWord, world: World) -> Outcome:
    """A user of the same name in an agency that nobody else sees; the one before is shut out."""
    me = reader(world, deed).user
    if me.is_system or not me.active:
        return NOT_HELD
    if former := world.shadows.get(me.id):
        world.users[former] = replace(world.users[former], active=False)
        world.feeds.pop(former, None)
        end_tokens(world, former)
    home, place = world.agencies[me.agency], place_of(world, me)
    world.agencies[deed.house] = Agency(deed.house, home.kind, home.active, world=deed.house)
    if place or has_office(world, me):
        world.offices[deed.office] = Office(deed.office, deed.house)
    if place:
        world.teams[deed.team] = Team(deed.team, deed.office)
    world.users[deed.jobs] = User(deed.jobs, deed.house, is_system=True)
    world.users[deed.shadow] = User(deed.shadow, deed.house)
    jobs = Role(copied(deed.jobs, deed.jobs), deed.jobs, Holds.SYSTEM, deed.house, None, None, 0, None)
    for role in [jobs, *_lent(world, me, deed)]:
        world.roles[role.id] = role
    world.shadows[me.id] = deed.shadow
    _lend_tokens(world, me.id, deed.shadow)
    return DONE


def _lent(world: World, me: User, deed: deeds.ChooseWord) -> list[Role]:
    """The roles in force, but for those that cover somebody."""
    return [
        replace(
            role, id=copied(deed.shadow, role.id), user=deed.shadow, agency=deed.house,
            office=deed.office if role.office else None, team=deed.team if role.team else None,
        )
        for role in world.roles.values()
        if role.user == me.id and role.agency == me.agency and not role.covers
        and role.starts <= 0 and (role.ends is None or role.ends > 0)
    ]  # fmt: skip


@judge.register
def _(deed: deeds.MakeFeed, world: World) -> Outcome:
    """Whoever is entered, for themselves; whether it answers is asked later."""
    world.feeds[reader(world, deed).user.id] = deed.feed
    return DONE


@judge.register
def _(deed: deeds.KeepView, world: World) -> Outcome:
    """Whoever is entered, for themselves."""
    world.views[deed.view] = reader(world, deed).user.id
    return DONE


@judge.register
def _(deed: deeds.MakeToken, world: World) -> Outcome:
    """Whoever is entered, for themselves and in their own agency; whether it lets in is asked later."""
    me = reader(world, deed).user
    if deed.agency != me.agency:
        return BARRED
    world.tokens[deed.token] = Token(deed.token, me.id, deed.ends)
    return DONE


@judge.register
def _(deed: deeds.EndToken, world: World) -> Outcome:
    """One's own; that of another is not there."""
    if (token := world.tokens.get(deed.token)) and token.user == reader(world, deed).user.id:
        del world.tokens[token.id]
    return DONE


def _lend_tokens(world: World, person: UUID, shadow: UUID) -> None:
    """A shadow is shown what its person has, as rows that no secret opens; they stay when those end."""
    for token in [one for one in world.tokens.values() if one.user == person]:
        named = copied(shadow, token.id)
        world.tokens.setdefault(named, Token(named, shadow, token.ends, lent=True))


@judge.register
def _(deed: deeds.Arrive, world: World) -> Outcome:
    """How many alarms it raises: one, where who arrives is a shadow."""
    arrives = world.shadows.get(deed.actor) if deed.forced and deed.actor else deed.actor
    person = next((real for real, shadow in world.shadows.items() if shadow == arrives), None)
    if arrives is None or person is None:
        return Outcome(Code.DONE, 0)
    agency = world.users[person].agency
    _lend_tokens(world, person, arrives)
    end_tokens(world, person)
    world.alarms[deed.alarm] = Alarm(deed.alarm, agency, person, _office(world, world.users[person]))
    world.events.append(Event(person, person, agency, None, forced=person))
    return Outcome(Code.DONE, 1)


def _office(world: World, user: User) -> UUID | None:
    """Where somebody works now: by the role that began last."""
    held = [
        role
        for role in world.roles.values()
        if role.user == user.id and role.agency == user.agency and role.office
        and role.starts <= 0 and (role.ends is None or role.ends > 0)
    ]  # fmt: skip
    return min(held, key=lambda role: (-role.starts, role.id)).office if held else None


@judge.register
def _(deed: deeds.AcceptAlarm, world: World) -> Outcome:
    me, alarm = reader(world, deed), world.alarms.get(deed.alarm)
    if alarm is None or alarm.taken_by or alarm.user == me.user.id or me.is_system or not me.watches_over(alarm):
        return NOT_HELD
    world.alarms[alarm.id] = replace(alarm, taken_by=me.user.id)
    return DONE


def watchers(world: World, alarm: Alarm) -> list[UUID]:
    """Who may take an alarm up."""
    readers = (Reader(world, user) for user in world.users.values())
    return [one.user.id for one in readers if one.watches_over(alarm) and not one.is_system]
