"""Signing in: secrets, factors, throttling, sessions. What each file does is said in docs/security.md, "Sign-in"."""
