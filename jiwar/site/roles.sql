-- The five roles of Jiwar. None is a superuser, none bypasses row-level security; run as often as you like.
-- `jiwar_owner` owns the tables and migrates; `jiwar_app` serves people; `jiwar_keeper` owns the functions that
-- look behind the wall; `jiwar_oversight` reads for statistics and is entered by SET ROLE alone, never inherited;
-- `jiwar_worker` takes jobs from their queue and reaches nothing else.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['jiwar_owner', 'jiwar_app', 'jiwar_keeper', 'jiwar_oversight', 'jiwar_worker'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end
$$;

alter role jiwar_owner login createdb nocreaterole inherit;
alter role jiwar_app login nocreatedb nocreaterole inherit;
alter role jiwar_worker login nocreatedb nocreaterole inherit;
alter role jiwar_keeper nologin nocreatedb nocreaterole;
alter role jiwar_oversight nologin nocreatedb nocreaterole;

grant jiwar_keeper to jiwar_owner with inherit false, set true;
grant jiwar_oversight to jiwar_app with inherit false, set true;

-- One session of the application must not read another's statements in pg_stat_activity.
do $$
begin
  execute 'alter role jiwar_app set track_activities = off';
exception when insufficient_privilege then
  raise warning 'track_activities stays on for jiwar_app: only a superuser may turn it off. Until then one session '
    'of the application can read the statements of another.';
end
$$;

-- The words of a failed statement repeat the value it failed on, so the server's log leaves out failures of the
-- application: it writes down their SQLSTATE itself. What happens to the server is still logged.
do $$
begin
  execute 'alter role jiwar_app set log_min_messages = log';
exception when insufficient_privilege then
  raise warning 'log_min_messages stays as it is for jiwar_app: only a superuser may set it. Until then the log of the '
    'server can hold a value that somebody typed.';
end
$$;
