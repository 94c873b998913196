"""Which account at an agency's provider opens which account here.

What is kept of an account there is a token under a key of the deployment, over issuer and subject: neither a name nor a
mail address, and nothing is ever matched by one. Each row carries a mark under the same key, over provider, user and
token: who writes into the table without that key has made no link.
"""

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.grants import call
from jiwar.ground.access.models import Provider, ProviderLink
from jiwar.ground.access.signing.oidc import Shown
from jiwar.ground.base.errors import Reason
from jiwar.ground.vault.crypto import Place, bind, open_sealed, seal
from jiwar.ground.vault.root import derived

TAKEN = Reason("linked_elsewhere", _("This account of your organisation opens another account here."))


@dataclass(frozen=True, slots=True)
class Linked:
    """Whom an account at a provider opens here."""

    user_id: UUID
    link_id: UUID


def provider_at(word: str) -> Provider | None:
    """The provider that a word leads to, while it is not ended."""
    return next(iter(Provider.objects.raw("select * from wall.provider(%s)", [word])), None)


def own_provider() -> Provider | None:
    """The provider of the agency that is entered."""
    return next(iter(Provider.objects.raw("select * from wall.provider(null)")), None)


def own_link(user_id: UUID) -> ProviderLink | None:
    """One's own link; of another user the wall shows none."""
    return ProviderLink.objects.filter(user_id=user_id).only("made_at").first()


def still_holds(link_id: UUID) -> bool:
    """Whether this link of whoever is entered is still there."""
    return ProviderLink.objects.filter(pk=link_id).exists()


def linked(provider: Provider, shown: Shown) -> Linked | None:
    """Whom this account opens; None also where the row was not made by this house."""
    subject = _subject(provider.issuer, shown.subject)
    with connection.cursor() as cursor:
        cursor.execute("select user_id, link, mark from wall.linked(%s, %s)", [provider.pk, subject])
        row = cursor.fetchone()
    if row is None or not hmac.compare_digest(row[2], _mark(provider.pk, row[0], subject)):
        return None
    return Linked(row[0], row[1])


def link(provider: Provider, user_id: UUID, shown: Shown) -> None:
    """From now on this account opens that of whoever is entered. Inside an announced action. Raises Refused."""
    subject = _subject(provider.issuer, shown.subject)
    call("select wall.link(%s, %s, %s)", provider.pk, subject, _mark(provider.pk, user_id, subject),
         words={"23505": TAKEN})  # fmt: skip


def unlink() -> bool:
    """No account there opens that of whoever is entered any more; whether one did."""
    return bool(call("select wall.unlink()")[0][0])


def has_second(provider: Provider, shown: Shown) -> bool:
    """Whether the provider says that there was a second factor, in the words that the operator named."""
    return bool(shown.factors & set(provider.factors)) or bool(shown.context and shown.context in provider.contexts)


def sealed_secret(provider_id: UUID, secret: str) -> bytes:
    return seal(derived("providers"), secret, place=_place(provider_id), version=1)


def opened_secret(provider: Provider) -> str:
    return open_sealed({1: derived("providers")}, bytes(provider.sealed), place=_place(provider.pk))


def _subject(issuer: str, subject: str) -> str:
    return _keyed(b"subject", issuer.encode(), subject.encode("utf-8", "surrogatepass"))


def _mark(provider_id: UUID, user_id: UUID, subject: str) -> str:
    return _keyed(b"mark", provider_id.bytes, user_id.bytes, subject.encode())


def _keyed(*parts: bytes) -> str:
    return hmac.digest(derived("links").material, bind(*parts), "sha256").hex()


def _place(provider_id: UUID) -> Place:
    return Place("access_provider", "sealed", provider_id)
