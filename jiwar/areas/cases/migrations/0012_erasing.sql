-- All cases of a person at once, those out of the caller's sight too: refused while one is open, else their keys and
-- what was granted on them go. The person's own keys follow (wall.erase_keys), and cannot go before.
set local role jiwar_keeper;
create function wall.erase_cases(person uuid) returns integer language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.stands_on(person) and wall.supervises(person), 'supervisors erase');
  if exists (select from public.cases_case c where c.person_id = person and c.status <> 'closed') then
    raise exception 'a case is open' using errcode = 'WA008'; end if;
  return wall.destroy(array(select wall.below(person)));
end $$;
grant execute on function wall.erase_cases to jiwar_app;
reset role;
