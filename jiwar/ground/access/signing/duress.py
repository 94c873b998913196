"""Who is forced to sign in says a second word in place of the password, and sees a shadow; the wall raises an alarm.

The second word is the password of the shadow, a user whom nobody else sees (migrations/0070_duress.sql). Nothing here
says who has one: the same is asked, hashed and written for everybody, in the same order.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access import wall
from jiwar.ground.access.grants import call
from jiwar.ground.access.models import User
from jiwar.ground.access.signing import factors, linking, passwords, throttle
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base.errors import Reason, Refused
from jiwar.ground.vault import agency_keys, keyring

SAME = Reason("same_word", _("Take another one: password and second word must not be the same."))
NO_ONE = UUID("00000000-0000-4000-8000-000000000001")


def shadow_by_word(user_id: UUID, typed: str) -> User | None:
    """The shadow of a user, where this is its word. Enters as the shadow, or as nobody who exists."""
    wall.enter(user_id, mode=wall.Mode.DURESS)
    shadow_id = wall.entered() or NO_ONE
    is_word = passwords.matches(shadow_id, typed)
    shadow = User.objects.filter(pk=shadow_id, is_active=True).first()
    return shadow if is_word else None


def is_second_word(user_id: UUID, typed: str) -> bool:
    """Whether this user chose that word; for whoever is entered. Outside an announced action."""
    found = shadow_by_word(user_id, typed) is not None
    wall.enter(user_id)
    return found


def whom_the_code_opens(owner_id: UUID, user_id: UUID, code: str, *, link_id: str = "") -> User | None:
    """Who is in by this code: the owner of a name, or the owner's shadow. A link that led here must still hold.

    The shadow takes the owner's codes, those of an app that was set up as the shadow, and where the owner has no app
    whatever looks like a code, once: whoever forces cannot know that there is none.
    """
    wall.enter(owner_id, mode=wall.Mode.SIGNING)
    with wall.announcing("sign_in"):
        is_right, has_app = factors.code_is_right(owner_id, code), factors.has_app(owner_id)
    is_let_in = User.objects.filter(pk=owner_id, is_active=True).exists()
    is_let_in = is_let_in and (not link_id or linking.still_holds(UUID(link_id)))
    wall.enter(user_id, mode=wall.Mode.SIGNING)
    with wall.announcing("sign_in"):
        is_new = throttle.first_time(user_id, f"at the door {code}")
        if user_id != owner_id and is_new and not is_right:
            is_right = factors.code_is_right(user_id, code) or (not has_app and factors.looks_like_code(code))
    user = User.objects.filter(pk=user_id, is_active=True).first()
    wall.leave()
    return user if is_right and is_let_in else None


def arrived() -> None:
    """Whoever is entered has signed in: an alarm, if it is a shadow."""
    with wall.announcing("sign_in"):
        call("select wall.arrived()")


def choose_second_word(who: Who, *, word: str) -> Who:
    """Keep a second word, in place of the one before: a new shadow, which is then entered. Raises Refused."""
    if passwords.matches(who.user_id, word):
        raise Refused(SAME)
    with transaction.atomic(), wall.announcing("choose_second_word"):
        shadow_id, house_id = keyring.new_root_id(), keyring.new_root_id()
        key = bytes(agency_keys.fresh(house_id, 1).wrapped)
        call("select wall.found_shadow(%s, %s, %s, %s)", shadow_id, house_id, key, passwords.sealed(shadow_id, word))
    wall.enter(shadow_id)
    return who_for(User.objects.get(pk=shadow_id), door=Door(who.door))
