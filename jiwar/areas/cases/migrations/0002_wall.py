"""The wall around cases. Lock: ACCESS EXCLUSIVE on tables that are empty. Way back: none but restoring."""

from django.db import migrations

SQL = """
select walling.protect_root('cases_case', true);
select walling.oversee('cases_case', 'agency_id, programme, status, risk, opened_on, closed_on, outcome');
select walling.protect_child('cases_note', 'case_id', 'cases_case', '{insert}');
create trigger b_signed before insert on cases_note for each row execute function wall.signed();
select walling.protect_child('cases_casehold', 'case_id', 'cases_case');
select walling.protect_history('cases_casehistory', 'id', 'cases_case');
select walling.protect_history('cases_notehistory', 'case_id', 'cases_case');
select walling.protect_history('cases_caseholdhistory', 'case_id', 'cases_case');
-- What holds a case open tells where somebody is ("an occupied bed"): it stays in the agency of the case, whatever of
-- the case was granted. Restrictive, beside the policies that follow the case.
create policy own_agency on cases_casehold as restrictive for select to jiwar_app using (
  exists (select from cases_case r where r.id = case_id and r.agency_id = (select wall.agency())));
create policy own_agency on cases_caseholdhistory as restrictive for select to jiwar_app using (
  exists (select from cases_case r where r.id = case_id and r.agency_id = (select wall.agency())));
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0002_wall"), ("people", "0002_wall")]
    operations = [migrations.RunSQL([(SQL, None)])]
