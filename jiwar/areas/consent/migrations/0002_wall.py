"""The wall around statements. Lock: ACCESS EXCLUSIVE on new, empty tables. Way back: drop them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("access", "0002_wall"), ("people", "0031_facts_wall")]
    operations = [migrations.RunSQL([(SQL, None)])]
