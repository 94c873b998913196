-- What hangs on a file and no grant of it shows: one's own agency alone. And what leaves the agency only by a permit for
-- the full file that names the class: a mere summary shows no row of it. Both restrictive, beside the policy that
-- follows the file.
create function walling.only_in_agency(t text, via text, root text) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('create policy own_agency on %I as restrictive for select to jiwar_app using (
    exists (select from %I r where r.id = %I and r.agency_id = (select wall.agency())))', t, root, via);
end $$;
create function walling.only_in_full(t text, via text, root text, of_class text) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('create policy in_full on %I as restrictive for select to jiwar_app using (
    exists (select from %I r where r.id = %I and r.agency_id = (select wall.agency()))
    or exists (select from case_access a where a.root_id = %I and a.level = ''full'' and %L = any(a.classes)
               and a.principal = any((select wall.verified_principals())::text[])
               and (a.expires_at is null or a.expires_at > now())))', t, root, via, via, of_class);
end $$;

select walling.protect_child('people_persondetails', 'person_id', 'people_person', '{insert,update}');
select walling.protect_history('people_persondetailshistory', 'person_id', 'people_person');
select walling.protect_child('people_personphone', 'person_id', 'people_person', '{insert,update,delete}');
select walling.protect_history('people_personphonehistory', 'person_id', 'people_person');
select walling.only_in_full('people_persondetails', 'person_id', 'people_person', 'service');
select walling.only_in_full('people_personphone', 'person_id', 'people_person', 'identity');
select walling.only_in_agency('people_persondetailshistory', 'person_id', 'people_person');
select walling.only_in_agency('people_personphonehistory', 'person_id', 'people_person');
select walling.grant_columns('people_personname', '{insert,update,delete}'); -- the names between

-- What the history of an erased person's record still told in plain. Only where the keys are gone.
set local role jiwar_keeper;
create or replace function wall.forget_person(person uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.stands_on(person) and wall.supervises(person), 'supervisors erase');
  perform wall.insist(not exists (select from public.vault_keywrap where root_id = person), 'keys first');
  update public.people_personhistory set birth_year = null where id = person and birth_year is not null;
  update public.people_persondetailshistory set deceased = null, marital_status = '', highest_level_of_education = '',
    number_of_children = null, primary_language = '', secondary_language = '', citizenship = '{}'
  where person_id = person;
  update public.people_personphonehistory set kind = '', never_call = false where person_id = person;
end $$;
reset role;
