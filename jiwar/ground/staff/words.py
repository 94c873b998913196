"""Why a rule about roles says no, in words somebody can act on. The codes are those of rules.py."""

from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.errors import Reason, Reasons

REASONS = Reasons(
    Reason("never_to_oneself", _("Nobody gives a role to oneself: ask another administrator.")),
    Reason("shut_out", _("This account is shut out: let it in first.")),
    Reason("not_held_here", _("An agency of this kind does not hold this role."), field="role"),
    Reason("whole_agency", _("This role is held for the whole agency: choose no office and no team."), field="place"),
    Reason("held_already", _("This role is held there already."), field="role"),
    Reason("proposed_already", _("This role is proposed already and waits for a second person."), field="role"),
    Reason("ends_in_the_past", _("Choose a day in the future."), field="until"),
    Reason("same_person", _("Whoever proposed a role does not confirm it: ask another administrator or the officer.")),
    Reason("for_oneself", _("Nobody decides on a role of one's own.")),
    Reason("over", _("This proposal no longer waits: it was decided, or fourteen days have passed.")),
    Reason("covers_oneself", _("Choose somebody else to cover."), field="coverer"),
    Reason("does_not_work_here", _("Choose somebody who works cases in your agency."), field="coverer"),
    Reason("cover_is_over", _("The last day lies before the first."), field="until"),
    Reason("takes_two", _("This role needs a second person: propose it."), field="role"),
    Reason("cover_too_far", _("A cover is arranged at most 92 days ahead."), field="since"),
    Reason("cover_too_long", _("A cover lasts at most 92 days."), field="until"),
    Reason("own_role", _("Somebody else looks at your own roles.")),
    Reason("last_to_watch", _("Nobody but you would watch over access here: propose a successor first.")),
    Reason("taken_up", _("A colleague looks after it already.")),
    Reason("other_version", _("The text has changed meanwhile: please read it again.")),
)
refuse_if = REASONS.refuse_if

STILL_WATCHED = {"WA011": REASONS["last_to_watch"]}
"""What the wall says where two who watch over access remove each other at once: the second is told what stands here."""
