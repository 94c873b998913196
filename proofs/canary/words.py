"""Words that stand nowhere else, and every spelling in which they could be found.

A canary is `tag 1 tag 2 tag 3 …`: a rare tag of six letters again and again, parted by one character that numbers the
canary, or that troubles quoting. So every twelve characters of it, wherever they were cut out, hold a whole tag, and
looking for the tag finds every piece of every canary.
"""

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

LATIN = "bcdfghjkmnpqrtvwxz"
ARABIC = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
TROUBLE = "'\"%<>&\\;{}$ \n\t()|^`~"
DIGITS = "0123456789abcdefghijklmnopqrstuv"
TAG = 6
UNITS = (9, 40)
LONGEST = 450
"""Units of every twentieth canary: more than a page of the database takes in one piece."""
WHOLE = 12
"""Characters of a canary that are enough to be found."""


@dataclass
class Mint:
    """Strikes canaries of one kind: what was sealed, what was typed, a password. Each kind has tags of its own."""

    name: str
    seed: int
    struck: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(f"{self.name} {self.seed}")
        self.latin = "".join(self._random.sample(LATIN, TAG))
        self.arabic = "".join(self._random.sample(ARABIC, TAG))

    def strike(self, *, plain: bool = False, arabic: bool | None = None) -> str:
        """A new canary. `plain` leaves out what troubles quoting, for places that take no such characters."""
        number, chance = len(self.struck), self._random
        tag = self.arabic if (number % 2 if arabic is None else arabic) else self.latin
        serial = [DIGITS[number // 32**place % 32] for place in range(4)]
        units = LONGEST if number % 20 == 19 and not plain else chance.randint(*UNITS)
        trouble = serial if plain else [*serial, *TROUBLE]
        parted = [serial[n] if n < len(serial) else chance.choice(trouble) for n in range(units)]
        made = "".join(tag + between for between in parted)
        self.struck.append(made)
        return made

    def needles(self) -> list[bytes]:
        """Every spelling of the two tags, forwards and backwards."""
        found: dict[bytes, None] = {}
        for tag in (self.latin, self.latin.upper(), self.arabic):
            for word in (tag, tag[::-1]):
                found |= dict.fromkeys(_spellings(word))
        return list(found)


def _spellings(word: str) -> Iterator[bytes]:
    """How a word can stand in a file: as text, as bytes written down, escaped for whatever was to read it."""
    plain = word.encode()
    yield from (word.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"))
    yield from (plain.hex().encode(), plain.hex().upper().encode())
    yield from (part for shift in range(3) for part in _in_base64(plain, shift))
    yield from (quote(plain, safe="").encode(), quote(plain, safe="").lower().encode())
    yield "".join(f"={byte:02X}" for byte in plain).encode()
    yield "".join(f"\\{byte:03o}" for byte in plain).encode()
    yield "".join(f"\\x{byte:02x}" for byte in plain).encode()
    points = [ord(letter) for letter in word]
    for form in ("\\u{:04x}", "\\u{:04X}", "&#{};", "&#x{:x};", "&#x{:X};", "U+{:04X} "):
        yield "".join(form.format(point) for point in points).encode().strip()


def _in_base64(plain: bytes, shift: int) -> Iterator[bytes]:
    """The letters of base64 that depend on `plain` alone, where `shift` bytes stand before it in its group."""
    letters = base64.b64encode(bytes(shift) + plain).rstrip(b"=")
    first, last = -(-shift * 8 // 6), (shift + len(plain)) * 8 // 6
    sure = letters[first:last]
    yield sure
    yield sure.translate(bytes.maketrans(b"+/", b"-_"))


def found_in(content: bytes, needles: list[bytes]) -> list[bytes]:
    """The needles that stand in `content`."""
    return [needle for needle in needles if needle in content]
