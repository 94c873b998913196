"""The wall has no gap (S4), and an injected query sees no foreign row (S5)."""
