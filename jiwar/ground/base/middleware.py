"""One transaction around the rendered response.

Outermost, so that sessions, messages and lazily run queries of a template are inside. What commits, commits
before a byte leaves. A status of 500 or more rolls back; a refusal (a page with a message) commits, so that the
record of the refusal stays. Exceptions never arrive here: Django has made responses of them further in.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from jiwar.ground.base.integrity import refuse_broken

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

SERVER_ERROR = 500


class Transaction:
    """Opens the transaction of a request and closes it after rendering."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic(durable=True):
            response = self.get_response(request)
            if response.streaming:
                raise RuntimeError("a streamed response would leave the transaction: exports are files made by jobs")
            if response.status_code >= SERVER_ERROR:
                transaction.set_rollback(True)
            else:
                refuse_broken()
        return response
