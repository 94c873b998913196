"""Break-the-glass at the wall: what is opened by it is read, not written.

Lock: ACCESS EXCLUSIVE for a moment on each walled table, for its policies. Way back: drop the policies `glass_*`.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("access", "0011_signing")]
    operations = [migrations.RunSQL([(SQL, None)])]
