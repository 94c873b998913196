"""Whatever kind of table a file is: told by what stands in it, never by its name."""

from jiwar.lib.formats import delimited, workbooks
from jiwar.lib.formats.tables import LIMITS, Limits, Table, size_checked


def read(data: bytes, limits: Limits = LIMITS) -> Table:
    """The sheets of a CSV or XLSX file, opened in this process; a stranger's goes to `apart`. Raises Unreadable."""
    size_checked(data, limits)
    reader = workbooks.read if data.startswith((workbooks.MAGIC, workbooks.OLD)) else delimited.read
    return reader(data, limits)
