"""Why a file is not taken, or does not leave, in words somebody can act on."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.doors.exchange.kinds import KINDS
from jiwar.doors.exchange.kinds.base import Kind
from jiwar.doors.exchange.kinds.leaving import LEAVING
from jiwar.doors.exchange.models import Batch, Export
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
    Reason("nothing_leaves", _("There is no case of yours that such a file could tell of.")),
    Reason("other_kind_leaves", _("Only a file by the standard of IOM can be handed out again as one.")),
    Reason("batch_not_in", _("Take the rows of this file in first.")),
    Reason("programme_needed", _("Say of which programme the cases are."), field="programme"),
    Reason(
        "export_waits",
        _("More than %(most)s people stand in it: another supervisor of your agency has to agree first, under Files."),
        {"most": limits().export_alone},
    ),
    Reason("own_export", _("You proposed this file yourself: somebody else has to agree to it.")),
    Reason("export_decided", _("This file was decided already.")),
    Reason("not_for_you", _("Whoever proposed this file fetches it.")),
    Reason("export_over", _("This file was fetched already, or its time is over: propose it anew.")),
    Reason("more_people", _("There are more people in it now than were agreed to: propose it anew.")),
)
refuse_if = REASONS.refuse_if


def own_batch(who: Who, batch_id: UUID) -> Batch:
    """The file, locked until the end of the transaction, so that two verbs on it take turns. Raises Missing."""
    batch = Batch.objects.select_for_update(no_key=True).filter(pk=batch_id, agency_id=who.agency_id).first()
    if batch is None or batch.kind not in KINDS:
        raise Missing
    return batch


def own_export(who: Who, export_id: UUID) -> Export:
    """A file that is to leave, locked likewise. Raises Missing."""
    found = Export.objects.select_for_update(no_key=True).filter(pk=export_id, agency_id=who.agency_id).first()
    if found is None or found.kind not in LEAVING:
        raise Missing
    return found


def kind_of(who: Who, code: str) -> Kind:
    """A kind that somebody may take in. Raises Missing, or Forbidden."""
    kind = KINDS.get(code)
    if kind is None:
        raise Missing
    if not who.may(kind.permission):
        raise Forbidden(kind.permission)
    return kind
