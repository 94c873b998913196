"""How sensitive a column is, on which basis it may flow, and at which agencies a firewall stands.

Source: design of the access model (security.md, "Access"); the law behind the bases is data for a later issue.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataClass(models.TextChoices):
    """Classes of columns. The first five climb; the last two stand apart because the firewall guards them.

    A sealed column names its class. The plain ones of a case or person are `service`, but for its code, agency,
    status and days, which any grant shows; see what the cards of cases and people say of themselves.
    """

    PUBLIC_STAT = "public_stat", _("figures")
    SERVICE = "service", _("what is needed and offered")
    IDENTITY = "identity", _("who the person is")
    NARRATIVE = "narrative", _("what happened")
    SHELTER = "shelter", _("where the shelter is")
    STATUS = "status", _("status in the country")
    PLACE = "place", _("where the person stays")


FIREWALLED = frozenset({DataClass.STATUS, DataClass.PLACE, DataClass.SHELTER})
"""Never flow to an enforcement agency unless released on one of RELEASING."""

GRANTABLE = (DataClass.SERVICE, DataClass.IDENTITY, DataClass.NARRATIVE, DataClass.STATUS, DataClass.PLACE)
"""What a case may be shared by today; shelter locations have a key domain of their own."""


class AgencyKind(models.TextChoices):
    """What kind of body an agency is; three of them enforce."""

    MINISTRY = "ministry", _("ministry")
    UN = "un", _("United Nations")
    NGO = "ngo", _("civil society")
    CLINIC = "clinic", _("health")
    JUSTICE = "justice", _("justice")
    POLICE = "police", _("police")
    LABOUR = "labour", _("labour inspection")
    BORDER = "border", _("border authority")


ENFORCING = frozenset({AgencyKind.POLICE, AgencyKind.LABOUR, AgencyKind.BORDER})


class Basis(models.TextChoices):
    """On what a grant to somebody outside rests."""

    CONSENT = "consent", _("consent")
    PUBLIC_DUTY = "public_duty", _("public duty")
    VITAL_INTEREST = "vital_interest", _("vital interest")
    COURT_ORDER = "court_order", _("court order")
    MANDATORY_REPORT = "mandatory_report", _("mandatory report")


RELEASING = frozenset({Basis.VITAL_INTEREST, Basis.COURT_ORDER, Basis.MANDATORY_REPORT})
"""The bases on which firewalled classes may be released to an enforcement agency, by name and with a warning."""


class Purpose(models.TextChoices):
    """What a grant is for. Codes, because it stands in plain text: free words might name somebody."""

    ASSISTANCE = "assistance", _("assistance")
    PROTECTION = "protection", _("protection")
    SHELTER = "shelter", _("shelter")
    HEALTH = "health", _("health care")
    JUSTICE = "justice", _("legal help and justice")
    RETURN = "return", _("return and reintegration")
    COORDINATION = "coordination", _("working on the case together")


class Level(models.TextChoices):
    """How much of what is granted: a card, or the file."""

    SUMMARY = "summary", _("summary")
    FULL = "full", _("full file")
