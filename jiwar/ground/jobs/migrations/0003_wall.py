"""The wall around jobs: who sees them, who puts them aside, as whom they are done.

Lock: ACCESS EXCLUSIVE for a moment on a new, empty table. Way back: drop table and functions; what waits is lost.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0003_wall.sql")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_queue"), ("access", "0070_duress")]
    operations = [migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)])]
