-- Who is forced to sign in is shown a shadow. Part 1, by the keeper: the worlds in which staff live.
set local role jiwar_keeper;

-- Every row of staff belongs to a world: all agencies to one, each shadow to one of its own. One sees one's own world
-- alone, so a shadow is in nobody's list and finds nobody real in any of its own. A world is a number that tells nothing:
-- whoever asks for theirs learns neither which it is nor whether there are others.
create table wall.common_world (world uuid primary key default gen_random_uuid());
insert into wall.common_world default values;
create function wall.world() returns uuid language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$ select world from wall.common_world $$;
grant execute on function wall.world to jiwar_app, jiwar_owner, jiwar_oversight;
reset role;

-- Part 2, by the owner: the tables.
do $$
declare t text;
begin
  foreach t in array array['access_agency', 'access_office', 'access_team', 'access_user', 'access_roleassignment'] loop
    execute format('alter table %I add column world uuid not null default wall.world()', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to jiwar_keeper using (true) with check (true)', t);
    execute format('create policy operator on %I to jiwar_owner using (true) with check (true)', t);
    execute format('create policy world on %I to jiwar_app using (world = (select wall.world()))', t);
    insert into walling.walled values (t, 'own');
  end loop;
end $$;
-- In its own world a shadow is called what the person behind it is called.
alter table access_user drop constraint access_user_username_key;
create unique index one_user_of_a_name on access_user (username, world);
alter table access_agency drop constraint access_agency_code_key;
create unique index one_agency_of_a_code on access_agency (code, world);
-- Nor are the keys of other worlds in sight, but of jobs, which must know when a root key is needed no more; and nobody
-- counts the cases of a shadow.
drop policy wall on vault_agencykey;
create policy wall on vault_agencykey for select to jiwar_app using (
  (select wall.agency()) is not null and (agency_id in (select a.id from access_agency a)
    or 'k:' || (select wall.agency()) = any((select wall.verified_principals())::text[])));
grant select (id) on access_agency to jiwar_oversight;
create policy oversight on access_agency for select to jiwar_oversight using (world = (select wall.world()));
create or replace function walling.oversee(t text, columns text) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format('grant select (%s) on %I to jiwar_oversight', columns, t);
  execute format('drop policy if exists oversight on %I', t);
  execute format('create policy oversight on %I for select to jiwar_oversight
                  using (''f:'' || (select wall.agency()) = any((select wall.verified_principals())::text[])
                         and agency_id in (select a.id from access_agency a))', t);
end $$;

select walling.protect_closed('access_alarmhistory');
select walling.close('access_alarm'), walling.close('access_shadow');
insert into walling.walled values ('access_alarm', 'own'), ('access_shadow', 'own');
grant select on access_alarm to jiwar_app;
-- Whoever watches over somebody's work; neither the shadow nor that person, beside whom the one who forced may stand
-- again, at a real session this time. For the same reason nobody reads the events of an alarm of their own, nor such as
-- do not say whose alarm it was: who was a moment too late to take it up is refused, and that event names nobody.
create policy wall on access_alarm for select to jiwar_app using (
  user_id <> (select wall.actor())
  and array['s:' || agency_id, 'so:' || office_id, 'd:' || agency_id] && (select wall.verified_principals())::text[]);
create policy quiet on audit_event as restrictive for select to jiwar_app using (
  not (action in ('raise_alarm', 'accept_alarm') and (subject_id is null or subject_id = (select wall.actor()))));

-- Part 3, by the keeper.
set local role jiwar_keeper;
create or replace function wall.world() returns uuid language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  select coalesce((select world from public.access_agency where id = wall.agency()), world) from wall.common_world $$;

-- Nobody is named across worlds: no grant, no notice, no key leads from a shadow to anybody else, or back.
create or replace function wall.agency_behind(principal text) returns uuid language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select id from public.access_agency where world = wall.world() and id = case split_part(principal, ':', 1)
    when 'a' then split_part(principal, ':', 2)::uuid
    when 'o' then (select agency_id from public.access_office where id = split_part(principal, ':', 2)::uuid)
    when 't' then (select o.agency_id from public.access_team t join public.access_office o on o.id = t.office_id
                   where t.id = split_part(principal, ':', 2)::uuid)
    when 'u' then (select agency_id from public.access_user where id = split_part(principal, ':', 2)::uuid) end
$$;

-- A third way to enter: `duress`, as the shadow of whom the token names, no further than `signing`. Who has none becomes
-- somebody who does not exist, so that what follows is the same for everybody.
create or replace function wall.enter(token text) returns boolean language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  part text[] := string_to_array(token, '.');
  until timestamptz;
  person uuid;
begin
  if cardinality(part) is distinct from 5 or part[2] not in ('full', 'signing', 'duress') or part[4] !~ '^[0-9]{1,12}$'
     or wall.hmac('app', array_to_string(part[1:4], '.')) is distinct from part[5] then
    raise exception 'enter refused' using errcode = 'WA002';
  end if;
  until := to_timestamp(part[4]::bigint);
  if until < clock_timestamp() or until > clock_timestamp() + interval '60 s' then
    raise exception 'enter refused: too old' using errcode = 'WA002';
  end if;
  person := part[1]::uuid;
  if part[2] = 'duress' then
    person := coalesce((select shadow_id from public.access_shadow where real_id = person), gen_random_uuid());
  end if;
  perform wall.leave();
  perform set_config('wall.seal', wall.bound('seal', concat_ws(' ', person,
      (select agency_id from public.access_user where id = person),
      case when part[2] = 'full' then nullif(array_to_string(wall.principals_of(person), ' '), '') end)), true);
  return true;
end $$;

-- A shadow for whoever is entered, in place of the one before: a user of the same name in an agency that looks the same,
-- with the same roles, in one team, and a user for jobs, who changes its keys; signs in by what is sealed in `word`, with
-- the codes of the person's app. Says nothing, least of all whether there was one already. Its ids are the database's to
-- give, as those of files are: chosen ones would tell which are taken.
create function wall.found_shadow(shadow uuid, house uuid, agency_key bytea, word bytea) returns void language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare me public.access_user; place public.access_team; lodging uuid;
  apart uuid := gen_random_uuid(); office uuid := gen_random_uuid(); team uuid := gen_random_uuid();
  jobs uuid := gen_random_uuid();
begin
  select * into me from public.access_user where id = wall.actor() and kind = 'person' and is_active;
  perform wall.demand(me.id is not null, 'nobody has a shadow');
  perform wall.take_up(shadow);
  perform wall.take_up(house);
  select t.* into place from public.access_team t join public.access_office o on o.id = t.office_id
    where o.agency_id = me.agency_id order by exists (
      select from public.access_roleassignment r where r.user_id = me.id and r.team_id = t.id) desc, t.id limit 1;
  -- One's own office where one has one, with a team or without: a role there needs it.
  select o.id into lodging from public.access_office o left join public.access_roleassignment r
      on r.user_id = me.id and r.office_id = o.id
    where o.agency_id = me.agency_id and (r.id is not null or o.id = place.office_id)
    order by r.id is null, o.id = place.office_id desc, o.id limit 1;
  perform wall.end_shadow(me.id);
  insert into public.access_agency (id, code, kind, is_active, name_en, name_ar, world)
    select house, a.code, a.kind, a.is_active, a.name_en, a.name_ar, apart from public.access_agency a where a.id = me.agency_id;
  insert into public.access_office (id, agency_id, governorate, name_en, name_ar, world)
    select office, house, o.governorate, o.name_en, o.name_ar, apart from public.access_office o where o.id = lodging;
  insert into public.access_team (id, office_id, name_en, name_ar, world)
    select team, office, t.name_en, t.name_ar, apart from public.access_team t where t.id = place.id;
  insert into public.access_user (id, username, display_en, display_ar, email, language, agency_id, kind, is_active, password, world)
    values (shadow, me.username, me.display_en, me.display_ar, '', me.language, house, 'person', true,
            '!' || replace(gen_random_uuid()::text, '-', ''), apart);
  insert into public.access_user (id, username, display_en, display_ar, email, language, agency_id, kind, is_active, password, world)
    select jobs, s.username, s.display_en, s.display_ar, '', s.language, house, 'system', true, s.password, apart
    from public.access_user s where s.agency_id = me.agency_id and s.kind = 'system' order by s.id limit 1;
  insert into public.access_roleassignment (id, user_id, role, agency_id, starts_at, world)
    select gen_random_uuid(), u.id, 'system', house, now(), apart from public.access_user u where u.id = jobs;
  insert into public.access_roleassignment (id, user_id, role, agency_id, office_id, team_id, starts_at, ends_at, world)
    select gen_random_uuid(), shadow, r.role, house, case when r.office_id is not null then office end,
           case when r.team_id is not null then team end, r.starts_at, r.ends_at, apart
    from public.access_roleassignment r where r.user_id = me.id and r.agency_id = me.agency_id and r.covers_id is null
      and r.starts_at <= now() and (r.ends_at is null or r.ends_at > now());
  insert into public.vault_agencykey (agency_id, version, wrapped) values (house, 1, agency_key);
  insert into public.access_password (user_id, sealed, changed_at) values (shadow, word, now());
  insert into public.access_shadow (real_id, shadow_id) values (me.id, shadow)
    on conflict (real_id) do update set shadow_id = excluded.shadow_id;
  perform wall.lend_codes(me.id, shadow);
end $$;
create function wall.end_shadow(person uuid) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare former uuid := (select shadow_id from public.access_shadow where real_id = person);
begin
  update public.access_user set is_active = false where id = former;
  perform wall.forget_ways(former);
end $$;

create function wall.blind(subject text, shadow uuid) returns text language sql immutable
  set search_path = pg_catalog, pg_temp as $$
  select encode(sha256(convert_to(subject || shadow, 'utf8')), 'hex') $$;
-- The page of a shadow shows the app and the paper codes that are used to get in, and asks for them.
create function wall.lend_codes(person uuid, shadow uuid) returns void language sql set search_path = pg_catalog, pg_temp as $$
  delete from public.mfa_authenticator s using public.mfa_authenticator r
    where s.user_id = shadow and r.user_id = person and r.type = s.type and s.type <> 'webauthn' and r.created_at > s.created_at;
  insert into public.mfa_authenticator (user_id, type, data, created_at, last_used_at)
    select shadow, r.type, r.data, r.created_at, r.last_used_at from public.mfa_authenticator r
    where r.user_id = person and r.type <> 'webauthn' and not exists (
      select from public.mfa_authenticator s where s.user_id = shadow and s.type = r.type);
  delete from public.access_providerlink l where l.user_id = shadow and person is not null;
  insert into public.access_providerlink (id, provider_id, user_id, subject, mark, made_at)
    select gen_random_uuid(), l.provider_id, shadow, wall.blind(l.subject, shadow), l.mark, l.made_at
    from public.access_providerlink l where l.user_id = person
$$;
-- Nor does the account at a provider miss there. What a shadow links is kept as something that no account ever shows: it
-- opens nothing, and collides with nobody's.
create function wall.looks_like() returns uuid language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce((select r.agency_id from public.access_shadow s join public.access_user r on r.id = s.real_id
                   where s.shadow_id = wall.actor()), wall.agency()) $$;
do $$
declare found text := pg_get_functiondef('wall.provider'::regproc); made text := pg_get_functiondef('wall.link'::regproc);
begin
  perform wall.insist(position('p.agency_id = wall.agency()' in found) > 0, 'a provider is that of an agency');
  execute replace(found, 'p.agency_id = wall.agency()', 'p.agency_id = wall.looks_like()');
  perform wall.insist(position('u.agency_id = p.agency_id' in made) > 0 and position('wall.actor(), subject, mark' in made) > 0,
                      'a link is made at the provider of one''s own agency');
  execute replace(replace(made, 'u.agency_id = p.agency_id', 'p.agency_id = wall.looks_like()'), 'wall.actor(), subject, mark',
    'wall.actor(), case when wall.looks_like() = wall.agency() then subject else wall.blind(subject, wall.actor()) end, mark');
end $$;

-- The alarm: a row that is seen by who watches over that person's work, an event in the trail of the agency, and a notice
-- for each of them, which the web server sends within seconds. Wherever else that person is signed in, it ends.
create function wall.ring(person uuid) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare u public.access_user; place uuid;
begin
  select * into u from public.access_user where id = person;
  place := (select r.office_id from public.access_roleassignment r where r.user_id = person and r.agency_id = u.agency_id
            and r.office_id is not null and r.starts_at <= now() and (r.ends_at is null or r.ends_at > now())
            order by r.starts_at desc, r.id limit 1);
  insert into public.access_alarm (id, agency_id, user_id, office_id, raised_at)
    values (gen_random_uuid(), u.agency_id, person, place, clock_timestamp());
  insert into public.audit_event (actor, agency, action, outcome, door, reason, subject_id)
    values (person, u.agency_id, 'raise_alarm', 'done', 'web', '', person);
  insert into public.notices_notice (id, user_id, kind, created_at)
    select distinct on (r.user_id) gen_random_uuid(), r.user_id, 'at_once', clock_timestamp()
    from public.access_roleassignment r join public.access_user w on w.id = r.user_id and w.is_active
    where r.agency_id = u.agency_id and w.agency_id = u.agency_id and r.user_id <> person
      and r.starts_at <= now() and (r.ends_at is null or r.ends_at > now())
      and (r.role = 'data_protection_officer' or r.role = 'supervisor' and r.team_id is null
           and (r.office_id is null or r.office_id = place));
  delete from public.access_session where user_id = person;
end $$;
-- Called by everybody who has signed in. For whom it is no alarm the same is done and taken back, so that it takes as long.
create function wall.arrived() returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := (select real_id from public.access_shadow where shadow_id = wall.actor());
begin
  perform wall.lend_codes(person, wall.actor());
  perform wall.ring(coalesce(person, wall.actor()));
  if person is null then raise exception 'no alarm' using errcode = 'WA010'; end if;
exception when sqlstate 'WA010' then null;
end $$;

-- Somebody has taken it up; not the person whose alarm it is.
create function wall.accept_alarm(alarm uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare a public.access_alarm;
begin
  select * into a from public.access_alarm where id = alarm for update;
  perform wall.demand(array['s:' || a.agency_id, 'so:' || a.office_id, 'd:' || a.agency_id] && wall.verified_principals()
    and 'k:' || a.agency_id <> all(wall.verified_principals()) -- jobs look after nobody
    and a.user_id <> wall.actor() and a.taken_at is null, 'whoever watches over that work takes it up, once');
  update public.access_alarm set taken_by_id = wall.actor(), taken_at = now() where id = alarm;
end $$;

-- Whoever can sign in no more has no second word either.
do $$
declare ways text := pg_get_functiondef('wall.forget_ways'::regproc);
begin
  perform wall.insist(position('user_id = person' in ways) > 0, 'ways are those of a person');
  execute replace(ways, 'user_id = person',
                  'user_id in (person, (select shadow_id from public.access_shadow where real_id = person))');
end $$;

grant execute on function wall.found_shadow, wall.arrived, wall.accept_alarm to jiwar_app;
reset role;
