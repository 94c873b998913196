"""What somebody meant by a cell: days, telephones, places, nationalities, names. Pure: no Django, no rows, no clock.

Whatever is not certain raises `NotUnderstood` with a code: it becomes a line of the report, and nothing is guessed
behind anybody's back. What was read from a misspelt word is said beside it (`Read.meant`).
"""
