"""Pages: directions without left and right, words in two languages, nothing inline."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.house.source import Breach, Source, files

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PHYSICAL = re.compile(
    r"(?P<property>(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-)?(?:left|right)(?:-[a-z-]+)?)\s*:"
    r"|(?<![\w-])(?:float|clear|text-align|caption-side)\s*:\s*(?P<value>left|right)\b"
    r"|(?P<corner>border-(?:top|bottom)-(?:left|right)-radius)\s*:",
)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
SILENT_BLOCKS = re.compile(
    r"\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{#.*?#\}",
    re.DOTALL,
)
LETTERS = re.compile(r"[A-Za-z\u0600-\u06FF]{2,}")
SPOKEN = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription"})
OWN_NAMES = frozenset({"English", "العربية", "EN"})
"""A language names itself in itself."""
BOTH_LANGUAGES = {
    "jiwar/ground/base/templates/500.html": "shown when nothing works any more, the catalogue included",
}
"""Pages that say everything in both languages at once, and why."""
SKIPPED = frozenset({"script", "style", "svg", "symbol"})
GAP = "\N{OBJECT REPLACEMENT CHARACTER}"


def physical(root: Path) -> Iterator[Breach]:
    """Properties and values that know left and right, which turn wrong in Arabic."""
    for source in files(root, ".css", under=["web", "jiwar"]):
        text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source.text)
        for match in PHYSICAL.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            if not source.is_excused(line):
                yield source.breach(line, f"{match[0].rstrip(' :')} knows left and right; use the logical property")


def untranslated(root: Path) -> Iterator[Breach]:
    """Words in a template that stand outside `translate` and `blocktranslate`."""
    for source in files(root, ".html", under=["jiwar"]):
        if source.name in BOTH_LANGUAGES:
            continue
        reader = _Words(source)
        reader.feed(_without_tags(source.text))
        reader.close()
        yield from reader.found


def inline(root: Path) -> Iterator[Breach]:
    """Script or style inside a page: the content security policy forbids it, and so do we."""
    pattern = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=\s*[\"']|javascript:", re.IGNORECASE
    )
    for source in files(root, ".html", under=["jiwar"]):
        for match in pattern.finditer(source.text):
            line = source.text.count("\n", 0, match.start()) + 1
            if not source.is_excused(line):
                yield source.breach(line, f"inline script or style: {match[0].strip()}")


def _without_tags(text: str) -> str:
    """The template as plain HTML; every tag leaves a mark, and the lines stay where they are."""

    def gap(match: re.Match[str]) -> str:
        return GAP + "\n" * match[0].count("\n")

    return TAG.sub(gap, SILENT_BLOCKS.sub(gap, text))


class _Words(HTMLParser):
    """Collects words that a person would read or hear."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.found: list[Breach] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self._silent.append(tag)
        for name, value in attrs:
            if name in SPOKEN:
                self._judge(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._judge(data)

    def _judge(self, text: str) -> None:
        words = [word for word in LETTERS.findall(text) if word not in OWN_NAMES]
        line = self.getpos()[0] + len(text[: len(text) - len(text.lstrip())].splitlines())
        if words and not self.source.is_excused(line):
            self.found.append(self.source.breach(line, f"words that nobody translates: {' '.join(text.split())[:60]}"))
