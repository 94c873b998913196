select walling.protect_child('people_persondetails', 'person_id', 'people_person', '{insert,update}');
select walling.protect_history('people_persondetailshistory', 'person_id', 'people_person');
select walling.protect_child('people_personphone', 'person_id', 'people_person', '{insert,update,delete}');
select walling.protect_history('people_personphonehistory', 'person_id', 'people_person');
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
