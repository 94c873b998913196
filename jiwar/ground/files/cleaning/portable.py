"""PDF: its pages in a new document. Scripts, actions, forms, notes, embedded files and properties stay behind."""

import io

import pikepdf
from pikepdf import Dictionary, Object, Pdf, Stream

from jiwar.ground.files.cleaning.taken import NotTaken

MOST_PAGES = 500
MOST_OBJECTS = 100_000
OF_A_PAGE = ("/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Group")
"""What of a page is needed to see it. No annotations: links, attachments, films and buttons are such."""
ACTIVE = frozenset({
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/AF", "/EF", "/EmbeddedFiles", "/XFA", "/AcroForm", "/Annots",
    "/RichMedia", "/Collection", "/Metadata", "/PieceInfo", "/OPI", "/Ref", "/Alternates", "/URI", "/Launch",
    "/Rendition",
})  # fmt: skip
"""Keys that do something, lead somewhere or tell of whoever wrote it, wherever in what remains they stand."""
DEEPEST = 50
"""So far dictionaries lie in each other; deeper than any page is written."""


def clean_pdf(content: bytes) -> bytes:
    """The pages alone."""
    try:
        with Pdf.open(io.BytesIO(content), suppress_warnings=True) as found:
            return _of(found)
    except NotTaken:
        raise
    except pikepdf.PasswordError as error:
        raise NotTaken("encrypted") from error
    except Exception as error:  # what a reader of hostile bytes raises is no part of its interface
        raise NotTaken("damaged") from error


def _of(found: Pdf) -> bytes:
    if found.is_encrypted:
        raise NotTaken("encrypted")
    if not len(found.pages):
        raise NotTaken("damaged")
    if len(found.pages) > MOST_PAGES or len(found.objects) > MOST_OBJECTS:
        raise NotTaken("too_many_parts")
    for page in found.pages:
        for key in _keys(page.obj):
            if key not in (*OF_A_PAGE, "/Parent"):
                del page.obj[key]
    with Pdf.new() as made:
        made.pages.extend(found.pages)
        for one in made.objects:
            _disarm(one)
        if "/Info" in made.trailer:
            del made.trailer["/Info"]
        out = io.BytesIO()
        made.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return _looked_through(out.getvalue())


def _keys(one: Object) -> list[str]:
    return [str(key) for key in one.keys()]  # noqa: SIM118  no mapping of Python's


def _disarm(one: object, depth: int = 0) -> None:
    """Take active keys from a dictionary and from those written inside it; indirect ones are objects of their own."""
    if depth > DEEPEST:
        raise NotTaken("too_many_parts")
    if isinstance(one, pikepdf.Array):
        inner = list(one)
    elif isinstance(one, Dictionary | Stream):
        if isinstance(one, Stream) and "/F" in one:
            raise NotTaken("has_strange_parts")  # its bytes lie in another file
        for key in ACTIVE.intersection(_keys(one)):
            del one[key]
        inner = [one[key] for key in _keys(one)]
    else:
        return
    for item in inner:
        if not getattr(item, "is_indirect", True):
            _disarm(item, depth + 1)


def _looked_through(content: bytes) -> bytes:
    """Read what was written once more: nothing active may be left."""
    with Pdf.open(io.BytesIO(content)) as made:
        found = [one for one in made.objects if isinstance(one, Dictionary | Stream)]
        if set(_keys(made.Root)) - {"/Type", "/Pages"} or any(ACTIVE.intersection(_keys(one)) for one in found):
            raise NotTaken("has_strange_parts")
    return content
