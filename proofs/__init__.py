"""Proofs: what Jiwar claims, shown by commands that anybody can run. Each has a control that must fail."""
