"""The wall around persons. Lock: ACCESS EXCLUSIVE on tables that are empty. Way back: none but restoring."""

from django.db import migrations

SQL = """
select walling.protect_root('people_person', false);
select walling.protect_child('people_personname', 'person_id', 'people_person', '{insert,update,delete}');
select walling.protect_child('people_nametoken', 'person_id', 'people_person', '{insert,delete}');
select walling.protect_history('people_personhistory', 'id', 'people_person');
select walling.protect_history('people_personnamehistory', 'person_id', 'people_person');
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_wall")]
    operations = [migrations.RunSQL([(SQL, None)])]
