"""What comes from outside is read as what it is, by its content alone, and written anew from what was understood.

    cleaned = clean(content)        raises NotTaken: of no kind that is taken, damaged, or dangerous for good

Nothing of the original is passed on but what its kind needs: pixels, pages, words, sound. What is hidden behind the
end, before the beginning or in a corner that nobody looks at is gone. Knows no Django; run it through `apart.py`, in a
process of its own with little memory and little time, for the libraries that read these kinds have had holes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from jiwar.ground.files.cleaning import documents, pictures, portable, sound
from jiwar.ground.files.cleaning.taken import LARGEST, NotTaken


class FileKind(StrEnum):
    """What is taken."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"
    DOCX = "docx"
    WAV = "wav"
    MP3 = "mp3"
    OGG = "ogg"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A harmless file, of the kind that was found."""

    kind: FileKind
    content: bytes


CLEANERS: dict[FileKind, Callable[[bytes], bytes]] = {
    FileKind.JPEG: pictures.clean_jpeg,
    FileKind.PNG: pictures.clean_png,
    FileKind.PDF: portable.clean_pdf,
    FileKind.DOCX: documents.clean_docx,
    FileKind.WAV: sound.clean_wav,
    FileKind.MP3: sound.clean_mp3,
    FileKind.OGG: sound.clean_ogg,
}
MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.WAV: "audio/wav",
    FileKind.MP3: "audio/mpeg",
    FileKind.OGG: "audio/ogg",
}


def clean(content: bytes) -> Cleaned:
    """The same file without what could harm. Raises NotTaken with a code."""
    if len(content) > LARGEST:
        raise NotTaken("too_large")
    kind = kind_of(content)
    if kind is None:
        raise NotTaken("kind_not_taken")
    made = CLEANERS[kind](content)
    if len(made) > 2 * LARGEST:
        raise NotTaken("too_large")
    return Cleaned(kind, made)


def kind_of(content: bytes) -> FileKind | None:
    """By the first bytes; whether it really is that says its cleaner. A name or an ending is never asked."""
    head = content[:12]
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith(b"%PDF-"):
        return FileKind.PDF
    if head.startswith(b"PK\x03\x04"):
        return FileKind.DOCX
    if head.startswith(b"RIFF") and head[8:] == b"WAVE":
        return FileKind.WAV
    if head.startswith(b"OggS"):
        return FileKind.OGG
    return FileKind.MP3 if head.startswith(b"ID3") or sound.is_frame(head) else None
