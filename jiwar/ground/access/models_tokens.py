"""What a partner system shows instead of a sign-in, and what it was answered.

Of a token a keyed hash is kept. Of an answer that may be asked for again, what was answered is sealed, and which
request it answers is a keyed hash too: neither table tells a thief anything.
"""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED


class Token(models.Model):
    """A token of a partner system, which stands for one user in one agency; see tokens.py.

    One's own rows are all that the wall shows, without the hash; there is no history, so that a token that was ended
    is gone. The trail says who made and who ended one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=16, choices=TokenPurpose)
    scopes = ArrayField(models.CharField(max_length=16, choices=Scope))
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = MomentField()
    ends_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("made_at"))
                & models.Q(ends_at__lte=models.F("made_at") + timedelta(days=366)),
                name="tokens_end_in_a_year",
            ),
        ]


class Answer(models.Model):
    """What a token's request was answered, for whoever sends the same request again; see repeats.py.

    One's own rows are all that the wall shows. `key_hash` names the request as its sender does, `asked` is what it
    said, both as keyed hashes; `sealed` is the answer, empty until the request is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    token_id = models.UUIDField()
    key_hash = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    sealed = models.BinaryField(default=b"")
    kept_until = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["kept_until"], name="answer_until_idx")]
        constraints = [models.UniqueConstraint(fields=["token_id", "key_hash"], name="one_answer_per_key")]
