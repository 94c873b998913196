"""The wall around tasks. Lock: ACCESS EXCLUSIVE on two new, empty tables. Way back: drop both tables."""

from django.db import migrations

SQL = """
select walling.protect_about('work_task', 'root_id', '{insert,update}');
select walling.protect_about('work_taskhistory', 'root_id');
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial"), ("access", "0002_wall")]
    operations = [migrations.RunSQL([(SQL, None)])]
