"""Conflicts of interest that no supervisor may judge any more. Lock: none. Way back: drop the functions."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_erasing")]
    operations = [migrations.RunSQL([(SQL, None)])]
