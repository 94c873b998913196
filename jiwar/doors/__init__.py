"""The doors: where people and systems meet the verbs. They do not know each other."""
