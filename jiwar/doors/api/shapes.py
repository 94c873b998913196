"""What the shapes of all areas have in common: text that can be kept, versions, and what an act gives back."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Schema
from pydantic import AfterValidator, ConfigDict
from pydantic_core import PydanticCustomError

from jiwar.doors.api.problems import Unreadable
from jiwar.ground.base.forms import LARGEST_WHOLE, without_marks


def storable(text: str) -> str:
    """Refuse what a database or a letter of Unicode does not know. Raises PydanticCustomError."""
    if "\0" in text or not _is_unicode(text):
        raise PydanticCustomError("unstorable", "a character that cannot be kept")
    return text


def name_as_given(text: str) -> str:
    """A name without invisible marks and doubled spaces, as the form takes it."""
    return " ".join(without_marks(storable(text)).split())


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


KEPT, NAME = AfterValidator(storable), AfterValidator(name_as_given)
"""Beside the length that a text may have: `Annotated[str, Field(max_length=…), KEPT]`."""


class Given(Schema):
    """What is sent. A field that there is not is an error: nothing sent is dropped in silence."""

    model_config = ConfigDict(extra="forbid")


class Named(Schema):
    """An agency, a team or a colleague."""

    id: UUID
    name_en: str
    name_ar: str


class MadeFile(Schema):
    """A new file: its id, the code by which colleagues speak of it, and its first version."""

    id: UUID
    code: str
    version: int


class MadeRow(Schema):
    """Something new in a file."""

    id: UUID


class Changed(Schema):
    """A file as it is now: the next change starts from this version."""

    id: UUID
    version: int


IfMatch = Annotated[str, Header(alias="If-Match", description='the version that was read, in quotes: "3"')]


def refuse_others(request: HttpRequest, asked: type[Given]) -> None:
    """A filter that there is not is an error: without it, more would come back than was asked for."""
    for name in request.GET.keys() - asked.model_fields.keys():
        raise Unreadable(name if name.isidentifier() else "?", "extra_forbidden")


def version_in(if_match: str) -> int:
    """The version that a change starts from. Raises Unreadable."""
    text = if_match.strip().removeprefix('"').removesuffix('"')
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 11 and 1 <= int(text) <= LARGEST_WHOLE):
        raise Unreadable("If-Match", "version")
    return int(text)


def tag(response: HttpResponse, version: int) -> None:
    """Say of which version an answer tells."""
    response["ETag"] = f'"{version}"'
