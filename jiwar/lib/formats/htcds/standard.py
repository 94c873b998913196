"""The fields and codes of HTCDS 2.0, and what was added to them and is kept apart: data/htcds.json, with its source."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import pycountry

from jiwar.lib import formats

type Kind = Literal["text", "long_text", "date", "number", "yes_no", "code", "codes"]

LONGEST: Final[Mapping[Kind, int]] = {"text": 500, "long_text": 32_767}
"""Characters; the standard names no limit."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list. `is_extension`: the standard does not have it."""

    code: str
    en: str
    ar: str
    is_extension: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `of` names where its codes come from: its own list, or ISO 3166 (country), ISO 639-2 (language)."""

    name: str
    table: str
    kind: Kind
    en: str
    ar: str
    of: Literal["", "list", "country", "language"] = ""
    codes: Mapping[str, Code] = field(default_factory=dict)
    is_core: bool = False
    is_deprecated: bool = False
    is_extension: bool = False


def _read() -> dict[str, Field]:
    said: dict[str, Any] = json.loads((files(formats) / "data" / "htcds.json").read_text(encoding="utf-8"))
    more = said["extensions"]
    lists = {
        name: {
            **{one["code"]: Code(one["code"], one["en"], one["ar"]) for one in codes},
            **{
                one["code"]: Code(one["code"], one["en"], one["ar"], is_extension=True)
                for one in more["codes"].get(name, ())
            },
        }
        for name, codes in said["codes"].items()
    }
    return {
        one["name"]: Field(
            name=one["name"], table=one["table"], kind=one["kind"], en=one["en"], ar=one["ar"],
            of=one.get("of", ""), codes=lists.get(one["name"], {}), is_core=one.get("core", False),
            is_deprecated=one.get("deprecated", False), is_extension=one in more["fields"],
        )
        for one in [*said["fields"], *more["fields"]]
    }  # fmt: skip


def _codes(said: Iterable[dict[str, str]], *, more: bool = False) -> dict[str, Code]:
    return {one["code"]: Code(one["code"], one["en"], one["ar"], is_extension=more) for one in said}


FIELDS: Final = _read()
"""Every field by its full name, extensions too."""


@cache
def known(name: str) -> Mapping[str, str]:
    """What may stand in a cell, and the code it says."""
    field = FIELDS[name]
    match field.of:
        case "country":
            return {code: code for one in pycountry.countries for code in (one.alpha_3, one.alpha_2)}
        case "language":
            with_iso_639_2 = (
                one for one in pycountry.languages if hasattr(one, "alpha_2") or hasattr(one, "bibliographic")
            )
            return {code: code for one in with_iso_639_2 for code in _language_codes(one)}
        case _:
            known = {one.code: one.code for one in field.codes.values()}
            for one in field.codes.values():
                for said in (one.code, one.en, one.ar):
                    known.setdefault(said.casefold(), one.code)
            return known


def _language_codes(language: Any) -> Iterator[str]:
    yield language.alpha_3
    for name in ("alpha_2", "bibliographic"):
        if code := getattr(language, name, None):
            yield code
