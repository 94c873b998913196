-- Who can see a file, and why somebody can or cannot: the same rules as the policies, asked for everybody at once.
set local role jiwar_keeper;

-- The ways into a root: places first (no basis), then live permits.
create function wall.ways(root uuid) returns table (principal text, basis text, until timestamptz) language sql stable
  set search_path = pg_catalog, pg_temp as $$
  with r as materialized (select * from wall.roots(array[root]))
  select p, '', null::timestamptz
  from r, unnest(array['u:' || r.owner_id, 't:' || r.team_id, 'so:' || r.office_id, 's:' || r.agency_id]) p
  where p is not null
  union all
  select c.principal, c.basis_kind, c.expires_at from public.case_access c join r on r.id = c.root_id
  where not c.denied and (c.expires_at is null or c.expires_at > now())
$$;

-- Everybody who can see a root, once for each way, for whoever stands on it. Whoever is denied what they would see
-- is told to its supervisors alone: others must not learn of a conflict.
create function wall.seers(root uuid)
  returns table (person uuid, principal text, basis text, until timestamptz, is_denied boolean)
  language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  with r as materialized (select * from wall.roots(array[root]) where wall.stands_on(root)),
  people as materialized (select u.id, wall.principals_of(u.id) as p from public.access_user u where exists (select from r))
  select people.id, w.principal, w.basis, w.until, r.denied && people.p
  from r, people, wall.ways(r.id) w
  where w.principal = any(people.p) and (not r.denied && people.p or wall.supervises(r.id))
$$;

-- Everything that decides whether a user sees a root, as facts: `counts` says whether it holds now. Not for serving:
-- why() asks first who wants to know.
create function wall.explain(root uuid, person uuid)
  returns table (fact text, what text, place text, starts timestamptz, until timestamptz, counts boolean)
  language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  with r as materialized (select * from wall.roots(array[root])),
  u as materialized (select x.*, wall.principals_of(x.id) as p, a.is_active as has_agency
                     from public.access_user x join public.access_agency a on a.id = x.agency_id where x.id = person)
  select 'file', '', '', null::timestamptz, null::timestamptz, exists (select from r)
  union all select 'user', '', '', null, null, u.is_active from u
  union all select 'agency', '', '', null, null, u.has_agency from u
  union all
  select 'role', a.role, coalesce('t:' || a.team_id, 'o:' || a.office_id, 'a:' || a.agency_id), a.starts_at, a.ends_at,
         a.agency_id = u.agency_id and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now())
  from u join public.access_roleassignment a on a.user_id = u.id
  union all select 'apart', '', x, null, null, true from u, unnest(u.p) x where x ~ '^[md]:'
  union all select 'way', w.basis, w.principal, null, w.until, true from r, u, wall.ways(r.id) w where w.principal = any(u.p)
  union all
  select 'ended', c.basis_kind, c.principal, c.created_at, c.expires_at, false
  from r, u, public.case_access c
  where c.root_id = r.id and not c.denied and c.expires_at <= now() and c.principal = any(u.p)
  union all
  select 'denial', c.basis_kind, c.principal, c.created_at, null, true
  from r, u, public.case_access c
  where c.root_id in (r.id, wall.above(r.id)) and c.denied and c.principal in ('*', 'u:' || u.id)
  union all
  select 'sees', '', '', null, null, exists (
    select from r, u where not r.denied && u.p and exists (select from wall.ways(r.id) w where w.principal = any(u.p)))
$$;
create function wall.why(root uuid, person uuid)
  returns table (fact text, what text, place text, starts timestamptz, until timestamptz, counts boolean)
  language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.supervises(root), 'supervisors are told');
  return query select * from wall.explain(root, person);
end $$;

grant execute on function wall.seers, wall.why to jiwar_app;
grant execute on function wall.explain to jiwar_owner; -- the operator at the command line
reset role;
