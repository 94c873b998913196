-- The wall: who is entered, what they reach, who may change that.
-- Part 1, by the owner: the tables from which principals are derived are read by everyone, written by nobody
-- who serves; the application keeps a user's own password, language and last sign-in.
do $$
declare t text;
begin
  foreach t in array array['access_agency', 'access_office', 'access_team', 'access_user', 'access_roleassignment'] loop
    execute format('revoke all on %I from public, jiwar_app', t);
    execute format('grant select on %I to jiwar_app, jiwar_keeper', t);
    execute format('grant insert, update on %I to jiwar_keeper', t);
    perform walling.protect_closed(t || 'history');
  end loop;
  perform walling.protect_closed('access_granthistory');
  foreach t in array array['case_access', 'audit_event', 'vault_keywrap'] loop
    perform walling.close(t);
    insert into walling.walled values (t, 'own');
  end loop;
end $$;
-- Events are added and read, by nobody changed; not by the keeper either.
revoke update, delete on audit_event from jiwar_keeper;
grant update (password, last_login, language) on access_user to jiwar_app;

-- Part 2, by the keeper.
set local role jiwar_keeper;

create table wall.role_reach (role text primary key, reach text not null, needs_two boolean not null default true,
                              is_placed boolean not null default false);
insert into wall.role_reach (role, reach) values ('case_worker', 'work'), ('supervisor', 'supervise'), ('researcher', 'none'),
  ('administrator', 'administer'), ('data_protection_officer', 'protect_data'), ('policy_officer', 'figures'), ('system', 'system');
-- A role nobody thought about needs two people and is held for the whole agency.
update wall.role_reach set needs_two = false where role in ('case_worker', 'researcher');
update wall.role_reach set is_placed = true where role in ('case_worker', 'supervisor');

-- What somebody may call upon now. An administrator or data-protection officer has no content principal at all,
-- whatever other role is held; '*' stands for everyone with content, so that denying it seals a file.
create function wall.principals_of(person uuid) returns text[] language sql stable
  set search_path = pg_catalog, pg_temp as $$
  with held as (
    select h.reach, r.agency_id, r.office_id, r.team_id
    from public.access_user u
    join public.access_agency a on a.id = u.agency_id and a.is_active
    join public.access_roleassignment r on r.user_id = u.id and r.agency_id = u.agency_id
    join wall.role_reach h on h.role = r.role
    where u.id = person and u.is_active and r.starts_at <= now() and (r.ends_at is null or r.ends_at > now())
      and (h.reach = 'system') = (u.kind = 'system')
  ), plain as (
    select case reach when 'administer' then 'm:' else 'd:' end || agency_id as p
    from held where reach in ('administer', 'protect_data')
  ), content as (
    select unnest(array['*', 'u:' || person, 'a:' || agency_id, 'o:' || office_id, 't:' || team_id]) as p
    from held where reach in ('work', 'supervise')
    union select case when office_id is null then 's:' || agency_id when team_id is null then 'so:' || office_id end
    from held where reach = 'supervise'
    union select unnest(array['*', 'u:' || person, 's:' || agency_id, 'k:' || agency_id])
    from held where reach = 'system'
    union select 'f:' || agency_id from held where reach = 'figures'
  )
  select coalesce(array_agg(p order by p), '{}') from (
    select p from plain union select p from content where p is not null and not exists (select from plain)) x
$$;

create function wall.enter(token text) returns boolean language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  part text[] := string_to_array(token, '.');
  until timestamptz;
begin
  if cardinality(part) is distinct from 4 or part[3] !~ '^[0-9]{1,12}$'
     or wall.hmac('app', part[1] || '.' || part[2] || '.' || part[3]) is distinct from part[4] then
    raise exception 'enter refused' using errcode = 'WA002';
  end if;
  until := to_timestamp(part[3]::bigint);
  if until < clock_timestamp() or until > clock_timestamp() + interval '60 s' then
    raise exception 'enter refused: too old' using errcode = 'WA002';
  end if;
  perform wall.leave();
  perform set_config('wall.seal', wall.bound('seal', concat_ws(' ', part[1]::uuid,
      (select agency_id from public.access_user where id = part[1]::uuid),
      nullif(array_to_string(wall.principals_of(part[1]::uuid), ' '), ''))), true);
  return true;
end $$;

-- The arrays of a root: standing permits, timed permits, denials. What is denied on the root `above` it (the person of a
-- case) is denied here too.
create function wall.access_arrays(root uuid, above uuid, out scope text[], out timed text[], out denied text[])
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(c.principal) filter (where not c.denied and c.expires_at is null), '{}'),
         coalesce(array_agg(c.principal) filter (where not c.denied and c.expires_at is not null), '{}'),
         coalesce(array_agg(distinct c.principal) filter (where c.denied), '{}')
  from public.case_access c where c.root_id = root or (c.denied and c.root_id = above)
$$;

-- These know every root table; walling.protect_root() writes their bodies anew when one is added.
-- A worked root hangs below a plain one, as a case below its person.
create function wall.refresh(root uuid, below boolean) returns void language sql set search_path = pg_catalog, pg_temp as $$ $$;
create function wall.roots(ids uuid[], out id uuid, out agency_id uuid, out office_id uuid, out team_id uuid,
                           out owner_id uuid, out timed text[], out scope text[], out denied text[])
  returns setof record language sql stable set search_path = pg_catalog, pg_temp as $$
  select null::uuid, null::uuid, null::uuid, null::uuid, null::uuid, null::text[], null::text[], null::text[] where false
$$;
create function wall.below(root uuid) returns setof uuid language sql stable set search_path = pg_catalog, pg_temp as $$
  select null::uuid where false $$;
create function wall.above(root uuid) returns uuid language sql stable set search_path = pg_catalog, pg_temp as $$
  select null::uuid $$;

-- An unexpired permit of the caller on a root, seen by the keeper: standing (inside) or granted.
create function wall.live_permits(ids uuid[]) returns setof public.case_access language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select c.* from public.case_access c
  where c.root_id = any(ids) and not c.denied and (c.expires_at is null or c.expires_at > now())
    and c.principal = any((select wall.verified_principals())::text[])
$$;

-- Whose own file it is: owner, team, supervisor, or a permit that follows from work inside the agency.
create function wall.stands(ids uuid[]) returns setof uuid language sql stable
  set search_path = pg_catalog, pg_temp as $$
  with me as materialized (select wall.verified_principals() as p)
  select r.id from wall.roots(ids) r, me
  where not r.denied && me.p and (
    array['u:' || r.owner_id, 't:' || r.team_id, 'so:' || r.office_id, 's:' || r.agency_id] && me.p
    or exists (select from wall.live_permits(ids) c where c.root_id = r.id and c.basis_kind in ('registration', 'case')))
$$;

create function wall.enforces(agency uuid) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.access_agency where id = agency and kind in ('police', 'labour', 'border')) $$;

-- Which classes of columns the caller may read of each root: everything of the agency's own (but the shelter's
-- place, which has a key domain of its own), else what live grants name. On the card that is what any grant names; in
-- the opened file only what a full grant names, or a summary that names the person and a full grant of something else
-- would show the full name together. The enforcement firewall takes status,
-- place and shelter from police, labour and border agencies unless the grant is a release on a basis that releases:
-- asked again here, because an agency may have become one that enforces after the grant was given.
create function wall.sights(ids uuid[]) returns table (root uuid, classes text[], in_file text[], is_full boolean)
  language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  with me as materialized (
    select wall.verified_principals() as p, wall.agency() as agency, wall.enforces(wall.agency()) as enforcing),
  r as materialized (select x.* from wall.roots(ids) x, me where not x.denied && me.p),
  g as materialized (select * from wall.live_permits(ids)),
  own as materialized ( -- as wall.stands() has it; roots and permits are read once
    select r.id from r, me
    where array['u:' || r.owner_id, 't:' || r.team_id, 'so:' || r.office_id, 's:' || r.agency_id] && me.p
    union select r.id from r join g on g.root_id = r.id and g.basis_kind in ('registration', 'case')),
  granted as (
    select r.id, c as class, g.level = 'full' as is_full
    from r join g on g.root_id = r.id, me, unnest(g.classes || 'public_stat'::varchar) c
    where r.id not in (select id from own)
      and not (me.enforcing and r.agency_id <> me.agency and c in ('status', 'place', 'shelter')
               and not (g.release and g.basis_kind in ('vital_interest', 'court_order', 'mandatory_report')))
  )
  select id, c, c, true from own, (values (array['identity', 'narrative', 'place', 'public_stat', 'service', 'status'])) v (c)
  union all
  select id, array_agg(distinct class order by class),
         coalesce(array_agg(distinct class order by class) filter (where is_full), '{}'), bool_or(is_full)
  from granted group by id
$$;

-- Whether a data key of this kind opens something of these classes: access/grants.py has the same table.
create function wall.is_needed(kind text, classes text[]) returns boolean language sql immutable parallel safe
  set search_path = pg_catalog, pg_temp as $$
  select case kind when 'narrative' then 'narrative' = any(classes) when 'guarded' then classes && array['status', 'place']
                   else 'identity' = any(classes) end $$;

-- After a permit changes: the arrays of its root, and the key wraps that nobody is entitled to any more.
create function wall.access_changed() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.refresh(coalesce(new.root_id, old.root_id), coalesce(new.denied, old.denied));
  if old.agency_id is not null then
    delete from public.vault_keywrap w
    where w.root_id = old.root_id and w.agency_id = old.agency_id
      and w.agency_id <> coalesce((select r.agency_id from wall.roots(array[old.root_id]) r), w.agency_id)
      and not exists (
        select from public.case_access c
        where c.root_id = w.root_id and c.agency_id = w.agency_id and not c.denied
          and (c.expires_at is null or c.expires_at > now()) and wall.is_needed(w.kind, c.classes));
  end if;
  return null;
end $$;
reset role;
