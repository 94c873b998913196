"""Files that leave: proposed, agreed to by somebody else where many people stand in them, handed out once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Programme
from jiwar.doors.exchange.actions.reasons import own_batch, own_export, refuse_if
from jiwar.doors.exchange.kinds.leaving import FORMATS, LEAVING, Format, HandedOut, sheet_of
from jiwar.doors.exchange.models import Batch, BatchRow, Export
from jiwar.doors.exchange.words import BatchState, ExportState, RowState, limits
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import worked_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing


@action(Permission.DATA_EXPORT)
def propose_export(who: Who, *, kind: str, batch_id: UUID | None = None, programme: str = "") -> Export:
    """Propose that cases leave in a file: those that a file became, or one's own of a programme. Nothing is read yet.

    Of few people it is ready at once; of more, somebody else has to agree first.
    """
    if kind not in LEAVING:
        raise Missing
    cases = _of_batch(who, kind, batch_id) if batch_id else _of_programme(who, programme)
    refuse_if(None if cases else "nothing_leaves")
    people = len({case.person_id for case in cases})
    made = Export(
        agency_id=who.agency_id,
        by_id=who.user_id,
        kind=kind,
        batch_id=batch_id,
        root_ids=[case.pk for case in cases],
        people=people,
    )
    if people <= limits().export_alone:
        made.state, made.ends_at = ExportState.MADE, _end()
    made.save(force_insert=True)
    return made


@action(Permission.DATA_EXPORT)
def confirm_export(who: Who, *, export_id: UUID) -> Export:
    """Agree that so many people leave in a file. Whoever proposed it does not; the database holds to that too."""
    export = own_export(who, export_id)
    refuse_if("own_export" if export.by_id == who.user_id else None)
    refuse_if(None if export.state == ExportState.PROPOSED else "export_decided")
    export.state, export.approver_id, export.ends_at = ExportState.MADE, who.user_id, _end()
    export.save(update_fields=["state", "approver", "ends_at"])
    return export


@action(Permission.DATA_EXPORT)
def decline_export(who: Who, *, export_id: UUID) -> Export:
    """Say no to a file that waits, or take back one's own."""
    export = own_export(who, export_id)
    refuse_if(None if export.state == ExportState.PROPOSED else "export_decided")
    export.state = ExportState.DECLINED
    export.save(update_fields=["state"])
    return export


@action(Permission.DATA_EXPORT)
def hand_export(who: Who, *, export_id: UUID, form: Format) -> HandedOut:
    """Read what was agreed to and hand it out, once, to whoever proposed it: as much of it as they may read now.

    That each record is read is written down before a byte leaves; nothing of it is kept.
    """
    export = own_export(who, export_id)
    refuse_if(None if export.by_id == who.user_id else "not_for_you")
    refuse_if("export_waits" if export.state == ExportState.PROPOSED else None)
    is_ready = export.state == ExportState.MADE and export.ends_at is not None and export.ends_at > clock.now()
    refuse_if(None if is_ready else "export_over")
    sheet = sheet_of(who, export.root_ids, mapped=_mapped(export.batch_id))
    refuse_if(None if sheet.rows else "nothing_leaves")
    refuse_if("more_people" if sheet.people > export.people else None)
    export.state = ExportState.FETCHED
    export.save(update_fields=["state"])
    name = f"{export.kind}-{export.pk.hex[:8]}.{form}"
    return HandedOut(name, FORMATS[form], sheet.written(form), len(sheet.rows), sheet.left_out)


def end_exports(who: Who) -> int:
    """Inside an action: end what was not fetched in its time, and what nobody decided. How many that were."""
    now = clock.now()
    here = Export.objects.filter(agency_id=who.agency_id)
    late = here.filter(state=ExportState.MADE, ends_at__lte=now)
    waits = here.filter(state=ExportState.PROPOSED, made_at__lt=now - timedelta(days=limits().waits_days))
    return late.update(state=ExportState.ENDED) + waits.update(state=ExportState.ENDED)


def _end() -> datetime:
    return clock.now() + timedelta(hours=limits().export_hours)


def _of_batch(who: Who, kind: str, batch_id: UUID) -> list[Case]:
    """The cases that the rows of a file became, in the order of the rows. Raises Missing."""
    batch = own_batch(who, batch_id)
    refuse_if(None if batch.kind == kind else "other_kind_leaves")
    refuse_if(None if batch.state == BatchState.APPLIED else "batch_not_in")
    rows = BatchRow.objects.filter(batch=batch, state=RowState.APPLIED, root_id__isnull=False).order_by("line")
    ids = [root_id for root_id in rows.values_list("root_id", flat=True) if root_id]
    found = {case.pk: case for case in _mine(who, Case.objects.filter(pk__in=ids, agency_id=who.agency_id))}
    return [found[pk] for pk in ids if pk in found]


def _of_programme(who: Who, programme: str) -> list[Case]:
    refuse_if(None if programme in Programme.values else "programme_needed")
    return _mine(who, Case.objects.filter(agency_id=who.agency_id, programme=programme).order_by("code"))


def _mine(who: Who, cases: Iterable[Case]) -> list[Case]:
    found = list(cases)
    works = worked_on(who, [case.pk for case in found])
    return [case for case in found if case.pk in works]


def _mapped(batch_id: UUID | None) -> list[str]:
    """The fields of the columns of the file that came in, in their order."""
    if batch_id is None:
        return []
    columns = Batch.objects.filter(pk=batch_id).values_list("columns", flat=True).first() or {}
    return [columns[column] for column in sorted(columns, key=int)]
