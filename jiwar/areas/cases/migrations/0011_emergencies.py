"""The wall around emergency openings and proposals to seal.

Lock: ACCESS EXCLUSIVE on the two new tables, which are empty, and for a moment on cases_note. Way back: restoring.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_glass_and_seals"), ("access", "0021_seers")]
    operations = [migrations.RunSQL([(SQL, None)])]
