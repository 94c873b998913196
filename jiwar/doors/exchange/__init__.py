"""Files in and out: what a partner sends becomes records, or a line that says why not; what leaves is agreed to.

A file is read in a process of its own (lib/formats/apart.py) and never kept: its rows are, sealed, until they are
taken in or dropped. Kinds of files stand in kinds/; what a cell may mean, in understanding/.
"""
