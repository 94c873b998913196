"""The wall around documents, and what becomes of them when the keys of their file are destroyed.

Lock: ACCESS EXCLUSIVE on three new, empty tables. Way back: take `perform wall.forget_documents(roots);` out of
wall.destroy, drop the function and the tables; the documents are lost with them.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("access", "0081_tokens_wall")]
    operations = [migrations.RunSQL([(SQL, None)])]
