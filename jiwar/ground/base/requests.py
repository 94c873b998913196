"""The number of a request: one for each, made here, never taken from outside.

It goes back in a header, stands in every log line that the request leaves and on its events in the trail: so that
whoever asks for help can be helped without saying, or being asked, anything about a person.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponseBase

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

HEADER = "Request-Id"
_CURRENT: ContextVar[UUID | None] = ContextVar("number of the request", default=None)


def current() -> UUID | None:
    """The number of the request that is served; None outside one."""
    return _CURRENT.get()


@contextmanager
def numbered() -> Iterator[UUID]:
    """Inside, everything belongs to one request, or to one job; its number."""
    number = uuid4()
    mark = _CURRENT.set(number)
    try:
        yield number
    finally:
        _CURRENT.reset(mark)


class Numbered:
    """Outermost middleware: numbers the request, so that failures of every other one have it too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with numbered() as number:
            response = self.get_response(request)
        response.headers[HEADER] = str(number)
        return response
