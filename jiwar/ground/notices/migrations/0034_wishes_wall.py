"""The wall around how somebody wants to be told; who sends a notice; what a shadow shows of it.

Lock: ACCESS EXCLUSIVE for a moment on a new, empty table. Way back: drop table and function; everybody is told as
whoever chose nothing.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0034_wishes_wall.sql")


class Migration(migrations.Migration):
    dependencies = [("notices", "0033_wishes"), ("jobs", "0003_wall"), ("access", "0070_duress")]
    operations = [migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)])]
