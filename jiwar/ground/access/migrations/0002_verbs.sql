-- The verbs of access: the only ways in which permits, denials and hand-overs come to be. Each checks for itself
-- that the caller stands on the root (its own agency's file, not one it was granted) and, through the trigger on
-- case_access, that an action is announced. Part 3, by the keeper.
set local role jiwar_keeper;

create function wall.reaches(root uuid) returns boolean language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$ select exists (select from wall.sights(array[root])) $$;
create function wall.stands_on(root uuid) returns boolean language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$ select exists (select from wall.stands(array[root])) $$;
-- The id of a new root is the database's to give: whoever could choose one would learn by it which are taken, out of
-- sight too. Given for this transaction and good for one row; its keys are made before that row.
create function wall.offer(root uuid) returns uuid language sql set search_path = pg_catalog, pg_temp as $$
  select set_config('wall.offered', wall.bound('offered', concat_ws(' ', wall.opened('offered'), root)), true);
  select root $$;
create function wall.new_root() returns uuid language sql security definer set search_path = pg_catalog, pg_temp as $$
  select wall.offer(gen_random_uuid()) $$;
create function wall.is_offered(root uuid) returns boolean language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(root::text = any(string_to_array(wall.opened('offered'), ' ')), false) $$;
create function wall.may_wrap(root uuid) returns boolean language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$ select wall.is_offered(root) or wall.stands_on(root) $$;

-- Who declares a conflict or hands a file over may lose sight of it by that, and who judges a seal or an emergency
-- may never have had it; the event is written after. The verb, which asked whether the caller may, says sealed and for
-- this transaction which roots were dealt with.
create function wall.dealt_with(root uuid) returns void language sql set search_path = pg_catalog, pg_temp as $$
  select set_config('wall.dealt', wall.bound('dealt', concat_ws(' ', wall.opened('dealt'), root)), true) $$;

-- What the caller may write into the trail. That something was done: by whom is entered, while it is announced, about
-- a file in sight or just dealt with, or about none. That something was read: a file in sight, or figures
-- by whoever reads them. That it was refused: by anybody who is entered; by nobody only that it failed. A file out of
-- sight and one that is not there are answered alike.
create function wall.may_record(action text, outcome text, root uuid) returns boolean language plpgsql stable
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  if wall.actor() is null then return outcome in ('refused', 'failed') and root is null; end if;
  return case outcome
    when 'done' then action = wall.announced() and (
      root is null or root::text = any(string_to_array(wall.opened('dealt'), ' ')) or wall.reaches(root))
    when 'read' then case when root is not null then wall.reaches(root)
                          when action = 'agency_trail' then 'd:' || wall.agency() = any(wall.verified_principals())
                          else 'f:' || wall.agency() = any(wall.verified_principals()) end
    else outcome in ('refused', 'forbidden', 'stale', 'missing', 'failed') end is true;
end $$;

create function wall.agency_behind(principal text) returns uuid language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select case split_part(principal, ':', 1)
    when 'a' then (select id from public.access_agency where id = split_part(principal, ':', 2)::uuid)
    when 'o' then (select agency_id from public.access_office where id = split_part(principal, ':', 2)::uuid)
    when 't' then (select o.agency_id from public.access_team t join public.access_office o on o.id = t.office_id
                   where t.id = split_part(principal, ':', 2)::uuid)
    when 'u' then (select agency_id from public.access_user where id = split_part(principal, ':', 2)::uuid) end
$$;

-- For wrapping keys: which agency a principal belongs to. Tells nothing that the tables of staff do not.
create function wall.agency_of(principal text) returns uuid language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$ select wall.agency_behind(principal) $$;

-- A team's work is seen by the supervisors of its office too.
create function wall.with_supervisors(principals text[]) returns text[] language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select principals || array(select distinct 'so:' || t.office_id from public.access_team t where 't:' || t.id = any(principals)) $$;

create function wall.put(root uuid, principal text, level text, classes text[], purpose text, basis_kind text,
                         basis_id text, release boolean, denied boolean, expires_at timestamptz)
  returns uuid language sql set search_path = pg_catalog, pg_temp as $$
  insert into public.case_access (id, root_id, principal, agency_id, level, classes, purpose, basis_kind, basis_id,
                                  release, denied, expires_at, granted_by, created_at)
  values (gen_random_uuid(), put.root, put.principal, wall.agency_behind(put.principal), put.level, put.classes,
          put.purpose, put.basis_kind, put.basis_id, put.release, put.denied, put.expires_at, wall.actor(), now())
  on conflict (root_id, principal, basis_kind, basis_id) do nothing
  returning id
$$;

-- A permit for somebody else, on a basis, until an end. Never passed on by those who were granted it themselves.
create function wall.give(root uuid, principal text, level text, classes text[], purpose text, basis_kind text,
                          basis_id text, release boolean, expires_at timestamptz)
  returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare made uuid;
begin
  perform wall.demand(wall.stands_on(root), 'not your own file');
  perform wall.demand(wall.agency_behind(principal) is not null, 'nobody of that name');
  perform wall.insist(basis_kind in ('consent', 'public_duty', 'vital_interest', 'court_order', 'mandatory_report')
                      and basis_id <> '', 'a grant needs its basis');
  perform wall.insist(expires_at is null or expires_at > now(), 'ended before it began');
  perform wall.insist(basis_id ~ '^\S{1,64}$', 'a basis is named by a code');
  perform wall.insist(purpose in ('assistance', 'protection', 'shelter', 'health', 'justice', 'return', 'coordination'),
                      'no such purpose');
  perform wall.insist(level in ('summary', 'full'), 'no such level');
  perform wall.insist(cardinality(classes) > 0 and classes <@ array['service', 'identity', 'narrative', 'status', 'place'],
                      'no such class');
  perform wall.insist(level = 'full' or not 'narrative' = any(classes), 'a summary tells no story');
  if wall.enforces(wall.agency_behind(principal)) and classes && array['status', 'place', 'shelter']
     and not (release and basis_kind in ('vital_interest', 'court_order', 'mandatory_report')) then
    raise exception 'firewall' using errcode = 'WA004';
  end if;
  delete from public.case_access c where c.root_id = root and c.principal = give.principal and not c.denied
    and c.basis_kind = give.basis_kind and c.basis_id = give.basis_id and c.expires_at <= now(); -- ended, not yet swept
  select wall.put(root, principal, level, classes, purpose, basis_kind, basis_id, release, false, expires_at) into made;
  perform wall.insist(made is not null, 'granted already on this basis');
  return made;
end $$;

-- What one has given oneself: the grants on a root one stands on, for showing and ending them.
create function wall.grants_on(root uuid) returns setof public.case_access language sql stable security definer
  parallel restricted set search_path = pg_catalog, pg_temp as $$
  select c.* from public.case_access c where c.root_id = root and not c.denied and wall.stands_on(root)
    and (c.expires_at is null or c.expires_at > now())
    and c.basis_kind in ('consent', 'public_duty', 'vital_interest', 'court_order', 'mandatory_report') $$;
create function wall.granted(root uuid, principal text, kind text, ref text) returns boolean language sql stable
  security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  select exists (select from wall.grants_on(root) c
    where c.principal = granted.principal and c.basis_kind = kind and c.basis_id = ref) $$;

-- Everything of the agency that rests on one basis ends in this statement, out of the caller's sight too: permits,
-- arrays, key wraps. What another agency named alike is neither ended nor noticed. Returns what was ended and for whom.
create function wall.end_grants(kind text, ref text) returns table (root uuid, was_for text) language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.insist(kind in ('consent', 'public_duty', 'vital_interest', 'court_order', 'mandatory_report'),
                      'no such basis');
  perform wall.demand(exists (
    select from public.case_access c
    where c.basis_kind = kind and c.basis_id = ref and not c.denied and wall.stands_on(c.root_id)), 'not your own file');
  for root, was_for in delete from public.case_access c
    where c.basis_kind = kind and c.basis_id = ref and not c.denied
      and exists (select from wall.roots(array[c.root_id]) r where r.agency_id = wall.agency())
    returning c.root_id, c.principal::text
  loop
    perform wall.dealt_with(root); -- the trail of every file tells what ended on it, whoever ended it
    return next;
  end loop;
end $$;

-- The case because of which something is said of a root: the root itself, or one of the cases of that person. Any other
-- word would stand there for ever, for no verb takes it back.
create function wall.is_case_of(root uuid, ref text) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select ref = root::text and wall.above(root) is not null or ref in (select b::text from wall.below(root) b) $$;

-- Work inside the agency: who sees this root because of that case, said by those whose case it is. Replaces the whole
-- set at once.
create function wall.set_inside(root uuid, kind text, ref text, principals text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.stands_on(root), 'not your own file');
  perform wall.insist(kind = 'case', 'no such basis');
  perform wall.demand(wall.is_case_of(root, ref) and wall.stands_on(ref::uuid), 'no case of this file');
  perform wall.demand(wall.agency_behind(p) = wall.agency(), 'inside the agency only') from unnest(principals) p;
  principals := wall.with_supervisors(principals);
  perform wall.put(root, p, 'full', array['service', 'identity', 'narrative', 'status', 'place'], 'work', kind, ref,
                   false, false, null) from unnest(principals) p;
  delete from public.case_access c
  where c.root_id = root and not c.denied and (c.basis_kind = kind and c.basis_id = ref and c.principal <> all(principals)
                                               or c.basis_kind = 'registration');
end $$;

-- A conflict of interest is set by the worker or by somebody who stands on the file; it beats every permit. It rests on
-- a case, and is taken back by that case.
create function wall.deny(root uuid, person uuid, ref text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.stands_on(root), 'not your own file');
  perform wall.demand(wall.is_case_of(root, ref), 'no case of this file');
  perform wall.dealt_with(root);
  perform wall.put(root, 'u:' || person, 'full', '{}', '', 'conflict', ref, false, true, null);
end $$;

-- Sealed: nobody reads it, whoever granted it, until a supervisor of its agency or office lifts the seal.
create function wall.seal_root(root uuid, ref text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.supervises(root), 'supervisors seal');
  perform wall.put(root, '*', 'full', '{}', '', 'sealed', ref, false, true, null);
end $$;

create function wall.supervises(root uuid) returns boolean language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  select exists (select from wall.roots(array[root]) r
    where (array['s:' || r.agency_id, 'so:' || r.office_id] && wall.verified_principals()
        or exists (select from wall.live_permits(array[root]) c where c.principal like 'so:%'))
      and not r.denied && array(select p from unnest(wall.verified_principals()) p where p <> '*')) $$;

-- Denials go back by the file they were set for: a seal covers the case and its person, and neither can be seen.
create function wall.lift(kind text, ref text, person uuid) returns integer language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare lifted integer;
begin
  perform wall.insist(kind in ('conflict', 'sealed'), 'no such denial');
  perform wall.demand(person is distinct from wall.actor(), 'never one''s own');
  delete from public.case_access c
  where c.denied and c.basis_kind = kind and c.basis_id = ref and wall.supervises(c.root_id)
    and c.principal = case kind when 'sealed' then '*' else 'u:' || person end;
  get diagnostics lifted = row_count;
  return lifted;
end $$;

-- Expired permits of the agency's own roots leave, and their key wraps with them. For the nightly job.
create function wall.sweep() returns integer language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare swept integer;
begin
  perform wall.demand('k:' || wall.agency() = any(wall.verified_principals()), 'jobs sweep');
  delete from public.case_access c where c.expires_at <= now() and not c.denied
    and exists (select from wall.roots(array[c.root_id]) r where r.agency_id = wall.agency());
  get diagnostics swept = row_count;
  delete from public.access_begun where saved_at < now() - interval '7 days';
  return swept;
end $$;

-- The keys of a root, whoever holds them, and with them what was granted on it. A person's keys go last: as long as
-- one key of a case of that person is there, in the caller's sight or out of it, they stay.
create function wall.erase_keys(root uuid) returns integer language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare erased integer;
begin
  perform wall.demand(wall.stands_on(root) and wall.supervises(root), 'supervisors erase');
  perform wall.demand(not exists (select from wall.below(root) b join public.vault_keywrap w on w.root_id = b),
                      'cases first');
  return wall.destroy(array[root]);
end $$;
create function wall.destroy(roots uuid[]) returns integer language plpgsql set search_path = pg_catalog, pg_temp as $$
declare erased integer;
begin
  delete from public.vault_keywrap where root_id = any(roots);
  get diagnostics erased = row_count;
  delete from public.case_access c where c.root_id = any(roots) and not c.denied
    and c.basis_kind not in ('registration', 'case');
  delete from public.access_begun where about = any(roots);
  return erased;
end $$;

-- Ends another agency's keys to a root before its grant would; its own it keeps until the record is erased.
create function wall.drop_wraps(root uuid, agency uuid, kinds text[]) returns integer language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare dropped integer;
begin
  perform wall.demand(wall.stands_on(root) and agency is distinct from wall.agency(), 'not your own file');
  delete from public.vault_keywrap w where w.root_id = root and w.agency_id = agency and w.kind = any(kinds);
  get diagnostics dropped = row_count;
  return dropped;
end $$;

-- Roots change hands here alone: a plain UPDATE out of the caller's sight is refused by the policy.
create function wall.hand_over(root uuid, owner uuid, team uuid, expected integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.stands_on(root), 'not your own file');
  perform wall.dealt_with(root);
  return wall.move(root, owner, team, expected);
end $$;
-- Its body is written by walling.protect_root().
create function wall.move(root uuid, owner uuid, team uuid, expected integer) returns integer language sql
  set search_path = pg_catalog, pg_temp as $$ select 0 $$;

-- Until when somebody works on files by a role that is no cover: at this team as a case worker, or anywhere.
create function wall.works_until(person uuid, team uuid) returns timestamptz language plpgsql stable
  set search_path = pg_catalog, pg_temp as $$
begin
  return (select coalesce(max(coalesce(r.ends_at, 'infinity')), '-infinity')
    from public.access_roleassignment r join public.access_user u on u.id = r.user_id and u.agency_id = r.agency_id
    where r.user_id = person and r.covers_id is null
      and case when team is null then r.role in ('case_worker', 'supervisor')
               else r.role = 'case_worker' and r.team_id = team end);
end $$;

-- Ends a role earlier, never later. A cover rests on the role it covers and on the work of whoever covers: it lasts no
-- longer than either.
create function wall.cut_role(assignment uuid, at timestamptz) returns void language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare r public.access_roleassignment;
begin
  update public.access_roleassignment set ends_at = least(ends_at, greatest(at, starts_at + interval '1 second'))
    where id = assignment returning * into r;
  update public.access_roleassignment c set ends_at = x.until
  from (select o.id, greatest(o.starts_at + interval '1 second',
               least(wall.works_until(o.covers_id, o.team_id), wall.works_until(o.user_id, null))) as until
        from public.access_roleassignment o where o.covers_id is not null and r.user_id in (o.user_id, o.covers_id)) x
  where c.id = x.id and c.ends_at > x.until;
end $$;

-- Whether somebody besides the actor still watches over access in the agency once this role is over at that moment, or,
-- where none is named, once this user is out. True where nothing is lost by it. One after the other in an agency: two
-- who remove each other at once would each count on the other.
create function wall.goes_on_watched(person uuid, assignment uuid, at timestamptz) returns boolean language plpgsql volatile
  set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('goes on watched ' || p.agency_id::text, 0))
    from public.access_user p where p.id = person;
  return (
  with watching as (
    select r.id, r.user_id, r.ends_at
    from public.access_user p
    join public.access_user u on u.agency_id = p.agency_id and u.is_active and u.kind = 'person'
    join public.access_roleassignment r on r.user_id = u.id and r.agency_id = u.agency_id
    join wall.role_reach h on h.role = r.role and h.reach in ('administer', 'protect_data')
    where p.id = person and r.starts_at <= clock_timestamp() and (r.ends_at is null or r.ends_at > clock_timestamp())
  )
  select not exists (select from watching where user_id = person and (assignment is null or id = assignment))
    or exists (
      select from watching where user_id <> wall.actor() and (ends_at is null or ends_at > at)
        and case when assignment is null then user_id <> person else id <> assignment end));
end $$;

-- Users of an agency, by its administrator; never oneself, so that nobody locks everyone out or lets oneself in; and
-- never the system user, without whom no grant ends and no key is changed. Roles that two people gave are not brought
-- back by one: whoever is let in again holds the others.
create function wall.set_active(person uuid, active boolean) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand('m:' || (select agency_id from public.access_user where id = person and kind <> 'system')
                      = any(wall.verified_principals()) and person <> wall.actor(), 'administrators keep users');
  perform wall.insist(active or wall.goes_on_watched(person, null, now()), 'somebody else goes on watching', 'WA011');
  if active then
    perform wall.cut_role(r.id, now()) from public.access_roleassignment r
      join wall.role_reach h on h.role = r.role and h.needs_two
      join public.access_user u on u.id = r.user_id and not u.is_active
    where r.user_id = person and (r.ends_at is null or r.ends_at > now());
  end if;
  update public.access_user set is_active = active where id = person;
  delete from public.access_session where user_id = person;
end $$;
-- A role is ended earlier, never made longer, and never one's own: an administrator appoints nobody, and does not
-- lay down the role that keeps content away.
create function wall.end_role(assignment uuid, at timestamptz) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(exists (
    select from public.access_roleassignment r join public.access_user u on u.id = r.user_id
    where r.id = assignment and r.user_id <> wall.actor() and u.kind <> 'system'
      and 'm:' || r.agency_id = any(wall.verified_principals())), 'administrators keep roles');
  perform wall.insist(wall.goes_on_watched(r.user_id, r.id, greatest(at, now())), 'somebody else goes on watching', 'WA011')
    from public.access_roleassignment r where r.id = assignment;
  perform wall.cut_role(assignment, at);
end $$;

grant execute on function wall.enter, wall.sights, wall.reaches, wall.is_needed, wall.stands_on, wall.new_root, wall.may_wrap, wall.may_record,
  wall.agency_of, wall.give, wall.grants_on, wall.granted, wall.end_grants, wall.set_inside, wall.deny, wall.seal_root, wall.supervises, wall.lift, wall.sweep,
  wall.erase_keys, wall.drop_wraps, wall.hand_over, wall.set_active, wall.end_role to jiwar_app;
grant execute on function wall.access_changed to jiwar_owner; -- for CREATE TRIGGER only
reset role;
