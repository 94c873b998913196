"""The wall around addresses of calendars, and who is behind one.

Lock: ACCESS EXCLUSIVE for a moment on a new, empty table. Way back: drop table and function; calendars ask anew.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0004_feed_wall.sql")


class Migration(migrations.Migration):
    dependencies = [("work", "0003_feed"), ("access", "0061_begun_wall")]
    operations = [migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)])]
