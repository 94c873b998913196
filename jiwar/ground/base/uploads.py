"""What is sent as a file: held in memory, never laid down on a disk, and refused at once where it is too large."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from jiwar.ground.base.pages import page

LARGEST = 20_000_000
"""Bytes of a file; lib/formats reads no larger one."""
BESIDE = 1_000_000
"""Bytes of the other fields of its form."""
TOO_LARGE = 413


class InMemory(MemoryFileUploadHandler):
    """Django's own would write a larger file, with the names in it, to a folder that nobody empties."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:  # noqa: N803
        """Before a byte is read. Raises RequestDataTooBig."""
        if content_length > LARGEST + BESIDE:
            raise RequestDataTooBig("larger than a file may be")
        self.activated = True


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what cannot be read: of what is too large it says so."""
    if not isinstance(exception, RequestDataTooBig):
        return bad_request(request, exception)
    says = _("What was sent is larger than %(most)s MB. Divide the file and bring the parts.")
    return page(request, "409.html", {"reason": says % {"most": LARGEST // 1_000_000}}, status=TOO_LARGE).render()
