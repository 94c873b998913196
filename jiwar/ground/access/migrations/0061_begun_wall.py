"""The wall over what was begun and not sent.

Lock: ACCESS EXCLUSIVE for a moment on a new table. Way back: none is needed; what it holds is gone within a week.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0061_begun_wall.sql")


class Migration(migrations.Migration):
    dependencies = [("access", "0060_begun")]
    operations = [migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)])]
