-- Sign-in at the wall. Part 1, by the owner: who reaches which table.
do $$
declare t text;
begin
  -- One's own secrets, once entered (on the way in that is enough: mode `signing`); nobody else's by any query.
  foreach t in array array['access_password', 'mfa_authenticator'] loop
    perform walling.close(t);
    insert into walling.walled values (t, 'own');
    execute format('create policy own on %I to jiwar_app using (user_id = (select wall.actor()))', t);
    execute format('grant select, delete on %I to jiwar_app', t);
  end loop;
  -- Closed: reached by the functions below. The first two belong to django-allauth and stay empty.
  foreach t in array array['account_emailaddress', 'account_emailconfirmation', 'access_attempt'] loop
    perform walling.close(t);
    insert into walling.walled values (t, 'own');
  end loop;
  perform walling.close('access_invitation');
  insert into walling.walled values ('access_invitation', 'own');
  perform walling.protect_closed('access_invitationhistory');
  -- Exempt by declaration, as Django's was: a row says who sits where, and opens nothing (sessions.py).
  revoke all on access_session from public, jiwar_app;
  grant select, insert, update, delete on access_session to jiwar_app;
  grant select, delete on access_session to jiwar_keeper;
end $$;
-- The operator, who installs people, writes their first password over the owner's connection.
create policy operator on access_password to jiwar_owner using (true) with check (true);
grant insert, update on access_password to jiwar_app;
grant insert (user_id, type, data, created_at, last_used_at), update (user_id, type, data, created_at, last_used_at)
  on mfa_authenticator to jiwar_app;
grant select (id, kind, agency_id, user_id, role, office_id, team_id, made_by, made_at, expires_at, approved_by,
              approved_at, withdrawn_at, used_at) on access_invitation to jiwar_app;
-- Administrators and the data-protection officer see the invitations of their agency: one makes them, one confirms.
create policy wall on access_invitation for select to jiwar_app using (
  array['m:' || agency_id, 'd:' || agency_id] && (select wall.verified_principals())::text[]);
-- The operator makes the first ones, and lets in again where there are no two.
create policy operator on access_invitation to jiwar_owner using (true) with check (true);

-- What stood in access_user until now was the hash itself. Here nobody's password is carried over: a deployment
-- that has users resets them (jiwar users reset), because a hash cannot be sealed by a migration.
alter table access_user disable trigger user;
update access_user set password = '!' || replace(gen_random_uuid()::text, '-', '') where password !~ '^!';
alter table access_user enable trigger user;

-- Part 2, by the keeper.
set local role jiwar_keeper;

-- A token says how far its bearer enters: `full`, or `signing`, which derives no principal and shows one's own secrets.
create or replace function wall.enter(token text) returns boolean language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  part text[] := string_to_array(token, '.');
  until timestamptz;
begin
  if cardinality(part) is distinct from 5 or part[2] not in ('full', 'signing') or part[4] !~ '^[0-9]{1,12}$'
     or wall.hmac('app', array_to_string(part[1:4], '.')) is distinct from part[5] then
    raise exception 'enter refused' using errcode = 'WA002';
  end if;
  until := to_timestamp(part[4]::bigint);
  if until < clock_timestamp() or until > clock_timestamp() + interval '60 s' then
    raise exception 'enter refused: too old' using errcode = 'WA002';
  end if;
  perform wall.leave();
  perform set_config('wall.seal', wall.bound('seal', concat_ws(' ', part[1]::uuid,
      (select agency_id from public.access_user where id = part[1]::uuid),
      case when part[2] = 'full' then nullif(array_to_string(wall.principals_of(part[1]::uuid), ' '), '') end)), true);
  return true;
end $$;

-- A session that ended is over, also for whoever copied its row before: kept as long as what is sealed in it would count.
create table wall.session_over (key_hash text primary key, at timestamptz not null);
create function wall.session_once() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if random() < 0.01 then delete from wall.session_over where at < now() - interval '1 day'; end if;
    insert into wall.session_over values (old.key_hash, now()) on conflict do nothing;
    return old;
  end if;
  if tg_op = 'UPDATE' and new.key_hash <> old.key_hash or exists (
       select from wall.session_over o where o.key_hash = new.key_hash) then
    raise exception 'a session does not come back' using errcode = 'WA003';
  end if;
  return new;
end $$;
grant execute on function wall.session_once to jiwar_owner; -- for CREATE TRIGGER

-- Throttling. Counted before the attempt is made; says how many seconds to wait, 0 where it may go on. Five are free,
-- then 30 s, doubled each time, at most 15 minutes; after a day without failure a bucket is as new.
create function wall.attempt(bucket bytea) returns integer language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  now timestamptz := clock_timestamp();
  kept public.access_attempt;
begin
  perform wall.insist(length(bucket) = 32, 'a bucket is a hash');
  if random() < 0.01 then delete from public.access_attempt where last_at < now - interval '2 days'; end if;
  insert into public.access_attempt as a values (bucket, 0, now, null)
    on conflict on constraint access_attempt_pkey do update set failures =
      case when a.last_at < now - interval '1 day' then 0 else a.failures end
    returning * into kept;
  if kept.until > now then return ceil(extract(epoch from kept.until - now)); end if;
  update public.access_attempt a set failures = a.failures + 1, last_at = now,
    until = case when a.failures >= 4 then now + least(interval '30 s' * 2 ^ least(a.failures - 4, 10), interval '15 min') end
    where a.bucket = attempt.bucket;
  return 0;
end $$;
create function wall.forgive(bucket bytea) returns void language sql security definer
  set search_path = pg_catalog, pg_temp as $$ delete from public.access_attempt a where a.bucket = forgive.bucket $$;
-- True the first time; for codes that are good once.
create function wall.once(bucket bytea) returns boolean language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.insist(length(bucket) = 32, 'a bucket is a hash');
  insert into public.access_attempt values (bucket, 0, clock_timestamp(), null) on conflict do nothing;
  return found;
end $$;

-- ── Invitations: one-time links. One person makes them and hands over the link, another confirms and hands over a code.
-- Only whoever was given both gets in, so neither of the two can step into somebody's place alone. ──

create function wall.new_invitation(kind text, person uuid, role text, office uuid, team uuid, token_hash text,
                                    good_for interval) returns uuid language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare made uuid := gen_random_uuid();
begin
  perform wall.insist(token_hash ~ '^[0-9a-f]{64}$', 'a token is kept as its hash');
  perform wall.insist(good_for between interval '1 minute' and interval '7 days', 'a link ends within a week');
  update public.access_invitation i set withdrawn_at = now()
    where i.user_id = person and used_at is null and withdrawn_at is null;
  insert into public.access_invitation (id, kind, agency_id, user_id, role, office_id, team_id, token_hash, code_hash,
                                        made_by, made_at, expires_at)
    values (made, kind, wall.agency(), person, role, office, team, token_hash, '', wall.actor(), now(), now() + good_for);
  return made;
end $$;

-- A new colleague: nobody until the link is taken up, and without role until then.
create function wall.invite(username text, display_en text, display_ar text, email text, language text, role text,
                            office uuid, team uuid, token_hash text, good_for interval) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := gen_random_uuid();
begin
  perform wall.demand('m:' || wall.agency() = any(wall.verified_principals()), 'administrators invite');
  insert into public.access_user (id, username, display_en, display_ar, email, language, agency_id, kind, is_active, password)
    values (person, username, display_en, display_ar, email, language, wall.agency(), 'person', true,
            '!' || replace(gen_random_uuid()::text, '-', ''));
  perform wall.demand(wall.role_fits(person, role, office, team), 'no role for this user here');
  return wall.new_invitation('join', person, role, office, team, token_hash, good_for);
end $$;

-- Somebody who can sign in no more, or must not with what they have; or whose first link ran out.
create function wall.ask_reset(person uuid, token_hash text, good_for interval) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare unused public.access_invitation;
begin
  perform wall.demand(exists (select from public.access_user u where u.id = person and u.kind = 'person'
    and 'm:' || u.agency_id = any(wall.verified_principals())) and person <> wall.actor(), 'administrators reset');
  select * into unused from public.access_invitation i where i.user_id = person and i.kind = 'join'
    and not exists (select from public.access_invitation u where u.user_id = person and u.used_at is not null)
    order by made_at desc limit 1;
  return wall.new_invitation(coalesce(unused.kind, 'reset'), person, coalesce(unused.role, ''), unused.office_id,
                             unused.team_id, token_hash, good_for);
end $$;

-- The second person: neither who made it nor whom it is for, while the first still keeps people here. What a reset
-- replaces opens nothing from now on, and nobody stays signed in with it.
create function wall.approve_invitation(invitation uuid, code_hash text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare i public.access_invitation;
begin
  perform wall.insist(code_hash ~ '^[0-9a-f]{64}$', 'a code is kept as its hash');
  select * into i from public.access_invitation where id = invitation for update;
  perform wall.demand(array['m:' || i.agency_id, 'd:' || i.agency_id] && wall.verified_principals()
    and i.made_by <> wall.actor() and i.user_id <> wall.actor() and i.approved_at is null
    and i.withdrawn_at is null and i.used_at is null and i.expires_at > now(), 'a second person confirms');
  perform wall.demand('m:' || i.agency_id = any(wall.principals_of(i.made_by)), 'who proposed keeps people no more');
  update public.access_invitation a
    set approved_by = wall.actor(), approved_at = now(), code_hash = approve_invitation.code_hash where a.id = i.id;
  perform wall.forget_ways(i.user_id);
end $$;

create function wall.withdraw_invitation(invitation uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(exists (select from public.access_invitation i where i.id = invitation
    and array['m:' || i.agency_id, 'd:' || i.agency_id] && wall.verified_principals()
    and i.user_id <> wall.actor() and i.withdrawn_at is null and i.used_at is null), 'one''s own agency''s');
  update public.access_invitation set withdrawn_at = now() where id = invitation;
end $$;

-- Nothing opens for this user any more, and every session is over.
create function wall.forget_ways(person uuid) returns void language sql set search_path = pg_catalog, pg_temp as $$
  delete from public.mfa_authenticator where user_id = person;
  delete from public.access_password where user_id = person;
  delete from public.access_session where user_id = person;
$$;

-- Whoever holds link and code learns whom they are for, while they are good, and takes them up once: a role that was
-- promised starts. Both who let in must still be
-- who may. Nobody needs to be entered: link and code are the proof. What the operator made needs no code.
create function wall.good_invitation(token text, code text) returns setof public.access_invitation language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select i.* from public.access_invitation i
  join public.access_user u on u.id = i.user_id and u.is_active and u.kind = 'person'
  join public.access_agency a on a.id = i.agency_id and a.is_active
  where i.token_hash = good_invitation.token
    and (i.made_by is null or i.approved_at is not null and i.code_hash = good_invitation.code
         and 'm:' || i.agency_id = any(wall.principals_of(i.made_by))
         and array['m:' || i.agency_id, 'd:' || i.agency_id] && wall.principals_of(i.approved_by))
    and i.used_at is null and i.withdrawn_at is null and i.expires_at > now() $$;
create function wall.invited(token text, code text) returns uuid language sql stable
  security definer set search_path = pg_catalog, pg_temp as $$
  select user_id from wall.good_invitation(token, code) $$;
create function wall.accept_invitation(token text, code text) returns uuid language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare i public.access_invitation;
begin
  perform from public.access_invitation where token_hash = token for update;
  select * into i from wall.good_invitation(token, code);
  perform wall.demand(i.id is not null, 'no such invitation');
  update public.access_invitation set used_at = now() where id = i.id;
  perform wall.forget_ways(i.user_id);
  if i.role <> '' then
    perform wall.demand(wall.role_fits(i.user_id, i.role, i.office_id, i.team_id), 'no role for this user here');
    insert into public.access_roleassignment (id, user_id, role, agency_id, office_id, team_id, starts_at)
      values (gen_random_uuid(), i.user_id, i.role, i.agency_id, i.office_id, i.team_id, now());
  end if;
  return i.user_id;
end $$;

grant execute on function wall.attempt, wall.forgive, wall.once, wall.invite, wall.ask_reset, wall.approve_invitation,
  wall.withdraw_invitation, wall.invited, wall.accept_invitation to jiwar_app;
reset role;
create trigger b_once before insert or delete or update of key_hash on access_session
  for each row execute function wall.session_once();
