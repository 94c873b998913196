-- Conflicts of interest that no supervisor of the file may judge any more, because each of them is kept out of it: the
-- data-protection officer does, by code and names of colleagues alone.
set local role jiwar_keeper;

-- The people who supervise a file and are not kept out of it; a seal, which keeps out everybody, is no conflict.
create function wall.supervisors_of(root uuid) returns setof uuid language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select u.id from wall.roots(array[root]) r
  join public.access_user u on u.agency_id = r.agency_id and u.kind = 'person'
  cross join lateral (select array_remove(wall.principals_of(u.id), '*') as p) x
  where exists (select from public.access_roleassignment a where a.user_id = u.id and a.role = 'supervisor')
    and not r.denied && x.p
    and (array['s:' || r.agency_id, 'so:' || r.office_id] && x.p or exists (
      select from public.case_access c where c.root_id = root and not c.denied and c.principal like 'so:%'
        and c.principal = any(x.p) and (c.expires_at is null or c.expires_at > now())))
$$;

-- For the officer of the agency: each such conflict once, but never one's own, nor one that one declared.
create function wall.stranded_conflicts()
  returns table (case_id uuid, code text, person uuid, declared_by uuid, since timestamptz, ruling text)
  language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  select distinct on (c.id, a.principal) c.id, c.code, substr(a.principal, 3)::uuid, a.granted_by, a.created_at, a.ruling
  from public.case_access a join public.cases_case c on c.id = a.basis_id::uuid
  where a.denied and a.basis_kind = 'conflict' and c.agency_id = wall.agency()
    and 'd:' || c.agency_id = any(wall.verified_principals())
    and a.principal <> 'u:' || wall.actor() and a.granted_by is distinct from wall.actor()
    and not exists (select from wall.supervisors_of(c.id))
  order by c.id, a.principal, a.created_at $$;

-- What was found stays in the history of the denial. Returns whom to tell: who declared it, whose file it is, and who
-- was kept out, if the conflict is lifted: until then nobody learns of one's own, not even whose file it is.
create function wall.rule_conflict(root uuid, person uuid, ruling text) returns setof uuid language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare
  lifts boolean := ruling in ('mistaken', 'unfounded');
  declared uuid;
begin
  perform wall.demand(exists (select from wall.stranded_conflicts() s
                              where s.case_id = root and s.person = rule_conflict.person), 'no such conflict');
  perform wall.insist(lifts or ruling in ('founded', 'unclear'), 'no such ruling');
  perform wall.dealt_with(root);
  for declared in update public.case_access c set ruling = rule_conflict.ruling
    where c.denied and c.basis_kind = 'conflict' and c.basis_id = root::text and c.principal = 'u:' || person
    returning c.granted_by
  loop return next declared; end loop;
  return query select c.owner_id from public.cases_case c where c.id = root and c.owner_id <> person;
  if lifts then
    delete from public.case_access c
    where c.denied and c.basis_kind = 'conflict' and c.basis_id = root::text and c.principal = 'u:' || person;
    return next person;
  end if;
end $$;
grant execute on function wall.stranded_conflicts, wall.rule_conflict to jiwar_app;
reset role;
