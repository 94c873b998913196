"""Gather styles, script and fonts under hashed names for the browser to keep; again only when one changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

BUILT = "jiwar/jiwar.css"


def gather() -> None:
    """Bring JIWAR_HOME/static up to date. Raises ImproperlyConfigured where nothing was built."""
    files = sorted((name, Path(storage.path(name))) for finder in get_finders() for name, storage in finder.list(None))
    if BUILT not in dict(files):
        raise ImproperlyConfigured("The styles and fonts of the pages are not built: run `make build`.")
    digest = hashlib.sha256()
    for name, path in files:
        facts = path.stat()
        digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT, ".gathered")
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest(), encoding="ascii")
