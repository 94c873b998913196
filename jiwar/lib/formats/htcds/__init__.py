"""IOM's Human Trafficking Case Data Standard (HTCDS) 2.0: its fields and codes, and records in its tables.

A record is one row: every value typed by its field, several codes as a tuple. What is not understood is never dropped
and never guessed: it becomes a Problem that says where, what and, if there is one, what was probably meant. The
standard, its codes and what was added to it (kept apart) stand in data/htcds.json, with their source.
"""

from jiwar.lib.formats.htcds.rows import (
    NotUnderstood,
    Problem,
    Record,
    Row,
    Sheet,
    Value,
    What,
    cell_of,
    records,
    strict,
    table_of,
    value_of,
)
from jiwar.lib.formats.htcds.schema import schema
from jiwar.lib.formats.htcds.standard import FIELDS, Code, Field, Kind

__all__ = [
    "FIELDS",
    "Code",
    "Field",
    "Kind",
    "NotUnderstood",
    "Problem",
    "Record",
    "Row",
    "Sheet",
    "Value",
    "What",
    "cell_of",
    "records",
    "schema",
    "strict",
    "table_of",
    "value_of",
]
