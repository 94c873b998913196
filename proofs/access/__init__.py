"""S1: the rules of access in Python against the wall in PostgreSQL, on random worlds; see proofs/worlds."""
