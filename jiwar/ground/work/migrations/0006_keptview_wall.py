"""The wall around the views of lists that somebody keeps.

Lock: ACCESS EXCLUSIVE for a moment on a new, empty table. Way back: drop the table; views are kept anew.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0006_keptview_wall.sql")


class Migration(migrations.Migration):
    dependencies = [("work", "0005_keptview")]
    operations = [migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)])]
