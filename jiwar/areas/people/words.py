"""Words of this area: choices with bilingual labels, and the small values that go in and out."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """As the person says. Codes beyond these are kept by the agency that needs them, in a later issue."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")
    UNKNOWN = "unknown", _("not recorded")


class Script(models.TextChoices):
    """The script in which a name was given; names are never converted, only shown beside each other."""

    ARABIC = "arab", _("Arabic letters")
    LATIN = "latn", _("Latin letters")


class SpokenLanguage(models.TextChoices):
    """ISO 639 codes of the languages most spoken by those who come; others are typed in a later issue."""

    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    TAGALOG = "tl", _("Tagalog")
    BENGALI = "bn", _("Bengali")
    AMHARIC = "am", _("Amharic")
    SINHALA = "si", _("Sinhala")
    URDU = "ur", _("Urdu")
    NEPALI = "ne", _("Nepali")
    SOMALI = "so", _("Somali")


class Residence(models.TextChoices):
    """Status in the country. Behind the enforcement firewall."""

    CITIZEN = "citizen", _("Jordanian")
    RESIDENT = "resident", _("resident")
    REFUGEE = "refugee", _("refugee or asylum seeker")
    MIGRANT = "migrant", _("migrant worker")
    STATELESS = "stateless", _("stateless")
    IRREGULAR = "irregular", _("without papers")
    UNKNOWN = "unknown", _("not recorded")


class Erasure(models.TextChoices):
    """Why a record was erased; kept beside what remains of it."""

    ASKED = "asked", _("the person asked for it")
    MISTAKE = "mistake", _("registered by mistake")
    RETENTION = "retention", _("the time for keeping it is over")
    COURT = "court", _("a court ordered it")


class Likeness(models.TextChoices):
    """How likely somebody is the one who is looked for; as the bands of lib/names, below which nobody is shown."""

    MATCH = "match", _("likely")
    POSSIBLE = "possible", _("perhaps")


class Meeting(models.TextChoices):
    """How a part that was asked for meets what is recorded; the codes of lib/names, and one for a code of a file."""

    SAME = "same", _("written the same")
    OTHER_SCRIPT = "other_script", _("the same name in the other script")
    VARIANT = "variant", _("another spelling of it")
    ONE_LETTER = "one_letter", _("nearly the same letters")
    INITIAL = "initial", _("its first letter")
    JOINED = "joined", _("written together or apart")
    NOT_FOUND = "not_found", _("not in the name recorded")
    CODE = "code", _("the code of this file")


NAME_TOKENS = "people.name"
"""The domain of the keyed tokens of names."""


@dataclass(frozen=True, slots=True)
class GivenName:
    """A name as given: the first name apart, because a card shows no more than that."""

    script: Script
    first: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is written down of a person besides the names."""

    sex: Sex = Sex.UNKNOWN
    birth_year: int | None = None
    birth_year_estimated: bool = False
    language: SpokenLanguage = SpokenLanguage.ARABIC
    safe_contact: str = ""
    residence: Residence = Residence.UNKNOWN
