"""Choosing a second word, and being forced to sign in with it."""

import re

from django.db import transaction
from django.test import Client
from django.urls import reverse

from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.access.signing import factors
from jiwar.ground.access.who import Who
from tests import people

WORD = "seven quiet lanterns"


def choose(who: Who, word: str = WORD) -> Client:
    """A browser in which this persona has chosen a second word."""
    browser = people.signed_in(who)
    answer = browser.post(reverse("second-word"), {"word": word, "again": word})
    assert answer.status_code == 303, answer.content.decode()
    return browser


def forced(username: str = "amal", word: str = WORD) -> Client:
    """A browser in which somebody was forced to sign in, and said the word."""
    browser = Client(headers={"accept-language": "en"})
    answer = browser.post(reverse("sign-in"), {"username": username, "password": word})
    assert answer.status_code == 303, answer.content.decode()
    return browser


def shown(browser: Client, name: str = "home") -> str:
    answer = browser.get(reverse(name))
    assert answer.status_code == 200
    return answer.content.decode()


def codes(page: str) -> set[str]:
    return set(re.findall(r"C-[0-9A-Z]{6}", page))


def give_app(who: Who) -> tuple[str, list[str]]:
    """An app and codes on paper, as whoever sets them up has them: the seed and the codes."""
    secret = factors.new_secret()
    with transaction.atomic():
        wall.enter(who.user_id)
        with wall.announcing("test"):
            factors.set_app(User.objects.get(pk=who.user_id), secret)
            return secret, factors.renew_recovery_codes(User.objects.get(pk=who.user_id))
