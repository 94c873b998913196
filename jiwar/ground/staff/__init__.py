"""Those who work here: roles given, confirmed, covered and ended; the code of conduct; the quarterly review."""
