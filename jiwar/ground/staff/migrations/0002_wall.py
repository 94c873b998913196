"""The wall over roles in life: tables closed, verbs, which agency may hold which role.

Lock: ACCESS EXCLUSIVE on three new, empty tables; wall.role_reach gains two columns. Way back: only by restoring.
"""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial"), ("access", "0030_covers")]
    operations = [migrations.RunSQL([(HERE.joinpath("0002_roles.sql").read_text(encoding="utf-8"), None)])]
