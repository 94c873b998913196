"""Who works here, what they may do, and the wall that stands when everything else fails.

Three locks: the wall (row-level security in PostgreSQL), the permission (``@action``), and the
house tests that fail when either is missing.
"""
