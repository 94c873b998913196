"""The wall around tokens and answers, who is behind a token, and how often it may ask.

Lock: ACCESS EXCLUSIVE for a moment on two new, empty tables. Way back: drop tables and functions; partners make tokens
anew.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0081_tokens_wall.sql")


class Migration(migrations.Migration):
    dependencies = [("access", "0080_tokens")]
    operations = [migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)])]
