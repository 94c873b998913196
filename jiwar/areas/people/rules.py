"""What a record of a person needs. Plain values, no rows, no clock."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from jiwar.areas.people.words import HTCDS, Details, Newcomer, Phone
from jiwar.lib.formats.htcds import FIELDS, NotUnderstood, Value, cell_of, value_of
from jiwar.lib.names import Part, elements, neighbours, parse, weight

OLDEST = 120
"""Years; nobody older has been registered anywhere with proof."""
SHORTEST_PHONE = 6
"""Digits; with fewer it is no number that somebody gives to be called."""
REGISTER, LOOKED_AT = 200_000, 2_000
"""How large a register is thought to be, and how many bearers of a name are looked at in it."""
MOST_CHILDREN, MOST_PHONES, LONGEST_NUMBER, LONGEST_SAFE_WHEN = 99, 20, 500, 500
FROM_ABROAD, AT_HOME = ("00962", "962"), "0"
"""What is dialled before a Jordanian number from abroad, and what instead of it at home."""
NEAR_PARTS = 2
"""Of so many parts of a name the spellings one letter away are asked for."""


def missing_name(firsts: Collection[str]) -> bool:
    """Whether no first name is given in any script."""
    return not any(first.strip() for first in firsts)


def repeated_script(scripts: Sequence[str]) -> str | None:
    """The script in which two names are given, if any."""
    return next((script for script in scripts if scripts.count(script) > 1), None)


def impossible_birth_year(year: int | None, *, this_year: int) -> bool:
    """Whether nobody living can have been born in that year."""
    return year is not None and not this_year - OLDEST <= year <= this_year


def age_in(year: int | None, *, this_year: int) -> int | None:
    """The age reached in `this_year`, in years; None where the year of birth is not known."""
    return None if year is None else this_year - year


def impossible_birth_date(day: date | None, *, today: date) -> bool:
    """Whether nobody living can have been born on that day."""
    return day is not None and (day > today or impossible_birth_year(day.year, this_year=today.year))


def strange_detail(details: Details) -> str | None:
    """The first detail that the standard of case data, or the world, does not take, by its attribute.

    A code is taken as the standard writes it and not otherwise, because it is kept as it is.
    """
    for name, attribute in HTCDS.items():
        value = getattr(details, attribute)
        if value not in (None, "", ()) and not _takes(name, value):
            return attribute
    children, wide, long = details.number_of_children, details.mailing_latitude, details.mailing_longitude
    if children is not None and not 0 <= children <= MOST_CHILDREN:
        return "number_of_children"
    if wide is not None and not -90 <= wide <= 90:
        return "mailing_latitude"
    return "mailing_longitude" if long is not None and not -180 <= long <= 180 else None


def _takes(name: str, value: Value) -> bool:
    try:
        return value_of(FIELDS[name], cell_of(value)) == (value.strip() if isinstance(value, str) else value)
    except NotUnderstood:
        return False


def why_not_state_details(details: Details, *, today: date) -> str | None:
    """Why these details are not written down; what is strange in them, `strange_detail` says."""
    if impossible_birth_date(details.birth_date, today=today):
        return "birth_date"
    return "strange_detail" if strange_detail(details) else None


def why_not_state_phones(phones: Sequence[Phone]) -> str | None:
    """Why these telephones are not written down."""
    if len(phones) > MOST_PHONES:
        return "too_many_phones"
    if not all(phone.number.strip() for phone in phones):
        return "no_number"
    told = (
        max((len(phone.number) for phone in phones), default=0),
        max((len(one.safe_when) for one in phones), default=0),
    )
    return "long_phone" if told[0] > LONGEST_NUMBER or told[1] > LONGEST_SAFE_WHEN else None


def why_not_write_down(names: Collection[tuple[str, str]], birth_year: int | None, *, this_year: int) -> str | None:
    """Why somebody with these first names, each with its script, is not written down."""
    if missing_name([first for _script, first in names]):
        return "no_name"
    if repeated_script([script for script, _first in names]):
        return "two_names"
    return "birth_year" if impossible_birth_year(birth_year, this_year=this_year) else None


def why_not_register(newcomer: Newcomer, *, today: date) -> str | None:
    """Why somebody new is not registered."""
    names = [(name.script, name.first) for name in newcomer.names]
    return (
        why_not_write_down(names, newcomer.particulars.birth_year, this_year=today.year)
        or why_not_state_details(newcomer.details, today=today)
        or why_not_state_phones(newcomer.phones)
    )


def other_birth_year(birth_year: int | None, birth_date: date | None) -> bool:
    """Whether the year does not agree with the day of birth that is written down."""
    return birth_date is not None and birth_year != birth_date.year


def dialled(number: str) -> str:
    """A number as it is dialled inside the country, by which it is found; without digits, as it is written."""
    digits = "".join(str(unicodedata.digit(one)) for one in number if one.isdecimal())
    for prefix in FROM_ABROAD:
        if digits.startswith(prefix) and len(digits) >= len(prefix) + 8:
            return AT_HOME + digits.removeprefix(prefix).removeprefix(AT_HOME)
    return digits or " ".join(number.split()).casefold()


def is_phone(text: str) -> bool:
    """Whether what is looked for can only be a telephone: digits, and what people put between them."""
    return sum(one.isdecimal() for one in text) >= SHORTEST_PHONE and not any(one.isalpha() for one in text)


def elements_of(names: Iterable[str], birth_year: int | None = None) -> dict[str, float]:
    """Under what somebody of these names is found, in any script, with the worth of each in bits."""
    found: dict[str, float] = {}
    for name in names:
        found |= elements(parse(name), birth_year)
    return found


def telling(found: Mapping[str, float]) -> dict[str, float]:
    """Those elements that are worth looking for: the rarest ones, that few bear; at least one.

    How many bear one is reckoned from its worth, never counted: what is counted tells of those who are hidden.
    """
    chosen: dict[str, float] = {}
    bearers = 0.0
    for element, worth in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        bearers += REGISTER / 2**worth
        if chosen and bearers > LOOKED_AT:
            break
        chosen[element] = worth
    return chosen


def near_elements(parts: Sequence[Part]) -> dict[str, float]:
    """What one letter of the rarest parts put in, left out, changed or swapped makes of them, at half the worth."""
    rarest = sorted((part for part in parts if not part.title), key=lambda part: -weight(part))[:NEAR_PARTS]
    return {near: weight(part) / 2 for part in rarest for near in neighbours(part.keys[0])}
