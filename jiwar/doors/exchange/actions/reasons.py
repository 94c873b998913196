"""Why a file is not taken, in words somebody can act on."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.doors.exchange.kinds import KINDS
from jiwar.doors.exchange.kinds.base import Kind
from jiwar.doors.exchange.models import Batch
from jiwar.doors.exchange.words import limits
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Reason, Reasons
from jiwar.lib.formats.tables import LIMITS

MEGABYTE = 1_000_000

REASONS = Reasons(
    Reason("file_empty", _("There is nothing in this file."), field="file"),
    Reason(
        "file_too_big",
        _("The file is larger than %(most)s MB: divide it and bring the parts."),
        {"most": LIMITS.size // MEGABYTE},
        field="file",
    ),
    Reason("file_unpacks_too_big", _("What is packed in this file is too large to be opened."), field="file"),
    Reason("file_not_a_table", _("This is no table: bring a CSV file or an Excel workbook (.xlsx)."), field="file"),
    Reason(
        "file_locked",
        _("The workbook is locked by a password or in an old format: save it without a password as .xlsx."),
        field="file",
    ),
    Reason("file_damaged", _("The file is damaged: save it again and bring it once more."), field="file"),
    Reason("file_too_many_cells", _("The table is too large: divide it and bring the parts."), field="file"),
    Reason("file_cell_too_long", _("One cell is longer than any cell can be: check the file."), field="file"),
    Reason("file_took_too_long", _("The file could not be read in the time there is: divide it."), field="file"),
    Reason("file_too_much", _("The file needs more memory than there is for it: divide it."), field="file"),
    Reason(
        "too_many_rows",
        _("A file has at most %(most)s rows: divide it and bring the parts."),
        {"most": limits().rows},
        field="file",
    ),
    Reason("no_rows", _("Below the headings there is no row with anything in it."), field="file"),
    Reason("no_team_for_cases", _("Choose the team that works on the cases."), field="team"),
    Reason("column_needed", _("Say which column it is: %(fields)s.")),
    Reason("name_needed", _("Say which column holds the name, or the first name.")),
    Reason("field_twice", _("Two columns cannot both be: %(fields)s.")),
    Reason("not_mapped", _("Say first what the columns of this file are.")),
    Reason("not_rehearsed", _("Look first at what would become of the rows.")),
    Reason("nothing_to_do", _("No row of this file can be taken in. The report says why.")),
    Reason("batch_over", _("This file was taken in or thrown away already.")),
    Reason(
        "too_many_to_change",
        _("No more than %(most)s cases are closed by one file: divide it and bring the parts."),
        {"most": limits().at_once},
    ),
    Reason("not_by_a_job", _("What changes files that are there is done by whoever answers for it, not by a job.")),
    Reason(
        "office_too_many",
        _("A supervisor of the whole agency has to take in so many at once, or bring at most %(most)s rows."),
        {"most": limits().at_once},
    ),
)
refuse_if = REASONS.refuse_if


def own_batch(who: Who, batch_id: UUID) -> Batch:
    """The file, locked until the end of the transaction, so that two verbs on it take turns. Raises Missing."""
    batch = Batch.objects.select_for_update(no_key=True).filter(pk=batch_id, agency_id=who.agency_id).first()
    if batch is None or batch.kind not in KINDS:
        raise Missing
    return batch


def kind_of(who: Who, code: str) -> Kind:
    """A kind that somebody may take in. Raises Missing, or Forbidden."""
    kind = KINDS.get(code)
    if kind is None:
        raise Missing
    if not who.may(kind.permission):
        raise Forbidden(kind.permission)
    return kind
