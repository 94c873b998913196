"""`jiwar provider …`: the sign-in of an agency's own, made, shown, renewed and ended by the operator."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.conf import settings
from django.urls import reverse

from jiwar.ground.access import providing
from jiwar.ground.access.signing.fetching import Silent
from jiwar.site.trouble import Trouble


@click.group()
def provider() -> None:
    """Make, show, renew and end the sign-in that an agency has of its own (OpenID Connect)."""


@provider.command()
@click.argument("agency")
@click.option("--issuer", required=True, help="as the provider names itself, https://…")
@click.option("--client-id", required=True, help="what this house is called there")
@click.option("--factor", "factors", multiple=True, help="a value of `amr` that tells of a second factor, as in mfa")
@click.option("--context", "contexts", multiple=True, help="a value of `acr` that tells of a second factor")
def add(agency: str, issuer: str, client_id: str, factors: tuple[str, ...], contexts: tuple[str, ...]) -> None:
    """Make a provider for AGENCY. Its secret is asked for, or read from JIWAR_PROVIDER_SECRET; nobody sees it again."""
    with _explained():
        made = providing.add_provider(
            agency, issuer=issuer, client_id=client_id, secret=_secret(), factors=factors, contexts=contexts
        )
    click.echo(f"Word to hand out: {made.word}")
    click.echo(f"Page to hand out: {_address('through-word', made.word)}")
    click.echo(f"Address to come back to, exactly: {_address('through-back', made.word)}")
    if not factors and not contexts:
        click.echo("No value tells of a second factor: whoever comes through it is asked for a code of ours too.")


@provider.command()
def show() -> None:
    """Say which providers there are and were; no secret is shown."""
    for one in providing.providers():
        state = f"ended {one.ended_at:%Y-%m-%d}" if one.ended_at else "in use"
        second = " ".join([*one.factors, *one.contexts]) or "-"
        click.echo(f"{one.agency.code}\t{one.word}\t{one.issuer}\t{one.client_id}\tsecond factor: {second}\t{state}")


@provider.command("renew-secret")
@click.argument("word")
def renew_secret(word: str) -> None:
    """Take another secret for the provider WORD; links stay."""
    with _explained():
        providing.renew_secret(word, _secret())
    click.echo("The new secret is kept.")


@provider.command()
@click.argument("word")
def end(word: str) -> None:
    """End the provider WORD: nobody enters by it any more, and whoever was linked to it is signed out."""
    with _explained():
        count = providing.end_provider(word)
    click.echo(f"Ended. Links that went with it: {count}.")


def _secret() -> str:
    given: str = os.environ.get("JIWAR_PROVIDER_SECRET") or click.prompt("Client secret", hide_input=True, err=True)
    return given.strip()


def _address(name: str, word: str) -> str:
    host = settings.JIWAR.hosts[0] if settings.JIWAR.hosts else "…"
    path = reverse(name, args=[word])
    return f"https://{host}{path}" if settings.JIWAR.is_production else path


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except providing.Unfit as unfit:
        raise Trouble(str(unfit)) from None
    except Silent as silent:
        raise Trouble(f"the provider does not answer as it must: {silent}") from None
