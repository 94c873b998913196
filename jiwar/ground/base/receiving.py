"""Files that a form sends: kept in memory while the request lasts, never on a disk, never without end.

Django would write what is larger than 2.5 MB into a temporary file, in plain. Here a file that is too large is read
to its end and let go, so that the form is answered as every other: with what was typed, and a sentence about the file.
"""

from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEGABYTE = 1024 * 1024
AT_MOST = 25 * MEGABYTE
"""Bytes of all files of one request together that are held in memory. A form takes less: see `UploadField`."""


ENDLESS = 2 * AT_MOST
"""Bytes of a request of which not one is read: whoever sends so much gets no form back."""


class LetGo(InMemoryUploadedFile):
    """A file that was too large: its size is known, and nothing else of it."""


class InMemory(FileUploadHandler):
    """Holds the files of one request, as far as there is room; of strangers it holds nothing."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.room = AT_MOST
        self.parts: list[bytes] = []
        self.is_let_go = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:  # noqa: N803
        """Before a byte is read. Raises RequestDataTooBig."""
        if content_length > ENDLESS:
            raise RequestDataTooBig("larger than anything that is taken")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.parts, self.is_let_go = [], getattr(self.request, "who", None) is None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or, from the first that finds no room, none of this file."""
        if self.is_let_go:
            return
        if len(raw_data) > self.room:
            self.room += sum(map(len, self.parts))
            self.parts, self.is_let_go = [], True
            return
        self.room -= len(raw_data)
        self.parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as the form gets it. Its own name is not passed on: nobody needs it, and it may tell of somebody."""
        made = LetGo if self.is_let_go else InMemoryUploadedFile
        content, self.parts = b"".join(self.parts), []
        return made(BytesIO(content), self.field_name, "file", self.content_type, file_size, self.charset)


class UploadField(forms.FileField):
    """One file of a form, up to `at_most` bytes. Its value is the bytes."""

    default_error_messages = {  # noqa: RUF012  Django's own way
        "required": gettext_lazy("Choose a file."),
        "missing": gettext_lazy("Choose a file."),
        "invalid": gettext_lazy("Choose a file."),
        "empty": gettext_lazy("This file is empty. Choose the file again."),
    }

    def __init__(self, *, at_most: int, accept: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.at_most = at_most
        self.widget.attrs |= {"class": "input", **({"accept": accept} if accept else {})}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The bytes; empty where none is needed and none was chosen."""
        found = super().clean(data, initial)
        if not found:
            return b""
        if found.size > self.at_most or isinstance(found, LetGo):
            said = {"size": -(-found.size // MEGABYTE), "most": min(self.at_most, AT_MOST) // MEGABYTE}
            raise forms.ValidationError(
                _("This file has %(size)s MB. At most %(most)s MB are taken; all else that you wrote is still here.")
                % said
            )
        return found.read()
