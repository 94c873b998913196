"""Words of this area: statuses and choices with bilingual labels."""

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
