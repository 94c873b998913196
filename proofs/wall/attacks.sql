-- What somebody tries who can put any SQL into a query of the application.
-- budget: a list, one attempt after the other
--
-- The attacker knows every id, code and table name, and the source of the wall; what they lack is the key of the
-- application and that of the database. `by` says who they are (Dima, where nothing is said), `at` which file they are
-- after (Amal's open one). Words in braces are filled in by injection.py; {all} asks for every row of four tables.

-- ── Reading ──

-- attack: ask for everything
{all};

-- attack: or true
select code from cases_case where code = '' or true;

-- attack: union with another table
select code from cases_case union select convert_from(first, 'UTF8') from people_personname;

-- attack: by a known id
select id from cases_case where id = '{case}';
select * from cases_note where case_id = '{case}';

-- attack: lock the row
select id from cases_case where id = '{case}' for update;

-- attack: through history
select * from cases_casehistory;
select * from cases_notehistory;
select * from people_personhistory;

-- attack: through closed history
select * from access_granthistory;

-- attack: through tokens
select p.* from people_findingkeys t join people_person p on p.id = t.person_id;

-- attack: through the search, knowing the very token
select 'P-{file}' from wall.find_people(array[{token}]::bigint[], array[1]::real[], 100);

-- attack: through the search, asked for what it was not made for
select 'P-{file}' from wall.find_people(null, null, null);
select 'P-{file}' from wall.find_people(array[{token}, {token}, null]::bigint[], array[]::real[], null);

-- attack: through what is known of a case
select * from cases_traffickingfacts; select * from cases_intake; select * from cases_supportplan;
select * from cases_incident; select * from cases_perpetrator; select * from cases_casenumber;

-- attack: through what was known of a case
select * from cases_traffickingfactshistory; select * from cases_intakehistory; select * from cases_supportplanhistory;
select * from cases_incidenthistory; select * from cases_perpetratorhistory; select * from cases_casenumberhistory;

-- attack: put an incident into a file of others
select wall.announce('x');
insert into cases_incident (id, version, created_at, updated_at, case_id, place, type, date, description, country, state,
  city, street, postal_code, latitude, longitude)
  values (gen_random_uuid(), 1, now(), now(), '{case}', 7, '', '', 'x', '', '', '', '', '', '', '');

-- attack: change what is known of a file without announcement [by amal]
update cases_incident set description = 'x';

-- attack: occupy a number of another agency [by amal]
select wall.announce('x');
update cases_casenumber set agency_id = '{their_agency}', verified = true where case_id = '{case}';

-- attack: through key wraps
select * from vault_keywrap where root_id = '{case}';

-- attack: through permits and denials [by amal, at conflict]
select root_id, principal, basis_kind, basis_id, denied from case_access;

-- attack: by whom a file is kept from [by bashir, at conflict]
select denied from cases_case;

-- attack: through the trail
select * from audit_event where root_id = '{case}';

-- attack: through the outbox
select * from notices_notice;

-- attack: through the outbox of one's own agency [by huda]
select * from notices_notice;

-- attack: say that everybody was told
select wall.announce('x');
update notices_notice set sent_at = now();

-- attack: say that somebody else looked at what they were told
select wall.announce('x');
select wall.see_notices();
update notices_notice set seen_at = now();

-- attack: through the jobs of one's own agency and of others
select id, name, trouble from jobs_job;

-- attack: by what a job is about [by farah]
select about_id from jobs_job;

-- attack: through the queue
select * from queue.procrastinate_jobs;

-- attack: a job put aside for another agency
select wall.announce('x');
select wall.enqueue(wall.agency_of('u:{victim}'), null, 'close_planned_cases', '{case}', null);

-- attack: a job put into the table
select wall.announce('x');
insert into jobs_job (id, agency_id, name, state) select gen_random_uuid(), wall.agency_of('u:{victim}'), 'x', 'waiting';

-- attack: the jobs of another agency marked as done [by dina]
select wall.announce('x');
update jobs_job set state = 'done', ended_at = now();

-- attack: what another agency gave up done once more [by farah]
select wall.announce('x');
select wall.retry_job('{their_job}');

-- attack: become the jobs of another agency by one's own token [by farah]
select wall.enter_job('{their_job}.job.' || repeat('0', 32) || '.' || floor(extract(epoch from now()) + 30) || '.' || repeat('0', 64));
{all};

-- attack: by how others want to be told [by amal]
select mail, phone from notices_wish;

-- attack: have a colleague told of nothing any more [by amal]
select wall.announce('x');
update notices_wish set mail = 'never', phone = '';

-- attack: have one's own telephone told in the place of somebody else's [by amal]
select wall.announce('x');
insert into notices_wish (user_id, mail, sms, quiet, phone) select id, 'never', 'urgent', 'none', 'mine'
  from access_user where id <> '{me}' on conflict (user_id) do update set phone = excluded.phone;

-- attack: with a function in the condition
select code from cases_case where pg_notify('x', code) is null or true;

-- attack: with an error that tells
select 1 / (length(code) - 6) from cases_case;

-- attack: with a cast that tells
select code::int from cases_case;

-- attack: as XML
select query_to_xml('select id from cases_case', true, false, ''), query_to_xml('select id from people_person', true, false, '');

-- attack: as XML of the whole database
select schema_to_xml('public', true, false, '');

-- attack: by cursor
declare c cursor with hold for select id from cases_case;
fetch all from c;

-- attack: by prepared statement
prepare q as select id from cases_case;
execute q;

-- attack: by COPY
copy (select id from cases_case) to stdout;

-- attack: by COPY of the table
copy cases_case to stdout;

-- attack: statistics of the planner
select * from pg_stats where schemaname = 'public' and tablename in ('cases_case', 'people_person');

-- attack: statistics in the raw
select * from pg_statistic;

-- attack: what others run
select query from pg_stat_activity where query ~ 'C-' and pid <> pg_backend_pid();

-- ── Being somebody else ──

-- attack: set the raw setting
select set_config('wall.seal', '{victim} {their_agency} * u:{victim} s:{their_agency}', true);

-- attack: set the raw setting with any seal
select set_config('wall.seal', '{victim} {their_agency} * u:{victim} s:{their_agency}|' || repeat('0', 64),
  true);

-- attack: set it for the session
select set_config('wall.seal', '{victim} {their_agency} * u:{victim} s:{their_agency}|' || repeat('0', 64),
  false);

-- attack: replay a seal of another's transaction
select set_config('wall.seal', '{seal}', true);

-- attack: add a principal to one's own seal
select set_config('wall.seal', regexp_replace(current_setting('wall.seal'), '\|', ' s:{their_agency}|'), true);

-- attack: use an announcement as a seal
select wall.announce('{victim} {their_agency} * u:{victim} s:{their_agency}');
select set_config('wall.seal', current_setting('wall.action'), true);

-- attack: bind a seal
select set_config('wall.seal', wall.bound('seal', '{victim} {their_agency} * u:{victim} s:{their_agency}'),
  true);

-- attack: hash with the key of the database
select wall.hmac('db', 'x');

-- attack: forge a seal with the key of the database
select set_config('wall.seal', m || '|' || encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(
  'seal|' || pg_backend_pid() || '|' || extract(epoch from transaction_timestamp()) || '|' || m, 'UTF8'))), 'hex'), true)
from wall.key k, (select '{victim} {their_agency} * u:{victim} s:{their_agency}' as m) x where k.name = 'db';

-- attack: sign a token with the key of the application
select wall.enter(m || '.' || encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(m, 'UTF8'))), 'hex'))
from wall.key k, (select '{victim}.full.0.' || (extract(epoch from clock_timestamp())::bigint + 30) as m) x where k.name = 'app';

-- attack: set the key of the application
select wall.set_app_key('00');

-- attack: put a key
select wall.put_key('app', '\x00');

-- attack: enter with no token
select wall.enter('');

-- attack: enter with an unsigned token
select wall.enter('{victim}.full.0.' || (extract(epoch from clock_timestamp())::bigint + 30) || '.' || repeat('0',
  64));

-- attack: enter with a null in the token
select wall.enter(null);
select id from cases_case;

-- attack: change one's own agency
select wall.announce('x');
update access_user set agency_id = '{their_agency}' where id = '{me}';
update access_roleassignment set agency_id = '{their_agency}', office_id = null, team_id = null, role = 'supervisor'
  where user_id = '{me}';

-- attack: give oneself a role [by elias]
select wall.announce('x');
insert into access_roleassignment (id, user_id, role, agency_id, starts_at)
  values (gen_random_uuid(), '{me}', 'supervisor', '{my_agency}', now());

-- attack: widen one's own role [by amal, at conflict]
select wall.announce('x');
update access_roleassignment set team_id = null, office_id = null, role = 'supervisor' where user_id = '{me}';

-- attack: make oneself the system user [by farah, at home]
update access_user set kind = 'system' where id = '{me}';

-- attack: lay down the role of administrator, and be the case worker that one also is [by farah, at home]
select wall.announce('x');
select wall.end_role('{my_role}', now() - interval '1 hour');

-- attack: move the end of the role of administrator [by farah, at home]
select wall.announce('x');
update access_roleassignment set ends_at = now() where id = '{my_role}';

-- attack: set another's password
select wall.announce('x');
update access_user set password = 'mine' where id = '{victim}';

-- attack: wake a user of another agency [by farah]
select wall.announce('x');
select wall.set_active('{victim}', false);

-- attack: give oneself a role by the verb [by farah, at home]
select wall.announce('x');
select wall.give_role('{me}', 'case_worker', null, null, null);

-- attack: give a role as somebody who gives none
select wall.announce('x');
select wall.give_role('{me}', 'researcher', null, null, null);

-- attack: give a role in another agency [by farah]
select wall.announce('x');
select wall.give_role('{victim}', 'researcher', null, null, null);

-- attack: give a powerful role alone [by farah, at home]
select wall.announce('x');
select wall.give_role((select id from access_user where username = 'dima'), 'supervisor', null, null, null);

-- attack: propose and confirm alone [by farah, at home]
select wall.announce('x');
select wall.confirm_role(wall.propose_role((select id from access_user where username = 'dima'), 'supervisor', null, null, null));

-- attack: write a proposal as if it were confirmed [by farah, at home]
select wall.announce('x');
insert into staff_roleproposal (id, agency_id, user_id, role, proposed_by, proposed_at, expires_at, state) values
  (gen_random_uuid(), '{my_agency}', '{me}', 'supervisor', '{victim}', now(), now() + interval '1 day', 'open');

-- attack: put a role past the verb [by farah, at home]
select wall.announce('x');
select wall.put_role('{me}', 'supervisor', null, null, now(), null, null);

-- attack: cover for somebody without supervising
select wall.announce('x');
select wall.give_cover((select id from access_roleassignment where user_id = '{victim}'), '{me}', now(), now() + interval '1 day');

-- attack: have somebody of another agency covered [by dina]
select wall.announce('x');
select wall.give_cover((select id from access_roleassignment where user_id = '{victim}'),
  (select id from access_user where username = 'dima'), now(), now() + interval '1 day');

-- attack: end a role of another agency by reviewing it [by farah]
select wall.announce('x');
select wall.review_role((select id from access_roleassignment where user_id = '{victim}'), 'ended');

-- attack: accept the code of conduct for somebody else
select wall.announce('x');
insert into staff_conductacceptance (id, user_id, agency_id, version, accepted_at)
values (gen_random_uuid(), '{victim}', '{their_agency}', 'x', now());

-- attack: shut the system user out [by farah, at home]
select wall.announce('x');
select wall.set_active(u.id, false), wall.end_role(r.id, now())
from access_user u join access_roleassignment r on r.user_id = u.id where u.kind = 'system';

-- ── Permits and denials ──

-- attack: insert a permit
select wall.announce('x');
insert into case_access (id, root_id, principal, level, classes, purpose, basis_kind, basis_id, release, denied,
  created_at) values (gen_random_uuid(), '{case}', 'u:{me}', 'full', '{}', '', 'consent', 'x', false, false,
  now());

-- attack: prolong a permit [by carine, at ended]
select wall.announce('x');
update case_access set expires_at = null;

-- attack: delete a denial [by amal, at conflict]
select wall.announce('x');
delete from case_access where denied;

-- attack: lift one's own conflict [by amal, at conflict]
select wall.announce('x');
select wall.lift('conflict', '{case}', '{me}');

-- attack: lift a conflict without supervising [by huda, at conflict]
select wall.announce('x');
select wall.lift('conflict', '{case}', (select id from access_user where username = 'amal'));

-- attack: judge a conflict that a supervisor may judge [by huda, at conflict]
select * from wall.stranded_conflicts();
select wall.announce('x');
select wall.rule_conflict('{case}', (select id from access_user where username = 'amal'), 'mistaken');

-- attack: judge one's own conflict [by amal, at conflict]
select wall.announce('x');
select wall.rule_conflict('{case}', '{me}', 'mistaken');
update case_access set ruling = 'mistaken';

-- attack: lift a seal without supervising [by amal, at sealed]
select wall.announce('x');
select wall.lift('sealed', 'court', null);
select wall.propose_seal(gen_random_uuid(), '{case}', 'unseal');

-- attack: lift a seal alone [by bashir, at sealed]
select wall.announce('x');
select wall.propose_seal('{me}', '{case}', 'unseal');
select wall.decide_seal('{me}', true);

-- attack: seal a file alone [by bashir, at open]
select wall.announce('x');
select wall.propose_seal('{me}', '{case}', 'seal');
select wall.decide_seal('{me}', true);

-- attack: lift a seal of another agency [by dina, at sealed]
select wall.announce('x');
select wall.lift('sealed', 'court', null);
select wall.propose_seal('{me}', '{case}', 'unseal');

-- attack: confirm a proposal past the verb [by bashir, at sealed]
select wall.announce('x');
insert into cases_sealproposal select * from cases_sealproposal;
update cases_sealproposal set decision = 'confirmed';
select * from wall.is_sealed('{case}');

-- attack: give oneself the file
select wall.announce('x');
select wall.give('{case}', 'u:{me}', 'full', '{narrative}', 'assistance', 'consent', 'x', false, null);

-- attack: pass on what was lent [by carine, at lent]
select wall.announce('x');
select wall.give('{case}', 'a:{my_agency}', 'full', '{narrative}', 'assistance', 'consent', 'x', false, null);

-- attack: put a permit past the verb
select wall.announce('x');
select wall.put('{case}', 'u:{me}', 'full', '{}', '', 'case', 'x', false, false, null);

-- attack: take the file over
select wall.announce('x');
select wall.hand_over('{case}', '{me}', '{my_team}', 1);

-- attack: move the row past the verb
select wall.announce('x');
select wall.move('{case}', '{me}', '{my_team}', 1);

-- attack: call it work inside the agency
select wall.announce('x');
select wall.set_inside('{case}', 'case', '{case}', array['u:{me}']);

-- attack: register a person under the id of another's case
select wall.announce('x');
insert into people_person (id, version, created_at, updated_at, agency_id, code, sex, birth_year_estimated,
  language, safe_contact, residence, erased_because)
  values ('{case}', 1, now(), now(), '{my_agency}', 'P-x', 'male', false, 'ar', '', '', '');

-- attack: register again what was once lent [by carine, at ended]
select wall.announce('x');
insert into people_person (id, version, created_at, updated_at, agency_id, code, sex, birth_year_estimated,
  language, safe_contact, residence, erased_because)
  values ('{case}', 1, now(), now(), '{my_agency}', 'P-x', 'male', false, 'ar', '', '', '');

-- attack: turn one's own person into another's case [by dina]
select wall.announce('x');
update people_person set id = '{case}' where code = 'P-home';
select wall.give('{case}', 'u:{me}', 'full', '{narrative}', 'assistance', 'consent', 'x', false, null);

-- attack: change a file that was lent [by carine, at lent]
select wall.announce('x');
update cases_case set risk = 'low' where id = '{case}';

-- attack: write into a file that was lent [by carine, at lent]
select wall.announce('x');
insert into cases_note (id, version, created_at, updated_at, case_id, author_id, occasion, happened_on, risk, text)
  values (gen_random_uuid(), 1, now(), now(), '{case}', '{me}', 'note', current_date, '', 'x');

-- attack: write into a file by its id
select wall.announce('x');
insert into cases_note (id, version, created_at, updated_at, case_id, author_id, occasion, happened_on, risk, text)
  values (gen_random_uuid(), 1, now(), now(), '{case}', '{me}', 'note', current_date, '', 'x');

-- attack: write the arrays [by carine, at lent]
select wall.announce('x');
update cases_case set scope = scope || array['a:{my_agency}'], denied = '{}';

-- attack: move a lent file into one's own agency [by carine, at lent]
select wall.announce('x');
update cases_case set agency_id = '{my_agency}', team_id = '{my_team}', owner_id = '{me}' where id = '{case}';

-- attack: hang another's note on one's own case
select wall.announce('x');
update cases_note set case_id = '{my_case}' where case_id = '{case}';

-- attack: plan a task on another's file by its id
select wall.announce('x');
insert into work_task (id, version, created_at, updated_at, root_id, agency_id, assignee_id, kind, text, due_on,
  rest_reason, rhythm, state)
  values (gen_random_uuid(), 1, now(), now(), '{case}', '{my_agency}', '{me}', 'call', '', now(), '', '', 'open');

-- attack: plan a task on a file that was lent [by carine, at lent]
select wall.announce('x');
insert into work_task (id, version, created_at, updated_at, root_id, agency_id, assignee_id, kind, text, due_on,
  rest_reason, rhythm, state)
  values (gen_random_uuid(), 1, now(), now(), '{case}', '{my_agency}', '{me}', 'call', '', now(), '', '', 'open');

-- attack: read the secrets of others' calendars
select token_hash from work_feed;

-- attack: make an address of a calendar for another
select wall.announce('x');
insert into work_feed (id, user_id, token_hash, made_at) select gen_random_uuid(), id, repeat('a', 64), now()
  from access_user where username = 'amal' returning id;

-- attack: keep a view in the name of another
select wall.announce('x');
insert into work_keptview (id, user_id, sealed, made_at) select gen_random_uuid(), id, '', now()
  from access_user where username = 'amal' returning id;

-- attack: give one's own view to another
select wall.announce('x');
update work_keptview set user_id = (select id from access_user where username = 'amal');

-- attack: read the tasks on a file by its id
select * from work_task where root_id = '{case}';

-- attack: read the documents on a file by its id
select * from files_document where root_id = '{case}';
select * from files_documenthistory where root_id = '{case}';

-- attack: read what documents hold by the id of their file
select * from files_documentcontent where root_id = '{case}';

-- attack: keep a document on a file that was lent [by carine, at lent]
select wall.announce('x');
insert into files_document (id, version, created_at, updated_at, root_id, agency_id, added_by_id, kind, title, media,
  size, scan, drop_reason)
  values (gen_random_uuid(), 1, now(), now(), '{case}', '{my_agency}', '{me}', 'letter', '', 'pdf', 1, 'clean', '');

-- attack: take another's document to one's own file
select wall.announce('x');
update files_document set root_id = '{my_case}', added_by_id = '{me}' where root_id = '{case}';

-- attack: destroy what another's documents hold
select wall.announce('x');
delete from files_documentcontent where root_id = '{case}';
select wall.forget_documents(array['{case}'::uuid]);

-- attack: take another's task to one's own file
select wall.announce('x');
update work_task set root_id = '{my_case}', assignee_id = '{me}' where root_id = '{case}';

-- attack: wrap a key for one's own agency
select wall.announce('x');
insert into vault_keywrap (root_id, kind, key_version, agency_id, agency_key_version, wrapped) values ('{case}',
  'narrative', 2, '{my_agency}', 1, '');

-- attack: make the first key of an agency
select wall.announce('x');
insert into vault_agencykey (agency_id, version, wrapped) values ('{their_agency}', 1, 'mine');

-- attack: destroy the keys of another's file
select wall.announce('x');
select wall.erase_keys('{case}');

-- attack: take the keys from another agency
select wall.announce('x');
select wall.drop_wraps('{case}', '{their_agency}', '{narrative,identity}');

-- attack: end what was lent to oneself and others [by carine, at lent]
select wall.announce('x');
select wall.end_grants('consent', 'lent');

-- attack: keep the owner away
select wall.announce('x');
select wall.deny('{case}', '{victim}', '{case}');

-- attack: let colleagues in for ever, because of no case [by amal]
select wall.announce('x');
select wall.set_inside('{case}', 'case', 'x', array['u:{me}']);

-- attack: keep a colleague out for ever, because of no case [by amal]
select wall.announce('x');
select wall.deny('{case}', (select id from access_user where username = 'bashir'), 'x');

-- attack: seal a file of others [by dina]
select wall.announce('x');
select wall.propose_seal('{me}', '{case}', 'seal');
select wall.decide_seal('{me}', true);

-- attack: ask the verbs who may see a file
select * from wall.grants_on('{case}');
select * from wall.agency_wraps('{case}');
select * from wall.sights(array['{case}']::uuid[]);

-- attack: sweep as the job
select wall.announce('x');
select wall.sweep();

-- ── Whether a file is there: of one out of sight and of one that is not, the same is said ──

-- attack: try an id by wrapping a key [besides nowhere]
select wall.announce('x');
insert into vault_keywrap (root_id, kind, key_version, agency_id, agency_key_version, wrapped) values ('{case}',
  'narrative', 2, '{my_agency}', 1, '');

-- attack: try an id by asking who may wrap [by amal, at conflict, besides nowhere]
select wall.may_wrap('{case}');

-- attack: try an id by the trail [besides nowhere]
select wall.announce('share_case');
insert into audit_event (action, outcome, door, reason, root_id) values ('share_case', 'done', 'web', '', '{case}');

-- attack: try an id by asking who may record [by amal, at sealed, besides nowhere]
select wall.announce('share_case');
select wall.may_record(a, o, '{case}') from unnest(array['share_case', 'x']) a, unnest(array['done', 'read', 'refused']) o;

-- attack: try an id by taking it for a person [besides nowhere]
select wall.announce('x');
insert into people_person (id, version, created_at, updated_at, agency_id, code, sex, birth_year_estimated,
  language, safe_contact, residence, erased_because)
  values ('{case}', 1, now(), now(), '{my_agency}', 'P-x', 'male', false, 'ar', '', '', '');

-- attack: try an id by taking it for a case [by amal, at sealed, besides nowhere]
select wall.announce('x');
insert into cases_case (id, version, created_at, updated_at, agency_id, team_id, owner_id, person_id, code, programme,
  status, risk, opened_on, outcome, summary)
  select '{case}', 1, now(), now(), agency_id, team_id, owner_id, person_id, 'C-x', programme, status, risk, opened_on,
    outcome, '' from cases_case limit 1;

-- attack: try an id by writing a note [by amal, at sealed, besides nowhere]
select wall.announce('x');
insert into cases_note (id, version, created_at, updated_at, case_id, author_id, occasion, happened_on, risk, text)
  values (gen_random_uuid(), 1, now(), now(), '{case}', '{me}', 'note', current_date, '', 'x');

-- attack: try an id by asking the verbs [by amal, at conflict, besides nowhere]
select wall.reaches(c), wall.stands_on(c), wall.supervises(c), wall.by_glass(c), wall.granted(c, 'u:{me}', 'consent', 'x'),
  (select count(*) from wall.sights(array[c])), (select count(*) from wall.grants_on(c))
from (select '{case}'::uuid as c) x;

-- attack: try an id by asking who holds keys [besides nowhere]
select count(*) from wall.agency_wraps('{case}');

-- attack: try an id by asking who can see it [by dina, besides nowhere]
select count(*) from wall.seers('{case}');

-- attack: try an id by giving it away [besides nowhere]
select wall.announce('x');
select wall.give('{case}', 'u:{me}', 'full', '{narrative}', 'assistance', 'consent', 'x', false, null);

-- attack: try an id by denying it [by amal, at sealed, besides nowhere]
select wall.announce('x');
select wall.deny('{case}', '{me}', '{case}');

-- attack: try an id by handing it over [besides nowhere]
select wall.announce('x');
select wall.hand_over('{case}', '{me}', '{my_team}', 1);

-- attack: try an id by proposing a seal [by dina, at sealed, besides nowhere]
select wall.announce('x');
select wall.propose_seal('{me}', '{case}', 'seal');

-- attack: try an id by erasing it [by dina, at conflict, besides nowhere]
select wall.announce('x');
select wall.erase_keys('{case}');

-- attack: try an id by asking why [by dina, at conflict, besides nowhere]
select * from wall.why('{case}', '{me}');

-- ── The machine around it ──

-- attack: become oversight
set local role jiwar_oversight;
{all};

-- attack: become oversight by a setting
select set_config('role', 'jiwar_oversight', true);
{all};

-- attack: read files as oversight [by faris]
set local role jiwar_oversight;
select code from cases_case;

-- attack: read notes as oversight [by faris]
set local role jiwar_oversight;
select * from cases_note;

-- attack: look into a file for figures [by faris]
{all};

-- attack: become the keeper
set local role jiwar_keeper;
{all};

-- attack: become the owner
set local role jiwar_owner;
{all};

-- attack: become superuser
set session authorization postgres;
{all};

-- attack: reset the role
reset role;
reset session authorization;
reset all;
{all};

-- attack: switch row security off
set local row_security = off;
{all};

-- attack: switch the wall off
alter table cases_case disable row level security;
{all};

-- attack: drop the policy
drop policy wall on cases_case;
{all};

-- attack: add a policy
create policy mine on cases_case using (true);
{all};

-- attack: switch triggers off
alter table cases_case disable trigger all;

-- attack: be a replica
set session_replication_role = replica;

-- attack: ignore the triggers of history [at home]
select set_config('pgtrigger.ignore', (select array_agg(tgname)::text from pg_trigger
  where tgname ~ '^pgtrigger'), true);
select wall.announce('x');
update cases_case set risk = 'low' where id = '{my_case}';

-- attack: write without announcement [at home]
update cases_case set risk = 'low' where id = '{my_case}';

-- attack: announce by the raw setting [at home]
select set_config('wall.action', 'x|' || repeat('0', 64), true);
update cases_case set risk = 'low' where id = '{my_case}';

-- attack: rewrite history
update cases_casehistory set pgh_actor = null;

-- attack: forget events
delete from audit_event;

-- attack: write what nobody did into the trail of another's file
select wall.announce('share_case');
insert into audit_event (action, outcome, door, reason, root_id) values ('share_case', 'done', 'web', '', '{case}');

-- attack: act as somebody else in the trail
insert into audit_event (action, outcome, door, reason, actor) values ('x', 'done', 'web', '', '{victim}');

-- attack: create a function
create function public.f() returns int language sql security definer as 'select 1';

-- attack: create a table in the way
create table public.mine (x int);

-- attack: create a temporary table in the way
create temporary table cases_case (x int);

-- attack: put a schema in the way
create schema mine;
set search_path = mine, public;

-- attack: put operators in the way
create operator public.&& (leftarg = text[], rightarg = text[], function = pg_catalog.arrayoverlap);

-- attack: run a block
do $$ begin perform set_config('role', 'jiwar_keeper', true); end $$; select id from cases_case; select id
  from people_person; select * from cases_note; select * from people_personname;

-- attack: run a program
copy (select 1) to program 'id';

-- attack: read a file
select pg_read_file('PG_VERSION'), pg_read_binary_file('base/1/2619');

-- attack: list folders
select pg_ls_dir('.');

-- attack: import a file
select lo_import('/etc/passwd');

-- attack: export a file
select lo_export(lo_from_bytea(0, 'x'), '/tmp/jiwar-was-here');

-- attack: connect out
create extension dblink;

-- attack: load a library
load 'auto_explain';

-- attack: read the pages of a table
create extension pageinspect;

-- attack: read the wall's keys
select * from wall.key;

-- attack: read what is walled how
select * from walling.walled;

-- attack: help oneself with the owner's helpers
select walling.grant_columns('cases_case', '{insert,update,delete}');

-- attack: change the server
commit;
alter system set session_preload_libraries = 'x';

-- attack: raise one's own role
alter role jiwar_app bypassrls;

-- attack: join the keepers
grant jiwar_keeper to jiwar_app;

-- attack: copy the database
commit;
create database stolen template {database};

-- attack: empty a table
truncate cases_case cascade;

-- ── Emergency openings ──

-- attack: break the glass of another agency
select wall.announce('x');
select wall.break_glass('{me}', 'C-open', 'life', 60);

-- attack: break the glass of a sealed file [by huda, at sealed]
select wall.announce('x');
select wall.break_glass('{me}', 'C-sealed', 'life', 60);

-- attack: break the glass of one's own conflict [by amal, at conflict]
select wall.announce('x');
select wall.break_glass('{me}', 'C-conflict', 'life', 60);

-- attack: break the glass as administrator [by farah, at home]
select wall.announce('x');
select wall.break_glass('{me}', 'C-home', 'life', 60);

-- attack: break the glass without saying why [by huda, at open]
select wall.announce('x');
select wall.break_glass('{me}', 'C-open', 'life', 60);
set constraints all immediate;

-- attack: break the glass for a day [by huda, at open]
select wall.announce('x');
select wall.break_glass('{me}', 'C-open', 'life', 1440);

-- attack: prolong an emergency opening [by huda, at glass]
select wall.announce('x');
update case_access set expires_at = null where basis_kind = 'glass';
update cases_glass set ends_at = now() + interval '1 day';

-- attack: review one's own opening [by huda, at glass]
select wall.announce('x');
select wall.review_glass(id, 'justified') from cases_glass;
update cases_glass set verdict = 'justified', reviewed_at = now();

-- attack: pass on what is open in an emergency [by huda, at glass]
select wall.announce('x');
select wall.give('{case}', 'a:{my_agency}', 'full', '{narrative}', 'assistance', 'consent', 'x', false, null);
select wall.set_inside('{case}', 'case', '{case}', array['u:{me}']);
select wall.hand_over('{case}', '{me}', '{my_team}', 1);

-- attack: ask who can see a file of others [by dina]
select * from wall.seers('{case}');
select * from wall.sealed_files();
select * from wall.why('{case}', '{me}');

-- attack: ask the operator's question
select * from wall.explain('{case}', '{me}');

-- attack: read emergency openings of others [by dina, at glass]
select * from cases_glass;
select * from cases_glasshistory;

-- attack: let a colleague in as somebody of one's own making [by bashir, at open]
select wall.announce('x');
select wall.invite('mallory', 'M', 'م', '', 'en', 'supervisor', null, null, repeat('a', 64), interval '1 day');

-- attack: invite alone and confirm alone [by farah]
select wall.announce('x');
select wall.invite('mallory', 'M', 'م', '', 'en', 'supervisor', null, null, repeat('a', 64), interval '1 day');
select wall.approve_invitation((select id from access_invitation limit 1), repeat('b', 64));
select wall.accept_invitation(repeat('a', 64), repeat('b', 64));

-- attack: step into somebody's place by a reset that nobody confirmed [by farah]
select wall.announce('x');
select wall.ask_reset((select id from access_user where username = 'amal'), repeat('c', 64), interval '1 day');
select wall.accept_invitation(repeat('c', 64), '');

-- attack: an invitation past the verb [by farah]
select wall.announce('x');
insert into access_invitation select * from access_invitation;
update access_invitation set approved_at = now(), code_hash = token_hash;
select token_hash, code_hash from access_invitation;

-- attack: the secrets and sessions of others [by amal, at open]
select sealed from access_password where user_id <> '{me}';
select data from mfa_authenticator where user_id <> '{me}';
update access_password set sealed = '\x00' where user_id <> '{me}';
delete from mfa_authenticator where user_id <> '{me}';

-- ── Sign-in through a provider ──

-- attack: link oneself at the provider of another agency [by amal, at open]
select wall.announce('x');
select wall.link('{their_provider}', repeat('a', 64), repeat('b', 64));

-- attack: link somebody else, past the verb [by amal, at open]
select wall.announce('x');
insert into access_providerlink (id, provider_id, user_id, subject, mark, made_at)
  values (gen_random_uuid(), '{their_provider}', '{victim}', repeat('a', 64), repeat('b', 64), now());

-- attack: take over the link of somebody else [by amal, at open]
select wall.announce('x');
update access_providerlink set user_id = '{me}';

-- attack: end the link of somebody else [by amal, at open]
select wall.announce('x');
delete from access_providerlink where user_id <> '{me}';

-- attack: make a provider of one's own [by farah]
select wall.announce('x');
insert into access_provider (id, agency_id, word, issuer, client_id, sealed, factors, contexts, made_at)
  values (gen_random_uuid(), '{my_agency}', 'mine', 'https://mine.example', 'x', '\x00', '{}', '{}', now());

-- attack: put another house in the place of a provider [by farah]
select wall.announce('x');
update access_provider set issuer = 'https://mine.example';

-- attack: end a provider [by farah]
select wall.announce('x');
select wall.end_provider('{their_provider}');

-- attack: read by what an account is found [by amal, at open]
select subject, mark from access_providerlink;

-- attack: read who stands behind which shadow [by farah]
select * from access_shadow;

-- attack: go over to the shadow of whoever is entered [by amal]
select wall.enter('{me}.duress.' || repeat('0', 32) || '.' || floor(extract(epoch from now()) + 30) || '.' || repeat('0', 64));
{all};

-- attack: see the people and files of another world [by dina]
select c.* from cases_case c join access_agency a on a.id = c.agency_id where a.world <> wall.world();
select * from access_user where world <> wall.world();

-- attack: move oneself into another world [by amal]
select wall.announce('x');
update access_user set world = gen_random_uuid() where id = '{me}';
{all};

-- attack: answer one's own alarm [by amal]
select wall.announce('x');
select wall.accept_alarm(id) from access_alarm;

-- attack: answer the alarm of another agency [by dina]
select wall.announce('x');
select wall.accept_alarm(id) from access_alarm;
update access_alarm set taken_at = now();

-- attack: an alarm made, or made to vanish, past the wall [by bashir]
select wall.announce('x');
insert into access_alarm (id, agency_id, user_id, raised_at) select gen_random_uuid(), agency_id, user_id, now() from access_alarm;
delete from access_alarm;

-- attack: an alarm rung in the name of another [by amal]
select wall.announce('x');
select wall.ring('{victim}');

-- ── Tokens of partners ──

-- attack: read the hashes of tokens
select token_hash from access_token;

-- attack: make a token for another
select wall.announce('x');
insert into access_token (id, user_id, agency_id, purpose, scopes, token_hash, made_at, ends_at)
  values (gen_random_uuid(), '{victim}', '{my_agency}', 'own_system', '{cases.read}', repeat('a', 64), now(),
          now() + interval '1 day');

-- attack: make a token in another agency
select wall.announce('x');
insert into access_token (id, user_id, agency_id, purpose, scopes, token_hash, made_at, ends_at)
  values (gen_random_uuid(), '{me}', '{their_agency}', 'own_system', '{cases.read}', repeat('a', 64), now(),
          now() + interval '1 day');

-- attack: make a token that never ends
select wall.announce('x');
insert into access_token (id, user_id, agency_id, purpose, scopes, token_hash, made_at, ends_at)
  values (gen_random_uuid(), '{me}', '{my_agency}', 'own_system', '{cases.read}', repeat('a', 64), now(), 'infinity');

-- attack: make one's token last and open more
select wall.announce('x');
update access_token set ends_at = ends_at + interval '300 days', scopes = '{cases.read,cases.write}';

-- attack: end the tokens of others
select wall.announce('x');
delete from access_token where user_id <> '{me}';

-- attack: try who is behind a token
select wall.bearer(repeat('a', 64)); select wall.bearer(''); select wall.bearer(null);

-- attack: put another answer in the place of one that stands
select wall.announce('x');
update access_answer set sealed = 'mine';

-- attack: say that another was answered
select wall.announce('x');
insert into access_answer (id, user_id, token_id, key_hash, asked, sealed, kept_until)
  values (gen_random_uuid(), '{victim}', gen_random_uuid(), repeat('a', 64), repeat('b', 64), '', now());

-- attack: take away what others were answered
select wall.announce('x');
delete from access_answer where user_id <> '{me}';

-- attack: let somebody wait by no hash at all
select wall.pace(array['x'::bytea], array[1], array[1]);
