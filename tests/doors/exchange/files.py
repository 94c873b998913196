"""Files as partners send them, small."""

from collections.abc import Sequence
from uuid import UUID

from jiwar.doors.exchange import actions
from jiwar.doors.exchange.models import Batch, Export
from jiwar.ground.access.who import Who
from jiwar.lib.formats import delimited

HEADINGS = ("م", "الاسم الكامل", "الجنس", "تاريخ الميلاد", "الجنسية", "رقم الهاتف", "اللواء", "رقم الوثيقة", "ملاحظات")
SALMA = ("1", "سلمى عبد الرحمن الخطيب", "أنثى", "13-تشرين الأول-1980", "فلبينية", "٠٧٩٠١٤٦٥٦٧", "لواء ذيبنا", "N1", "")
OMAR = ("2", "Omar Haddad", "M", "1975", "سوري", "00962790146567", "لواء سحاب", "", "لا يرد")


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    """A CSV file of these rows, below a title."""
    return delimited.written([["كشف المستفيدين"], [], headings, *rows])


def taken(who: Who, *rows: Sequence[str], kind: str = "register", headings: Sequence[str] = HEADINGS) -> Batch:
    """A file that came in."""
    return actions.take_batch(who, kind=kind, name="كشف.csv", content=table(*rows, headings=headings))


def reviewed(who: Who, *rows: Sequence[str], kind: str = "register", headings: Sequence[str] = HEADINGS) -> Batch:
    """A file that came in, its columns as they were guessed, looked through."""
    batch = taken(who, *rows, kind=kind, headings=headings)
    columns = {int(column): field for column, field in batch.columns.items()}
    actions.state_mapping(who, batch_id=batch.pk, columns=columns)
    return actions.review_batch(who, batch_id=batch.pk)


def came_in(who: Who, headings: Sequence[str], *rows: Sequence[str], team_id: UUID) -> Batch:
    """A file of the standard that was taken in, its cases in this team."""
    content = delimited.written([headings, *rows])
    batch = actions.take_batch(who, kind="htcds", name="a.csv", content=content)
    columns = {int(column): field for column, field in batch.columns.items()}
    actions.state_mapping(who, batch_id=batch.pk, columns=columns, team_id=team_id)
    actions.review_batch(who, batch_id=batch.pk)
    return actions.finish_batch(who, batch_id=batch.pk)


def exported(who: Who, *, programme: str) -> Export:
    """One's own cases of a programme, proposed as a file."""
    return actions.propose_export(who, kind="htcds", programme=programme)
