"""Roles that speak to people: what each is called, what it may do, how far it reaches.

A role is held at a place (a team, an office or the whole agency) for a period; one person may hold several.
`reach` is what the wall knows of a role (table wall.role_reach, kept equal by a house test): it decides which
principals a holder enters with. Roles are code on purpose: nobody edits what a supervisor is on a screen.
"""

from enum import StrEnum
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.permissions import Permission

type Text = str | Promise


class Reach(StrEnum):
    """What a role opens at the wall."""

    WORK = "work"
    """own files, those of the team, grants to the team, office and agency"""
    SUPERVISE = "supervise"
    """all files of the place"""
    SYSTEM = "system"
    """all files of one agency, for jobs; never a person"""
    ADMINISTER = "administer"
    """users and roles of the agency; takes every content principal away"""
    PROTECT_DATA = "protect_data"
    """the trail of the agency; takes every content principal away"""
    FIGURES = "figures"
    """counts over all agencies, never a row"""
    NONE = "none"


CONTENT = frozenset(
    {
        DataClass.PUBLIC_STAT,
        DataClass.SERVICE,
        DataClass.IDENTITY,
        DataClass.NARRATIVE,
        DataClass.STATUS,
        DataClass.PLACE,
    }
)


EVERYBODY = frozenset({Permission.CONDUCT_ACCEPT, Permission.NOTICE_SEE, Permission.JOB_SEE})
"""What whoever holds any role of a person may do."""


class Role:
    """Base of the roles. Subclasses only fill in the lines that differ."""

    code: ClassVar[str]
    name: ClassVar[Text]
    says: ClassVar[Text]
    reach: ClassVar[Reach] = Reach.NONE
    permissions: ClassVar[frozenset[Permission]] = frozenset()
    classes: ClassVar[frozenset[DataClass]] = frozenset()
    """The classes of columns it may read at all, whatever was granted."""
    needs_two: ClassVar[bool] = True
    """Whether one administrator proposes it and somebody else confirms; the wall knows it too."""
    is_placed: ClassVar[bool] = False
    """Whether it may be held at an office or a team; the others are held for the whole agency."""


class CaseWorker(Role):
    code = "case_worker"
    name = _("Case worker")
    says = _("Registers people, opens and works cases of the team, shares them on a basis.")
    reach = Reach.WORK
    needs_two = False
    is_placed = True
    permissions = EVERYBODY | frozenset(
        {
            Permission.PERSON_REGISTER,
            Permission.PERSON_READ,
            Permission.PERSON_CORRECT,
            Permission.CASE_OPEN,
            Permission.CASE_READ,
            Permission.CASE_NOTE,
            Permission.CASE_ASSIGN,
            Permission.CASE_CLOSE,
            Permission.CASE_REOPEN,
            Permission.CASE_SHARE,
            Permission.CONFLICT_DECLARE,
            Permission.HOLD_PLACE,
            Permission.GLASS_BREAK,
            Permission.TASK_WORK,
            Permission.DOCUMENT_WORK,
            Permission.TRAIL_READ,
            Permission.PARTNER_CONNECT,
        }
    )
    classes = CONTENT


class Supervisor(Role):
    code = "supervisor"
    name = _("Supervisor")
    says = _(
        "All that a case worker does, for every file of the place; seals files, erases records, takes files in and out."
    )
    reach = Reach.SUPERVISE
    is_placed = True
    permissions = CaseWorker.permissions | {
        Permission.CLOSING_CONFIRM,
        Permission.CASE_SEAL,
        Permission.SEAL_DECIDE,
        Permission.GLASS_REVIEW,
        Permission.ACCESS_EXPLAIN,
        Permission.HOLD_DROP,
        Permission.PERSON_ERASE,
        Permission.COVER_ARRANGE,
        Permission.CASELOAD_HAND,
        Permission.ALARM_ACCEPT,
        Permission.DATA_IMPORT,
        Permission.DATA_EXPORT,
    }
    classes = CONTENT


class Researcher(Role):
    code = "researcher"
    name = _("Researcher")
    says = _("Works with released figures; sees no file.")
    needs_two = False
    permissions = EVERYBODY


class PolicyOfficer(Role):
    code = "policy_officer"
    name = _("Policy officer")
    says = _("Reads counts over all agencies, none smaller than five; sees no file.")
    reach = Reach.FIGURES
    permissions = EVERYBODY | {Permission.FIGURES_READ}


class Administrator(Role):
    code = "administrator"
    name = _("Administrator")
    says = _("Keeps users and roles of the agency; sees no file, whatever other role is held.")
    reach = Reach.ADMINISTER
    permissions = EVERYBODY | {
        Permission.ACCESS_MANAGE,
        Permission.ACCESS_REVIEW,
        Permission.ROLE_CONFIRM,
        Permission.INVITATION_CONFIRM,
        Permission.JOB_KEEP,
    }


class DataProtectionOfficer(Role):
    code = "data_protection_officer"
    name = _("Data-protection officer")
    says = _("Reads the trail of the agency; sees no file, whatever other role is held.")
    reach = Reach.PROTECT_DATA
    permissions = EVERYBODY | {
        Permission.TRAIL_READ,
        Permission.SEAL_DECIDE,
        Permission.GLASS_REVIEW,
        Permission.CONFLICT_RULE,
        Permission.AGENCY_TRAIL_READ,
        Permission.ALARM_ACCEPT,
        Permission.ACCESS_REVIEW,
        Permission.ROLE_CONFIRM,
        Permission.INVITATION_CONFIRM,
    }


class System(Role):
    code = "system"
    name = _("System")
    says = _("Jobs that run by schedule, for one agency.")
    reach = Reach.SYSTEM
    permissions = frozenset(
        {
            Permission.KEYS_ROTATE,
            Permission.GRANTS_SWEEP,
            Permission.CASE_CLOSE,
            Permission.CASE_READ,
            Permission.DATA_IMPORT,
            Permission.PERSON_REGISTER,
            Permission.PERSON_CORRECT,
            Permission.CASE_OPEN,
        }
    )
    classes = frozenset({DataClass.PUBLIC_STAT, DataClass.SERVICE})


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (CaseWorker, Supervisor, Researcher, PolicyOfficer, Administrator, DataProtectionOfficer, System)
}
