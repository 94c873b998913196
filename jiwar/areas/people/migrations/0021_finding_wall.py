"""The wall around what people are found by. Lock: ACCESS EXCLUSIVE on a new, empty table.

The tokens of exact words go. Way back: none is needed; a job of each night makes them anew from the names.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0020_finding"), ("access", "0002_wall")]
    operations = [migrations.RunSQL([(SQL, None)])]
