"""Who may read what: the rules, in the order in which a lawyer would ask them.

Written from the description of the access model, not from the code of the wall: it knows neither principals in
arrays nor policies. If this file and the wall ever disagree, one of them is wrong, and `python -m proofs.access`
says about whom and which file. Nothing of Jiwar is imported here.
"""

from functools import cached_property
from uuid import UUID

from proofs.worlds.facts import (
    Alarm,
    Denial,
    Event,
    File,
    Glass,
    Holds,
    KeyHeld,
    Permit,
    Proposal,
    Reach,
    Role,
    Row,
    Sort,
    To,
    User,
    World,
)

WORKING = frozenset({Holds.WORKER, Holds.SUPERVISOR})
"""With these roles one works on files."""
APART = frozenset({Holds.ADMINISTRATOR, Holds.DATA_PROTECTION})
"""Whoever holds one of these sees no file at all, whatever else is held."""
ENFORCING = frozenset({"police", "labour", "border"})
FIREWALLED = frozenset({"status", "place", "shelter"})
RELEASING = frozenset({"vital_interest", "court_order", "mandatory_report"})
KINDS = ("identity", "narrative", "guarded")
NEEDS = {
    "identity": frozenset({"identity"}),
    "narrative": frozenset({"narrative"}),
    "guarded": frozenset({"status", "place"}),
}
"""Which classes a data key is needed for."""
INSIDE = frozenset({"registration", "case"})
"""Permits that follow from work inside the agency, not from a grant."""
OWN_CLASSES = frozenset({"public_stat", "service", "identity", "narrative", "status", "place"})
"""What one reads of one's own file: everything but the place of a shelter, which has a key domain of its own."""
IN_AGENCY = frozenset({
    "cases_casehold", "cases_caseholdhistory", "cases_plannedclosing", "cases_plannedclosinghistory",
    "work_task", "work_taskhistory", "files_document", "files_documenthistory", "files_documentcontent",
    "cases_casenumber", "cases_casenumberhistory", "cases_traffickingfactshistory",
    "cases_intakehistory", "cases_supportplanhistory", "cases_incidenthistory", "cases_perpetratorhistory",
    "people_persondetailshistory", "people_personphonehistory", "consent_statement", "consent_statementhistory",
})  # fmt: skip
"""What keeps a case open tells where somebody is; what is still to do, and when the end is planned, tells the plans of
those who work on it: no grant of the file shows any of it. Nor numbers in other systems, what was
once stated, or what a person agreed to and refused."""
IN_FULL = {
    "cases_traffickingfacts": "narrative", "cases_intake": "narrative", "cases_supportplan": "narrative",
    "cases_incident": "narrative", "cases_perpetrator": "narrative",
    "people_persondetails": "service", "people_personphone": "identity",
}  # fmt: skip
"""What leaves its agency with the full file alone, and with which class in it."""
ON_OWN_FILES = frozenset({"files_documentcontent"})
"""What is read by those alone who work on the file: no emergency and no grant inside the agency opens it."""
NOTHING: frozenset[str] = frozenset()


class Reader:
    """What one user may read, in one world, at one moment."""

    def __init__(self, world: World, user: User) -> None:
        self.world, self.user = world, user

    # Who is this?

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The roles in force: user and agency active, the period begun and not over, held in one's own agency.

        The role of the system is for system users alone, and system users hold no other.
        """
        user = self.user
        if not user.active or not self.world.agencies[user.agency].active:
            return ()
        return tuple(
            role
            for role in self.world.roles.values()
            if role.user == user.id
            and role.agency == user.agency
            and role.starts <= 0
            and (role.ends is None or role.ends > 0)
            and (role.holds == Holds.SYSTEM) == user.is_system
        )

    @cached_property
    def stands_apart(self) -> bool:
        """Administrators and data-protection officers see no content."""
        return any(role.holds in APART for role in self.roles)

    @cached_property
    def works(self) -> tuple[Role, ...]:
        """The roles with which this user works on files."""
        return () if self.stands_apart else tuple(role for role in self.roles if role.holds in WORKING)

    @cached_property
    def is_system(self) -> bool:
        """Whether this is the system user of the agency, which runs its jobs."""
        return any(role.holds == Holds.SYSTEM for role in self.roles)

    @cached_property
    def has_content(self) -> bool:
        return bool(self.works) or self.is_system

    @cached_property
    def teams(self) -> frozenset[UUID]:
        return frozenset(role.team for role in self.works if role.team)

    @cached_property
    def own_teams(self) -> frozenset[UUID]:
        """Those in which no absence is covered."""
        return frozenset(role.team for role in self.works if role.team and not role.covers)

    @cached_property
    def offices(self) -> frozenset[UUID]:
        """Where this user works, in whichever team or in none."""
        return frozenset(role.office for role in self.works if role.office)

    @cached_property
    def supervised_offices(self) -> frozenset[UUID]:
        """A supervisor of an office; the supervisor of a team sees what the team sees."""
        return frozenset(
            role.office for role in self.works if role.holds == Holds.SUPERVISOR and role.office and not role.team
        )

    @cached_property
    def supervises_agency(self) -> bool:
        """A supervisor of the whole agency; the system user, for its jobs, reaches as far."""
        return self.is_system or any(role.holds == Holds.SUPERVISOR and not role.office for role in self.works)

    def is_meant(self, to: To) -> bool:
        """Whether a permit that names `to` names this user."""
        match to.reach:
            case Reach.USER:
                return self.has_content and to.id == self.user.id
            case Reach.TEAM:
                return to.id in self.teams
            case Reach.OFFICE:
                return to.id in self.offices
            case Reach.AGENCY:
                return bool(self.works) and to.id == self.user.agency
            case Reach.SUPERVISORS:
                return to.id in self.supervised_offices

    # Which files?

    def is_denied(self, file: File) -> bool:
        """Sealed for everybody, or a conflict of interest of this user. Beats every permit."""
        return any(denial.user in (None, self.user.id) for denial in self.denials_on(file))

    def in_conflict(self, file: File) -> bool:
        return any(denial.user == self.user.id for denial in self.denials_on(file))

    def denials_on(self, file: File) -> list[Denial]:
        """Those on the file, and on a case those on its person: who must not know the person reads no case."""
        above = self.world.denials.get(file.person, ()) if file.person else ()
        return [*self.world.denials.get(file.id, ()), *above]

    def permits_on(self, file: File) -> list[Permit]:
        """The permits on a file that name this user and have not run out. The last moment is no longer in."""
        return [
            permit
            for permit in self.world.permits.get(file.id, ())
            if (permit.ends is None or permit.ends > 0) and self.is_meant(permit.to)
        ]

    def has_place_on(self, file: File) -> bool:
        """Owner, team, supervisor of the office or of the agency."""
        if file.agency != self.user.agency or not self.has_content:
            return False
        if self.supervises_agency:
            return True
        return file.sort == Sort.CASE and (
            file.owner == self.user.id or file.team in self.teams or file.office in self.supervised_offices
        )

    def stands_on(self, file: File) -> bool:
        """Whether it is this user's own file, on which work is done: by place, or by a permit from work inside."""
        if not self.has_content or self.is_denied(file):
            return False
        return self.has_place_on(file) or any(permit.basis in INSIDE for permit in self.permits_on(file))

    def supervises(self, file: File) -> bool:
        """Whether this user supervises the file, sealed or not; somebody in conflict supervises nothing of it."""
        if file.agency != self.user.agency or self.in_conflict(file):
            return False
        lent = any(permit.to.reach == Reach.SUPERVISORS for permit in self.permits_on(file))
        return self.supervises_agency or file.office in self.supervised_offices or lent

    def guards(self, agency: UUID) -> bool:
        """Whether this is a data-protection officer of the agency."""
        return agency == self.user.agency and any(role.holds == Holds.DATA_PROTECTION for role in self.roles)

    def may_see(self, file: File) -> bool:
        """Whether the file is there at all for this user."""
        if not self.has_content or self.is_denied(file):
            return False
        return self.has_place_on(file) or bool(self.permits_on(file))

    def by_glass(self, file: File) -> bool:
        """Whether the file is open to this user in an emergency, and is not this user's own otherwise."""
        return any(permit.basis == "glass" for permit in self.permits_on(file)) and not self.stands_on(file)

    def may_write(self, file: File) -> bool:
        """What one works on. What was granted is read, never written; nor what is open in an emergency."""
        return self.stands_on(file)

    def may_note(self, file: File) -> bool:
        """A note is written in what one works on, and in what is open in an emergency."""
        return self.stands_on(file) or (self.by_glass(file) and self.may_see(file))

    # How much of a file?

    def classes(self, file: File) -> frozenset[str]:
        """Which classes of columns a card shows: all of one's own file, else what any grant names."""
        return self._classes(file, self.permits_on(file))

    def classes_in_file(self, file: File) -> frozenset[str]:
        """Which classes the opened file shows: what grants of the full file name. A summary adds nothing to it."""
        return self._classes(file, [permit for permit in self.permits_on(file) if permit.is_full])

    def _classes(self, file: File, permits: list[Permit]) -> frozenset[str]:
        """All of one's own file, else what these permits name, behind the firewall; figures go with any permit."""
        if not self.may_see(file):
            return NOTHING
        if self.stands_on(file):
            return OWN_CLASSES
        granted = {"public_stat"} if permits else set()
        for permit in permits:
            granted |= permit.classes if self._passes_the_firewall(permit, file) else permit.classes - FIREWALLED
        return frozenset(granted)

    def _passes_the_firewall(self, permit: Permit, file: File) -> bool:
        """Police, labour and border agencies read status, place and shelter of others by a release alone."""
        if file.agency == self.user.agency or self.world.agencies[self.user.agency].kind not in ENFORCING:
            return True
        return permit.release and permit.basis in RELEASING

    def is_full(self, file: File) -> bool:
        """The whole file, or a card."""
        return self.stands_on(file) or (self.may_see(file) and any(p.is_full for p in self.permits_on(file)))

    # What hangs on files?

    def may_see_row(self, row: Row) -> bool:
        """Names, notes, tokens and every history follow their file. Holds and tasks do too, within its agency.

        What a document holds is read by those who work on its file.
        """
        file = self.world.files[row.file]
        if row.table in ON_OWN_FILES:
            return self.stands_on(file)
        if not self.may_see(file) or file.agency == self.user.agency:
            return self.may_see(file)
        return row.table not in IN_AGENCY and (row.table not in IN_FULL or self._in_full(file, IN_FULL[row.table]))

    def _in_full(self, file: File, named: str) -> bool:
        """Whether a running permit for the full file names this class."""
        return any(p.is_full and named in p.classes for p in self.permits_on(file))

    def may_open_key(self, key: KeyHeld) -> bool:
        """The keys of one's own agency, of files in sight; the system user wraps all of the agency's anew.

        Of files of others, the keys to what a running permit names: a grant that ran out opens nothing, though its keys
        lie there until they are swept.
        """
        if key.agency != self.user.agency:
            return False
        file = self.world.files.get(key.file)
        if self.is_system or file is None or not self.may_see(file):
            return self.is_system
        return file.agency == key.agency or any(p.classes & NEEDS[key.kind] for p in self.permits_on(file))

    def may_see_permit(self, permit: Permit) -> bool:
        """One's own, as long as they run and the file is not hidden. A denial is seen by nobody."""
        runs = permit.ends is None or permit.ends > 0
        return runs and self.is_meant(permit.to) and not self.is_denied(self.world.files[permit.file])

    def may_list_grant(self, permit: Permit) -> bool:
        """What was granted on one's own file and runs: for ending it."""
        runs = permit.ends is None or permit.ends > 0
        return runs and permit.basis not in INSIDE | {"glass"} and self.stands_on(self.world.files[permit.file])

    def may_read_event(self, event: Event) -> bool:
        """One's own deeds, those on one's own files, and the whole agency's for its data-protection officer.

        Never those of an alarm of one's own.
        """
        if event.forced == self.user.id:
            return False
        if event.actor == self.user.id:
            return True
        if event.agency == self.user.agency and any(role.holds == Holds.DATA_PROTECTION for role in self.roles):
            return True
        return event.file in self.world.files and self.stands_on(self.world.files[event.file])

    def may_see_message(self, to: User) -> bool:
        """In the outbox: one's own, and those that one sends."""
        return to.id == self.user.id or self.may_send(to)

    def may_send(self, to: User) -> bool:
        """Messages are sent by the system user of the agency of whoever is told."""
        return self.is_system and to.agency == self.user.agency

    def judges(self, file: File) -> bool:
        """May judge an emergency opening or decide a seal: supervisors of the file, and the officer."""
        return self.guards(file.agency) or self.supervises(file)

    def may_see_glass(self, glass: Glass) -> bool:
        """One's own, those on one's own files, and the whole agency's for its data-protection officer."""
        mine = glass.user == self.user.id
        return mine or self.guards(glass.agency) or self.stands_on(self.world.files[glass.case])

    def may_see_proposal(self, proposal: Proposal) -> bool:
        """By those who may decide it; the case itself may be in nobody's sight."""
        return self.judges(self.world.files[proposal.case])

    def would_see(self, file: File) -> bool:
        """Whether something leads to the file, denials apart."""
        return self.has_content and (self.has_place_on(file) or bool(self.permits_on(file)))

    def knows(self, agency: UUID) -> bool:
        """Whether this user sees the people of an agency: those of the same world. A shadow sees its own alone."""
        return self.world.same_world(agency, self.user.agency)

    def watches_over(self, alarm: Alarm) -> bool:
        """The supervisors of the agency and of the office, and the data-protection officer."""
        if alarm.agency != self.user.agency:
            return False
        return self.supervises_agency or alarm.office in self.supervised_offices or self.guards(alarm.agency)

    def may_see_alarm(self, alarm: Alarm) -> bool:
        """Those of colleagues over whose work one watches, never one's own: who forced may look on."""
        return alarm.user != self.user.id and self.watches_over(alarm)

    @property
    def is_fed(self) -> bool:
        """Whether the address of this user's calendar says whose it is."""
        return not self.user.is_system and self.user.active and self.world.agencies[self.user.agency].active

    @cached_property
    def reads_figures(self) -> bool:
        """Counts over all agencies: policy officers, who see no file by it."""
        return not self.stands_apart and any(role.holds == Holds.POLICY for role in self.roles)
