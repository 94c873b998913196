"""Words of this area: statuses and choices with bilingual labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received", _("received, nobody assigned")
    ACTIVE = "active", _("open")
    CLOSED = "closed", _("closed")


class Stage(models.TextChoices):
    """The course of a case, as its cover shows it."""

    OPENED = "opened", _("opening the case")
    TAKEN = "taken", _("somebody responsible")
    JUDGED = "judged", _("risk judged")
    WORKED_ON = "worked_on", _("help under way")
    ENDED = "ended", _("closing the case")


class Programme(models.TextChoices):
    """What the case is about; never shown in a page title."""

    TRAFFICKING = "trafficking", _("counter-trafficking")
    VIOLENCE = "violence", _("protection from violence")
    CHILD = "child", _("child protection")
    DISABILITY = "disability", _("disability")
    ELDERLY = "elderly", _("older people")
    GENERAL = "general", _("social assistance")


class Risk(models.TextChoices):
    """Four steps that climb; blank where nobody has judged yet."""

    LOW = "low", _("low risk")
    MEDIUM = "medium", _("medium risk")
    HIGH = "high", _("high risk")
    URGENT = "urgent", _("urgent")


class Occasion(models.TextChoices):
    """On what occasion a note was written: a contact that somebody chooses, or a verb that keeps its reason."""

    NOTE = "note", _("note")
    CALL = "call", _("phone call")
    MESSAGE = "message", _("message")
    VISIT = "visit", _("home visit")
    OFFICE = "office", _("meeting in the office")
    COMPANY = "company", _("accompanied to a service")
    CONFERENCE = "conference", _("case conference")
    RISK = "risk", _("risk judged")
    HOLD = "hold", _("hold cleared")
    REOPENED = "reopened", _("case reopened")


CONTACTS = (
    Occasion.NOTE, Occasion.CALL, Occasion.MESSAGE, Occasion.VISIT, Occasion.OFFICE, Occasion.COMPANY,
    Occasion.CONFERENCE,
)  # fmt: skip
"""What a worker chooses from; the others are written by their verbs."""


LONGEST_TEXT = 20_000
"""Characters of a note, a summary or a reason."""


class Outcome(models.TextChoices):
    """How a case ended."""

    GOALS_MET = "goals_met", _("goals met")
    TRANSFERRED = "transferred", _("handed to another agency")
    DECLINED = "declined", _("help declined by the person")
    UNREACHED = "unreached", _("person no longer reached")
    RETURNED = "returned", _("returned or resettled")
    DIED = "died", _("person died")
    MISTAKE = "mistake", _("opened by mistake")
    RECORDED = "recorded", _("closed before it came here")


ENDINGS = tuple(one for one in Outcome if one is not Outcome.RECORDED)
"""What somebody who closes a case chooses from; the other is written where cases come from another system."""


class HoldKind(models.TextChoices):
    """What keeps a case open. Areas above place and release holds; closing asks one table."""

    REFERRAL = "referral", _("a referral without an answer")
    BED = "bed", _("an occupied bed")
    HEARING = "hearing", _("a hearing ahead")
    SAFETY_PLAN = "safety_plan", _("an overdue safety plan")
    LEGAL = "legal", _("a legal hold")


class GlassCategory(models.TextChoices):
    """Why somebody opens a file that is not theirs. The words beside it say the rest, sealed with the case."""

    LIFE = "life", _("a life is in danger")
    MEDICAL = "medical", _("a medical emergency")
    UNREACHABLE = "unreachable", _("the colleague cannot be reached, and it cannot wait")
    DEADLINE = "deadline", _("a court or an authority needs an answer now")
    OTHER = "other", _("another emergency")


class Verdict(models.TextChoices):
    """What the review of an emergency opening says."""

    JUSTIFIED = "justified", _("justified")
    NOT_JUSTIFIED = "not_justified", _("not justified")
    FOLLOW_UP = "follow_up", _("needs follow-up")


class Ruling(models.TextChoices):
    """What the data-protection officer finds about a conflict that no supervisor may judge."""

    MISTAKEN = "mistaken", _("it was declared by mistake: lift it")
    UNFOUNDED = "unfounded", _("this colleague is neither close to the person nor involved: lift it")
    FOUNDED = "founded", _("this colleague is close to the person or involved: keep it")
    UNCLEAR = "unclear", _("it is not clear: keep it for now")


class SealKind(models.TextChoices):
    """What two people decide together."""

    SEAL = "seal", _("seal the file")
    UNSEAL = "unseal", _("lift the seal")


class Decision(models.TextChoices):
    """What became of a proposal."""

    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


type Day = date
"""A day, where a field of that name stands."""


@dataclass(frozen=True, slots=True)
class Trafficking:
    """What was done to the person, by the standard of case data (HTCDS): its codes as it writes them."""

    agreement_to_manage_personal_data: bool | None = None
    trafficking_status: str = ""
    trafficking_status_decision_making_org: str = ""
    relationship_to_trafficker: str = ""
    age_when_trafficked: float | None = None
    recruitment_websites_and_apps: tuple[str, ...] = ()
    method_of_recruitment: tuple[str, ...] = ()
    location_of_recruitment: str = ""
    methods_of_control: tuple[str, ...] = ()
    type_of_exploitation: tuple[str, ...] = ()
    forced_labour_industry: str = ""
    type_of_sex_exploitation: tuple[str, ...] = ()
    location_of_exploitation: str = ""
    exploitation_websites_and_apps: tuple[str, ...] = ()
    vulnerabilities: tuple[str, ...] = ()
    details_of_vulnerabilities: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """How the case came, and where it was referred. `follow_up`: open, but only looked after."""

    case_owner: str = ""
    referring_organisation: str = ""
    incoming_referral_date: date | None = None
    referring_primary_case_worker: str = ""
    reason_for_incoming_referral: str = ""
    incoming_referral_details: str = ""
    referred_organisation: str = ""
    referred_primary_case_worker: str = ""
    reason_for_outgoing_referral: str = ""
    outgoing_referral_date: date | None = None
    outgoing_referral_details: str = ""
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class SupportPlan:
    """What is to be reached, and how."""

    objectives: str = ""
    action_plan: str = ""
    planned_end_date: date | None = None
    actual_end_date: date | None = None
    type: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened to the person on the way: where, when, what."""

    type: str = ""
    date: Day | None = None
    description: str = ""
    country: str = ""
    state: str = ""
    city: str = ""
    street: str = ""
    postal_code: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Perpetrator:
    """Somebody who is said to have taken part, by role; no name is asked for."""

    role_in_process: tuple[str, ...] = ()
    role_details: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a case in another system; `system` is one of data/systems.json, or as the file named it.

    `source`: who gave it; `verified`: somebody has looked it up there.
    """

    system: str
    number: str
    source: str = ""
    verified: bool = False


type Facts = Trafficking | Intake | SupportPlan | Incident | Perpetrator
"""One group of what the standard asks about a case."""

TRAFFICKING_FIELDS: Final[Mapping[str, str]] = {
    "vic_AgreementToManagePersonalData": "agreement_to_manage_personal_data",
    "vic_TraffickingStatus": "trafficking_status",
    "vic_TraffickingStatusDecisionMakingOrg": "trafficking_status_decision_making_org",
    "vic_RelationshipToTrafficker": "relationship_to_trafficker",
    "vic_AgeWhenTrafficked": "age_when_trafficked",
    "vic_RecruitmentWebsitesAndApps": "recruitment_websites_and_apps",
    "vic_MethodOfRecruitment": "method_of_recruitment",
    "vic_LocationOfRecruitment": "location_of_recruitment",
    "vic_MethodsOfControl": "methods_of_control",
    "vic_TypeOfExploitation": "type_of_exploitation",
    "vic_ForcedLabourIndustry": "forced_labour_industry",
    "vic_TypeOfSexExploitation": "type_of_sex_exploitation",
    "vic_LocationOfExploitation": "location_of_exploitation",
    "vic_ExploitationWebsitesAndApps": "exploitation_websites_and_apps",
    "vic_Vulnerabilities": "vulnerabilities",
    "vic_DetailsOfVulnerabilities": "details_of_vulnerabilities",
}
INTAKE_FIELDS: Final[Mapping[str, str]] = {
    "cas_CaseOwner": "case_owner",
    "cas_ReferringOrganisation": "referring_organisation",
    "cas_IncomingReferralDate": "incoming_referral_date",
    "cas_ReferringPrimaryCaseWorker": "referring_primary_case_worker",
    "cas_ReasonForIncomingReferral": "reason_for_incoming_referral",
    "cas_IncomingReferralDetails": "incoming_referral_details",
    "cas_ReferredOrganisation": "referred_organisation",
    "cas_ReferredPrimaryCaseWorker": "referred_primary_case_worker",
    "cas_ReasonForOutgoingReferral": "reason_for_outgoing_referral",
    "cas_OutgoingReferralDate": "outgoing_referral_date",
    "cas_OutgoingReferralDetails": "outgoing_referral_details",
}
SUPPORT_FIELDS: Final[Mapping[str, str]] = {
    "spl_Objectives": "objectives",
    "spl_ActionPlan": "action_plan",
    "spl_PlannedEndDate": "planned_end_date",
    "spl_ActualEndDate": "actual_end_date",
    "spl_Type": "type",
}
INCIDENT_FIELDS: Final[Mapping[str, str]] = {
    "hte_Type": "type",
    "hte_Date": "date",
    "hte_Description": "description",
    "hte_Country": "country",
    "hte_State": "state",
    "hte_City": "city",
    "hte_Street": "street",
    "hte_PostalCode": "postal_code",
    "hte_Latitude": "latitude",
    "hte_Longitude": "longitude",
}
PERPETRATOR_FIELDS: Final[Mapping[str, str]] = {
    "per_RoleInProcess": "role_in_process",
    "per_RoleDetails": "role_details",
    "per_Organisation": "organisation",
}
HTCDS: Final[Mapping[type, Mapping[str, str]]] = {
    Trafficking: TRAFFICKING_FIELDS,
    Intake: INTAKE_FIELDS,
    SupportPlan: SUPPORT_FIELDS,
    Incident: INCIDENT_FIELDS,
    Perpetrator: PERPETRATOR_FIELDS,
}
"""Where each field of the standard stands, by the value of its group."""
NUMBER_TOKENS = "cases.number"
"""The domain of the keyed tokens of numbers in other systems."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A case that is to be opened with all that is known of it. `closed`: it came closed, and how it ended.

    Of what came closed `summary` says why; without a day it ended today.
    """

    person_id: UUID
    programme: Programme
    trafficking: Trafficking = Trafficking()
    intake: Intake = Intake()
    support: SupportPlan = SupportPlan()
    incidents: tuple[Incident, ...] = ()
    perpetrators: tuple[Perpetrator, ...] = ()
    numbers: tuple[Number, ...] = ()
    notes: tuple[str, ...] = ()
    closed: Outcome | None = None
    closed_on: date | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """All that is written down of a case of one's own agency, for handing it on in a file.

    `status` is the state in the words of the standard (cas_Status); notes stand in the order of their writing.
    """

    person_id: UUID
    code: str
    programme: Programme
    status: str
    trafficking: Trafficking
    intake: Intake
    support: SupportPlan
    incidents: tuple[Incident, ...]
    perpetrators: tuple[Perpetrator, ...]
    numbers: tuple[Number, ...]
    notes: tuple[str, ...]
    closed: Outcome | None
    closed_on: date | None
    summary: str
