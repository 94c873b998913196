-- Roles in life: what an agency may hold, who gives it, who confirms it, who covers whom, who reviews it.
-- Part 1, by the owner: three tables that the application reads in part and writes through verbs alone.
do $$
declare t text;
begin
  foreach t in array array['staff_roleproposal', 'staff_conductacceptance', 'staff_rolereview'] loop
    perform walling.close(t);
    insert into walling.walled values (t, 'own');
    perform walling.protect_closed(t || 'history');
    execute format('grant select on %I to jiwar_app', t);
  end loop;
end $$;

-- Administrators and data-protection officers of the agency; of acceptances everybody sees one's own.
create policy wall on staff_roleproposal for select to jiwar_app using (
  array['m:' || agency_id, 'd:' || agency_id] && (select wall.verified_principals()));
create policy wall on staff_rolereview for select to jiwar_app using (
  array['m:' || agency_id, 'd:' || agency_id] && (select wall.verified_principals()));
create policy wall on staff_conductacceptance for select to jiwar_app using (
  user_id = (select wall.actor())
  or array['m:' || agency_id, 'd:' || agency_id] && (select wall.verified_principals()));

-- Part 2, by the keeper.
set local role jiwar_keeper;

-- Which roles an agency of which kind may hold; kept equal with jiwar/ground/staff/data/holdings.json by a house test.
create table wall.role_held (kind text, role text references wall.role_reach, primary key (kind, role));
insert into wall.role_held
select kind, role from unnest(array['ministry', 'un', 'ngo', 'clinic', 'justice', 'police', 'labour', 'border']) kind,
  unnest(array['case_worker', 'supervisor', 'administrator', 'data_protection_officer']) role;
insert into wall.role_held
select kind, role from unnest(array['ministry', 'un']) kind, unnest(array['researcher', 'policy_officer']) role
union all select 'ngo', 'researcher';

create function wall.keeps_people_of(agency uuid) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$ select 'm:' || agency = any(wall.verified_principals()) $$;
create function wall.watches(agency uuid) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select array['m:' || agency, 'd:' || agency] && wall.verified_principals() $$;
create function wall.supervises_place(agency uuid, office uuid) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select array['s:' || agency, 'so:' || office] && wall.verified_principals()
    and 'k:' || agency <> all(wall.verified_principals()) $$; -- jobs arrange nothing
create function wall.agency_of_user(person uuid) returns uuid language sql stable
  set search_path = pg_catalog, pg_temp as $$ select agency_id from public.access_user where id = person $$;

-- Whether this role fits this user at this place: a person who is let in, a role that an agency of this kind may hold
-- and that is no job's, a place of the user's own agency.
create function wall.role_fits(person uuid, given text, office uuid, team uuid) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from public.access_user u
    join public.access_agency a on a.id = u.agency_id and a.is_active
    join wall.role_held h on h.kind = a.kind and h.role = given
    join wall.role_reach r on r.role = given and r.reach <> 'system'
    where u.id = person and u.kind = 'person' and u.is_active
      and (r.is_placed or (role_fits.office is null and role_fits.team is null))
      and (role_fits.office is null or exists (
        select from public.access_office o where o.id = role_fits.office and o.agency_id = u.agency_id))
      and (role_fits.team is null or exists (
        select from public.access_team t where t.id = role_fits.team and t.office_id = role_fits.office))) $$;

create function wall.put_role(person uuid, given text, office uuid, team uuid, starts timestamptz, ends timestamptz,
                              covered uuid) returns uuid language plpgsql set search_path = pg_catalog, pg_temp as $$
declare made uuid := gen_random_uuid();
begin
  perform wall.insist(ends is null or ends > starts, 'ended before it began');
  insert into public.access_roleassignment (id, user_id, role, agency_id, office_id, team_id, starts_at, ends_at, covers_id)
  values (made, person, given, wall.agency_of_user(person), office, team, starts, ends, covered);
  return made;
end $$;

-- Whether a second person is needed: for powerful roles, and for work at a team, which opens the team's files. Whoever
-- held it lately comes back by one; an invitation that names a team is confirmed by a second person anyway.
create function wall.takes_two(person uuid, given text, team uuid) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select (select needs_two from wall.role_reach where role = given) or (team is not null and not exists (
    select from public.access_roleassignment r where r.user_id = person and r.covers_id is null and r.team_id = team
      and (r.ends_at is null or r.ends_at > now() - interval '90 days'))) $$;

-- A role that one administrator may give alone, from now on; never to oneself.
create function wall.give_role(person uuid, given text, office uuid, team uuid, ends timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.keeps_people_of(wall.agency_of_user(person)) and person <> wall.actor(),
                      'administrators give roles, to others');
  perform wall.demand(wall.role_fits(person, given, office, team), 'not a role for this user here');
  perform wall.insist(not wall.takes_two(person, given, team), 'this role needs two people');
  return wall.put_role(person, given, office, team, now(), ends, null);
end $$;

-- A powerful role: proposed by one …
create function wall.propose_role(person uuid, given text, office uuid, team uuid, ends timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare made uuid := gen_random_uuid();
begin
  perform wall.demand(wall.keeps_people_of(wall.agency_of_user(person)) and person <> wall.actor(),
                      'administrators propose roles, for others');
  perform wall.demand(wall.role_fits(person, given, office, team), 'not a role for this user here');
  perform wall.insist(wall.takes_two(person, given, team), 'this role needs no second person');
  perform wall.insist(ends is null or ends > now(), 'ended before it began');
  insert into public.staff_roleproposal (id, agency_id, user_id, role, office_id, team_id, ends_at, proposed_by,
                                         proposed_at, expires_at, state)
  values (made, wall.agency_of_user(person), person, given, office, team, ends, wall.actor(), now(),
          now() + interval '14 days', 'open');
  return made;
end $$;

-- … and confirmed by another, neither who proposed it nor whom it is for, while the proposer still keeps people here.
create function wall.confirm_role(proposal uuid) returns uuid language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare p public.staff_roleproposal; made uuid;
begin
  select * into p from public.staff_roleproposal where id = proposal for update;
  perform wall.demand(wall.watches(p.agency_id) and wall.actor() <> p.proposed_by and wall.actor() <> p.user_id,
                      'somebody else confirms');
  perform wall.demand(p.state = 'open' and p.expires_at > now() and (p.ends_at is null or p.ends_at > now()),
                      'no longer open');
  perform wall.demand('m:' || p.agency_id = any(wall.principals_of(p.proposed_by)), 'the proposer keeps people no more');
  perform wall.demand(wall.agency_of_user(p.user_id) = p.agency_id
                      and wall.role_fits(p.user_id, p.role, p.office_id, p.team_id), 'not a role for this user here');
  made := wall.put_role(p.user_id, p.role, p.office_id, p.team_id, now(), p.ends_at, null);
  update public.staff_roleproposal
  set state = 'confirmed', decided_by = wall.actor(), decided_at = now(), assignment_id = made where id = proposal;
  return made;
end $$;

-- Declined by whoever may confirm, or taken back by whoever proposed.
create function wall.decline_role(proposal uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare p public.staff_roleproposal;
begin
  select * into p from public.staff_roleproposal where id = proposal for update;
  perform wall.demand(wall.watches(p.agency_id) and wall.actor() <> p.user_id and p.state = 'open', 'no longer open');
  update public.staff_roleproposal
  set state = 'declined', decided_by = wall.actor(), decided_at = now() where id = proposal;
end $$;

-- An absence is covered by a colleague who works on files already, as a case worker of the absent worker's team, for
-- a period of at most 92 days; arranged by whoever supervises the place. Denials stand before a cover as before any role.
create function wall.give_cover(absent_role uuid, coverer uuid, starts timestamptz, ends timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare r public.access_roleassignment; begins timestamptz := greatest(starts, now());
begin
  select * into r from public.access_roleassignment where id = absent_role;
  perform wall.demand(wall.supervises_place(r.agency_id, r.office_id) and r.role = 'case_worker' and r.team_id is not null
    and r.covers_id is null and r.user_id <> coverer and (r.ends_at is null or r.ends_at > begins),
    'supervisors arrange cover for the workers of their place');
  perform wall.demand(exists (
    select from public.access_roleassignment x join public.access_user u on u.id = x.user_id
    where x.user_id = coverer and x.agency_id = r.agency_id and u.agency_id = r.agency_id and u.is_active
      and u.kind = 'person' and x.role in ('case_worker', 'supervisor') and x.covers_id is null
      and x.starts_at <= now() and (x.ends_at is null or x.ends_at > now())), 'somebody who works on files covers');
  perform wall.insist(ends > begins and ends <= begins + interval '92 days', 'a cover is for a time');
  perform wall.insist(begins <= now() + interval '92 days', 'a cover is arranged when it is foreseen');
  return wall.put_role(coverer, 'case_worker', r.office_id, r.team_id, begins,
    least(ends, wall.works_until(r.user_id, r.team_id), wall.works_until(coverer, null)), r.user_id);
end $$;

-- Ended before its time by whoever supervises the place, or laid down by whoever covers.
create function wall.end_cover(cover uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(exists (
    select from public.access_roleassignment r where r.id = cover and r.covers_id is not null
      and (wall.supervises_place(r.agency_id, r.office_id) or r.user_id = wall.actor())), 'not your cover');
  perform wall.cut_role(cover, now());
end $$;

create function wall.accept_conduct(text_version text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(wall.actor() is not null, 'nobody accepts for others');
  perform wall.insist(text_version ~ '^\S{1,16}$', 'a version is a code');
  insert into public.staff_conductacceptance (id, user_id, agency_id, version, accepted_at)
  values (gen_random_uuid(), wall.actor(), wall.agency(), text_version, now())
  on conflict (user_id, version) do nothing;
end $$;

create function wall.quarter() returns text language sql stable set search_path = pg_catalog, pg_temp as $$
  select to_char(now() at time zone 'Asia/Amman', 'YYYY"Q"Q') $$;

-- A role in force is still right, or ends now; said by an administrator or the data-protection officer, never of oneself.
create function wall.review_role(assignment uuid, verdict text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare r public.access_roleassignment;
begin
  select * into r from public.access_roleassignment where id = assignment;
  perform wall.demand(wall.watches(r.agency_id) and r.user_id <> wall.actor() and r.role <> 'system'
                      and (r.ends_at is null or r.ends_at > now()), 'administrators and officers review roles');
  perform wall.insist(verdict in ('right', 'ended'), 'no such verdict');
  if verdict = 'ended' then
    perform wall.insist(wall.goes_on_watched(r.user_id, r.id, now()), 'somebody else goes on watching', 'WA011');
    perform wall.cut_role(assignment, now());
  end if;
  insert into public.staff_rolereview (id, agency_id, assignment_id, quarter, verdict, reviewed_by, reviewed_at)
  values (gen_random_uuid(), r.agency_id, assignment, wall.quarter(), review_role.verdict, wall.actor(), now())
  on conflict (assignment_id, quarter) do update
  set verdict = excluded.verdict, reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at;
end $$;

grant execute on function wall.give_role, wall.propose_role, wall.confirm_role, wall.decline_role, wall.give_cover,
  wall.end_cover, wall.accept_conduct, wall.quarter, wall.review_role to jiwar_app;
reset role;
