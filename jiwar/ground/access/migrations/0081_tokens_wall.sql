-- A token: one's own rows, and of them all but the hash of the secret. It is made and ended, never changed. What was
-- answered: one's own rows; once an answer stands it is not changed either.
select walling.close('access_token'), walling.close('access_answer');
insert into walling.walled values ('access_token', 'own'), ('access_answer', 'own');
create policy own on access_token to jiwar_app using (user_id = (select wall.actor()));
create policy own on access_answer to jiwar_app using (user_id = (select wall.actor()));
create policy own_agency on access_token as restrictive for insert to jiwar_app
  with check (agency_id = (select wall.agency()));
create policy once on access_answer as restrictive for update to jiwar_app using (sealed = '\x') with check (true);
grant select (id, user_id, agency_id, purpose, scopes, made_at, ends_at), insert, delete on access_token to jiwar_app;
grant select, insert, delete, update (sealed) on access_answer to jiwar_app;

set local role jiwar_keeper;

-- Who is behind a token, and what for: while it has not ended, for a user and an agency that are active, and only in the
-- agency it was made in. Nobody needs to be entered: the secret is the proof. It opens nothing by itself: whoever enters
-- as this user still shows the application's own token.
create function wall.bearer(token_hash text, out token uuid, out person uuid, out purpose text, out scopes text[],
                            out ends_at timestamptz) returns setof record language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$
  select t.id, t.user_id, t.purpose, t.scopes, t.ends_at from public.access_token t
  join public.access_user u on u.id = t.user_id and u.agency_id = t.agency_id and u.is_active and u.kind = 'person'
  join public.access_agency a on a.id = t.agency_id and a.is_active
  where t.token_hash = bearer.token_hash and t.ends_at > now() $$;

-- So many a minute, and so many at once: each bucket says when it will be empty again (the generic cell rate algorithm).
-- Says how many seconds to wait, 0 where it may go on; what has to wait is not counted. Buckets are hashes that nobody
-- makes without the deployment's key, in the table of attempts, which forgets them after two days.
create function wall.pace(buckets bytea[], per_minute integer[], burst integer[]) returns integer language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $$
declare
  now timestamptz := clock_timestamp();
  step interval;
  kept public.access_attempt;
begin
  for i in 1 .. cardinality(buckets) loop
    perform wall.insist(length(buckets[i]) = 32 and per_minute[i] > 0 and burst[i] > 0, 'a bucket is a hash, with its pace');
    step := interval '1 minute' / per_minute[i];
    insert into public.access_attempt as a values (buckets[i], 0, now, now + step)
      on conflict on constraint access_attempt_pkey do update set last_at = now,
        failures = case when greatest(a.until, now) + step > now + step * burst[i] then 1 else 0 end,
        until = case when greatest(a.until, now) + step > now + step * burst[i] then a.until
                     else greatest(a.until, now) + step end
      returning * into kept;
    if kept.failures > 0 then
      return greatest(1, ceil(extract(epoch from kept.until + step - now - step * burst[i]))::integer);
    end if;
  end loop;
  return 0;
end $$;
grant execute on function wall.bearer, wall.pace to jiwar_app;

-- Whoever is let in anew, shut out, or shut out of their ways, has lost what was known before: tokens too, so that none
-- opens again with the account. Whoever was forced to sign in no longer answers for the programs that act for them: their
-- tokens end with their sessions; their shadow shows what there was before, as rows that no secret opens. And what was
-- answered goes once nobody may ask for it again.
do $$
declare
  ways text := pg_get_functiondef('wall.forget_ways'::regproc);
  active text := pg_get_functiondef('wall.set_active'::regproc);
  ring text := pg_get_functiondef('wall.ring'::regproc);
  lend text := pg_get_functiondef('wall.lend_codes'::regproc);
  sweep text := pg_get_functiondef('wall.sweep'::regproc);
begin
  perform wall.insist(ways ~ 'delete from public\.access_session where [^;]+;', 'ways end with their sessions');
  execute regexp_replace(ways, 'delete from public\.access_session( where [^;]+;)',
                         E'delete from public.access_token\\1\n  \\&');
  perform wall.insist(active ~ 'delete from public\.access_session where [^;]+;', 'who is shut out is signed out');
  execute regexp_replace(active, 'delete from public\.access_session( where [^;]+;)',
                         E'delete from public.access_token\\1\n  \\&');
  perform wall.insist(ring ~ 'delete from public\.access_session where [^;]+;', 'an alarm ends sessions');
  execute regexp_replace(ring, 'delete from public\.access_session( where [^;]+;)',
                         E'delete from public.access_token\\1\n  \\&');
  perform wall.insist(position('delete from public.access_providerlink l' in lend) > 0, 'a shadow is lent what its person has');
  execute replace(lend, 'delete from public.access_providerlink l',
    E'insert into public.access_token (id, user_id, agency_id, purpose, scopes, token_hash, made_at, ends_at)
    select gen_random_uuid(), shadow, s.agency_id, t.purpose, t.scopes, wall.blind(t.token_hash, shadow), t.made_at, t.ends_at
    from public.access_token t join public.access_user s on s.id = shadow where t.user_id = person
    on conflict (token_hash) do nothing;\n  delete from public.access_providerlink l');
  perform wall.insist(sweep ~ 'delete from public\.access_begun where [^;]+;', 'what is old is swept');
  execute regexp_replace(sweep, 'delete from public\.access_begun where [^;]+;',
                         E'\\&\n  delete from public.access_answer where kept_until < now();');
end $$;
reset role;
