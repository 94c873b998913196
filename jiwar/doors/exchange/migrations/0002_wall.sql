-- Files in and out: seen by whoever brought or proposed them and by the supervisors of the agency; never by another one.
select walling.close(t) from unnest(array['exchange_batch', 'exchange_batchrow', 'exchange_heading', 'exchange_export']) t;
insert into walling.walled
select t, 'own' from unnest(array['exchange_batch', 'exchange_batchrow', 'exchange_heading', 'exchange_export']) t;

create policy wall on exchange_batch to jiwar_app using (
  agency_id = (select wall.agency()) and '*' = any((select wall.verified_principals())::text[])
  and (by_id = (select wall.actor()) or 's:' || agency_id = any((select wall.verified_principals())::text[])));
create policy own_insert on exchange_batch as restrictive for insert to jiwar_app with check (
  by_id = (select wall.actor()));
grant select, insert, update (state, head, columns, programme, team_id, rows, ended_at) on exchange_batch to jiwar_app;

create policy wall on exchange_batchrow to jiwar_app using (
  exists (select from exchange_batch b where b.id = exchange_batchrow.batch_id)
  and (root_id is null or wall.reaches(root_id)));
grant select, insert, delete, update (state, sealed, problems, token, root_id) on exchange_batchrow to jiwar_app;

-- Of a heading a token is kept; whoever works cases in the agency may have it understood.
create policy wall on exchange_heading to jiwar_app using (
  agency_id = (select wall.agency())
  and array['a:' || agency_id, 's:' || agency_id] && (select wall.verified_principals()));
grant select, insert, update (field) on exchange_heading to jiwar_app;

create policy wall on exchange_export to jiwar_app using (
  agency_id = (select wall.agency()) and '*' = any((select wall.verified_principals())::text[])
  and (by_id = (select wall.actor()) or 's:' || agency_id = any((select wall.verified_principals())::text[])));
create policy own_insert on exchange_export as restrictive for insert to jiwar_app with check (
  by_id = (select wall.actor()) and approver_id is null);
grant select, insert, update (state, approver_id, sealed, ends_at) on exchange_export to jiwar_app;

set local role jiwar_keeper;

-- Nobody signs for somebody else that so many people may leave in a file.
create function wall.agreed() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.insist(new.approver_id = wall.actor(), 'whoever agrees is whoever is entered');
  return new;
end $$;

-- Which of these tokens stand on rows that the caller's agency took in: also by files out of the caller's sight.
create function wall.taken_rows(tokens bigint[]) returns setof bigint language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$
  select r.token from public.exchange_batchrow r
  where r.token = any(tokens) and r.state = 'applied' and '*' = any((select wall.verified_principals())::text[])
    and exists (select from public.exchange_batch b where b.id = r.batch_id and b.agency_id = wall.agency())
$$;

-- With the last key of a file goes what was not understood of the row it came from, the token of that row, and all that
-- another file still holds of the same row; where that was to be taken in, it is not any more.
create function wall.forget_rows() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare forgotten uuid[];
begin
  select array_agg(r.id) into forgotten from public.exchange_batchrow r
  where r.root_id in (select g.root_id from gone g
                      where not exists (select from public.vault_keywrap w where w.root_id = g.root_id));
  if forgotten is not null then
    update public.exchange_batchrow set sealed = '', token = null,
      state = case when state in ('waiting', 'ready') then 'refused' else state end
    where id = any(forgotten) or token in (
      select r.token from public.exchange_batchrow r where r.id = any(forgotten) and r.token is not null);
  end if;
  return null;
end $$;
grant execute on function wall.taken_rows to jiwar_app;

-- As before, and that rows of a file that came in were read: about no record, by whoever reads records.
create or replace function wall.may_record(action text, outcome text, root uuid) returns boolean language plpgsql stable
  security definer set search_path = pg_catalog, pg_temp as $$
begin
  if wall.actor() is null then return outcome in ('refused', 'failed') and root is null; end if;
  return case outcome
    when 'done' then action = wall.announced() and (
      root is null or root::text = any(string_to_array(wall.opened('dealt'), ' ')) or wall.reaches(root))
    when 'read' then case when root is not null then wall.reaches(root)
                          when action = 'agency_trail' then 'd:' || wall.agency() = any(wall.verified_principals())
                          when action in ('batch_rows', 'batch_columns', 'batch_report')
                            then '*' = any(wall.verified_principals())
                          else 'f:' || wall.agency() = any(wall.verified_principals()) end
    else outcome in ('refused', 'forbidden', 'stale', 'missing', 'failed') end is true;
end $$;
grant execute on function wall.agreed, wall.forget_rows to jiwar_owner; -- for CREATE TRIGGER only
reset role;

create trigger agreed before update on exchange_export for each row
  when (new.approver_id is distinct from old.approver_id) execute function wall.agreed();
create trigger forget_rows after delete on vault_keywrap referencing old table as gone
  for each statement execute function wall.forget_rows();
