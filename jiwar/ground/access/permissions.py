"""What one may be allowed to do. One name for each verb that needs a guard; roles hold sets of them."""

from enum import StrEnum


class Permission(StrEnum):
    """Names are `thing.verb`; they stand in the trail and in docs/made, so they do not change."""

    PERSON_REGISTER = "person.register"
    PERSON_READ = "person.read"
    PERSON_CORRECT = "person.correct"
    PERSON_ERASE = "person.erase"
    CASE_OPEN = "case.open"
    CASE_READ = "case.read"
    CASE_NOTE = "case.note"
    CASE_ASSIGN = "case.assign"
    CASE_CLOSE = "case.close"
    CASE_REOPEN = "case.reopen"
    CASE_SHARE = "case.share"
    CASE_SEAL = "case.seal"
    CONFLICT_DECLARE = "conflict.declare"
    CONFLICT_RULE = "conflict.rule"
    SEAL_DECIDE = "seal.decide"
    GLASS_BREAK = "glass.break"
    GLASS_REVIEW = "glass.review"
    ACCESS_EXPLAIN = "access.explain"
    HOLD_PLACE = "hold.place"
    TRAIL_READ = "trail.read"
    FIGURES_READ = "figures.read"
    ACCESS_MANAGE = "access.manage"
    KEYS_ROTATE = "keys.rotate"
    GRANTS_SWEEP = "grants.sweep"
