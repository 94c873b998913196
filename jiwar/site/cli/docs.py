"""`jiwar docs`: the pages of docs/made."""

import click

from jiwar.site import made


@click.command()
@click.option("--check", is_flag=True, help="write nothing, fail where a page is old")
def docs(*, check: bool) -> None:
    """Write the pages that are drawn from the code: states, roles, data, the API."""
    if not check:
        made.write()
    elif old := made.stale():
        raise click.ClickException(f"docs/made is old ({', '.join(old)}): run `make docs` and commit what it writes.")
