"""What is sent, by the jobs of the agency of whoever is told: at once, in the hours they chose, or once a day."""

import smtplib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.mail import send_mail
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.clock import AMMAN
from jiwar.ground.jobs.kinds import Report, job
from jiwar.ground.jobs.putting import defer
from jiwar.ground.notices import rules, sms
from jiwar.ground.notices.messages import Message, told_daily, told_once
from jiwar.ground.notices.models import Notice
from jiwar.ground.notices.sms import CannotSend
from jiwar.ground.notices.wishes import wishes_of
from jiwar.ground.notices.words import URGENT, MailWish, NoticeKind


@job(label=_("Sends a notice"))
def send_notice(who: Who, notice_id: UUID | None, _report: Report) -> None:
    """Send it if its hour has come; else put it aside until then, or leave it to the daily mail."""
    if notice_id is None:
        return
    with wall.announcing("send_notice"):
        later = deliver(who, notice_id)
        if later:
            defer(send_notice, notice_id, at=later if later > clock.now() else None)


@job(label=_("Sends a message to a telephone"))
def send_sms(_who: Who, notice_id: UUID | None, _report: Report) -> None:
    """The sentence of a notice, to the number that its user gave, if that still stands."""
    notice = Notice.objects.filter(pk=notice_id).first() if notice_id else None
    user = _active(notice.user_id) if notice else None
    if notice is None or user is None:
        return
    wishes = wishes_of(user.pk)
    kind = NoticeKind(notice.kind)
    if rules.sms_now(wish=wishes.sms, is_urgent=kind in URGENT, has_phone=bool(wishes.phone)):
        sms.adapter().send(wishes.phone, told_once(kind, language=user.language).body)


@job(label=_("Prepares the daily mails"), cron="30 4 * * 0-4")
def send_digests(who: Who, _about_id: UUID | None, report: Report) -> None:
    """At half past seven in Amman, from Sunday to Thursday: one mail for everybody who asked for it and was told."""
    waiting = _for_digests().order_by("user_id").values_list("user_id", flat=True)
    people = [user_id for user_id in waiting.distinct() if wishes_of(user_id).mail is MailWish.DIGEST]
    for number, user_id in enumerate(people):
        report(number, len(people))
        with wall.announcing("send_digests"):
            defer(send_digest, user_id)
    report(len(people), len(people))


@job(label=_("Sends a daily mail"))
def send_digest(_who: Who, user_id: UUID | None, _report: Report) -> None:
    """How many of what wait, and nothing about whom; to whoever wants it still."""
    if user_id is None or wishes_of(user_id).mail is not MailWish.DIGEST:
        return
    with wall.announcing("send_notice"):
        waiting = _for_digests().select_for_update(skip_locked=True).filter(user_id=user_id)
        kinds = dict(waiting.values_list("pk", "kind"))
        user = _active(user_id)
        if user and kinds:
            counts = Counter(NoticeKind(kind) for kind in kinds.values())
            _mail(user, told_daily(counts, language=user.language))
        Notice.objects.filter(pk__in=kinds).update(sent_at=clock.now())


def deliver(who: Who, notice_id: UUID) -> datetime | None:
    """Send one notice, unless another process is at it or its user wants it otherwise; when it may go, if later.

    Inside an announcement, as the system user. Raises CannotSend: then it stays. Of an alarm the message to a telephone
    goes first, and the mail is for the next call: a mail program that refuses would take the message back with it.
    """
    waiting = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id, sent_at__isnull=True)
    notice = waiting.first()
    if notice is None:
        return None
    kind, user, wishes = NoticeKind(notice.kind), _active(notice.user_id), wishes_of(notice.user_id)
    is_urgent, now = kind in URGENT, clock.now().astimezone(AMMAN)
    goes = rules.mail_now(wish=wishes.mail, is_urgent=is_urgent, hours=wishes.open_hours, at=now)
    if isinstance(goes, datetime):
        return goes
    if goes == rules.DIGEST:
        return None
    has_sms = rules.sms_now(wish=wishes.sms, is_urgent=is_urgent, has_phone=bool(wishes.phone))
    if user and has_sms and notice.texted_at is None:
        defer(send_sms, notice_id)
        waiting.update(texted_at=now)
        return now
    if user and goes == rules.AT_ONCE:
        _mail(user, told_once(kind, language=user.language))
    waiting.update(sent_at=clock.now())
    return None


def waiting_here(who: Who, *, kinds: Iterable[NoticeKind]) -> list[UUID]:
    """What was not sent yet in the agency of a system user: what is urgent first, then the oldest."""
    with wall.standing(who):
        due = Notice.objects.filter(sent_at__isnull=True, kind__in=list(kinds)).order_by("created_at")
        found = list(due.values_list("pk", "kind"))
    return [pk for pk, _kind in sorted(found, key=lambda row: row[1] not in URGENT)]


def _for_digests() -> QuerySet[Notice]:
    """What may wait for the daily mail: what is urgent goes by itself, and to the telephone."""
    return Notice.objects.filter(sent_at__isnull=True).exclude(kind__in=URGENT)


def _active(user_id: UUID) -> User | None:
    return User.objects.filter(pk=user_id, is_active=True).first()


def _mail(user: User, message: Message) -> None:
    """Raises CannotSend, in which no word of the mail program stands."""
    if not user.email:
        return
    try:
        send_mail(message.subject, message.body, None, [user.email])
    except (OSError, smtplib.SMTPException, ValueError) as error:  # the last: an address that no mail can be sent to
        raise CannotSend(type(error).__name__) from None
