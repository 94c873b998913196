"""The one error family. A door turns each of its members into its own language.

| error       | web                         | API             | command line |
|-------------|-----------------------------|-----------------|--------------|
| `Refused`   | message on the form         | 409 and code    | the sentence, exit 3 |
| `Forbidden` | page 403                    | 403             | the sentence, exit 4 |
| `Missing`   | 404, absent or not yours    | 404             | the sentence, exit 5 |
| `Stale`     | both versions, no text lost | 412 and version | the sentence, exit 6 |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule says no: a stable code for machines, a sentence for people, the field that mends it.

    `text` is a translatable sentence with `%(name)s` places, filled from `params` when it is read.
    """

    code: str
    text: Text
    params: Mapping[str, object] = field(default_factory=dict)
    field: str = ""

    def __str__(self) -> str:
        return str(self.text) % self.params if self.params else str(self.text)


class JiwarError(Exception):
    """The family. Nothing outside it is ever shown to a person."""


class Refused(JiwarError):
    """A rule says no. The reason says why and what to do."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class Reasons(dict[str, Reason]):
    """The reasons of one room by their codes, which are those of its rules."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__({reason.code: reason for reason in reasons})

    def refuse_if(self, code: str | None) -> None:
        """Raise the reason of a rule that said no; nothing where it said None."""
        if code:
            raise Refused(self[code])


class Forbidden(JiwarError):
    """None of the roles held gives the permission."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission

    def __str__(self) -> str:
        return _("Your roles do not allow this.")


class Missing(JiwarError):
    """Not there, or not yours: the same answer, so that nobody learns which."""

    def __str__(self) -> str:
        return _("There is nothing here for you.")


class Stale(JiwarError):
    """Somebody else saved first. `current` is the row as it is now."""

    def __init__(self, current: Model) -> None:
        super().__init__(current._meta.label_lower)
        self.current = current

    def __str__(self) -> str:
        return _("This was changed while you were writing.")
