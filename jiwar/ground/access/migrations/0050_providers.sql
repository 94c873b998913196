-- Providers of sign-in at the wall. Part 1, by the owner: who reaches which table.
do $$
declare t text;
begin
  -- Reached by the functions below; of one's own link one sees that it is there.
  foreach t in array array['access_provider', 'access_providerlink'] loop
    perform walling.close(t);
    insert into walling.walled values (t, 'own');
    perform walling.protect_closed(t || 'history');
  end loop;
end $$;
-- The operator makes and renews them.
create policy operator on access_provider to jiwar_owner using (true) with check (true);
create policy own on access_providerlink to jiwar_app using (user_id = (select wall.actor()));
grant select (id, provider_id, user_id, made_at) on access_providerlink to jiwar_app;

-- Part 2, by the keeper.
set local role jiwar_keeper;

-- The provider of a word, for whoever signs in; without a word that of the agency that is entered. What is sealed opens
-- under a key of the deployment alone.
create function wall.provider(word text) returns setof public.access_provider language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$
  select p.* from public.access_provider p join public.access_agency a on a.id = p.agency_id and a.is_active
  where p.ended_at is null
    and case when provider.word is null then p.agency_id = wall.agency() else p.word = provider.word end $$;

-- Whom an account there opens, and the mark to be checked. Only who has the key of the tokens can ask.
create function wall.linked(provider uuid, subject text) returns table (user_id uuid, link uuid, mark text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.user_id, l.id, l.mark from public.access_providerlink l
  join public.access_provider p on p.id = l.provider_id and p.ended_at is null
  join public.access_user u on u.id = l.user_id and u.is_active and u.kind = 'person' and u.agency_id = p.agency_id
  where l.provider_id = linked.provider and l.subject = linked.subject $$;

-- One's own account alone, at the provider of one's own agency; an older link of one's own goes.
create function wall.link(provider uuid, subject text, mark text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.insist(subject ~ '^[0-9a-f]{64}$' and mark ~ '^[0-9a-f]{64}$', 'a link holds tokens');
  perform wall.demand(exists (select from public.access_provider p
    join public.access_user u on u.id = wall.actor() and u.agency_id = p.agency_id and u.is_active and u.kind = 'person'
    where p.id = link.provider and p.ended_at is null), 'one''s own, at one''s own agency''s provider');
  delete from public.access_providerlink l where l.user_id = wall.actor();
  insert into public.access_providerlink (id, provider_id, user_id, subject, mark, made_at)
    values (gen_random_uuid(), provider, wall.actor(), subject, mark, now());
end $$;

create function wall.unlink() returns boolean language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from public.access_providerlink l where l.user_id = wall.actor() returning 1)
  select exists (select from gone) $$;

-- By the operator. Nobody enters by it any more; whoever was linked is signed out, for nobody knows by which way they came.
create function wall.end_provider(provider uuid) returns integer language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare gone uuid[];
begin
  update public.access_provider set ended_at = now() where id = provider and ended_at is null;
  with ended as (delete from public.access_providerlink l where l.provider_id = provider returning l.user_id)
    select array_agg(user_id) into gone from ended;
  delete from public.access_session where user_id = any(gone);
  return coalesce(cardinality(gone), 0);
end $$;

-- What makes somebody's ways in go takes the link along: before the sessions, in whatever else it does.
do $$
declare ways text := pg_get_functiondef('wall.forget_ways'::regproc);
begin
  perform wall.insist(position('delete from public.access_session' in ways) > 0, 'ways end with their sessions');
  execute replace(ways, 'delete from public.access_session',
                  E'delete from public.access_providerlink where user_id = person;\n  delete from public.access_session');
end $$;

grant execute on function wall.provider, wall.linked, wall.link, wall.unlink to jiwar_app;
grant execute on function wall.end_provider to jiwar_owner;
reset role;
