"""`jiwar export KIND`: records into a file, by the same verbs, permissions and trail as on its pages.

Of more people than one user takes out alone nothing is written yet: it is proposed, and whoever may agree is told. Once
somebody has agreed under Files, the same command writes the file, once; readable by nobody but who runs the command.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import click

from jiwar.areas.cases.words import Programme
from jiwar.doors.exchange import actions, queries
from jiwar.doors.exchange.kinds.leaving import FORMATS, LEAVING, Format
from jiwar.ground.access.models import Agency
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.site.cli.signed import signed_in


@click.command("export")
@click.argument("kind", type=click.Choice(sorted(LEAVING)))
@click.option("--agency", required=True, help="the code of your agency, so that nothing leaves another one")
@click.option("--batch", "batch_id", type=click.UUID, help="the cases that a file became")
@click.option("--programme", type=click.Choice(Programme.values), help="your own cases of a programme, instead")
@click.option("--export", "export_id", type=click.UUID, help="a file that was proposed before, instead")
@click.option(
    "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="a new file: .csv or .xlsx"
)
@signed_in
def export_file(
    who: Who,
    *,
    kind: str,
    agency: str,
    batch_id: UUID | None,
    programme: str | None,
    export_id: UUID | None,
    output: Path,
) -> None:
    """Write cases into a file by the standard of IOM (CSV or .xlsx)."""
    if [batch_id, programme, export_id].count(None) != 2:
        raise click.UsageError("Give one of --batch, --programme, --export.")
    form = _format(output)
    if Agency.objects.filter(pk=who.agency_id).values_list("code", flat=True).first() != agency.strip().lower():
        raise Missing
    with _new(output) as file:
        about = export_id or _waiting(who, batch_id) or _proposed(who, kind, batch_id, programme or "")
        click.echo(about)
        done = actions.hand_export(who, export_id=about, form=form)
        file.write(done.content)
    click.echo(f"rows\t{done.rows}\nleft out\t{done.left_out}")


def _format(output: Path) -> Format:
    found = next((form for form in FORMATS if output.suffix.lower() == f".{form}"), None)
    if found is None:
        raise click.UsageError("The file is called .csv or .xlsx.")
    return found


def _waiting(who: Who, batch_id: UUID | None) -> UUID | None:
    """What was proposed of this file before and can still be fetched, or waits."""
    if batch_id is None:
        return None
    with standing(who):
        found = queries.own_export_of(who, batch_id)
    return found.id if found else None


def _proposed(who: Who, kind: str, batch_id: UUID | None, programme: str) -> UUID:
    return actions.propose_export(who, kind=kind, batch_id=batch_id, programme=programme).pk


@contextmanager
def _new(output: Path) -> Iterator[BinaryIO]:
    """A file that was not there, for its owner alone; gone again where nothing was handed out."""
    try:
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from None
    try:
        with open(handle, "wb") as file:
            yield file
    except BaseException:
        output.unlink()
        raise
