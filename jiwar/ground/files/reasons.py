"""Why a document is not taken, not renamed, not removed: the codes of cleaning and rules, in sentences."""

from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.errors import Reason, Reasons
from jiwar.ground.files.cleaning.taken import LARGEST
from jiwar.ground.files.rules import LONGEST_TITLE, MOST_ON_A_FILE

MEGABYTE = 1024 * 1024
REASONS = Reasons(
    Reason("document_empty", _("This file is empty. Choose the file again."), field="content"),
    Reason(
        "too_large",
        _("This file is too large: it may have %(megabytes)s MB, and a picture 50 million points."),
        {"megabytes": LARGEST // MEGABYTE},
        field="content",
    ),
    Reason(
        "kind_not_taken",
        _("This kind is not taken. Taken are PDF, Word (DOCX), pictures (JPEG, PNG) and sound (WAV, MP3, OGG)."),
        field="content",
    ),
    Reason(
        "damaged",
        _("This file cannot be read to its end: it is damaged, or no such file. Save or scan it anew."),
        field="content",
    ),
    Reason("encrypted", _("This file is locked with a password. Save it without one."), field="content"),
    Reason("too_many_parts", _("This file has too many pages or parts. Part it into several files."), field="content"),
    Reason(
        "has_macros", _("This document holds macros, which can do harm. Save it as PDF and take that."), field="content"
    ),
    Reason(
        "has_strange_parts",
        _("This file holds parts that can do harm, such as other files or films. Save it as PDF or print and scan it."),
        field="content",
    ),
    Reason(
        "malware_found",
        _("Malware was found in this file, and it is not kept. Do not open it; tell those who keep your computer."),
        field="content",
    ),
    Reason("title_missing", _("Say in a few words what it is, so that it is found again."), field="title"),
    Reason("title_too_long", _("A title has at most %(most)s letters."), {"most": LONGEST_TITLE}, field="title"),
    Reason(
        "too_many_documents",
        _("There are %(most)s documents here already, and no more are taken. Remove one that is not needed."),
        {"most": MOST_ON_A_FILE},
    ),
    Reason("document_is_gone", _("This document was removed already.")),
    Reason("why_removed", _("Say in a few words why it is removed."), field="reason"),
)
refuse_if = REASONS.refuse_if
