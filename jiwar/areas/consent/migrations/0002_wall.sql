select walling.protect_child('consent_statement', 'person_id', 'people_person', '{insert,update}');
select walling.protect_history('consent_statementhistory', 'person_id', 'people_person');
select walling.only_in_agency('consent_statement', 'person_id', 'people_person');
select walling.only_in_agency('consent_statementhistory', 'person_id', 'people_person');

-- Of somebody who was erased it stays that the data were worked with rightly, but not on which day that was said: a day
-- leads to whoever remembers it. A trigger, as the verb of people knows nothing of what stands above them.
set local role jiwar_keeper;
create function wall.forget_said() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  update public.consent_statement set said_on = null where person_id = new.id and said_on is not null;
  update public.consent_statementhistory set said_on = null where person_id = new.id and said_on is not null;
  return null;
end $$;
grant execute on function wall.forget_said to jiwar_owner; -- for CREATE TRIGGER
reset role;
create trigger z_forget_said after update of erased_on on people_person for each row
  when (old.erased_on is null and new.erased_on is not null) execute function wall.forget_said();
