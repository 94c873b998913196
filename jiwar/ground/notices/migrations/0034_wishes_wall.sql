-- One's own row; and read by the system user of one's agency, who sends.
select walling.close('notices_wish');
insert into walling.walled values ('notices_wish', 'own');
create policy own on notices_wish to jiwar_app using (user_id = (select wall.actor()));
create policy sends on notices_wish for select to jiwar_app using (
  'k:' || wall.agency_of('u:' || user_id) = any((select wall.verified_principals())::text[]));
grant select, insert, update on notices_wish to jiwar_app;
grant update (texted_at) on notices_notice to jiwar_app;

set local role jiwar_keeper;

-- A notice is sent by the jobs of the agency of whoever is told, which may be another than that of whoever tells. It can
-- be asked for again: what was sent is not sent twice.
create function wall.defer_notice(notice uuid) returns uuid language sql security definer
  set search_path = pg_catalog, pg_temp as $$
  select wall.enqueue(u.agency_id, null, 'send_notice', n.id, null)
  from public.notices_notice n join public.access_user u on u.id = n.user_id
  where n.id = notice and n.sent_at is null and wall.actor() is not null $$;
grant execute on function wall.defer_notice to jiwar_app;

-- A shadow shows what its person chose when the word was chosen, but for the number.
do $$
declare made text := pg_get_functiondef('wall.found_shadow'::regproc);
begin
  perform wall.insist(made ~ 'perform wall\.lend_codes\(me\.id, shadow\);', 'a shadow is lent what its person has');
  execute regexp_replace(made, 'perform wall\.lend_codes\(me\.id, shadow\);', E'\\&
  insert into public.notices_wish (user_id, mail, sms, quiet, begins, ends, phone)
    select shadow, w.mail, ''never'', w.quiet, w.begins, w.ends, '''' from public.notices_wish w where w.user_id = me.id;');
end $$;
reset role;
