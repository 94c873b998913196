"""HTCDS as a JSON Schema: IOM publishes none."""

from typing import Any

from jiwar.lib.formats.htcds.standard import FIELDS, LONGEST, Field


def schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) of one record. IOM publishes none; this one follows the standard's own lists."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:jiwar:htcds:2.0",
        "title": "HTCDS 2.0, one record",
        "description": "After IOM's Human Trafficking Case Data Standard 2.0 (CC BY 4.0). Not published by IOM.",
        "type": "object",
        "properties": {name: _property(field) for name, field in FIELDS.items() if not field.is_extension},
        "patternProperties": {"^x_": {"description": "Extensions are kept apart."}},
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    said: dict[str, Any] = {"title": field.en, **_shape(field)}
    if field.is_deprecated:
        said["deprecated"] = True
    return said


def _shape(field: Field) -> dict[str, Any]:
    listed = [one.code for one in field.codes.values() if not one.is_extension]
    code: dict[str, Any] = {"type": "string"}
    match field.of:
        case "country":
            code["pattern"] = "^[A-Z]{2,3}$"
        case "language":
            code["pattern"] = "^[a-z]{2,3}$"
        case "list":
            code["enum"] = listed
        case "":
            pass
    match field.kind:
        case "codes":
            return {"type": "array", "items": code, "uniqueItems": True}
        case "code":
            return code
        case "date":
            return {"type": "string", "format": "date"}
        case "number":
            return {"type": "number"}
        case "yes_no":
            return {"type": "boolean"}
        case _:
            return {"type": "string", "maxLength": LONGEST[field.kind]}
