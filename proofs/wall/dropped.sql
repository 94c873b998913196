-- The first control: each rule of the wall dropped once, in a transaction that is rolled back; rules.sql must notice.
-- budget: a list, one rule after the other

-- dropped: row security off
alter table cases_case disable row level security;

-- dropped: not forced on the owner
alter table people_person no force row level security;

-- dropped: not forced on a child
alter table cases_note no force row level security;

-- dropped: row security off on permits
alter table case_access disable row level security;

-- dropped: a table that nobody walled
create table public.diary (text text);
grant select on diary to jiwar_app;

-- dropped: no policy
drop policy wall on cases_case;

-- dropped: a policy beside the policy
create policy also on cases_case to jiwar_app using (true);

-- dropped: what keeps a case open told to whom it is shared with
drop policy own_agency on cases_casehold;

-- dropped: when a case is to end told to whom it is shared with
drop policy own_agency on cases_plannedclosing;

-- dropped: what is known of a case told with a summary
drop policy in_full on cases_traffickingfacts;

-- dropped: incidents told with a summary
drop policy in_full on cases_incident;

-- dropped: who did it told without the story
alter policy in_full on cases_perpetrator using (
  exists (select from cases_case r where r.id = case_id and r.agency_id = (select wall.agency()))
  or exists (select from case_access a where a.root_id = case_id and a.level = 'full'
             and a.principal = any((select wall.verified_principals())::text[])
             and (a.expires_at is null or a.expires_at > now())));

-- dropped: details of a person told with a summary
drop policy in_full on people_persondetails;

-- dropped: telephones told without the name
alter policy in_full on people_personphone using (
  exists (select from people_person r where r.id = person_id and r.agency_id = (select wall.agency()))
  or exists (select from case_access a where a.root_id = person_id and a.level = 'full'
             and a.principal = any((select wall.verified_principals())::text[])
             and (a.expires_at is null or a.expires_at > now())));

-- dropped: former details of a person told to whom it is shared with
drop policy own_agency on people_persondetailshistory;

-- dropped: what a person agreed to told to whom it is shared with
drop policy own_agency on consent_statement;

-- dropped: incidents of cases of others written
drop policy own_insert on cases_incident;

-- dropped: incidents without an announced action
alter table cases_incident disable trigger user;

-- dropped: what an incident was told to whom it is shared with
drop policy own_agency on cases_incidenthistory;

-- dropped: numbers in other systems told to whom the case is shared with
drop policy own_agency on cases_casenumber;

-- dropped: numbers of another agency occupied
drop policy own_number on cases_casenumber;

-- dropped: jobs of other agencies
alter policy wall on jobs_job using (true);

-- dropped: jobs of other agencies marked as done
alter policy works on jobs_job using (true);

-- dropped: the queue open to the application
grant usage on schema queue to jiwar_app;

-- dropped: a worker that reads cases
grant select on cases_case to jiwar_worker;

-- dropped: a worker that enters as anybody
grant execute on function wall.enter_job(text) to jiwar_worker;

-- dropped: how others want to be told
alter policy own on notices_wish using (true);

-- dropped: names in the queue
alter table queue.procrastinate_jobs drop constraint ids_only;

-- dropped: jobs made for any agency
grant execute on function wall.enqueue(uuid, uuid, text, uuid, timestamptz) to jiwar_app;

-- dropped: a policy for everybody
create policy also on people_personname using (true);

-- dropped: a policy that forgets denials
alter policy wall on cases_case using (coalesce(scope && (select wall.verified_principals()), false));

-- dropped: a policy that forgets the end
alter policy wall on cases_case using ((coalesce(scope && (select wall.verified_principals()), false)
  or coalesce(timed && (select wall.verified_principals()), false))
  and not coalesce(denied && (select wall.verified_principals()), false));

-- dropped: a policy that trusts a setting
alter policy wall on people_person using (scope && string_to_array(current_setting('wall.seal', true), ' '));

-- dropped: files of others written
drop policy own_update on cases_case;

-- dropped: notes in files of others
alter policy own_insert on cases_note with check (true);

-- dropped: a narrowing that widens
drop policy own_insert on people_person;
create policy own_insert on people_person for insert to jiwar_app with check (true);

-- dropped: tasks without their file
alter policy wall on work_task using (agency_id = (select wall.agency()));

-- dropped: tasks that leave their agency
alter policy own_insert on work_task with check (wall.stands_on(root_id));

-- dropped: a child without its root
alter policy wall on cases_note using (true);

-- dropped: denials shown
alter policy wall on case_access using (principal = any((select wall.verified_principals())::text[]));

-- dropped: wraps of other agencies shown
alter policy wall on vault_keywrap using (true);

-- dropped: events of everybody shown
alter policy wall on audit_event using (true);

-- dropped: a policy only in name
drop policy wall on cases_case;
create policy wall on cases_case as restrictive to jiwar_app using (true);

-- dropped: a definer function with the caller's path
alter function wall.enter(text) reset search_path;

-- dropped: a path that the caller can fill
alter function wall.sights(uuid[]) set search_path = public, pg_catalog;

-- dropped: a definer function for everybody
grant execute on function wall.give to public;

-- dropped: a new function open to everybody
create function public.peek() returns bigint language sql as 'select 1';

-- dropped: a definer function of somebody who signs in
create function public.peek() returns bigint language sql security definer set search_path = pg_catalog,
  pg_temp as 'select 1';
alter function peek() owner to jiwar_owner;
revoke execute on function peek() from public;

-- dropped: a definer function of a superuser
create function wall.peek() returns bigint language sql security definer set search_path = pg_catalog,
  pg_temp as 'select 1';
revoke execute on function wall.peek() from public;

-- dropped: history as whoever writes
do $$ begin execute (select format('alter function %s security invoker', oid::regprocedure) from pg_proc
  where proname ~ '^pgtrigger_insert' limit 1); end $$;

-- dropped: a switch for history
create or replace function public._pgtrigger_should_ignore(trigger_name name) returns boolean language sql stable
  as $$ select trigger_name = any(current_setting('pgtrigger.ignore', true)::text[]) $$;

-- dropped: the sealing function in the application's hands
grant execute on function wall.bound(text, text) to jiwar_app;

-- dropped: who supervises a file, told to everybody
grant execute on function wall.supervisors_of(uuid) to jiwar_app;

-- dropped: a helper in the application's hands
grant usage on schema walling to jiwar_app;
grant execute on function walling.close(text) to jiwar_app;

-- dropped: a seal that opens unbound
create or replace function wall.opened(kind text) returns text language sql stable set search_path = pg_catalog,
  pg_temp as $$ select left(current_setting('wall.' || kind, true), -65) $$;

-- dropped: a seal good in every transaction
create or replace function wall.bound(kind text, message text) returns text language sql stable
  set search_path = pg_catalog, pg_temp as $$ select message || '|' || wall.hmac('db',
  kind || '|' || pg_backend_pid() || '|' || message) $$;

-- dropped: an unsealed setting in the wall
create or replace function wall.agency() returns uuid language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$ select current_setting('wall.agency', true)::uuid $$;

-- dropped: an application that bypasses
alter role jiwar_app bypassrls;

-- dropped: a superuser who serves
alter role jiwar_app superuser;

-- dropped: a keeper who signs in
alter role jiwar_keeper login;

-- dropped: oversight inherited
grant jiwar_oversight to jiwar_app with inherit true;

-- dropped: the application among the keepers
grant jiwar_keeper to jiwar_app with inherit false, set true;

-- dropped: an owner who inherits the keeper
grant jiwar_keeper to jiwar_owner with inherit true;

-- dropped: a table of the application's own
create table public.mine (x int);
alter table mine owner to jiwar_app;
alter table mine enable row level security;
alter table mine force row level security;

-- dropped: a schema to create in
grant create on schema public to jiwar_app;

-- dropped: temporary tables
grant temporary on database {database} to jiwar_app;

-- dropped: roles written by the application
grant insert on access_roleassignment to jiwar_app;

-- dropped: agencies of users written by the application
grant update (agency_id) on access_user to jiwar_app;

-- dropped: users deleted by the application
grant delete on access_user to jiwar_app;

-- dropped: passwords of others
drop trigger b_own_password on access_user;

-- dropped: permits written by the application
grant insert on case_access to jiwar_app;

-- dropped: denials deleted by the application
grant delete on case_access to jiwar_app;

-- dropped: arrays written by the application
grant update (scope) on cases_case to jiwar_app;

-- dropped: ids changed by the application
grant update (id) on people_person to jiwar_app;

-- dropped: notes dated by whoever writes
drop trigger b_dated on cases_note;

-- dropped: notes signed by whoever writes
alter table cases_note disable trigger b_signed;

-- dropped: a case dated anew
grant update (created_at) on cases_case to jiwar_app;

-- dropped: denials read beside the file
grant select (denied) on cases_case to jiwar_app;

-- dropped: denials read beside the permit
grant select (kept_from) on case_access to jiwar_app;

-- dropped: arrays that may be null
alter table cases_case alter column denied drop not null;

-- dropped: arrays that nobody keeps
drop trigger b_arrays on cases_case;

-- dropped: arrays that nobody renews
alter table case_access disable trigger z_changed;

-- dropped: keys read by the application
grant select on wall.key to jiwar_app;

-- dropped: one column of the keys
grant select (inner_pad) on wall.key to jiwar_app;

-- dropped: roles redefined by the application
grant update on wall.role_reach to jiwar_app;

-- dropped: tables emptied by the application
grant truncate on cases_note to jiwar_app;

-- dropped: history written by the application
grant insert on cases_casehistory to jiwar_app;

-- dropped: a closed table read
grant select on access_granthistory to jiwar_app;

-- dropped: events changed
grant update on audit_event to jiwar_app;

-- dropped: events of another actor
grant insert (actor) on audit_event to jiwar_app;

-- dropped: events of anything by anybody
alter policy adds on audit_event with check (true);

-- dropped: oversight that reads files
grant select on cases_case to jiwar_oversight;

-- dropped: no announcement asked
do $$ begin execute (select format('drop trigger %I on cases_note', tgname) from pg_trigger
  where tgrelid = 'cases_note'::regclass and tgname ~ 'announced'); end $$;

-- dropped: triggers off
alter table people_person disable trigger user;

-- dropped: no history of a change
do $$ begin execute (select format('drop trigger %I on cases_case', tgname) from pg_trigger
  where tgrelid = 'cases_case'::regclass and tgname ~ 'update_update'); end $$;

-- dropped: a history that tells of conflicts
create trigger told after update on cases_case for each row when (old.* is distinct from new.*)
  execute function wall.dated();

-- dropped: history without an actor
alter table cases_casehistory alter column pgh_actor drop default;

-- dropped: a view of its owner
create view public.all_cases as select * from cases_case;
grant select on all_cases to jiwar_app;

-- dropped: a materialized view
create materialized view public.all_cases as select * from cases_case;
grant select on all_cases to jiwar_app;

-- dropped: an extension
create extension btree_gist;

-- dropped: a rule that rewrites
create rule quiet as on delete to people_personname do instead nothing;

-- dropped: a leakproof function of ours
create function wall.fast(text) returns boolean language sql leakproof as 'select true';
revoke execute on function wall.fast(text) from public;

-- dropped: everybody reads proposed roles
alter policy wall on staff_roleproposal using (agency_id = (select wall.agency()));

-- dropped: workers read the access review
alter policy wall on staff_rolereview using (true);

-- dropped: acceptances written without a verb
grant insert on staff_conductacceptance to jiwar_app;

-- dropped: a proposal changed without a verb
grant update (state) on staff_roleproposal to jiwar_app;

-- dropped: proposals without an announced action
alter table staff_roleproposal disable trigger user;

-- dropped: the hand that puts roles is open to the application
grant execute on function wall.put_role to jiwar_app;

-- dropped: a review that may be deleted
grant delete on staff_rolereview to jiwar_app;
-- dropped: emergency openings written to
alter policy own_update on cases_case using (
  agency_id = (select wall.agency()) and (wall.stands_on(id) or wall.by_glass(id)));

-- dropped: emergency openings that take names away
alter policy own_delete on people_personname using (wall.stands_on(person_id) or wall.by_glass(person_id));

-- dropped: emergency openings shown to everybody
alter policy wall on cases_glass using (true);

-- dropped: proposals shown to whoever stands on the file
alter policy wall on cases_sealproposal using (wall.stands_on(case_id));

-- dropped: first keys made by anybody
alter policy adds on vault_agencykey with check (version = 1 and (select wall.agency()) is not null);

-- dropped: an operator who makes later keys
alter policy founds on vault_agencykey with check (true);

-- dropped: an outbox that is read
alter policy wall on notices_notice using (true);

-- dropped: an outbox that everybody empties
alter policy sends on notices_notice using (user_id = (select wall.actor()));

-- dropped: row security off in the outbox
alter table notices_notice disable row level security;

-- dropped: the explanation for everybody
grant execute on function wall.explain(uuid, uuid) to jiwar_app;

-- dropped: links of others are seen
alter policy own on access_providerlink using (true);

-- dropped: links written by the application
grant insert, update on access_providerlink to jiwar_app;

-- dropped: links that go without a trace
grant delete on access_providerlink to jiwar_app;

-- dropped: providers read as they lie
create policy reads on access_provider for select to jiwar_app using (true);

-- dropped: providers ended by the application
grant execute on function wall.end_provider to jiwar_app;

-- dropped: staff of other worlds in sight
alter policy world on access_user using (true);

-- dropped: alarms in everybody's sight
alter policy wall on access_alarm using (true);

-- dropped: who stands behind which shadow, to be read
grant select on access_shadow to jiwar_app;
create policy also on access_shadow to jiwar_app using (true);

-- dropped: cases of shadows counted
alter policy oversight on cases_case using ('f:' || (select wall.agency()) = any((select wall.verified_principals())::text[]));

-- dropped: keys of other worlds in sight
alter policy wall on vault_agencykey using ((select wall.agency()) is not null);

-- dropped: tokens of others in sight
alter policy own on access_token using (true);

-- dropped: tokens made for other agencies
drop policy own_agency on access_token;

-- dropped: hashes of tokens, to be read
grant select on access_token to jiwar_app;

-- dropped: tokens made longer and wider
grant update (ends_at, scopes) on access_token to jiwar_app;

-- dropped: answers of others in sight
alter policy own on access_answer using (true);

-- dropped: answers written over
drop policy once on access_answer;

-- dropped: questions written over
grant update (asked) on access_answer to jiwar_app;

-- dropped: files that another agency brought
alter policy wall on exchange_batch using (true);

-- dropped: rows of files that another agency brought
alter policy wall on exchange_batchrow using (true);

-- dropped: files brought in somebody else's name
drop policy own_insert on exchange_batch;

-- dropped: files that leave in somebody else's name
drop policy own_insert on exchange_export;

-- dropped: files that are to leave shown to everybody of the agency
alter policy wall on exchange_export using (agency_id = (select wall.agency()));
