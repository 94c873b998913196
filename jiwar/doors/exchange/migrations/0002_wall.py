"""The wall around files that came in and files that are to leave.

Lock: ACCESS EXCLUSIVE for a moment on new, empty tables, and on vault_keywrap for a trigger. Way back: drop the trigger
and the functions with the tables.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_wall.sql")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("vault", "0001_initial"), ("access", "0081_tokens_wall")]
    operations = [migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)])]
