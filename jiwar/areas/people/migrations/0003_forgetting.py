"""What an erased person's history still told. Lock: none. Way back: drop the function."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_wall")]
    operations = [migrations.RunSQL([(SQL, None)])]
