"""The wall around planned closings: as what holds a case open, they stay in the agency of the case.

Lock: ACCESS EXCLUSIVE on two new, empty tables. Way back: drop both tables; what was planned is planned anew.
"""

from django.db import migrations

SQL = """
select walling.protect_child('cases_plannedclosing', 'case_id', 'cases_case');
select walling.protect_history('cases_plannedclosinghistory', 'case_id', 'cases_case');
create policy own_agency on cases_plannedclosing as restrictive for select to jiwar_app using (
  exists (select from cases_case r where r.id = case_id and r.agency_id = (select wall.agency())));
create policy own_agency on cases_plannedclosinghistory as restrictive for select to jiwar_app using (
  exists (select from cases_case r where r.id = case_id and r.agency_id = (select wall.agency())));
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0071_planned_closings"), ("access", "0070_duress")]
    operations = [migrations.RunSQL([(SQL, None)])]
