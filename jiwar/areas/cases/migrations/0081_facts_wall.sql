-- What is known of a case follows the case, but no summary that was granted shows a row of it: to another agency only
-- a permit for the full file does that opens the story, for codes tell it as words do. Restrictive, beside the policies
-- that follow the case. The history of it all, and the numbers of a case in other systems, which tell who somebody is
-- elsewhere, stay in the agency.
do $$
declare t text;
begin
  foreach t in array array['traffickingfacts', 'intake', 'supportplan', 'incident', 'perpetrator', 'casenumber'] loop
    perform walling.protect_child('cases_' || t, 'case_id', 'cases_case', '{insert,update,delete}');
    perform walling.protect_history('cases_' || t || 'history', 'case_id', 'cases_case');
    perform walling.only_in_agency('cases_' || t || 'history', 'case_id', 'cases_case');
  end loop;
  foreach t in array array['traffickingfacts', 'intake', 'supportplan', 'incident', 'perpetrator'] loop
    perform walling.only_in_full('cases_' || t, 'case_id', 'cases_case', 'narrative');
  end loop;
end $$;
select walling.only_in_agency('cases_casenumber', 'case_id', 'cases_case');
-- The agency beside a number is that of its case: else it would be found among the numbers of another.
create policy own_number on cases_casenumber as restrictive to jiwar_app using (true)
  with check (agency_id = (select wall.agency()));

-- Erasing takes the rows too, with their history: a code of exploitation or a day tells something without any key.
set local role jiwar_keeper;
create function wall.forget_facts(cases uuid[]) returns void language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare t text;
begin
  foreach t in array array['traffickingfacts', 'intake', 'supportplan', 'incident', 'perpetrator', 'casenumber'] loop
    execute format('delete from public.%I where case_id = any($1)', 'cases_' || t) using cases;
    execute format('delete from public.%I where case_id = any($1)', 'cases_' || t || 'history') using cases;
  end loop;
end $$;
create or replace function wall.erase_cases(person uuid) returns integer language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.stands_on(person) and wall.supervises(person), 'supervisors erase');
  if exists (select from public.cases_case c where c.person_id = person and c.status <> 'closed') then
    raise exception 'a case is open' using errcode = 'WA008'; end if;
  perform wall.forget_facts(array(select wall.below(person)));
  return wall.destroy(array(select wall.below(person)));
end $$;
reset role;
