"""The wall over access: identity, verbs, policies.

Lock: ACCESS EXCLUSIVE on the tables of access, audit_event and vault_keywrap, all empty when it runs first.
Way back: only by restoring; a wall is not taken down on a running system.
"""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
FILES = ("0002_wall.sql", "0002_verbs.sql", "0002_policies.sql")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("audit", "0001_initial"),
        ("vault", "0001_initial"),
        ("base", "0001_wall"),
    ]
    operations = [migrations.RunSQL([(HERE.joinpath(name).read_text(encoding="utf-8"), None)]) for name in FILES]
