-- The second control: a lock taken off on a clone. The attack named after the arrow must then succeed, or its failure
-- on the real wall would prove nothing.

-- opened: unsigned context → set the raw setting
create or replace function wall.opened(kind text) returns text language sql stable set search_path = pg_catalog,
  pg_temp as $$ select nullif(regexp_replace(current_setting('wall.' || kind, true), '\|.{64}$', ''), '') $$;

-- opened: a seal not bound to its transaction → replay a seal of another's transaction
create or replace function wall.bound(kind text, message text) returns text language sql stable
  set search_path = pg_catalog, pg_temp as $$ select message || '|' || wall.hmac('db',
  kind || '|' || pg_backend_pid() || '|' || message) $$;

-- opened: a seal not bound to its kind → use an announcement as a seal
create or replace function wall.bound(kind text, message text) returns text language sql stable
  set search_path = pg_catalog, pg_temp as $$ select message || '|' || wall.hmac('db',
  pg_backend_pid() || '|' || extract(epoch from transaction_timestamp()) || '|' || message) $$;

-- opened: readable keys → forge a seal with the key of the database
grant select on wall.key to jiwar_app;

-- opened: readable keys, again → sign a token with the key of the application
grant select on wall.key to jiwar_app;

-- opened: the sealing function granted → bind a seal
grant execute on function wall.bound(text, text), wall.hmac(text, text) to jiwar_app;
alter function wall.bound(text, text) security definer;

-- opened: users and roles written by the application → change one's own agency
grant update on access_user, access_roleassignment to jiwar_app;

-- opened: roles given by the application → give oneself a role
grant insert on access_roleassignment to jiwar_app;

-- opened: passwords of others → set another's password
drop trigger b_own_password on access_user;

-- opened: a search that does not ask the wall → through the search, knowing the very token
create or replace function wall.find_people(asked bigint[], worths real[], at_most integer)
  returns table (person uuid, worth real) language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select person_id, 1.0::real from public.people_findingkeys where tokens && asked limit at_most $$;

-- opened: permits written by the application → insert a permit
grant insert on case_access to jiwar_app;
create policy mine on case_access for insert to jiwar_app with check (true);

-- opened: denials deleted by the application → delete a denial
grant delete on case_access to jiwar_app;
create policy mine on case_access for delete to jiwar_app using (true);
create policy sees on case_access for select to jiwar_app using (true);

-- opened: verbs that demand nothing → give oneself the file
create or replace function wall.demand(holds boolean, message text) returns void language sql stable
  set search_path = pg_catalog, pg_temp as $$ select $$;

-- opened: a supervisor is anybody → lift a conflict without supervising
create or replace function wall.supervises(root uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$ select true $$;

-- opened: one may lift one's own → lift one's own conflict
create or replace function wall.supervises(root uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$ select true $$;
create or replace function wall.demand(holds boolean, message text) returns void language sql stable
  set search_path = pg_catalog, pg_temp as $$ select $$;

-- opened: everybody an officer → judge a conflict that a supervisor may judge
do $$ begin execute replace(replace(pg_get_functiondef('wall.stranded_conflicts'::regproc),
  'and ''d:'' || c.agency_id = any(wall.verified_principals())', ''),
  'and not exists (select from wall.supervisors_of(c.id))', ''); end $$;

-- opened: work inside because of anything → let colleagues in for ever, because of no case
do $$ begin execute replace(pg_get_functiondef('wall.set_inside'::regproc),
  'wall.is_case_of(root, ref) and wall.stands_on(ref::uuid)', 'true'); end $$;

-- opened: a conflict because of anything → keep a colleague out for ever, because of no case
create or replace function wall.is_case_of(root uuid, ref text) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$ select true $$;

-- opened: a role laid down → lay down the role of administrator, and be the case worker that one also is
create or replace function wall.end_role(assignment uuid, at timestamptz) returns void language sql security definer
  set search_path = pg_catalog, pg_temp
  as $$ update public.access_roleassignment set ends_at = at where id = assignment $$;

-- opened: what is known follows no file → through what is known of a case
alter policy wall on cases_incident using (true);
alter policy in_full on cases_incident using (true);

-- opened: what was known follows no file → through what was known of a case
alter policy wall on cases_incidenthistory using (true);
alter policy own_agency on cases_incidenthistory using (true);

-- opened: incidents written anywhere → put an incident into a file of others
alter policy wall on cases_incident using (true);
alter policy own_insert on cases_incident with check (true);

-- opened: files of others written → change a file that was lent
drop policy own_update on cases_case;

-- opened: notes in files of others → write into a file that was lent
drop policy own_insert on cases_note;

-- opened: an id for two roots → register a person under the id of another's case
create or replace function wall.take_up(root uuid) returns void language sql stable
  set search_path = pg_catalog, pg_temp as $$ select $$;

-- opened: an id for two roots, by one whose loan ended → register again what was once lent
create or replace function wall.take_up(root uuid) returns void language sql stable
  set search_path = pg_catalog, pg_temp as $$ select $$;

-- opened: keys for what is not there → try an id by wrapping a key
create or replace function wall.may_wrap(root uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$
  select not exists (select from wall.roots(array[root])) or wall.stands_on(root) $$;

-- opened: keys for what is not there, asked → try an id by asking who may wrap
create or replace function wall.may_wrap(root uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$
  select not exists (select from wall.roots(array[root])) or wall.stands_on(root) $$;

-- opened: events of what is not there → try an id by the trail
do $$ begin execute replace(pg_get_functiondef('wall.may_record'::regproc), 'or wall.reaches(root)',
  'or wall.reaches(root) or not exists (select from wall.roots(array[root]))'); end $$;

-- opened: events of what is not there, asked → try an id by asking who may record
do $$ begin execute replace(pg_get_functiondef('wall.may_record'::regproc), 'or wall.reaches(root)',
  'or wall.reaches(root) or not exists (select from wall.roots(array[root]))'); end $$;

-- opened: ids that are taken are told → try an id by taking it for a person
create or replace function wall.take_up(root uuid) returns void language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select wall.demand(not exists (select from wall.roots(array[root])), 'this id is taken') $$;

-- opened: ids that are taken are told, of cases → try an id by taking it for a case
create or replace function wall.take_up(root uuid) returns void language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select wall.demand(not exists (select from wall.roots(array[root])), 'this id is taken') $$;

-- opened: standing told of what is hidden → try an id by giving it away
do $$ begin execute replace(pg_get_functiondef('wall.give'::regproc), $x$'not your own file'$x$,
  $x$case when exists (select from wall.roots(array[root])) then 'not your own file' else 'no such file' end$x$); end $$;

-- opened: ids that change → turn one's own person into another's case
grant update (id) on people_person to jiwar_app;
drop policy own_update on people_person; -- which asks since whether one works on what the row would become

-- opened: oversight that reads → become oversight by a setting
grant select on cases_case, people_person, cases_note, people_personname to jiwar_oversight;
create policy all_rows on cases_case to jiwar_oversight using (true);
create policy all_rows on people_person to jiwar_oversight using (true);
create policy all_rows on cases_note to jiwar_oversight using (true);
create policy all_rows on people_personname to jiwar_oversight using (true);

-- opened: a switch for history → ignore the triggers of history
create or replace function public._pgtrigger_should_ignore(trigger_name name) returns boolean language sql stable
  as $$ select trigger_name = any(current_setting('pgtrigger.ignore', true)::text[]) $$;

-- opened: no announcement asked, no history → write without announcement
alter table cases_case disable trigger user;

-- opened: no wall → ask for everything
alter table cases_case disable row level security;

-- opened: a child without its root → by a known id
alter policy wall on cases_note using (true);

-- opened: tasks without their file → read the tasks on a file by its id
alter policy wall on work_task using (true);

-- opened: documents without their file → read the documents on a file by its id
alter policy wall on files_document using (true);

-- opened: bytes for everybody → read what documents hold by the id of their file
alter policy wall on files_documentcontent using (true);
alter policy worked on files_documentcontent using (true);

-- opened: history without its root → through history
alter policy wall on cases_casehistory using (true);

-- opened: a seal by one → seal a file alone
alter table cases_sealproposal drop constraint two_people_seal;
do $$ begin execute replace(pg_get_functiondef('wall.decide_seal'::regproc), 'p.proposed_by_id <> wall.actor() and ', '');
end $$;

-- opened: an emergency that opens what is sealed → break the glass of a sealed file
do $$ begin execute replace(pg_get_functiondef('wall.break_glass'::regproc), 'where r.denied && me', 'where false');
end $$;
drop trigger z_says_why on cases_glass;

-- opened: an emergency without a reason → break the glass without saying why
drop trigger z_says_why on cases_glass;

-- opened: an hour without end → break the glass for a day
alter table cases_glass drop constraint glass_ends_in_an_hour;
do $$ begin execute replace(pg_get_functiondef('wall.break_glass'::regproc), 'minutes between 1 and 60', 'true'); end $$;
drop trigger z_says_why on cases_glass;

-- opened: emergencies that stand on files → pass on what is open in an emergency
do $$ begin execute replace(pg_get_functiondef('wall.stands'::regproc), '''registration'', ''case''',
  '''registration'', ''case'', ''glass'''); end $$;

-- opened: an outbox that is read → through the outbox
alter policy wall on notices_notice using (true);

-- opened: an outbox that the agency reads → through the outbox of one's own agency
alter policy wall on notices_notice using (wall.agency_of('u:' || user_id) = (select wall.agency()));

-- opened: an outbox that everybody empties → say that everybody was told
alter policy wall on notices_notice using (true);
alter policy sends on notices_notice using (true);

-- opened: first keys made by anybody → make the first key of an agency
alter policy adds on vault_agencykey with check (version = 1 and (select wall.agency()) is not null);

-- opened: links written by anybody → link somebody else, past the verb
grant insert on access_providerlink to jiwar_app;
alter policy own on access_providerlink using (true);

-- opened: a link that asks for no agency → link oneself at the provider of another agency
do $$ begin execute replace(pg_get_functiondef('wall.link'::regproc), 'p.agency_id = wall.looks_like()', 'true'); end $$;

-- opened: alarms answered by whoever likes → answer one's own alarm
create or replace function wall.demand(holds boolean, message text) returns void language sql stable
  set search_path = pg_catalog, pg_temp as $$ select $$;
alter table access_alarm drop constraint nobody_answers_ones_own_alarm;
alter policy wall on access_alarm using (true);

-- opened: a world that is written → move oneself into another world
grant update (world) on access_user to jiwar_app;
alter policy world on access_user using (true);

-- opened: alarms written by the application → an alarm made, or made to vanish, past the wall
grant insert, delete on access_alarm to jiwar_app;
create policy mine on access_alarm to jiwar_app using (true);
alter table access_alarm disable trigger user;

-- opened: jobs of all agencies → through the jobs of one's own agency and of others
alter policy wall on jobs_job using (true);

-- opened: the queue, to the application → through the queue
grant usage on schema queue to jiwar_app;
grant select on queue.procrastinate_jobs to jiwar_app;
insert into queue.procrastinate_jobs (queue_name, task_name) values ('jobs', 'note open');

-- opened: jobs made for any agency → a job put aside for another agency
grant execute on function wall.enqueue(uuid, uuid, text, uuid, timestamptz) to jiwar_app;
alter function wall.enqueue(uuid, uuid, text, uuid, timestamptz) security definer;

-- opened: how others are told → have a colleague told of nothing any more
alter policy own on notices_wish using (true);

-- opened: jobs marked by anybody → the jobs of another agency marked as done
alter policy works on jobs_job using (true);
alter policy wall on jobs_job using (true);

-- opened: tokens that are anybody's → make a token for another
alter policy own on access_token using (true);

-- opened: tokens that are anybody's, to be ended → end the tokens of others
alter policy own on access_token using (true);

-- opened: tokens of any agency → make a token in another agency
drop policy own_agency on access_token;

-- opened: tokens without end → make a token that never ends
alter table access_token drop constraint tokens_end_in_a_year;

-- opened: tokens that change → make one's token last and open more
grant update (ends_at, scopes) on access_token to jiwar_app;

-- opened: answers that change → put another answer in the place of one that stands
drop policy once on access_answer;

-- opened: answers that are anybody's → say that another was answered
alter policy own on access_answer using (true);

-- opened: answers that are anybody's, to be taken away → take away what others were answered
alter policy own on access_answer using (true);
