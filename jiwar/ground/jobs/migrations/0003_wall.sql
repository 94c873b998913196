-- A job is made by the wall alone and seen by whoever asked for it, by the administrators of its agency and by its
-- system user. What it is about is in nobody's sight: an administrator has no business with the ids of files.
select walling.close('jobs_job');
insert into walling.walled values ('jobs_job', 'own');
create policy operator on jobs_job to jiwar_owner using (true);
create policy wall on jobs_job for select to jiwar_app using (
  user_id = (select wall.actor())
  or array['k:' || agency_id, 'm:' || agency_id] && (select wall.verified_principals())::text[]);
create policy works on jobs_job for update to jiwar_app using (
  'k:' || agency_id = any((select wall.verified_principals())::text[]));
grant select (id, agency_id, user_id, name, state, failed, trouble, done, total, created_at, ended_at) on jobs_job to jiwar_app;
grant update (state, failed, trouble, done, total, ended_at) on jobs_job to jiwar_app;

set local role jiwar_keeper;
grant usage on schema wall to jiwar_worker;

-- Not granted: the callers below say for which agency.
create function wall.enqueue(agency uuid, asker uuid, kind text, about uuid, at timestamptz) returns uuid
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare made uuid := gen_random_uuid(); number bigint;
begin
  number := (queue.procrastinate_defer_jobs_v1(array[row('jobs', kind, 0, null, null,
    jsonb_build_object('job_id', made), at)]::queue.procrastinate_job_to_defer_v1[]))[1];
  insert into public.jobs_job (id, agency_id, user_id, name, about_id, queue_id, state, failed, trouble, done, total, created_at)
    values (made, agency, asker, kind, about, number, 'waiting', 0, '', 0, 0, clock_timestamp());
  return made;
end $$;

-- For one's own agency, by whoever works there.
create function wall.defer_job(kind text, about uuid, at timestamptz) returns uuid language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.demand(exists (select from public.access_user where id = wall.actor() and is_active), 'nobody asks');
  return wall.enqueue(wall.agency(), wall.actor(), kind, about, at);
end $$;

-- The agency of a job that is taken from the queue now, and who does it: its system user. Named by the application's own
-- signature, as in wall.enter(); what opens is said by the row alone, so a worker that is given the wrong id, or that
-- mixes up two, still does everything as the one agency for which that job was put aside. One at a time: a second worker
-- waits, and then finds it done.
create function wall.enter_job(token text) returns table (user_id uuid, kind text, about uuid, failures int)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  part text[] := string_to_array(token, '.');
  until timestamptz;
  job public.jobs_job;
  worker uuid;
begin
  if cardinality(part) is distinct from 5 or part[2] <> 'job' or part[4] !~ '^[0-9]{1,12}$'
     or wall.hmac('app', array_to_string(part[1:4], '.')) is distinct from part[5] then
    raise exception 'enter refused' using errcode = 'WA002';
  end if;
  until := to_timestamp(part[4]::bigint);
  if until < clock_timestamp() or until > clock_timestamp() + interval '60 s' then
    raise exception 'enter refused: too old' using errcode = 'WA002';
  end if;
  perform wall.leave();
  perform pg_advisory_xact_lock(hashtextextended(part[1], 7104120));
  select j.* into job from public.jobs_job j join queue.procrastinate_jobs q on q.id = j.queue_id and q.status = 'doing'
    where j.id = part[1]::uuid and j.state in ('waiting', 'running');
  select u.id into worker from public.access_user u join public.access_agency a on a.id = u.agency_id and a.is_active
    where u.agency_id = job.agency_id and u.kind = 'system' and u.is_active order by u.id limit 1;
  if worker is null then return; end if;
  perform set_config('wall.seal', wall.bound('seal', concat_ws(' ', worker, job.agency_id,
      nullif(array_to_string(wall.principals_of(worker), ' '), ''))), true);
  return query select worker, job.name::text, job.about_id, job.failed::int;
end $$;

-- What was given up, once more: the administrators of its agency, or the operator.
create function wall.retry_job(job uuid) returns boolean language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare former public.jobs_job;
begin
  select j.* into former from public.jobs_job j where j.id = job and j.state = 'given_up'
    and (session_user = 'jiwar_owner' or 'm:' || j.agency_id = any((select wall.verified_principals())::text[])) for update;
  if former.id is null then return false; end if;
  delete from queue.procrastinate_jobs where id = former.queue_id;
  update public.jobs_job set state = 'waiting', failed = 0, trouble = '', ended_at = null, queue_id =
    (queue.procrastinate_defer_jobs_v1(array[row('jobs', former.name, 0, null, null,
      jsonb_build_object('job_id', former.id), null)]::queue.procrastinate_job_to_defer_v1[]))[1]
    where id = former.id;
  return true;
end $$;

-- By the worker, when a schedule says so: one job for each agency, but where the last one still waits.
create function wall.fan_out(kind text) returns int language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare house uuid; made int := 0;
begin
  perform wall.announce('fan_out');
  for house in select a.id from public.access_agency a where a.is_active and a.world = wall.world()
      and exists (select from public.access_user u where u.agency_id = a.id and u.kind = 'system' and u.is_active)
      and not exists (select from public.jobs_job j where j.agency_id = a.id and j.name = fan_out.kind
                      and j.user_id is null and j.state in ('waiting', 'running'))
    order by a.id loop
    perform wall.enqueue(house, null, fan_out.kind, null, null);
    made := made + 1;
  end loop;
  return made;
end $$;

-- And what is done is forgotten after a month, the rest after a year. What waits but left the queue without having been
-- done (its agency was shut, the worker is of another release) is given up in sight: nobody else would ever take it, and
-- what runs by schedule would wait for it for ever.
create function wall.tidy_jobs() returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.announce('tidy_jobs');
  update public.jobs_job j set state = 'given_up', trouble = 'lost', ended_at = now()
    where j.state in ('waiting', 'running') and not exists (
      select from queue.procrastinate_jobs q where q.id = j.queue_id and q.status in ('todo', 'doing'));
  delete from public.jobs_job where ended_at < now() - case state when 'done' then interval '30 days' else interval '1 year' end;
  -- A beat of the schedule that failed is repeated by the next one: nobody needs to look.
  delete from queue.procrastinate_jobs q where q.status in ('failed', 'cancelled', 'aborted')
    and not exists (select from public.jobs_job j where j.queue_id = q.id);
end $$;

-- Whether a worker gave a sign of life in the last minute: without one nothing is sent and nothing closes, in silence.
create function wall.works() returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from queue.procrastinate_workers where last_heartbeat > now() - interval '1 minute') $$;

grant execute on function wall.works to jiwar_app;
grant execute on function wall.defer_job, wall.enter_job, wall.retry_job to jiwar_app;
grant execute on function wall.retry_job to jiwar_owner;
grant execute on function wall.fan_out, wall.tidy_jobs to jiwar_worker;
reset role;
