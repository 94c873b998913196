"""The wall around details and telephones. Lock: ACCESS EXCLUSIVE on new, empty tables. Way back: drop them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0030_facts"), ("access", "0070_duress")]
    operations = [migrations.RunSQL([(SQL, None)])]
