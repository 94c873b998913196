"""Devices: a signed, long-lived cookie that says which browser this is, and with which accounts it has signed in.

It names nobody: accounts are kept as short hashes. It opens nothing either; it only keeps the guesses of strangers
from locking out somebody at their own desk. Everybody gets one with the sign-in page, so that having it tells nothing.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from jiwar.ground.access.signing.throttle import bucket

SALT = "jiwar.device"
ACCOUNTS = 8
"""How many accounts a shared desk remembers."""
SYSTEMS = (("android", "Android"), ("iphone", "iPhone"), ("ipad", "iPad"), ("windows", "Windows"), ("mac", "Mac OS"),
           ("linux", "Linux"))  # fmt: skip
BROWSERS = (("edge", "Edg/"), ("opera", "OPR/"), ("samsung", "SamsungBrowser"), ("firefox", "Firefox/"),
            ("chrome", "Chrome/"), ("safari", "Safari/"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    """This browser."""

    id: str
    accounts: Sequence[str] = ()

    def buckets(self, account: str) -> tuple[bytes, ...]:
        """Where an attempt with `account` is counted: on a known device there alone, else with all strangers' too."""
        own = bucket("device", self.id, account)
        return (own,) if self.knows(account) else (own, bucket("account", account))

    def knows(self, account: str) -> bool:
        return _short(account) in self.accounts

    def with_account(self, account: str) -> "Device":
        """After somebody has signed in."""
        mark = _short(account)
        return replace(self, accounts=[mark, *(a for a in self.accounts if a != mark)][:ACCOUNTS])


def device_of(request: HttpRequest) -> Device:
    """The device of a request; a new one where the cookie is absent, too old or not ours."""
    try:
        kept = signing.loads(
            request.COOKIES.get(settings.SIGN_IN_DEVICE_COOKIE, ""), salt=SALT, max_age=settings.SIGN_IN_DEVICE_AGE
        )
        return Device(str(kept["id"]), [str(a) for a in kept["accounts"]])
    except (signing.BadSignature, KeyError, TypeError):
        return Device(secrets.token_urlsafe(16))


def remember(response: HttpResponse, device: Device) -> None:
    """Let the browser keep who it is."""
    response.set_cookie(
        settings.SIGN_IN_DEVICE_COOKIE,
        signing.dumps({"id": device.id, "accounts": list(device.accounts)}, salt=SALT),
        max_age=settings.SIGN_IN_DEVICE_AGE,
        httponly=True,
        secure=settings.SECURE_COOKIES,
        samesite="Lax",
    )


def device_words(request: HttpRequest) -> str:
    """The kind of device as a code, `firefox/windows`: enough to recognise one's own, too little to follow anybody."""
    agent = request.headers.get("user-agent", "")
    browser = next((code for code, mark in BROWSERS if mark in agent), "")
    system = next((code for code, mark in SYSTEMS if mark in agent), "")
    return f"{browser}/{system}"


def _short(account: str) -> str:
    return bucket("known", account)[:9].hex()
