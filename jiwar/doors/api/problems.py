"""The error family in the language of partner systems: one shape for every answer that is not what was asked for.

| error                        | status |                                                          |
|------------------------------|--------|----------------------------------------------------------|
| no token that is good now    | 401    | none, wrong, ended, its user has no business here: alike |
| `Forbidden`                  | 403    | the roles, or the scopes of the token, do not allow it   |
| `Missing`                    | 404    | absent, or not yours: alike                              |
| `Refused`                    | 409    | `code` of the reason, `title` in words                   |
| `Stale`                      | 412    | somebody saved first: `version` is the one of now        |
| cannot be read               | 422    | `fields` names each field and says what is wrong with it |
| too often                    | 429    | `Retry-After` says how many seconds to wait              |

The shape is that of RFC 9457 (`application/problem+json`) with `code`, `fields`, `version` and `request` beside it.
Words come in the language that `Accept-Language` asks for; nothing that was sent is repeated in them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from jiwar.ground.base import requests
from jiwar.ground.base.errors import Forbidden, Missing, Refused, Stale

MEDIA_TYPE = "application/problem+json"
NO_JSON = 400
BODY = 2
"""In what pydantic calls a place, the parts before the name of a field: where it stands, and as which argument."""

_WORDS: Mapping[str, Promise] = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_type": gettext_lazy("This must be text."),
    "string_too_short": gettext_lazy("This must not be empty."),
    "string_too_long": gettext_lazy("This is too long: at most %(max_length)s characters."),
    "too_long": gettext_lazy("These are too many: at most %(max_length)s."),
    "enum": gettext_lazy("Choose one of these: %(expected)s"),
    "literal_error": gettext_lazy("Choose one of these: %(expected)s"),
    "uuid_parsing": gettext_lazy("This is not an id."),
    "uuid_type": gettext_lazy("This is not an id."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "greater_than_equal": gettext_lazy("This number is too small: at least %(ge)s."),
    "less_than_equal": gettext_lazy("This number is too large: at most %(le)s."),
    "bool_type": gettext_lazy("This must be true or false."),
    "bool_parsing": gettext_lazy("This must be true or false."),
    "date_from_datetime_parsing": gettext_lazy("Write the day like this: 1999-03-27"),
    "date_parsing": gettext_lazy("Write the day like this: 1999-03-27"),
    "date_type": gettext_lazy("Write the day like this: 1999-03-27"),
    "unstorable": gettext_lazy("This text holds a character that cannot be kept."),
    "version": gettext_lazy('Write the version that you have read, as in "3".'),
    "not_for_this_list": gettext_lazy("This list cannot be narrowed by that."),
    "used_for_other": gettext_lazy("This key was used for another request. Use a new one for each thing that you do."),
    "key": gettext_lazy("A key has 1 to 255 visible Latin letters, digits or signs."),
}
_UNCLEAR = gettext_lazy("This cannot be read.")
_NAMES = {"owner": "owner_id", "team": "team_id", "first_arab": "names"}
"""What fields of forms, which reasons name, are called here."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that cannot be read, or that mends a refusal."""

    field: str
    code: str
    title: str


class Unreadable(Exception):
    """A value that its type alone does not rule out; `code` is one of the words here."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


def problem(
    status: int,
    code: str,
    title: str,
    *,
    fields: Iterable[FieldProblem] = (),
    version: int | None = None,
    **headers: str,
) -> HttpResponse:
    """An answer that is not what was asked for. Headers are named with `_` for `-`."""
    told: dict[str, Any] = {"status": status, "code": code, "title": title, "fields": [asdict(one) for one in fields]}
    told |= {"version": version, "request": str(requests.current() or "")}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=MEDIA_TYPE, headers=named)


def no_token() -> HttpResponse:
    """The same for every token that does not open now, and for none."""
    return problem(401, "no_token", _("Show a token that is good now."), WWW_Authenticate="Bearer")


def too_often(seconds: int) -> HttpResponse:
    """To be tried again after so many seconds."""
    return problem(429, "too_often", _("Too many requests: wait, then go on."), Retry_After=str(seconds))


def failed() -> HttpResponse:
    """Something of ours is broken; nothing was done."""
    return problem(500, "failed", _("Something went wrong on our side. Nothing was changed: try again later."))


def unreadable(*fields: tuple[str, str]) -> HttpResponse:
    """Fields by name, each with the code of what is wrong."""
    return _unreadable([FieldProblem(name, code, _worded(code, {})) for name, code in fields])


def not_that_way(allowed: str) -> HttpResponse:
    """A method that this address does not have."""
    return problem(405, "method", _("This address cannot be asked that way."), Allow=allowed)


def answer_problems(api: NinjaAPI) -> None:
    """Let `api` answer the family, and what cannot be read, in this shape."""
    for kind, told in _ANSWERS.items():
        api.add_exception_handler(kind, told)


def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    reason, words = error.reason, str(error)
    named = _NAMES.get(reason.field, reason.field)
    fields = [FieldProblem(named, reason.code, words)] if named else []
    return problem(409, reason.code, words, fields=fields)


def _stale(_request: HttpRequest, error: Stale) -> HttpResponse:
    return problem(412, "stale", str(error), version=getattr(error.current, "version", None))


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _unreadable([_field_problem(one) for one in error.errors])


def _field_problem(error: Mapping[str, Any]) -> FieldProblem:
    where, code = [str(part) for part in error["loc"]], str(error["type"])
    name = ".".join(where[BODY:]) or where[-1]
    return FieldProblem(_header(name) if where[0] == "header" else name, code, _worded(code, error.get("ctx") or {}))


def _header(name: str) -> str:
    return name.replace("_", "-").title()


def _worded(code: str, values: Mapping[str, object]) -> str:
    words = _WORDS.get(code, _UNCLEAR)
    return str(words) % values if values else str(words)


def _unreadable(fields: list[FieldProblem]) -> HttpResponse:
    return problem(422, "unreadable", _("What was sent cannot be read."), fields=fields)


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja's own: a body that is no JSON."""
    return _unreadable([]) if error.status_code == NO_JSON else problem(error.status_code, "failed", "")


def _raise(_request: HttpRequest, error: Exception) -> HttpResponse:
    raise error


_ANSWERS: Mapping[type[Exception], Any] = {
    Refused: _refused,
    Forbidden: lambda _, error: problem(403, "forbidden", str(error)),
    Missing: lambda _, error: problem(404, "missing", str(error)),
    Stale: _stale,
    Unreadable: lambda _, error: unreadable((error.field, error.code)),
    ValidationError: _invalid,
    HttpError: _http,
    Exception: _raise,
}
