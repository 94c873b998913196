"""The Arabic catalogue: gather what is marked for translation, compare, compile; no gettext programs needed.

The words in the code are English and are their own catalogue. `gather` reads every `gettext` in Python and every
`translate` in a template; `update` brings `locale/ar` in step, `problems` says what is not; `compile_all` makes
the files that Django reads. References name files without lines, so that a moved line is no change.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1]
CATALOGUE = PACKAGE / "locale" / "ar" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = {
    "Project-Id-Version": "jiwar",
    "Language": "ar",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}
PLURALS = 6
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")

type Key = tuple[str | None, str]
"""Context and English words."""


@dataclass(frozen=True, slots=True)
class Message:
    """Words marked for translation, and where."""

    plural: str = ""
    comments: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()

    def met(self, file: str, plural: str, comments: list[str]) -> "Message":
        """The same words, met once more."""
        new = tuple(comment for comment in comments if comment not in self.comments)
        return Message(self.plural or plural, self.comments + new, self.files | {file})


def gather(package: Path = PACKAGE) -> dict[Key, Message]:
    """Everything that the code and the templates mark."""
    found: dict[Key, Message] = {}
    for path in sorted([*package.rglob("*.py"), *package.rglob("templates/**/*.html")]):
        if "static" in path.relative_to(package).parts:
            continue
        file = path.relative_to(package.parent).as_posix()
        for context, words, comments in _marked(path):
            singular, plural = words if isinstance(words, tuple) else (words, "")
            key = (context, singular)
            found[key] = found.get(key, Message()).met(file, plural, comments)
    return found


def _marked(file: Path) -> Iterator[tuple[str | None, str | tuple[str, str], list[str]]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        # What remains of a template is calls of gettext between crosses; its indentation means nothing to Python.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(file)).splitlines())
    found = extract("python", BytesIO(text.encode()), KEYWORDS, ("Translators:",))
    for _line, words, comments, context in found:
        plural = isinstance(words, tuple)
        yield context, (words[0], words[1]) if plural else str(words), list(comments)


def update(catalogue: Path = CATALOGUE, package: Path = PACKAGE) -> int:
    """Bring the catalogue in step: new words come in empty, old ones go. Says how many are untranslated."""
    known = {_key(entry): entry for entry in _read(catalogue)}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = HEADER
    for key, message in sorted(gather(package).items(), key=lambda item: (min(item[1].files), item[0][1])):
        fresh.append(_entry(key, message, known.get(key)))
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(catalogue))
    return sum(1 for entry in fresh if not _is_complete(entry))


def problems(catalogue: Path = CATALOGUE, package: Path = PACKAGE) -> Iterator[str]:
    """What a reader of Arabic would miss, one sentence each."""
    entries = _read(catalogue)
    marked, known = gather(package), {_key(entry): entry for entry in entries}
    for key, message in marked.items():
        entry = known.get(key)
        if entry is None:
            yield f"missing: {key[1]!r} in {min(message.files)}"
        elif bool(message.plural) != bool(entry.msgid_plural):
            yield f"plural in one of code and catalogue only: {key[1]!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {key[1]!r}"
        elif not _is_complete(entry):
            yield f"empty: {key[1]!r} in {min(message.files)}"
        elif strange := _strange_placeholders(entry):
            yield f"other placeholders ({', '.join(sorted(strange))}): {key[1]!r}"
    for entry in entries:
        if entry.obsolete or _key(entry) not in marked:
            yield f"obsolete: {entry.msgid!r}"


def compile_all(package: Path = PACKAGE) -> None:
    """Make the binary file beside every catalogue that changed since."""
    for source in sorted(package.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            fresh = target.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)


def _read(catalogue: Path) -> polib.POFile:
    return polib.pofile(str(catalogue)) if catalogue.exists() else polib.POFile()


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid)


def _entry(key: Key, message: Message, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=key[0],
        msgid=key[1],
        msgid_plural=message.plural,
        comment="\n".join(message.comments),
        occurrences=[(file, "") for file in sorted(message.files)],
        flags=["python-format"] if "%(" in key[1] + message.plural else [],
    )
    if message.plural:
        old = known.msgstr_plural if known else {}
        entry.msgstr_plural = {number: old.get(number, "") for number in range(PLURALS)}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry


def _strings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _is_complete(entry: polib.POEntry) -> bool:
    strings = _strings(entry)
    return all(strings) and len(strings) == (PLURALS if entry.msgid_plural else 1)


def _strange_placeholders(entry: polib.POEntry) -> set[str]:
    """Placeholders on one side only; a form for zero, one or two things may leave the number out."""
    expected = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if not entry.msgid_plural:
        return expected ^ set(PLACEHOLDER.findall(entry.msgstr))
    return {found for text in _strings(entry) for found in PLACEHOLDER.findall(text)} - expected
