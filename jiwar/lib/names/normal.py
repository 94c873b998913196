"""One letter for what people write in several ways. No word is dropped here; `words` does that."""

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LOOSE_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
APOSTROPHES = re.compile("[`´’‘ʼʻʿʾ′]")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
LATIN = re.compile("[a-z]")
WORD = re.compile(r"[^\W_]+(?:'+[^\W_]+)*")

HAMZA_BEFORE_LAM = re.compile("^[أإآ](?=ل)")
KEPT_HAMZA = "ٱ"
"""Stands for the hamza of ألماس, so that its first two letters are not taken for the article."""

# Arabic variants first, then Persian, Urdu, Pashto, Kurdish and Maghrebi letters.
_ARABIC_FOLD = str.maketrans(
    "أإآىیېےئؤةۃۀہھەکڪڭݣۇۆۋںټٹډڈړڑڕڵښڤڨڢ",
    "ااايييييوههههههككگگووونتتددرررلشفگف",
    "ء",
)
_LATIN_FOLD = str.maketrans(
    {
        "ß": "ss",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ə": "a",
        "ş": "sh",
        "š": "sh",
        "ș": "sh",
        "ç": "ch",
        "č": "ch",
        "ć": "ch",
        "ž": "j",
        "ğ": "g",
        "ḫ": "kh",
        "ġ": "gh",
        "ẖ": "kh",
        "ḏ": "dh",
        "ṯ": "th",
        "ǧ": "j",
    }
)


def digits(text: str) -> str:
    """Arabic-Indic, Persian and full-width digits as 0 to 9."""
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def clean(text: str) -> str:
    """Without what cannot be seen, with one kind of apostrophe and of digit; case and marks stay."""
    composed = unicodedata.normalize("NFKC", APOSTROPHES.sub("'", text))
    return digits(INVISIBLE.sub("", composed))


def split(text: str) -> list[str]:
    """The words of a name as they were written. Hyphens and full stops part, apostrophes and loose marks do not."""
    return WORD.findall(LOOSE_MARKS.sub("", clean(text)))


def is_arabic(word: str) -> bool:
    """Whether any letter of it is Arabic script, Persian and Urdu letters included."""
    return ARABIC.search(word) is not None


def fold(word: str) -> str:
    """One word for comparison: letters' variants made one, case and marks gone."""
    if is_arabic(word):
        return HAMZA_BEFORE_LAM.sub(KEPT_HAMZA, word).translate(_ARABIC_FOLD)
    written = word.casefold().translate(_LATIN_FOLD)
    apart = unicodedata.normalize("NFKD", written)
    return "".join(one for one in apart if not unicodedata.combining(one)).replace("'", "")
