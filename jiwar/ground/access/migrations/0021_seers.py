"""Who can see a file, and why somebody can or cannot.

Lock: none. Way back: drop the functions.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("access", "0020_glass")]
    operations = [migrations.RunSQL([(SQL, None)])]
