"""Erasing the cases of a person at once. Lock: none. Way back: drop the function."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_emergencies")]
    operations = [migrations.RunSQL([(SQL, None)])]
