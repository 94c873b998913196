"""The wall around what is known of a case: 0081_facts_wall.sql.

Lock: ACCESS EXCLUSIVE on twelve new, empty tables; wall.erase_cases is replaced. Way back: drop the tables, and put
back the function as 0012_erasing.sql has it.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("cases", "0080_facts"), ("access", "0070_duress"), ("people", "0031_facts_wall")]
    operations = [migrations.RunSQL([(SQL, None)])]
