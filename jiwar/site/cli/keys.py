"""`jiwar keys …`: the keys of encryption, made, shown and rotated by whoever runs this deployment.

Each step is an action of an agency's system user and stands in its trail. Readers notice nothing; a step that was
interrupted is simply run again. When to rotate what: docs/how/rotate-keys.md.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from django.conf import settings
from django.db import transaction

from jiwar.ground.access import actions
from jiwar.ground.access.installing import OWNER
from jiwar.ground.access.models import Agency, User
from jiwar.ground.access.wall import enter, standing
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base.errors import JiwarError
from jiwar.ground.vault import rotation
from jiwar.ground.vault.kms import FileKms, KeysRefused
from jiwar.ground.vault.rotation import StillNeeded


@click.group()
def keys() -> None:
    """Make, show and rotate the keys of encryption."""


@keys.command()
def generate() -> None:
    """Make new root keys where there are none, in the file that JIWAR_KEYS names."""
    with _explained():
        FileKms.generate(settings.JIWAR.keys_path, demo=not settings.JIWAR.is_production)
    click.echo(f"New root keys are in {settings.JIWAR.keys_path}. Copy the file to two safe places, offline:")
    click.echo("whoever loses it loses every name and every note.")


@keys.command()
def status() -> None:
    """Say which root keys there are, and how far each agency's keys have followed; no key is shown."""
    with _explained():
        held = FileKms(settings.JIWAR.keys_path)
        click.echo(f"{settings.JIWAR.keys_path}{' (demo)' if held.is_demo else ''}")
        click.echo(f"root keys {', '.join(map(str, held.versions))}; the last one is in use")
        for agency, who in _agencies():
            with standing(who):
                state = rotation.state(agency.pk)
            click.echo(
                f"{agency.code}\tkey {state.version}\t{state.keys_behind} of {state.keys} keys under an older root key"
                f"\t{state.wraps_behind} of {state.wraps} files' keys under an older key"
            )


@keys.command("rotate-root")
@click.option("--resume", is_flag=True, help="Make no new root key: bring to an end what was begun.")
def rotate_root(*, resume: bool) -> None:
    """Make a new root key and wrap the keys of all agencies under it. The old one stays: see forget-old."""
    with _explained():
        if not resume:
            click.echo(f"Root key {rotation.rotate_root_key()} is in use. Copy the file of the root keys now.")
        behind = [agency.code for agency, who in _everywhere() if not _follows(agency, who)]
    if behind:
        raise click.ClickException(f"Not done for {', '.join(behind)}; the old root key is still needed.")


@keys.command("rotate-agency")
@click.argument("code")
@click.option("--resume", is_flag=True, help="Make no new key: bring to an end what was begun.")
@click.option("--batch", type=click.IntRange(1, 10_000), default=rotation.BATCH, show_default=True)
def rotate_agency(code: str, *, resume: bool, batch: int) -> None:
    """Make a new key for the agency CODE and wrap the keys of its files under it, while people work."""
    with _explained():
        who = _system(code)
        if not resume:
            click.echo(f"Key {actions.rotate_agency_key(who)} of {code} is in use.")
        done = 0
        while count := actions.rotate_wraps(who, limit=batch):
            done += count
            click.echo(f"{done} keys of files wrapped anew")


@keys.command("forget-old")
@click.confirmation_option(prompt="Backups made before the last rotation become unreadable. Go on?")
def forget_old() -> None:
    """Destroy the root keys that no agency needs any more. Backups from before need them: wait until those are gone."""
    with _explained():
        who = next((who for _, who in _agencies()), None)
        gone = actions.drop_old_root_keys(who) if who else []
    click.echo(f"Root keys destroyed: {', '.join(map(str, gone)) or 'none'}.")


def _follows(agency: Agency, who: Who) -> bool:
    """Bring one agency under the current root key; one that is shut does not keep the others from it."""
    try:
        count = actions.rotate_root_wraps(who)
        if Agency.objects.filter(pk=agency.pk).exists():
            click.echo(f"{agency.code}\t{count} keys wrapped anew")
    except JiwarError as error:
        click.echo(f"{agency.code}\t{error}", err=True)
        return False
    return True


@contextmanager
def _explained() -> Iterator[None]:
    """What stands in the way, in one line."""
    try:
        yield
    except (KeysRefused, JiwarError) as error:
        raise click.ClickException(str(error)) from None
    except StillNeeded as error:
        raise click.ClickException(f"{error}. First: jiwar keys rotate-root --resume") from None


def _agencies() -> Iterable[tuple[Agency, Who]]:
    """Every agency with its system user, by code."""
    users = User.objects.filter(kind=User.Kind.SYSTEM).select_related("agency").order_by("agency__code")
    return [(user.agency, who_for(user, door=Door.CLI)) for user in users]


def _everywhere() -> Iterable[tuple[Agency, Who]]:
    """Every agency with its system user, those of shadows too, which are in sight of nobody else and not told of."""
    for user_id in User.objects.using(OWNER).filter(kind=User.Kind.SYSTEM).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            enter(user_id)
            user = User.objects.select_related("agency").get(pk=user_id)
            found = user.agency, who_for(user, door=Door.CLI)
        yield found


def _system(code: str) -> Who:
    for agency, who in _agencies():
        if agency.code == code:
            return who
    raise click.ClickException(f"There is no agency {code}.")
