"""The schema `wall`: seal, announcement, and the helpers that later migrations wall their tables with.

Lock: none on existing tables. Way back: `drop schema wall cascade`, possible only before any table is walled.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0001_wall.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL([(SQL, None)], "drop schema wall cascade")]
