"""What the house shows, checked by the Nu HTML checker: pages gathered into a folder, one run over all of them.

The checker is the npm package `vnu-jar`, pinned in package.json; it needs Java. Its warnings count as errors here:
one that is to stand is named in `STANDING`, with the reason.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT

JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
JAVA = "Java: apt-get install --no-install-recommends default-jre-headless"
JVM = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""One short run: room for the schema of HTML, and no effort to be fast later."""
STANDING: tuple[str, ...] = ()
"""How a message begins that is a warning and stays one, each with its reason beside it."""
AROUND = '<!doctype html><html lang="{language}" dir="{way}"><head><meta charset="utf-8"><title>x</title></head><body>'


@dataclass(frozen=True, slots=True)
class Shown:
    """One page as somebody got it."""

    name: str
    language: str
    html: str

    @property
    def whole(self) -> str:
        """A part, which htmx puts into a page, stands in a page of its own: rows in a list, others below a title."""
        if self.html.lstrip().lower().startswith("<!doctype"):
            return self.html
        way = "rtl" if self.language == "ar" else "ltr"
        rows = self.html.lstrip().startswith("<li")
        part = f"<ul>{self.html}</ul>" if rows else f"<h1>x</h1>{self.html}"
        return f"{AROUND.format(language=self.language, way=way)}<main>{part}</main></body></html>"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the checker says about a page, and where."""

    page: str
    kind: str
    says: str
    extract: str

    def __str__(self) -> str:
        return f"{self.page}: {self.kind}: {self.says} [{self.extract}]"


def missing() -> str:
    """What must be installed before anything can be checked; empty where nothing is missing."""
    if not JAR.exists():
        return "no HTML checker: make build"
    return "" if shutil.which("java") else f"no {JAVA}"


def need_checker() -> None:
    """Skip where the checker is not there; where everything must run (CI=true), fail."""
    if lacks := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(lacks)
        pytest.skip(lacks)


def complaints(pages: Iterable[Shown], folder: Path) -> list[Complaint]:
    """What the checker says about these pages; each text is checked once. One JVM for all of them."""
    names: dict[str, str] = {}
    for text, name in {page.whole: page.name for page in pages}.items():
        path = folder / f"{len(names):04}.html"
        path.write_text(text, encoding="utf-8")
        names[path.name] = name
    return list(_told(_checked(folder), names))


def _checked(folder: Path) -> list[dict[str, Any]]:
    command = ["java", *JVM, "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return messages


def _told(messages: Iterable[dict[str, Any]], names: dict[str, str]) -> Iterator[Complaint]:
    for message in messages:
        kind = str(message.get("subType", message["type"]))
        says = str(message["message"])
        if not says.startswith(STANDING):
            page = names.get(Path(message.get("url", "")).name, "the checker")
            yield Complaint(page, kind, says, " ".join(message.get("extract", "").split())[:160])
