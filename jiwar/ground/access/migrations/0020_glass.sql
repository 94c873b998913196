-- Break-the-glass at the wall: a permit of basis `glass` opens a file of one's own agency for minutes, to be read. It
-- is no standing: stands() knows it not, so no verb of the wall works on it; and no row is written through it, but
-- where a table says so.
set local role jiwar_keeper;

-- Whether the caller sees this root by an open glass and does not stand on it otherwise.
create function wall.by_glass(root uuid) returns boolean language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  select exists (select from wall.live_permits(array[root]) c where c.basis_kind = 'glass') and not wall.stands_on(root)
$$;
grant execute on function wall.by_glass to jiwar_app;
reset role;

-- What is reached by glass is read, not written. `via` is the column that holds the root's id; `verbs` may leave out
-- what is allowed. Restrictive, beside the policies that there are.
create function walling.only_read_by_glass(t text, via text, verbs text[]) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare verb text;
begin
  foreach verb in array array['insert', 'update', 'delete'] loop
    execute format('drop policy if exists glass_%s on %I', verb, t);
    continue when verb <> all(verbs);
    execute format('create policy glass_%s on %I as restrictive for %s to jiwar_app %s (not wall.by_glass(%I))', verb, t,
                   verb, case verb when 'insert' then 'with check' else 'using' end, via);
  end loop;
end $$;

create or replace function walling.protect_child(t text, via text, root text, verbs text[] default '{insert,update}')
  returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform walling.close(t);
  execute format('drop policy if exists wall on %I', t);
  execute format('create policy wall on %I to jiwar_app using (exists (select from %I r where r.id = %I.%I))',
                 t, root, t, via);
  perform walling.own_writes(t, format(
    'exists (select from %I r where r.id = %I.%I and r.agency_id = (select wall.agency()))
     and (wall.stands_on(%I) or wall.by_glass(%I))', root, t, via, via, via));
  perform walling.only_read_by_glass(t, via, '{insert,update,delete}');
  perform walling.grant_columns(t, verbs);
  insert into walling.walled values (t, 'child', root, via) on conflict (name) do nothing;
end $$;

create or replace function walling.protect_root(t text, worked boolean) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into walling.walled values (t, 'root', null, null, worked) on conflict (name) do nothing;
  execute format('alter table %I add column if not exists scope text[] not null default ''{}'',
    add column if not exists timed text[] not null default ''{}'',
    add column if not exists denied text[] not null default ''{}''', t);
  perform walling.close(t);
  perform walling.grant_columns(t, '{insert,update}');
  execute format('drop policy if exists wall on %I', t);
  execute format('create policy wall on %I to jiwar_app using (%s)', t, walling.root_policy(t));
  perform walling.own_writes(t, 'agency_id = (select wall.agency()) and wall.stands_on(id)',
                             'agency_id = (select wall.agency())');
  perform walling.only_read_by_glass(t, 'id', '{update,delete}');
  perform walling.write_root_functions();
  execute format('grant select, update on %I to jiwar_keeper', t);
  execute format('create trigger b_arrays before insert or update of agency_id%s, scope, timed, denied on %I
    for each row execute function wall.arrays_%s()', case when worked then ', owner_id, team_id, office_id, person_id' else '' end,
    t, case when worked then 'worked' else 'plain' end);
  execute format('drop policy if exists wall on vault_keywrap');
  execute format('create policy wall on vault_keywrap for select to jiwar_app using (
    agency_id = (select wall.agency()) and (%s))', (
      select string_agg(format('exists (select from %I r where r.id = root_id)', name), ' or ' order by name)
      from walling.walled where kind = 'root'));
end $$;
revoke execute on all functions in schema walling from public;

-- Tables that were walled before.
select walling.only_read_by_glass(name, case kind when 'root' then 'id' else via end,
                                  case kind when 'root' then '{update,delete}' else '{insert,update,delete}' end::text[])
from walling.walled where kind in ('root', 'child');

-- Written by those who stand on the root, or where a table lets glass write.
select walling.own_writes(name, format(
  'exists (select from %I r where r.id = %I.%I and r.agency_id = (select wall.agency()))
     and (wall.stands_on(%I) or wall.by_glass(%I))', root, name, via, via, via))
from walling.walled where kind = 'child';
