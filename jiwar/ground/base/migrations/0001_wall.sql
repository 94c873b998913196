-- The ground of the wall. Everything here belongs to jiwar_keeper, a role without login and without BYPASSRLS;
-- the application may call the few functions granted at the end and read none of the tables.
create schema wall authorization jiwar_keeper;
set local role jiwar_keeper;

-- Keys, already xored with the pads of HMAC (RFC 2104), so that a hash costs two sha256. 'db' never leaves the
-- database; 'app' is shared with the application and set by the owner after each migration.
create table wall.key (name text primary key, inner_pad bytea not null, outer_pad bytea not null);

create function wall.pad(key bytea, byte int) returns bytea language sql immutable strict
  set search_path = pg_catalog, pg_temp as $$
  select string_agg(set_byte('\x00'::bytea, 0, (case when n < length(key) then get_byte(key, n) else 0 end) # byte),
                    '' order by n)
  from generate_series(0, 63) n
$$;

create function wall.put_key(key_name text, key bytea) returns void language sql
  set search_path = pg_catalog, pg_temp as $$
  insert into wall.key values (key_name, wall.pad(key, 54), wall.pad(key, 92))
  on conflict (name) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad
$$;

-- 488 random bits from the server's strong source; pgcrypto is not needed.
select wall.put_key('db', sha256(string_agg(uuid_send(gen_random_uuid()), ''::bytea))) from generate_series(1, 4);

create function wall.set_app_key(hex text) returns void language sql security definer
  set search_path = pg_catalog, pg_temp as $$ select wall.put_key('app', decode(hex, 'hex')) $$;

create function wall.hmac(key_name text, message text) returns text language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select encode(sha256(outer_pad || sha256(inner_pad || convert_to(message, 'UTF8'))), 'hex')
  from wall.key where name = key_name
$$;

-- A message bound to this backend and this transaction: copied into another one it opens nothing.
create function wall.bound(kind text, message text) returns text language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select message || '|' || wall.hmac('db', kind || '|' || pg_backend_pid() || '|'
                                     || extract(epoch from transaction_timestamp()) || '|' || message)
$$;

create function wall.opened(kind text) returns text language plpgsql stable parallel restricted
  set search_path = pg_catalog, pg_temp as $$
declare
  sealed text := current_setting('wall.' || kind, true);
  message text;
begin
  if coalesce(sealed, '') = '' then return null; end if;
  message := left(sealed, -65);
  return case when wall.bound(kind, message) = sealed then message end;
end $$;

-- The seal reads "user agency principal principal …".
create function wall.actor() returns uuid language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$ select split_part(wall.opened('seal'), ' ', 1)::uuid $$;
create function wall.agency() returns uuid language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$ select nullif(split_part(wall.opened('seal'), ' ', 2), '')::uuid $$;
create function wall.verified_principals() returns text[] language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  select coalesce((string_to_array(wall.opened('seal'), ' '))[3:], '{}') $$;

create function wall.leave() returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  select (set_config('wall.seal', '', true) || set_config('wall.action', '', true) || set_config('wall.dealt', '', true)
          || set_config('wall.offered', '', true)) is not null $$;

-- An empty name takes the announcement back.
create function wall.announce(action text) returns boolean language sql security definer
  set search_path = pg_catalog, pg_temp as $$
  select set_config('wall.action', case when action = '' then '' else wall.bound('action', action) end, true)
         is not null $$;
create function wall.announced() returns text language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$ select wall.opened('action') $$;

-- Who must hold what for a definer function to go on. The codes are part of the interface: access/wall.py.
create function wall.demand(holds boolean, message text) returns void language plpgsql stable
  set search_path = pg_catalog, pg_temp as $$
begin
  if holds is not true then raise exception '%', message using errcode = 'WA003'; end if;
end $$;

-- What a caller must never ask for, whoever it is: a fault in our code, not an answer; but for a code of its own, which
-- an action puts into words.
create function wall.insist(holds boolean, message text, code text default 'WA006') returns void language plpgsql stable
  set search_path = pg_catalog, pg_temp as $$
begin
  if holds is not true then raise exception '%', message using errcode = code; end if;
end $$;

-- When a row was made and who wrote it is the database's to say: whatever a statement of the application named is
-- replaced. The owner and the proofs, which fill whole tables, keep what they say.
create function wall.dated() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if session_user = 'jiwar_app' then new.created_at := clock_timestamp(); end if;
  return new;
end $$;
create function wall.signed() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if session_user = 'jiwar_app' then new.author_id := wall.actor(); end if;
  return new;
end $$;

grant usage on schema wall to jiwar_app, jiwar_owner, jiwar_oversight;
revoke execute on all functions in schema wall from public;
alter default privileges for role jiwar_keeper revoke execute on functions from public;
grant execute on function wall.actor, wall.agency, wall.verified_principals, wall.leave, wall.announce, wall.announced
  to jiwar_app, jiwar_owner;
grant execute on function wall.agency, wall.verified_principals to jiwar_oversight;
grant execute on function wall.set_app_key, wall.dated, wall.signed to jiwar_owner; -- the last two for CREATE TRIGGER
reset role;

-- The helpers below are called by the owner inside migrations; they run as the caller and belong to the owner.
create schema walling;
grant usage on schema walling to jiwar_owner;

-- Which tables are walled, as what ('own': policies written beside the table's own verbs), and through which column and root: read by wall.finish() and by the proofs.
create table walling.walled (
  name text primary key, kind text not null check (kind in ('root', 'child', 'history', 'closed', 'own', 'about', 'about_history')),
  root text, via text, worked boolean not null default false
);

create function walling.close(t text) returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('alter table %I enable row level security', t);
  execute format('alter table %I force row level security', t);
  execute format('revoke all on %I from public, jiwar_app, jiwar_oversight', t);
  execute format('grant select, insert, update, delete on %I to jiwar_keeper', t);
  execute format('drop policy if exists keeper on %I', t);
  execute format('create policy keeper on %I to jiwar_keeper using (true) with check (true)', t);
end $$;

-- What the application may write and read: every column but the arrays, which tell whom a file is kept from; and an id
-- is written only once: a row that took the id of a hidden root would lend its own sight to it. `created_at` is the database's. Called again when a table gains a column.
create function walling.grant_columns(t text, verbs text[]) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare columns text; kept text;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum),
         string_agg(quote_ident(attname), ', ' order by attnum)
           filter (where attname not in ('id', 'created_at')) into columns, kept
  from pg_attribute
  where attrelid = t::regclass and attnum > 0 and not attisdropped and attname not in ('scope', 'timed', 'denied');
  execute format('grant select (%s) on %I to jiwar_app', columns, t);
  if 'insert' = any(verbs) then execute format('grant insert (%s) on %I to jiwar_app', columns, t); end if;
  if 'update' = any(verbs) then execute format('grant update (%s) on %I to jiwar_app', kept, t); end if;
  if 'delete' = any(verbs) then execute format('grant delete on %I to jiwar_app', t); end if;
  if exists (select from pg_attribute where attrelid = t::regclass and attname = 'created_at') then
    execute format('create or replace trigger b_dated before insert on %I for each row execute function wall.dated()', t);
  end if;
end $$;

-- Files are written by those who work on them: what was granted, by another agency or inside one's own, is read.
-- Conditions beside the policy `wall`, which they narrow for every verb but reading; a new row may have one of its own.
create function walling.own_writes(t text, condition text, new_row text default null) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare verb text;
begin
  foreach verb in array array['insert', 'update', 'delete'] loop
    execute format('drop policy if exists own_%s on %I', verb, t);
    execute format('create policy own_%s on %I as restrictive for %s to jiwar_app %s (%s)', verb, t, verb,
                   case verb when 'insert' then 'with check' else 'using' end,
                   case verb when 'insert' then coalesce(new_row, condition) else condition end);
  end loop;
end $$;

-- A child is seen by whoever sees its root, and written if the root is the agency's own; `via` is the column that
-- holds the root's id.
create function walling.protect_child(t text, via text, root text, verbs text[] default '{insert,update}')
  returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform walling.close(t);
  execute format('drop policy if exists wall on %I', t);
  execute format('create policy wall on %I to jiwar_app using (exists (select from %I r where r.id = %I.%I))',
                 t, root, t, via);
  perform walling.own_writes(t, format(
    'exists (select from %I r where r.id = %I.%I and r.agency_id = (select wall.agency()))
     and wall.stands_on(%I)', root, t, via, via));
  perform walling.grant_columns(t, verbs);
  insert into walling.walled values (t, 'child', root, via) on conflict (name) do nothing;
end $$;

-- A history is read through its root and written by triggers alone (which run as the owner).
create function walling.protect_history(t text, via text, root text) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform walling.close(t);
  execute format('drop policy if exists wall on %I', t);
  execute format('create policy wall on %I for select to jiwar_app using (exists (select from %I r where r.id = %I.%I))',
                 t, root, t, via);
  execute format('drop policy if exists writer on %I', t);
  execute format('create policy writer on %I for insert to jiwar_owner with check (true)', t);
  execute format('grant select on %I to jiwar_app', t);
  insert into walling.walled values (t, 'history', root, via) on conflict (name) do nothing;
end $$;

-- What figures are counted from: the named plain columns, for the role `jiwar_oversight`, which the application enters
-- by SET LOCAL ROLE. Even then rows are seen only by somebody whose role reads figures: principal `f:`.
create function walling.oversee(t text, columns text) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('grant select (%s) on %I to jiwar_oversight', columns, t);
  execute format('drop policy if exists oversight on %I', t);
  execute format('create policy oversight on %I for select to jiwar_oversight
                  using (''f:'' || (select wall.agency()) = any((select wall.verified_principals())::text[]))', t);
end $$;

-- Closed to the application altogether: definer functions and triggers only.
create function walling.protect_closed(t text) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform walling.close(t);
  execute format('drop policy if exists writer on %I', t);
  execute format('create policy writer on %I for insert to jiwar_owner with check (true)', t);
  insert into walling.walled values (t, 'closed') on conflict (name) do nothing;
end $$;

-- After every migration, as the owner: pgtrigger re-creates the history functions with CREATE OR REPLACE, which
-- drops SECURITY DEFINER; here they get it back. A house test reads the catalogue and fails if one lacks it.
create function walling.finish() returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare f regprocedure;
begin
  -- Exempt by declaration: sessions name nobody but by a signed id; these two are read by Django itself.
  grant select, insert, update, delete on django_session to jiwar_app;
  grant select on django_content_type, django_migrations to jiwar_app;
  for f in select p.oid::regprocedure from pg_proc p
           where p.pronamespace = 'public'::regnamespace and p.prorettype = 'trigger'::regtype
             and p.proowner = (select oid from pg_roles where rolname = 'jiwar_owner')
  loop
    execute format('alter function %s security definer set search_path = pg_catalog, public, pg_temp', f);
    execute format('revoke execute on function %s from public', f);
  end loop;
  -- pgtrigger lets whoever sets `pgtrigger.ignore` skip triggers, history and announcement included: not here.
  if to_regprocedure('public._pgtrigger_should_ignore(name)') is not null then
    create or replace function public._pgtrigger_should_ignore(trigger_name name) returns boolean
      language sql immutable set search_path = pg_catalog, pg_temp as 'select false';
  end if;
end $$;
revoke execute on all functions in schema walling from public;
alter default privileges for role jiwar_owner revoke execute on functions from public;
