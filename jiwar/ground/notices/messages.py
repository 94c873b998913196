"""What is sent: built from kinds and counts alone, so that no message has a place for anybody's name."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiwar.ground.notices.words import NoticeKind


@dataclass(frozen=True, slots=True)
class Message:
    """One mail. A message to a telephone is its body."""

    subject: str
    body: str


def told_once(kind: NoticeKind, *, language: str) -> Message:
    """One sentence."""
    with translation.override(language):
        return Message(_("Jiwar"), str(kind.label))


def told_daily(counts: Mapping[NoticeKind, int], *, language: str) -> Message:
    """How many of what wait since yesterday, in the order of the kinds."""
    with translation.override(language):
        total = sum(counts.values())
        head = ngettext("%(n)d thing was told to you in Jiwar:", "%(n)d things were told to you in Jiwar:", total)
        lines = [f"{counts[kind]} × {kind.inside}" for kind in NoticeKind if counts.get(kind)]
        return Message(_("Jiwar"), "\n".join([head % {"n": total}, "", *lines]))
