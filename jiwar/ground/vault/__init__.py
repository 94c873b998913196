"""Keys, encryption and keyed tokens.

Root key (KMS) → key per agency → data keys per person and per case (``identity``,
``narrative``), each wrapped once per entitled agency → AES-256-GCM with the place of the value
(table, column, row, key version) bound into it. Whoever has no wrap has noise.
"""
