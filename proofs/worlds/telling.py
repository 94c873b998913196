"""A random story: what happens in a world, as a list of deeds. Most are tried by people who may, many are not."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import Random
from uuid import UUID

from proofs.worlds import deeds, telling_duress, telling_roles
from proofs.worlds.deeds import Deed
from proofs.worlds.emergencies import CATEGORIES, VERDICTS
from proofs.worlds.facts import File, Holds, Micros, Reach, Role, Sort, To, World
from proofs.worlds.guarding import RULINGS, is_stranded
from proofs.worlds.making import DAY, ENFORCING, new_id, people
from proofs.worlds.picking import Chooser, NothingToDo
from proofs.worlds.spec import FIREWALLED, KINDS, RELEASING, Reader
from proofs.worlds.staffing import judge
from proofs.worlds.verbs import BASES, GRANTABLE, cases_of

MOMENTS: tuple[Micros, ...] = (-DAY, -1, 0, 1, DAY)
"""Where an end may lie from the moment of asking: long past, just past, this moment, just ahead, far ahead."""
PAPERS = ("paper-1", "paper-2", "paper-3")


@dataclass(frozen=True, slots=True)
class Story:
    """A world at its beginning, and chapters of deeds; after each chapter everybody is asked for everything."""

    beginning: World
    chapters: tuple[tuple[Deed, ...], ...]


def story(seed: str) -> Story:
    """The story of a seed: always the same one."""
    teller = Teller(Random(seed))
    return Story(teller.beginning, (teller.first_chapter(), teller.second_chapter()))


class Teller(Chooser):
    """Follows the world while telling, so that most deeds make sense."""

    def __init__(self, rng: Random) -> None:
        self.beginning = people(rng)
        super().__init__(rng, self.beginning.copy())
        self.told: list[Deed] = []

    # Chapters

    def first_chapter(self) -> tuple[Deed, ...]:
        """Files are opened, shared, denied."""
        self._times(6, self.register)
        self._times(10, self.open_case)
        self._times(30, self.give)
        self._times(6, self.deny)
        self._times(4, self.propose)
        self._times(4, self.decide)
        self._times(8, self.break_glass)
        self._times(2, self.write_note)
        self._times(10, self.tell)
        self._times(2, self.follow)
        for kind in telling_roles.FIRST:
            self._times(1, partial(kind, self))
        return self._closed()

    def second_chapter(self) -> tuple[Deed, ...]:
        """Time passes, people and agencies change, files change hands, grants end."""
        self.time_passes()
        self._times(1, self.glasses_age)
        self._times(1, self.agency_enforces)
        self._times(1, self.agency_becomes)
        kinds: list[Callable[[], Deed]] = [
            *[self.hand_over] * 6, *[self.plain_move] * 4, *[self.end] * 9, *[self.give] * 6, *[self.deny] * 5,
            *[self.propose] * 5, *[self.rule] * 6, *[self.decide] * 7, *[self.lift] * 8, *[self.follow] * 3,
            *[self.sweep] * 3, *[self.write_note] * 4, *[self.drop_keys] * 3, *[self.add_key] * 3, *[self.rewrap] * 2,
            *[self.erase_keys] * 2, *[self.set_active] * 4, *[self.end_role] * 5, *[self.tell] * 6, self.register,
            self.open_case, *[self.break_glass] * 6, *[self.close_glass] * 3, *[self.review_glass] * 5,
        ]  # fmt: skip
        kinds += [partial(kind, self) for kind in telling_roles.SECOND]
        self.rng.shuffle(kinds)
        for kind in kinds:
            self._times(1, kind)
        return self._closed() + telling_duress.forced(self.world) + telling_duress.stood_in(self.world)

    def _times(self, count: int, make: Callable[[], Deed]) -> None:
        for _ in range(count):
            with suppress(NothingToDo):
                deed = make()
                judge(deed, self.world)
                self.told.append(deed)

    def _closed(self) -> tuple[Deed, ...]:
        told, self.told = tuple(self.told), []
        return told

    # Files

    def register(self) -> Deed:
        actor = self.one_of(lambda one: bool(one.works))
        agency = self.world.users[actor].agency if self.chance(0.85) else self.anybody().agency
        names = tuple(new_id(self.rng) for _ in range(self.rng.choice((1, 2))))
        tokens = tuple(self.rng.getrandbits(60) for _ in range(2))
        return deeds.Register(actor, new_id(self.rng), agency, names, tokens)

    def open_case(self) -> Deed:
        person = self.file(Sort.PERSON)
        agency = person.agency
        owner = self.user_in(agency) if self.chance(0.6) else None
        status = self.rng.choice(("active", "closed")) if owner else "received"
        notes = tuple(new_id(self.rng) for _ in range(self.rng.choice((0, 1, 2))))
        holds = tuple(new_id(self.rng) for _ in range(self.rng.choice((0, 1))))
        file, team = new_id(self.rng), self.team_in(agency)
        case = File(file, Sort.CASE, agency, owner, team, self.world.teams[team].office)
        if self.chance(0.15):  # by a plain INSERT alone, often by somebody who would not see it
            actor = self.one_of(lambda one: one.stands_on(person))
            return deeds.OpenCase(actor, file, agency, person.id, team, owner, status, follows=False)
        actor = self.one_of(lambda one: one.stands_on(person) and one.may_write(case))
        return deeds.OpenCase(actor, file, agency, person.id, team, owner, status, notes, holds)

    def write_note(self) -> Deed:
        case = self.file(Sort.CASE)
        return deeds.WriteNote(self.one_of(lambda one: one.may_see(case)), case.id, new_id(self.rng))

    def plain_move(self) -> Deed:
        case = self.file(Sort.CASE)
        team_alone = self.chance(0.5)
        actor = self.one_of(
            lambda one: case.team in one.teams and case.owner != one.user.id if team_alone else one.may_see(case)
        )
        return deeds.PlainMove(actor, case.id, self.team_in(case.agency))

    def hand_over(self) -> Deed:
        """The person follows first, as the application does it; sometimes not."""
        case = self.file() if self.chance(0.1) else self.file(Sort.CASE)
        team = self.team_in(case.agency)
        owner = self.user_in(case.agency) if case.status == "active" or self.chance(0.5) else None
        actor = self.one_of(lambda one: one.stands_on(case))
        if case.person and self.chance(0.8):
            to = (To(Reach.TEAM, team), *((To(Reach.USER, owner),) if owner else ()))
            self._times(1, lambda: deeds.Follow(actor, case.person or case.id, str(case.id), to))
        return deeds.HandOver(actor, case.id, team, owner, behind=int(self.chance(0.25)))

    def follow(self) -> Deed:
        """Somebody says anew who works with a person, or lets colleagues into a case."""
        file = self.file()
        inside = [to for to in (self.somebody() for _ in range(12)) if self.world.agency_of(to) == file.agency]
        to = tuple(inside[:2]) if self.chance(0.9) else (self.somebody(),)
        return deeds.Follow(self.one_of(lambda one: one.stands_on(file)), file.id, self.basis_on(file), to)

    def basis_on(self, file: File) -> str:
        """Mostly a case of that file; sometimes a case of somebody else, or a word."""
        own = [str(case.id) for case in cases_of(self.world, file.id)]
        return self.rng.choice(own) if own and self.chance(0.9) else self.rng.choice((str(self.file().id), "elsewhere"))

    # Grants

    def give(self) -> Deed:
        file = self.hot_file()
        basis = self.rng.choice((*sorted(BASES), *sorted(RELEASING), "consent")) if self.chance(0.97) else "case"
        classes = frozenset(self.rng.sample(sorted(GRANTABLE), self.rng.randint(1, 4)))
        if self.chance(0.06):
            classes = self.rng.choice((frozenset(), frozenset({"shelter"}), frozenset({"public_stat"})))
        is_full = self.chance(0.6) or ("narrative" in classes and self.chance(0.9))
        ref = self.rng.choice(PAPERS) if self.chance(0.4) else f"paper-of-{str(file.id)[:8]}"
        ends = self.rng.choice((None, DAY, DAY, 1, *MOMENTS[:3]) if self.chance(0.3) else (None, DAY, DAY))
        actor = self.one_of(lambda one: one.stands_on(file))
        if self.chance(0.1):
            actor = self.one_of(lambda one: one.may_see(file) and not one.stands_on(file))
        ref = self.rng.choice(("", "a b")) if self.chance(0.03) else ref
        release = self.chance(0.5)
        return deeds.Give(actor, file.id, self.somebody(), classes, basis, ref, is_full, release, ends)

    def end(self) -> Deed:
        """A withdrawal, or the end of another basis."""
        permits = [p for p in self.world.all_permits() if p.basis in BASES]
        denied = [p for p in permits if self.world.denials.get(p.file) and p.ref in PAPERS]
        permit = self.some(denied if denied and self.chance(0.4) else permits)
        resting = [self.world.files[p.file] for p in permits if (p.basis, p.ref) == (permit.basis, permit.ref)]
        actor = self.one_of(lambda one: any(one.stands_on(file) for file in resting))
        return deeds.End(actor, permit.basis, permit.ref)

    def sweep(self) -> Deed:
        return deeds.Sweep(self.one_of(lambda one: one.is_system))

    # Denials

    def deny(self) -> Deed:
        if self.chance(0.4):
            return self.deny_supervisor()
        waiting = [p for p in self.world.proposals.values() if not p.decision]
        if waiting and self.chance(0.25):  # a colleague keeps out who proposes to seal
            proposal = self.rng.choice(waiting)
            case = self.world.files[proposal.case]
            return deeds.Deny(self.one_of(lambda one: one.stands_on(case)), case.id, proposal.by, str(case.id))
        file = self.file()
        sees = [user.id for user in self.world.users.values() if Reader(self.world, user).may_see(file)]
        user = self.rng.choice(sees) if sees and self.chance(0.8) else self.anybody().id
        return deeds.Deny(self.one_of(lambda one: one.stands_on(file)), file.id, user, self.basis_on(file))

    def lift(self) -> Deed:
        denials = self.world.all_denials()
        denial = self.some(denials)
        actor = self.one_of(lambda one: one.supervises(self.world.files[denial.file]))
        if denial.user and self.chance(0.25):
            actor = denial.user
        return deeds.Lift(actor, denial.user, denial.ref)

    def deny_supervisor(self) -> Deed:
        """One supervisor of a case after the other, until none is left to judge; then the officer too."""
        officers = [role for role in self.world.roles.values() if role.holds == Holds.DATA_PROTECTION]
        officer = self.world.users[self.some(officers).user]
        case = next(iter(f for f in self.world.files.values() if f.person and f.agency == officer.agency), None)
        if case is None or case.person is None:
            raise NothingToDo
        readers = [Reader(self.world, user) for user in self.world.users.values() if not user.is_system]
        left = [one.user.id for one in readers if one.supervises(case) and one.user.id != officer.id]
        actor = self.one_of(lambda one: one.stands_on(case))
        if self.chance(0.5) and Reader(self.world, officer).stands_on(case):
            actor = officer.id
        file = case.person if self.chance(0.5) else case.id
        return deeds.Deny(actor, file, left[0] if left else officer.id, str(case.id))

    def rule(self) -> Deed:
        """Mostly by the officer, about a conflict that no supervisor may judge."""
        denials = [d for d in self.world.all_denials() if d.user and d.ref in map(str, self.world.files)]
        stranded = [d for d in denials if is_stranded(self.world, d)]
        denial = self.some(stranded if stranded and self.chance(0.8) else denials)
        case = self.world.files[UUID(denial.ref)]
        actor = self.one_of(lambda one: one.guards(case.agency))
        if self.chance(0.2):
            actor = self.some(user for user in (denial.by, denial.user) if user)
        own = [(d, d.by) for d in stranded if d.by and self.guards_by_now(d.by, UUID(d.ref))]
        if own and self.chance(0.4):  # who declared it is by now the officer
            denial, actor = self.rng.choice(own)
            case = self.world.files[UUID(denial.ref)]
        ruling = self.rng.choice(RULINGS) if self.chance(0.97) else "fine"
        return deeds.RuleConflict(actor, case.id, denial.user or actor, ruling)

    def guards_by_now(self, user: UUID, file: UUID) -> bool:
        return Reader(self.world, self.world.users[user]).guards(self.world.files[file].agency)

    # Seals by two, emergencies

    def propose(self) -> Deed:
        """Mostly about a case; to lift a seal, mostly about one that is sealed."""
        lifts = self.chance(0.5)
        sealed = [f for f in self.world.files.values() if any(d.user is None for d in self.world.denials.get(f.id, ()))]
        file = self.some(sealed) if lifts and sealed and self.chance(0.9) else self.file(Sort.CASE)
        disputed = [self.world.files[d.file] for d in self.world.all_denials() if d.user and self.is_case(d.file)]
        if not lifts and disputed and self.chance(0.4):
            file = self.rng.choice(disputed)
        file = self.file() if self.chance(0.1) else file
        actor = self.one_of(lambda one: one.supervises(file) or (one.stands_on(file) and self.chance(0.2)))
        return deeds.ProposeSeal(actor, new_id(self.rng), file.id, lifts)

    def decide(self) -> Deed:
        """Confirmed mostly by somebody who may; now and then by whoever proposed."""
        waiting = [p for p in self.world.proposals.values() if not p.decision]
        proposal = self.some(waiting if waiting and self.chance(0.9) else self.world.proposals.values())
        case = self.world.files[proposal.case]
        actor = self.one_of(lambda one: one.judges(case) and one.user.id != proposal.by)
        left = [p for p in waiting if not self.judge(p.by, p.case)]
        if left and self.chance(0.4):  # who proposed has another place by now
            proposal = self.rng.choice(left)
            return deeds.DecideSeal(proposal.by, proposal.id, confirms=self.chance(0.3))
        if self.chance(0.25):
            actor = proposal.by
        return deeds.DecideSeal(actor, proposal.id, confirms=self.chance(0.8))

    def judge(self, user: UUID, file: UUID) -> bool:
        return Reader(self.world, self.world.users[user]).judges(self.world.files[file])

    def is_case(self, file: UUID) -> bool:
        return self.world.files[file].sort == Sort.CASE

    def break_glass(self) -> Deed:
        """Mostly by a colleague who does not see the case; sometimes by one who is denied, or of another agency."""
        case = self.file(Sort.CASE)
        actor = self.one_of(lambda one: bool(one.works) and one.user.agency == case.agency and not one.may_see(case))
        if self.chance(0.4) and self.world.glasses:  # once more, before the last one is reviewed or after
            actor = self.some(self.world.glasses.values()).user
        category = self.rng.choice(sorted(CATEGORIES)) if self.chance(0.97) else "curiosity"
        minutes = self.rng.choice((1, 30, 60)) if self.chance(0.95) else self.rng.choice((0, 61))
        return deeds.BreakGlass(actor, new_id(self.rng), case.id, category, minutes)

    def close_glass(self) -> Deed:
        glass = self.some(self.world.glasses.values())
        actor = glass.user if self.chance(0.5) else self.one_of(lambda one: one.judges(self.world.files[glass.case]))
        return deeds.CloseGlass(actor, glass.id)

    def review_glass(self) -> Deed:
        glass = self.some(self.world.glasses.values())
        own = [g for g in self.world.glasses.values() if self.judge(g.user, g.case) and g.verdict in ("", "follow_up")]
        if own and self.chance(0.5):  # who opened is by now one of those who judge
            glass = self.rng.choice(own)
            return deeds.ReviewGlass(glass.user, glass.id, "justified")
        actor = self.one_of(lambda one: one.judges(self.world.files[glass.case]))
        if self.chance(0.2):
            actor = glass.user
        return deeds.ReviewGlass(actor, glass.id, self.rng.choice(sorted(VERDICTS)) if self.chance(0.97) else "fine")

    def glasses_age(self) -> Deed:
        """Some were opened a day ago, to the moment."""
        moments = (-2 * DAY, -DAY, -DAY + 1, -1)
        return deeds.GlassesAge(None, {glass: self.rng.choice(moments) for glass in self.world.glasses})

    # Keys, people, the trail

    def erase_keys(self) -> Deed:
        file, careless = self.file(), self.chance(0.5)
        actor = self.one_of(lambda one: one.stands_on(file) and one.supervises(file) is not careless)
        return deeds.EraseKeys(actor, file.id)

    def drop_keys(self) -> Deed:
        """Another agency's, or wrongly one's own."""
        own = self.chance(0.3)
        held = sorted(self.world.keys, key=str)
        key = self.some(key for key in held if (key.agency == self.world.files[key.file].agency) is own)
        file = self.world.files[key.file]
        return deeds.DropKeys(self.one_of(lambda one: one.stands_on(file)), key.file, key.agency, key.kind)

    def add_key(self) -> Deed:
        file = self.file()
        agency = self.rng.choice(list(self.world.agencies))
        kind = self.rng.choice(KINDS)
        granted = self.chance(0.4)
        actor = self.one_of(lambda one: one.may_see(file) and one.stands_on(file) is not granted)
        return deeds.AddKey(actor, file.id, agency, kind)

    def rewrap(self) -> Deed:
        file = self.file()
        return deeds.Rewrap(self.one_of(lambda one: one.is_system), file.id)

    def set_active(self) -> Deed:
        user, elsewhere = self.anybody(), self.chance(0.3)
        actor = self.one_of(lambda one: one.stands_apart and (one.user.agency == user.agency) is not elsewhere)
        return deeds.SetActive(actor, actor if self.chance(0.2) else user.id, active=self.chance(0.5))

    def end_role(self) -> Deed:
        """Mostly one that has an end already: it must not get a later one."""
        ending = [role for role in self.world.roles.values() if role.ends is not None]
        role: Role = self.some(ending if ending and self.chance(0.6) else self.world.roles.values())
        actor = self.one_of(lambda one: one.stands_apart and one.user.agency == role.agency)
        return deeds.EndRole(actor, role.id, self.rng.choice(MOMENTS))

    def tell(self) -> Deed:
        actor = self.anybody().id if self.chance(0.95) else None
        return deeds.Tell(actor, new_id(self.rng), self.file().id if self.chance(0.9) else None)

    # What nobody inside does

    def agency_becomes(self) -> Deed:
        """An agency closes, or becomes one that enforces: a grant of before must not let more through."""
        agency = self.rng.choice(list(self.world.agencies.values()))
        return deeds.AgencyBecomes(None, agency.id, agency.kind, active=self.chance(0.5))

    def agency_enforces(self) -> Deed:
        """One that was granted what the firewall guards becomes one that enforces."""
        guarded = [p for p in self.world.all_permits() if p.basis in BASES and p.classes & FIREWALLED]
        held = {(self.world.agency_of(p.to), p.file) for p in guarded if p.ends is None or p.ends > 0}
        holders = {agency for agency, file in held if self.world.files[file].agency != agency}
        misnamed = {self.world.agency_of(p.to) for p in guarded if p.release and p.basis not in RELEASING} & holders
        wanted = misnamed if misnamed and self.chance(0.5) else holders
        holder = self.some(agency for agency in self.world.agencies.values() if agency.id in wanted)
        return deeds.AgencyBecomes(None, holder.id, self.rng.choice(ENFORCING), active=holder.active)

    def time_passes(self) -> None:
        grants = {p.key: self.rng.choice(MOMENTS) for p in self.world.all_permits() if p.ends is not None}
        roles = {
            role.id: (self.rng.choice((-DAY, -DAY, 0, 1)), self.rng.choice((None, None, DAY, 1, 0, -1)))
            for role in self.world.roles.values()
            if self.chance(0.8 if role.starts > 0 else 0.2)
        }
        lasting = {
            key: period
            for key, period in roles.items()
            if (period[1] > period[0] if period[1] is not None else not self.world.roles[key].covers)
        }
        proposals = {key: self.rng.choice((DAY, DAY, DAY, 1, 0, -1)) for key in self.world.role_proposals}
        passes = deeds.TimePasses(None, grants, lasting, proposals)
        self._times(1, lambda: passes)
