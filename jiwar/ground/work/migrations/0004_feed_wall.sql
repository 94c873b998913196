-- An address of a calendar: one's own row, and of it all but the hash of its secret. It is made and ended, never changed.
select walling.close('work_feed');
insert into walling.walled values ('work_feed', 'own');
create policy own on work_feed to jiwar_app using (user_id = (select wall.actor()));
grant select (id, user_id, made_at), insert, delete on work_feed to jiwar_app;

set local role jiwar_keeper;

-- Who is behind an address, while that user and the agency are active. Nobody needs to be entered: the secret is the
-- proof. It opens nothing by itself: whoever enters as this user still shows the application's own token.
create function wall.fed(token_hash text) returns uuid language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$
  select f.user_id from public.work_feed f
  join public.access_user u on u.id = f.user_id and u.is_active and u.kind = 'person'
  join public.access_agency a on a.id = u.agency_id and a.is_active
  where f.token_hash = fed.token_hash $$;
grant execute on function wall.fed to jiwar_app;

-- Whoever is let in anew has lost what was known before: the address of their calendar too.
do $$
declare ways text := pg_get_functiondef('wall.forget_ways'::regproc);
begin
  perform wall.insist(ways ~ 'delete from public\.access_session where [^;]+;', 'ways end with their sessions');
  execute regexp_replace(ways, 'delete from public\.access_session( where [^;]+;)',
                         E'delete from public.work_feed\\1\n  \\&');
end $$;
reset role;
