"""Who a session belongs to: Django's backend, asked in words that are made once, for it is asked with every page."""

from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from jiwar.ground.access.models import User
from jiwar.ground.base.worded import WordedRecords, given

_USER = WordedRecords(lambda: User.objects.filter(pk=given("pk")))


class Backend(ModelBackend):
    """`get_user` alone is ours, and says what Django's says."""

    def get_user(self, user_id: object) -> User | None:
        found = _USER.records(pk=user_id if isinstance(user_id, UUID) else UUID(str(user_id)))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
