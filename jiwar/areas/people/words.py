"""Words of this area: choices with bilingual labels, and the small values that go in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.lands import country_name, language_name
from jiwar.ground.base.pages import Fact
from jiwar.ground.base.templatetags.jiwar_text import bdi, day
from jiwar.ground.base.writing import digits, is_arabic
from jiwar.lib.formats.htcds import FIELDS, Field, Value, cell_of


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
    """How a part that was asked for meets what is recorded; those of lib/names, and two for what is exact."""

    SAME = "same", _("written the same")
    OTHER_SCRIPT = "other_script", _("the same name in the other script")
    VARIANT = "variant", _("another spelling of it")
    ONE_LETTER = "one_letter", _("nearly the same letters")
    INITIAL = "initial", _("its first letter")
    JOINED = "joined", _("written together or apart")
    NOT_FOUND = "not_found", _("not in the name recorded")
    CODE = "code", _("the code of this file")
    PHONE = "phone", _("a telephone of this person")


class PhoneKind(models.TextChoices):
    """Where a telephone stands; the standard of case data knows these two."""

    MOBILE = "mobile", _("mobile")
    HOME = "home", _("at home")


NAME_TOKENS = "people.name"
"""The domain of the keyed tokens of names."""
PHONE_TOKENS = "people.phone"
"""The domain of the keyed tokens of telephone numbers."""


@dataclass(frozen=True, slots=True)
class GivenName:
    """A name as given: the first name apart, because a card shows no more than that.

    `middle` are the names between, `rest` is the family's; where nobody told them apart, all of it is `rest`.
    """

    script: Script
    first: str
    rest: str = ""
    middle: str = ""

    @property
    def whole(self) -> str:
        """All of it, as it is said."""
        return " ".join(part for part in (self.first, self.middle, self.rest) if part)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is written down of a person besides the names."""

    sex: Sex = Sex.UNKNOWN
    birth_year: int | None = None
    birth_year_estimated: bool = False
    language: SpokenLanguage = SpokenLanguage.ARABIC
    safe_contact: str = ""
    residence: Residence = Residence.UNKNOWN


@dataclass(frozen=True, slots=True)
class Details:
    """What the standard of case data (HTCDS) asks about a person besides names and telephones; codes as it writes them.

    `gender` is what the person says of themselves: their own agency reads it, whatever was granted to others.
    """

    salutation: str = ""
    title: str = ""
    email: str = ""
    identity_number: str = ""
    birth_date: date | None = None
    gender: str = ""
    deceased: bool | None = None
    marital_status: str = ""
    highest_level_of_education: str = ""
    number_of_children: int | None = None
    primary_language: str = ""
    secondary_language: str = ""
    citizenship: tuple[str, ...] = ()
    mailing_city: str = ""
    mailing_country: str = ""
    mailing_state: str = ""
    mailing_street: str = ""
    mailing_postal_code: str = ""
    mailing_longitude: float | None = None
    mailing_latitude: float | None = None


NO_DETAILS: Final = Details()

HTCDS: Final[Mapping[str, str]] = {
    "prs_Salutation": "salutation",
    "prs_Title": "title",
    "prs_Email": "email",
    "prs_IdentityNumber": "identity_number",
    "prs_Birthdate": "birth_date",
    "prs_Gender": "gender",
    "prs_Deceased": "deceased",
    "prs_MaritalStatus": "marital_status",
    "prs_HighestLevelOfEducation": "highest_level_of_education",
    "prs_NumberOfChildren": "number_of_children",
    "prs_PrimaryLanguage": "primary_language",
    "prs_SecondaryLanguage": "secondary_language",
    "prs_Citizenship": "citizenship",
    "prs_MailingCity": "mailing_city",
    "prs_MailingCountry": "mailing_country",
    "prs_MailingState": "mailing_state",
    "prs_MailingStreet": "mailing_street",
    "prs_MailingPostalCode": "mailing_postal_code",
    "prs_MailingLongitude": "mailing_longitude",
    "prs_MailingLatitude": "mailing_latitude",
}
"""Where each field of the standard stands in Details."""
FIELD_OF: Final[Mapping[str, str]] = {attribute: name for name, attribute in HTCDS.items()}
"""The field of the standard in which each of the details is handed on."""
HTCDS_NAMES: Final[Mapping[str, str]] = {"prs_FirstName": "first", "prs_MiddleName": "middle", "prs_SecondName": "rest"}
HTCDS_PHONES: Final[Mapping[str, PhoneKind]] = {
    "prs_HomePhone": PhoneKind.HOME,
    "prs_MobilePhone": PhoneKind.MOBILE,
}


def label_of(attribute: str) -> str:
    """What a detail is called by the standard, in the language of the page."""
    field = FIELDS[FIELD_OF[attribute]]
    return lazy(lambda: field.ar if is_arabic() else field.en, str)()


GROUPS: Final[Sequence[tuple[Promise, Sequence[str]]]] = (
    (
        _("Who the person is"),
        ("salutation", "title", "birth_date", "gender", "identity_number", "email", "deceased"),
    ),
    (
        _("Origin, family and schooling"),
        ("citizenship", "primary_language", "secondary_language", "marital_status", "number_of_children",
         "highest_level_of_education"),
    ),
    (
        _("Address for letters"),
        ("mailing_street", "mailing_city", "mailing_state", "mailing_postal_code", "mailing_country",
         "mailing_latitude", "mailing_longitude"),
    ),
)  # fmt: skip
"""The details as they are asked and shown."""


def told(attribute: str, value: Value | None) -> str:
    """A detail in the words of the page's language; nothing where it was not told."""
    field = FIELDS[FIELD_OF[attribute]]
    match value:
        case None | "":
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case date():
            return day(value)
        case tuple():
            return pgettext("between the items of a list", ", ").join(_code(field, one) for one in value)
        case str():
            return _code(field, value)
        case _:
            return digits(cell_of(value))


def _code(field: Field, value: str) -> str:
    match field.of:
        case "country":
            return country_name(value)
        case "language":
            return language_name(value)
        case "list" if value in field.codes:
            return field.codes[value].ar if is_arabic() else field.codes[value].en
        case _:
            return value


def told_details(details: Details) -> list[tuple[Promise, list[Fact]]]:
    """The details that were told, in their groups."""
    groups = [
        (name, [Fact(str(label_of(one)), bdi(text)) for one in names if (text := told(one, getattr(details, one)))])
        for name, names in GROUPS
    ]
    return [(name, facts) for name, facts in groups if facts]


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone, and when it may be called: a call at the wrong time can kill."""

    kind: PhoneKind
    number: str
    safe_when: str = ""
    never_call: bool = False

    @property
    def kind_label(self) -> str:
        """Which telephone it is."""
        return gettext("Telephone at home") if self.kind is PhoneKind.HOME else gettext("Mobile telephone")

    @property
    def warning(self) -> str:
        """What must be known before it is dialled; nothing where nothing was said."""
        if self.never_call:
            return gettext("Never call this number.")
        return gettext("Only: %(when)s") % {"when": self.safe_when} if self.safe_when else ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to be registered, with all that is known."""

    names: tuple[GivenName, ...]
    particulars: Particulars = field(default_factory=Particulars)
    details: Details = NO_DETAILS
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """All that is written down of a person of one's own agency, for handing it on in a file."""

    names: tuple[GivenName, ...]
    particulars: Particulars
    details: Details
    phones: tuple[Phone, ...]
