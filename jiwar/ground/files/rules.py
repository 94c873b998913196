"""What may be kept as a document, and under which class, on plain values: no Django, no rows, no clock."""

MOST_ON_A_FILE = 200
"""Documents on one case or person; a list that nobody reads to its end hides what matters."""
LONGEST_TITLE = 200
REASON_AT_LEAST = 5
"""Letters of a reason for removing."""
IDENTITY, NARRATIVE = "identity", "narrative"
WHO_SOMEBODY_IS = frozenset({"identity"})
"""Kinds of documents that say who somebody is; all others say what happened."""


def class_of(kind: str) -> str:
    """The class of what a document of this kind holds, and with it the key under which it is sealed."""
    return IDENTITY if kind in WHO_SOMEBODY_IS else NARRATIVE


def why_not_keep(*, title: str, has_content: bool, already: int) -> str | None:
    """A document has a title by which it is found again, something in it, and room on its file."""
    if not has_content:
        return "document_empty"
    return why_not_title(title=title) or ("too_many_documents" if already >= MOST_ON_A_FILE else None)


def why_not_title(*, title: str) -> str | None:
    """A title says something and is read in one line."""
    if not title.strip():
        return "title_missing"
    return "title_too_long" if len(title.strip()) > LONGEST_TITLE else None


def why_not_work_on(*, is_there: bool) -> str | None:
    """What was removed stays so."""
    return None if is_there else "document_is_gone"


def why_not_drop(*, reason: str) -> str | None:
    """What cannot be brought back is removed for a reason that somebody reads later."""
    return "why_removed" if len(reason.strip()) < REASON_AT_LEAST else None
