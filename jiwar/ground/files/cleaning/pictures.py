"""Pictures: read to the last pixel, written anew. Place, time, camera, thumbnails, profiles and comments are gone."""

import io
import warnings

from PIL import Image, ImageFile, ImageOps

from jiwar.ground.files.cleaning.taken import NotTaken

MOST_PIXELS = 50_000_000
"""A sheet of A4 at 600 dots per inch has 35 million."""
QUALITY = 90
MODES = {"1": "L", "L": "L", "I;16": "L", "LA": "RGBA", "P": "RGBA", "PA": "RGBA", "RGBA": "RGBA", "RGB": "RGB"}


def clean_jpeg(content: bytes) -> bytes:
    """A picture as JPEG; turned as it was meant to be seen."""
    return _written(_pixels(content, "JPEG"), "JPEG", quality=QUALITY)


def clean_png(content: bytes) -> bytes:
    """A picture as PNG; one picture, not a film."""
    return _written(_pixels(content, "PNG"), "PNG")


def _pixels(content: bytes, kind: str) -> Image.Image:
    """Pixels and nothing else. A picture that is cut off is damaged: what is missing could be what matters."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings(action="error"), Image.open(io.BytesIO(content), formats=[kind]) as found:
            _refuse_strange(found)
            found.load()
            seen = ImageOps.exif_transpose(found)
            plain = seen.convert("RGB" if kind == "JPEG" else MODES.get(seen.mode, "RGB"))
            bare = Image.new(plain.mode, plain.size)
            bare.paste(plain)
            return bare
    except NotTaken:
        raise
    except Exception as error:  # what a reader of hostile bytes raises is no part of its interface
        raise NotTaken("damaged") from error


def _refuse_strange(found: Image.Image) -> None:
    """By its header, before a pixel is read."""
    if found.width * found.height > MOST_PIXELS:
        raise NotTaken("too_large")
    if getattr(found, "n_frames", 1) > 1:
        raise NotTaken("has_strange_parts")


def _written(picture: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
