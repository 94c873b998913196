"""What is known of a case, by the standard of case data (HTCDS): its codes are plain, all that is told is sealed.

What happened and who did it is the most dangerous of all that is kept here: no summary that was granted shows a row.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiwar.areas.cases.models.course import Case
from jiwar.ground.access.models import Agency
from jiwar.ground.base.records import ANNOUNCED, Record, history_of
from jiwar.ground.vault.fields import SealedField


def _code() -> models.CharField:  # type: ignore[type-arg]  # Django cannot be subscripted when it runs
    return models.CharField(max_length=64, blank=True)


def _codes() -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.CharField(max_length=64), default=list, blank=True)


def _told() -> SealedField:
    return SealedField("narrative", root="case_id", blank=True, default=b"")


class TraffickingFacts(Record):
    """What was done to the person; see words.Trafficking."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="trafficking")
    agreement_to_manage_personal_data = models.BooleanField(null=True, blank=True)
    trafficking_status = _code()
    trafficking_status_decision_making_org = _code()
    relationship_to_trafficker = _code()
    age_when_trafficked = models.FloatField(null=True, blank=True)
    recruitment_websites_and_apps = _codes()
    method_of_recruitment = _codes()
    location_of_recruitment = _told()
    methods_of_control = _codes()
    type_of_exploitation = _codes()
    forced_labour_industry = _code()
    type_of_sex_exploitation = _codes()
    location_of_exploitation = _told()
    exploitation_websites_and_apps = _codes()
    vulnerabilities = _codes()
    details_of_vulnerabilities = _told()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class Intake(Record):
    """How the case came, and where it was referred; see words.Intake."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="intake")
    case_owner = _told()
    referring_organisation = _told()
    incoming_referral_date = models.DateField(null=True, blank=True)
    referring_primary_case_worker = _told()
    reason_for_incoming_referral = _code()
    incoming_referral_details = _told()
    referred_organisation = _told()
    referred_primary_case_worker = _told()
    reason_for_outgoing_referral = _code()
    outgoing_referral_date = models.DateField(null=True, blank=True)
    outgoing_referral_details = _told()
    follow_up = models.BooleanField(default=False)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class SupportPlan(Record):
    """What is to be reached, and how; see words.SupportPlan."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="support")
    objectives = _told()
    action_plan = _told()
    planned_end_date = models.DateField(null=True, blank=True)
    actual_end_date = models.DateField(null=True, blank=True)
    type = _code()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class Incident(Record):
    """Something that happened to the person; its day and its place are sealed like its story. See words.Incident."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents", db_index=False)
    place = models.PositiveSmallIntegerField()
    type = _code()
    date = _told()
    description = _told()
    country = _code()
    state = _told()
    city = _told()
    street = _told()
    postal_code = _told()
    latitude = _told()
    longitude = _told()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="one_incident_per_place")]


class Perpetrator(Record):
    """Somebody who is said to have taken part; see words.Perpetrator."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="perpetrators", db_index=False)
    place = models.PositiveSmallIntegerField()
    role_in_process = _codes()
    role_details = _told()
    organisation = _told()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="one_perpetrator_per_place")]


class CaseNumber(Record):
    """The number of a case in another system; its token finds whose it is.

    It stays in its agency, whatever of the case was granted. The database keeps it single within its case alone: what
    it refused beyond that would tell of cases out of sight.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="numbers", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False)
    place = models.PositiveSmallIntegerField()
    system = models.CharField(max_length=64)
    number = SealedField("identity", root="case_id")
    token = models.BigIntegerField()
    source = SealedField("identity", root="case_id", blank=True, default=b"")
    verified = models.BooleanField(default=False)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["case", "system", "token"], name="number_once_per_case")]
        indexes = [models.Index(fields=["agency", "system", "token"], name="case_number_idx")]


class TraffickingFactsHistory(history_of(TraffickingFacts)):  # type: ignore[misc]
    """What was known of trafficking."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="trafficking_history_idx")]


class IntakeHistory(history_of(Intake)):  # type: ignore[misc]
    """What was known of how the case came."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="intake_history_idx")]


class SupportPlanHistory(history_of(SupportPlan)):  # type: ignore[misc]
    """What was planned."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="support_history_idx")]


class IncidentHistory(history_of(Incident)):  # type: ignore[misc]
    """What was written of an incident."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="incident_history_idx")]


class PerpetratorHistory(history_of(Perpetrator)):  # type: ignore[misc]
    """What was written of who took part."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="perpetrator_history_idx")]


class CaseNumberHistory(history_of(CaseNumber, exclude=["token"])):  # type: ignore[misc]
    """What a number was; the token goes with its row."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="number_history_idx")]
