-- What the history of an erased person's record still told in plain: the year of birth. Only where the keys are gone.
set local role jiwar_keeper;
create function wall.forget_person(person uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.stands_on(person) and wall.supervises(person), 'supervisors erase');
  perform wall.insist(not exists (select from public.vault_keywrap where root_id = person), 'keys first');
  update public.people_personhistory set birth_year = null where id = person and birth_year is not null;
end $$;
grant execute on function wall.forget_person to jiwar_app;
reset role;
