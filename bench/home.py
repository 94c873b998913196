"""A home of its own for a bench: called before anything of Django's is imported."""

import os
import tempfile

import django


def settle() -> bool:
    """Set up Django in an empty home; whether it is kept: JIWAR_BENCH_HOME names one in which a world may stay."""
    kept = os.environ.get("JIWAR_BENCH_HOME")
    for variable in [name for name in os.environ if name.startswith(("JIWAR_", "DATABASE_"))]:
        del os.environ[variable]
    os.environ["JIWAR_HOME"] = kept or tempfile.mkdtemp(prefix="jiwar-bench-")
    os.environ |= {"JIWAR_MODE": "test", "DJANGO_SETTINGS_MODULE": "jiwar.site.settings"}
    django.setup()
    return kept is not None
