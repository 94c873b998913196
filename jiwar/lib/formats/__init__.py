"""Files of the field: tables out of CSV and XLSX, and the standards that travel in them.

    table = apart.read(data)                        a partner's file, opened in a process of its own
    records, problems = htcds.records(table)        each value understood, or a line that says why not
    htcds.rows(records)                             and back again

Pure Python, no Django. A file comes from outside: it may be broken, huge or made to do harm. Nothing here raises
anything but `Unreadable` for it.
"""
