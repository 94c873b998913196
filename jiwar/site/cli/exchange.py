"""`jiwar import KIND FILE`: a file of a partner, by the same verbs, permissions and trail as on its pages.

Whoever types signs in as for `jiwar case`. Without --apply nothing is taken in: the rows are looked through, and what
would become of each is told. The file waits then under its number, to be seen on its page or applied with --batch.
"""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import click

from jiwar.areas.cases.words import Programme
from jiwar.doors.exchange import actions, queries
from jiwar.doors.exchange.kinds import KINDS
from jiwar.doors.exchange.queries import ShownBatch, ShownRow
from jiwar.ground.access.models import Agency
from jiwar.ground.access.queries import teams_of
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.lib.formats import delimited
from jiwar.lib.formats.tables import LIMITS
from jiwar.site.cli.signed import signed_in


@click.command("import")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--agency", required=True, help="the code of your agency, so that nothing lands in another one")
@click.option("--batch", "batch_id", type=click.UUID, help="a file that was brought before, instead of FILE")
@click.option(
    "--column", "columns", multiple=True, metavar="NUMBER=FIELD", help="what a column is, from 1; FIELD empty: nothing"
)
@click.option("--programme", type=click.Choice(Programme.values), help="open a case of it for each person")
@click.option("--team", help="the team that works on the cases, by its name in either language")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="write what was not understood here (CSV)"
)
@click.option("--apply/--dry-run", "is_applied", default=False, help="take the rows in, or only look  [default: look]")
@signed_in
def import_file(
    who: Who,
    *,
    kind: str,
    file: Path | None,
    agency: str,
    batch_id: UUID | None,
    columns: tuple[str, ...],
    programme: str | None,
    team: str | None,
    report: Path | None,
    is_applied: bool,
) -> None:
    """Take in the rows of FILE (CSV or .xlsx)."""
    if (file is None) == (batch_id is None):
        raise click.UsageError("Give FILE, or --batch and the number of a file that was brought.")
    _refuse_other_agency(who, agency)
    batch_id = batch_id or _taken(who, kind, file)
    with standing(who):
        before = queries.batch(who, batch_id)
    if before.kind != kind:
        raise Missing
    if before.is_open:
        said = {**before.columns, **dict(map(_column, columns))}
        said = {column: field for column, field in said.items() if field}
        opened = programme or before.programme
        team_id = _team(who, team) if team else before.team_id
        actions.state_mapping(who, batch_id=batch_id, columns=said, programme=opened, team_id=team_id)
        actions.review_batch(who, batch_id=batch_id)
    if is_applied:
        actions.finish_batch(who, batch_id=batch_id)
    with standing(who):
        _tell(queries.batch(who, batch_id), queries.batch_report(who, batch_id), report)


def _team(who: Who, name: str) -> UUID:
    with standing(who):
        found = [one.pk for one in teams_of(who) if name.strip() in (one.name_en, one.name_ar, str(one.pk))]
    if len(found) != 1:
        raise click.ClickException(f"There is no team {name}.")
    return found[0]


def _refuse_other_agency(who: Who, code: str) -> None:
    own = Agency.objects.filter(pk=who.agency_id).values_list("code", flat=True).first()
    if own != code.strip().lower():
        raise Missing


def _taken(who: Who, kind: str, file: Path | None) -> UUID:
    """Read no more of a file than can be taken: what is longer is refused as too large."""
    if file is None:
        raise Missing
    with file.open("rb") as opened:
        content = opened.read(LIMITS.size + 1)
    return actions.take_batch(who, kind=kind, name=file.name, content=content).pk


def _column(said: str) -> tuple[int, str]:
    number, _is, field = said.partition("=")
    if not number.isdecimal() or int(number) < 1:
        raise click.UsageError("A column is NUMBER=FIELD, as in 2=name.")
    return int(number) - 1, field.strip()


def _tell(batch: ShownBatch, rows: list[ShownRow], report: Path | None) -> None:
    """Figures, and what was not understood: to a file where one is named, else here, without what people wrote."""
    click.echo(f"{batch.id}\t{batch.state.label}\t{batch.rows}")
    for key, count in sorted(batch.counts.items()):
        click.echo(f"{key}\t{count}")
    if report:
        report.touch(mode=0o600)
        report.chmod(0o600)
        report.write_bytes(delimited.written(_lines(rows)))
        return
    for row in rows:
        for one in row.troubles:
            click.echo(f"{row.line}\t{row.state.value}\t{one.code}\t{one.what} {one.cure}")


def _lines(rows: list[ShownRow]) -> Iterator[list[str]]:
    yield ["line", "state", "code", "column", "value", "read as", "what is wrong", "what to do"]
    for row in rows:
        for one in row.troubles:
            yield [str(row.line), row.state.value, one.code, one.column, one.value, one.meant, one.what, one.cure]
