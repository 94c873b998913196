-- Part 4, by the owner: policies of the three tables that are no roots, and the helper that walls a root.
-- `kept_from` is no column of the model: the denials of the root, written beside each of its permits by wall.refresh().
alter table case_access add column kept_from text[] not null default '{}';
create trigger z_changed after insert or delete
  or update of root_id, principal, agency_id, level, classes, basis_kind, basis_id, release, denied, expires_at
  on case_access for each row execute function wall.access_changed();

-- One sees one's own unexpired permits; never a denial, or a person would learn of a conflict set by others. Nor what
-- was permitted on a file that one is kept from: that it is hidden would show there.
do $$ begin
  execute (select format('grant select (%s) on case_access to jiwar_app', string_agg(quote_ident(attname), ', '))
    from pg_attribute where attrelid = 'case_access'::regclass and attnum > 0 and not attisdropped
      and attname <> 'kept_from');
end $$;
create policy wall on case_access for select to jiwar_app using (
  principal = any((select wall.verified_principals())::text[]) and not denied
  and not kept_from && (select wall.verified_principals())
  and (expires_at is null or expires_at > now()));

-- Events: whoever acts adds; one reads one's own, those of one's own files, and the data-protection officer all
-- of the agency. Column rights keep actor, agency and time out of the application's hands.
grant select, insert (action, outcome, door, request_id, reason, root_id, subject_id) on audit_event to jiwar_app;
create policy wall on audit_event for select to jiwar_app using (
  actor = (select wall.actor())
  or 'd:' || agency = any((select wall.verified_principals())::text[])
  or (root_id is not null and wall.stands_on(root_id)));
create policy adds on audit_event for insert to jiwar_app with check (wall.may_record(action, outcome, root_id));

-- Wraps: those of the entered agency, on roots in sight (walling.protect_root adds each root table to the policy
-- `wall`), and of what others keep those alone that a running permit of the caller is in need of: a grant that ran out
-- leaves its keys until they are swept. All of the agency for its system user, who re-wraps.
grant select, insert, update (wrapped, agency_key_version) on vault_keywrap to jiwar_app;
create policy adds on vault_keywrap for insert to jiwar_app with check (wall.may_wrap(root_id));
create policy rewraps on vault_keywrap for update to jiwar_app using (
  'k:' || agency_id = any((select wall.verified_principals())::text[]));
create policy jobs on vault_keywrap for select to jiwar_app using (
  'k:' || agency_id = any((select wall.verified_principals())::text[]));

-- A root: arrays kept by triggers, one policy text for all. `worked` roots have owner, team and office, and the
-- person they are about: who is denied the person's record is denied all that is about the person. The end of a
-- permit is asked root by root: as a plain EXISTS the planner reads all permits of the caller for every statement.
create function walling.root_policy(t text) returns text language sql immutable
  set search_path = pg_catalog, pg_temp as $$
  select format('(coalesce(scope && (select wall.verified_principals()), false)
    or (coalesce(timed && (select wall.verified_principals()), false) and coalesce((
      select true from case_access a where a.root_id = %I.id and not a.denied and a.expires_at > now()
      and a.principal = any((select wall.verified_principals())::text[]) limit 1), false)))
    and not coalesce(denied && (select wall.verified_principals()), false)', t) $$;

create function walling.protect_root(t text, worked boolean) returns void language plpgsql
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
  perform walling.write_root_functions();
  execute format('grant select, update on %I to jiwar_keeper', t);
  execute format('create trigger b_arrays before insert or update of agency_id%s, scope, timed, denied on %I
    for each row execute function wall.arrays_%s()', case when worked then ', owner_id, team_id, office_id, person_id' else '' end,
    t, case when worked then 'worked' else 'plain' end);
  execute format('drop policy if exists wall on vault_keywrap');
  execute format('create policy wall on vault_keywrap for select to jiwar_app using (
    agency_id = (select wall.agency()) and (%s))', (
      select string_agg(format('exists (select from %I r where r.id = root_id and (r.agency_id = vault_keywrap.agency_id
        or exists (select from case_access a where a.root_id = r.id and wall.is_needed(kind, a.classes))))', name),
        ' or ' order by name)
      from walling.walled where kind = 'root'));
  perform walling.write_about_policies();
end $$;

-- What is about a file of any kind and stays in its agency, whatever of the file was granted: `via` holds the file's id.
-- Its policy names every table of files, so protect_root() writes it anew when one is added.
create function walling.protect_about(t text, via text, verbs text[] default '{}') returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform walling.close(t);
  insert into walling.walled values (t, case when verbs = '{}' then 'about_history' else 'about' end, null, via)
    on conflict (name) do nothing;
  if verbs = '{}' then
    execute format('create policy writer on %I for insert to jiwar_owner with check (true)', t);
    execute format('grant select on %I to jiwar_app', t);
  else
    perform walling.own_writes(t, format('agency_id = (select wall.agency()) and wall.stands_on(%I)', via));
    perform walling.grant_columns(t, verbs);
  end if;
  perform walling.write_about_policies();
end $$;
create function walling.write_about_policies() returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare w record;
begin
  for w in select name, via, kind from walling.walled where kind in ('about', 'about_history') loop
    execute format('drop policy if exists wall on %I', w.name);
    execute (select format('create policy wall on %I %s to jiwar_app using (agency_id = (select wall.agency()) and (%s))',
        w.name, case w.kind when 'about' then '' else 'for select' end,
        coalesce(string_agg(format('exists (select from %I r where r.id = %I.%I)', name, w.name, w.via), ' or ' order by name), 'false'))
      from walling.walled where kind = 'root');
  end loop;
end $$;

create function walling.write_root_functions() returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare refresh text; roots text; move text; below text; above text;
begin
  refresh := (select 'create or replace function wall.refresh(root uuid, below boolean) returns void language sql
      set search_path = pg_catalog, pg_temp as $f$ '
    || string_agg(format('update public.%1$I r set scope = ''{}'' where r.id = root%2$s;
         update public.case_access c set kept_from = r.denied from public.%1$I r where c.root_id = r.id
           and (r.id = root%2$s) and not c.denied and c.kept_from <> r.denied;', name,
         case when worked then ' or (below and r.person_id = root)' else '' end), ' ' order by name)
    || ' $f$' from walling.walled where kind = 'root');
  below := (select 'create or replace function wall.below(root uuid) returns setof uuid language sql stable
      set search_path = pg_catalog, pg_temp as $f$ '
    || string_agg(format('select id from public.%I where person_id = root', name), ' union all ' order by name)
    || ' $f$' from walling.walled where kind = 'root' and worked);
  above := (select 'create or replace function wall.above(root uuid) returns uuid language sql stable
      set search_path = pg_catalog, pg_temp as $f$ '
    || string_agg(format('select person_id from public.%I where id = root', name), ' union all ' order by name)
    || ' $f$' from walling.walled where kind = 'root' and worked);
  roots := (select 'create or replace function wall.roots(ids uuid[], out id uuid, out agency_id uuid,
      out office_id uuid, out team_id uuid, out owner_id uuid, out timed text[], out scope text[], out denied text[])
      returns setof record language sql stable set search_path = pg_catalog, pg_temp as $f$ '
    || string_agg(format('select r.id, r.agency_id, %s, r.timed, r.scope, r.denied from public.%I r where r.id = any(ids)',
         case when worked then 'r.office_id, r.team_id, r.owner_id' else 'null::uuid, null::uuid, null::uuid' end, name),
         ' union all ' order by name)
    || ' $f$' from walling.walled where kind = 'root');
  move := (select 'create or replace function wall.move(root uuid, owner uuid, team uuid, expected integer)
      returns integer language sql set search_path = pg_catalog, pg_temp as $f$ with moved as ('
    || string_agg(format('update public.%I set owner_id = owner, team_id = team, version = version + 1,
         updated_at = now() where id = root and version = expected returning 1', name), '' order by name)
    || ') select count(*)::int from moved $f$' from walling.walled where kind = 'root' and worked);
  set local role jiwar_keeper;
  execute refresh;
  execute roots;
  if move is not null then execute move; execute below; execute above; end if;
  reset role;
end $$;
revoke execute on all functions in schema walling from public;

-- The two trigger functions of roots. What a table cannot say by a foreign key is said here: team and owner belong
-- to the agency that owns the record.
set local role jiwar_keeper;
-- Permits hang on ids alone, so an id names one root in the whole house: a second one would share its permits. The
-- owner and the proofs, which fill whole tables, name their own.
create function wall.take_up(root uuid) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if session_user <> 'jiwar_app' then return; end if;
  perform wall.demand(wall.is_offered(root), 'a new file takes the id it was given');
  perform set_config('wall.offered', wall.bound('offered', array_to_string(
    array_remove(string_to_array(wall.opened('offered'), ' '), root::text), ' ')), true);
end $$;
create function wall.arrays_worked() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  select office_id into strict new.office_id from public.access_team where id = new.team_id;
  if tg_op = 'INSERT' then perform wall.take_up(new.id); end if;
  if tg_op = 'UPDATE' and new.agency_id <> old.agency_id then
    raise exception 'a record never changes its controller' using errcode = 'WA005'; end if;
  if (select agency_id from public.access_office where id = new.office_id) <> new.agency_id
     or (select agency_id from public.access_user where id = new.owner_id) <> new.agency_id then
    raise exception 'team and owner belong to the agency of the record' using errcode = 'WA005'; end if;
  if tg_op = 'UPDATE' and new.person_id <> old.person_id then
    raise exception 'a record stays with its person' using errcode = 'WA005'; end if;
  if tg_op = 'INSERT' then -- one answer for a person out of sight, of another agency, or not there
    perform wall.demand(wall.stands_on(new.person_id) and exists (
      select from wall.roots(array[new.person_id]) p where p.agency_id = new.agency_id), 'no such person'); end if;
  select a.scope, a.timed, a.denied into new.scope, new.timed, new.denied from wall.access_arrays(new.id, new.person_id) a;
  if (tg_op = 'INSERT' or new.owner_id is distinct from old.owner_id) and 'u:' || new.owner_id = any(new.denied) then
    raise exception 'nobody works on what they must not see' using errcode = 'WA009'; end if;
  new.scope := new.scope || array_remove(
    array['u:' || new.owner_id, 't:' || new.team_id, 'so:' || new.office_id, 's:' || new.agency_id], null);
  return new;
end $$;
-- A root without owner: whoever registers it, and the team, see it until a case says who works with it. A team where one
-- covers an absence is not one's own.
create function wall.arrays_plain() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.agency_id <> old.agency_id then
    raise exception 'a record never changes its controller' using errcode = 'WA005'; end if;
  if tg_op = 'INSERT' then
    perform wall.take_up(new.id);
    perform wall.demand(new.agency_id = wall.agency(), 'one registers for one''s own agency');
    perform wall.put(new.id, p, 'full', array['service', 'identity', 'narrative', 'status', 'place'], 'work',
                     'registration', new.id::text, false, false, null)
    from unnest(wall.with_supervisors(array(
      select v from unnest(wall.verified_principals()) v where v ~ '^u:' or v in (
        select 't:' || r.team_id from public.access_roleassignment r where r.user_id = wall.actor()
          and r.covers_id is null and r.starts_at <= now() and (r.ends_at is null or r.ends_at > now()))))) p;
  end if;
  select a.scope, a.timed, a.denied into new.scope, new.timed, new.denied from wall.access_arrays(new.id, null) a;
  new.scope := new.scope || ('s:' || new.agency_id);
  return new;
end $$;
-- One's own password only: whoever set another's would be that person with the next request. Where nobody is entered
-- (Django renews a hash while somebody signs in) the old one stays.
create function wall.own_password() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if session_user <> 'jiwar_app' then return new; end if;
  if wall.actor() is null then new.password := old.password; end if;
  if new.password <> old.password and new.id <> wall.actor() then
    raise exception 'a password is set by its owner' using errcode = 'WA003'; end if;
  return new;
end $$;
grant execute on function wall.arrays_worked, wall.arrays_plain, wall.own_password to jiwar_owner; -- for CREATE TRIGGER
reset role;
create trigger b_own_password before update of password on access_user
  for each row execute function wall.own_password();
