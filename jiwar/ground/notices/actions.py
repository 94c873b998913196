"""What one does with what one was told, and how one wants to be told."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Reason, Reasons
from jiwar.ground.notices import rules
from jiwar.ground.notices import sms as adapters
from jiwar.ground.notices.models import Notice, Wish
from jiwar.ground.notices.wishes import sealed_phone
from jiwar.ground.notices.words import MailWish, QuietWish, SmsWish

REASONS = Reasons(
    Reason("hours_missing", _("Say from when until when."), field="begins"),
    Reason("no_text_messages", _("No text messages are sent from here. Choose mail."), field="sms"),
    Reason("phone_missing", _("Write the number to which it is to be sent."), field="phone"),
)


@action(Permission.NOTICE_SEE)
def see_notices(who: Who) -> None:
    """All that is under the bell was looked at. One's own alone."""
    grants.call("select wall.see_notices()")


@action(Permission.NOTICE_SEE)
def arrange_notices(
    who: Who, *, mail: MailWish, sms: SmsWish, quiet: QuietWish, begins: time | None, ends: time | None, phone: str
) -> None:
    """Choose how one is told from now on; what waits already follows it."""
    has_hours = begins is not None and ends is not None
    REASONS.refuse_if(
        rules.why_not_arrange(
            quiet=quiet, has_hours=has_hours, sms=sms, has_phone=bool(phone), sends_sms=adapters.is_offered()
        )
    )
    hours = {"begins": begins, "ends": ends} if quiet == QuietWish.OWN else {"begins": None, "ends": None}
    values = {"mail": mail, "sms": sms, "quiet": quiet, **hours, "phone": sealed_phone(who.user_id, phone)}
    Wish.objects.update_or_create(user_id=who.user_id, defaults=values)
    for notice_id in Notice.objects.filter(user_id=who.user_id, sent_at__isnull=True).values_list("pk", flat=True):
        grants.call("select wall.defer_notice(%s)", notice_id)
