-- A believable world of :cases files, set by set. Run by bench/generate.py as a superuser with triggers asleep
-- (session_replication_role = replica), so everything that triggers keep is computed here too: the arrays, the
-- office of a case, history, events. tests/bench compares the arrays with those that the triggers make.

-- step: staff
create schema bench;
create function bench.id(kind text, n bigint) returns uuid language sql immutable as $$
  select md5(kind || ' ' || n)::uuid $$;
-- A number in [0, 1) that hangs on kind, n and the seed alone.
create function bench.chance(kind text, n bigint) returns double precision language sql stable as $$
  select (hashtextextended(kind || ' ' || n, current_setting('bench.seed')::bigint) & 1048575) / 1048576.0 $$;

create table bench.agency (n int primary key, code text, kind text, until_share numeric);
insert into bench.agency values (1, 'ministry', 'ministry', 0.40), (2, 'mission', 'un', 0.65), (3, 'society', 'ngo', 0.80),
  (4, 'clinic', 'clinic', 0.90), (5, 'inspectors', 'labour', 0.96), (6, 'police', 'police', 1.00);

-- Eight workers to a team, four teams to an office; 30 to 60 open cases each.
create table bench.worker as
with size as (select ceil(current_setting('bench.cases')::int * 0.87 / 44)::int + 8 as workers)
select w as n, (w - 1) / 8 + 1 as team, (w - 1) / 32 + 1 as office,
       (select min(a.n) from bench.agency a where ((w - 1) / 32 + 0.5) / ceil(workers / 32.0) < a.until_share) as agency,
       30 + floor(bench.chance('load', w) * 31)::int as load
from size, generate_series(1, workers) w;
alter table bench.worker add primary key (n);

insert into access_agency (id, code, kind, is_active, name_en, name_ar)
select bench.id('agency', n), code, kind, true, initcap(code), code from bench.agency;
insert into access_office (id, agency_id, governorate, name_en, name_ar)
select distinct bench.id('office', office), bench.id('agency', agency), '', 'Office ' || office, 'مكتب ' || office
from bench.worker;
insert into access_team (id, office_id, name_en, name_ar)
select distinct bench.id('team', team), bench.id('office', office), 'Team ' || team, 'فريق ' || team from bench.worker;

-- Who works here: workers, a focal point for what others share, supervisors of offices and agencies, jobs.
create table bench.person_at_work as
select bench.id('worker', n) as id, 'worker.' || n as username, 'case_worker' as role, 'person' as kind,
       agency, office, team from bench.worker
union all
select bench.id('focal', agency), 'focal.' || agency, 'case_worker', 'person', agency, min(office), min(team)
from bench.worker group by agency
union all
select bench.id('office supervisor', office), 'office.' || office, 'supervisor', 'person', agency, office, null
from bench.worker group by agency, office
union all
select bench.id('supervisor', n), 'supervisor.' || n, 'supervisor', 'person', n, null, null from bench.agency
union all
select bench.id('system', n), 'system.' || n, 'system', 'system', n, null, null from bench.agency;

insert into access_user (id, username, password, display_en, display_ar, email, language, agency_id, kind, is_active)
select id, username, '!', initcap(username), username, '', 'ar', bench.id('agency', agency), kind, true
from bench.person_at_work;
insert into access_roleassignment (id, user_id, role, agency_id, office_id, team_id, starts_at)
select md5('role ' || id)::uuid, id, role, bench.id('agency', agency), bench.id('office', office),
       bench.id('team', team), now() - interval '3 years'
from bench.person_at_work;

-- step: files
-- Active files by worker; a tenth closed, half of them earlier files of somebody whose file is open; 3 % wait.
create table bench.file as
with size as (select current_setting('bench.cases')::int as cases),
active as (
  select row_number() over (order by w.n, k) as n, w.n as worker from bench.worker w, generate_series(1, w.load) k
),
planned as (
  select n, worker, 'active' as status from active, size where n <= cases - (cases * 0.13)::int
  union all
  select n, 1 + (bench.chance('closed by', n) * ((select count(*) from bench.worker) - 1))::int, 'closed'
  from size, generate_series(cases - (cases * 0.13)::int + 1, cases - (cases * 0.03)::int) n
  union all
  select n, 1 + (bench.chance('waits at', n) * ((select count(*) from bench.worker) - 1))::int, 'received'
  from size, generate_series(cases - (cases * 0.03)::int + 1, cases) n
)
select p.n, p.status, p.worker, w.team, w.office, w.agency, (p.status <> 'received') as owned,
       now() - interval '1 microsecond' * p.n - interval '730 days' * power(bench.chance('updated', p.n), 2) as updated_at,
       case when p.status = 'closed' and bench.chance('again', p.n) < 0.5 then coalesce(f.first, p.n) else p.n end as person
from planned p join bench.worker w on w.n = p.worker
left join (select worker, min(n) as first from planned where status = 'active' group by worker) f on f.worker = p.worker;
alter table bench.file add primary key (n);

-- step: access
-- Work inside: everybody's owner and team see the person because of the case.
insert into case_access (id, root_id, principal, agency_id, level, classes, purpose, basis_kind, basis_id, release,
                         denied, granted_by, created_at)
select gen_random_uuid(), bench.id('person', f.person), p, bench.id('agency', f.agency), 'full',
       '{service,identity,narrative,status,place}', 'work', 'case', bench.id('case', f.n)::text, false, false,
       bench.id('worker', f.worker), f.updated_at
from bench.file f, unnest(array_remove(array['t:' || bench.id('team', f.team),
  case when f.owned then 'u:' || bench.id('worker', f.worker) end], null)) p;

-- Two files of a hundred are shared outside, most with the mission; a quarter of the permits runs, a quarter has run out.
create table bench.share as
with chosen as (
  select f.*, case when f.agency <> 2 and bench.chance('to', f.n) < 0.6 then 2
                   else 1 + (f.agency + (bench.chance('other', f.n) * 4)::int) % 6 end as receiver
  from bench.file f where bench.chance('shared', f.n) < 0.02
)
select c.n, c.person, c.worker, c.receiver, c.updated_at - interval '1 day' as at,
  case when how < 0.45 then 'u:' || bench.id('focal', receiver) when how < 0.60 then 't:' || bench.id('team', w.team)
       when how < 0.75 then 'o:' || bench.id('office', w.office) else 'a:' || bench.id('agency', receiver) end as principal,
  case when bench.chance('level', c.n) < 0.8 then 'full' else 'summary' end as level,
  case when ends < 0.5 then null when ends < 0.75 then now() + interval '300 days' * bench.chance('until', c.n) + interval '2 days'
       else now() - interval '300 days' * bench.chance('until', c.n) - interval '2 days' end as expires_at
from chosen c cross join lateral (select bench.chance('how', c.n) as how, bench.chance('ends', c.n) as ends) x
join lateral (select team, office from bench.worker where agency = c.receiver order by n limit 1) w on true
where c.receiver <> c.agency;

insert into case_access (id, root_id, principal, agency_id, level, classes, purpose, basis_kind, basis_id, release,
                         denied, expires_at, granted_by, created_at)
select gen_random_uuid(), root, s.principal, bench.id('agency', s.receiver), s.level,
       case s.level when 'full' then array['service', 'identity', 'narrative'] else array['service', 'identity'] end,
       'help', 'consent', 'consent-' || s.n, false, false, s.expires_at, bench.id('worker', s.worker), s.at
from bench.share s, unnest(array[bench.id('case', s.n), bench.id('person', s.person)]) root;

-- Three of a thousand with a conflict of interest in the team, one of a thousand sealed.
insert into case_access (id, root_id, principal, agency_id, level, classes, purpose, basis_kind, basis_id, release,
                         denied, created_at)
select gen_random_uuid(), root, 'u:' || bench.id('worker', 1 + (f.team - 1) * 8), bench.id('agency', f.agency), 'full',
       '{}'::text[], '', 'conflict', bench.id('case', f.n)::text, false, true, f.updated_at
from bench.file f, unnest(array[bench.id('case', f.n), bench.id('person', f.person)]) root
where bench.chance('conflict', f.n) < 0.003
union all
select gen_random_uuid(), root, '*', null, 'full', '{}'::text[], '', 'sealed', bench.id('case', f.n)::text, false, true, f.updated_at
from bench.file f, unnest(array[bench.id('case', f.n), bench.id('person', f.person)]) root
where bench.chance('sealed', f.n) < 0.001;

-- step: sealed
-- Filled by bench/generate.py, which can encrypt.
create table bench.sealed_person (n bigint primary key, safe_contact bytea, residence bytea);
create table bench.sealed_case (n bigint primary key, summary bytea);

-- step: roots
create table bench.arrays as
select root_id, array_agg(principal) filter (where not denied and expires_at is null) as scope,
       array_agg(principal) filter (where not denied and expires_at is not null) as timed,
       array_agg(principal) filter (where denied) as denied
from case_access group by root_id;
alter table bench.arrays add primary key (root_id);
analyze bench.arrays;

insert into people_person (id, version, created_at, updated_at, agency_id, code, sex, birth_year, birth_year_estimated,
                           language, safe_contact, residence, erased_because, scope, timed, denied)
select bench.id('person', f.n), 1, f.updated_at - interval '40 days', f.updated_at, bench.id('agency', f.agency), 'P-' || f.n,
       case when bench.chance('sex', f.n) < 0.62 then 'female' else 'male' end,
       1940 + (bench.chance('born', f.n) * 84)::int, bench.chance('about', f.n) < 0.2,
       (array['ar', 'ar', 'ar', 'ar', 'en', 'tl', 'bn', 'am'])[1 + (bench.chance('speaks', f.n) * 7)::int],
       coalesce(s.safe_contact, ''), coalesce(s.residence, ''), '',
       coalesce(a.scope, '{}') || ('s:' || bench.id('agency', f.agency)), coalesce(a.timed, '{}'), coalesce(a.denied, '{}')
from bench.file f left join bench.sealed_person s on s.n = f.n
left join bench.arrays a on a.root_id = bench.id('person', f.n)
where f.person = f.n;

insert into cases_case (id, version, created_at, updated_at, agency_id, office_id, team_id, owner_id, person_id, code,
                        programme, status, risk, opened_on, closed_on, outcome, summary, scope, timed, denied)
select bench.id('case', f.n), 1, f.updated_at - interval '40 days', f.updated_at, bench.id('agency', f.agency),
       bench.id('office', f.office), bench.id('team', f.team), case when f.owned then bench.id('worker', f.worker) end,
       bench.id('person', f.person), 'C-' || f.n,
       (array['trafficking', 'violence', 'child', 'disability', 'elderly', 'general'])[1 + (bench.chance('programme', f.n) * 5)::int],
       f.status, (array['', 'low', 'medium', 'high', 'urgent'])[1 + (bench.chance('risk', f.n) * 4)::int],
       (f.updated_at - interval '40 days')::date, case f.status when 'closed' then f.updated_at::date end,
       case f.status when 'closed' then 'goals_met' else '' end, coalesce(s.summary, ''),
       coalesce(a.scope, '{}') || array_remove(array[case when f.owned then 'u:' || bench.id('worker', f.worker) end,
         't:' || bench.id('team', f.team), 'so:' || bench.id('office', f.office), 's:' || bench.id('agency', f.agency)], null),
       coalesce(a.timed, '{}'), array(select distinct unnest(coalesce(a.denied, '{}') || coalesce(p.denied, '{}')))
from bench.file f left join bench.sealed_case s on s.n = f.n
left join bench.arrays a on a.root_id = bench.id('case', f.n)
left join bench.arrays p on p.root_id = bench.id('person', f.person);

update case_access c set kept_from = r.denied
from (select id, denied from people_person union all select id, denied from cases_case) r
where c.root_id = r.id and not c.denied and r.denied <> '{}';

-- step: past
-- What was done to make all this: one history row for each row, and the events.
do $$
declare t record; columns text;
begin
  for t in select * from (values ('cases_case', 'cases_casehistory'), ('cases_note', 'cases_notehistory'),
      ('people_person', 'people_personhistory'), ('people_personname', 'people_personnamehistory'),
      ('case_access', 'access_granthistory')) x(source, history) loop
    select string_agg(quote_ident(h.column_name), ', ') into columns from information_schema.columns h
    join information_schema.columns s on s.table_name = t.source and s.column_name = h.column_name and s.table_schema = 'public'
    where h.table_name = t.history and h.table_schema = 'public';
    execute format('insert into %I (pgh_created_at, pgh_label, pgh_action, %s) select created_at, ''insert'', ''bench'', %s from %I',
                   t.history, columns, columns, t.source);
  end loop;
end $$;
insert into audit_event (at, actor, agency, door, action, outcome, reason, root_id)
select f.updated_at - interval '40 days', bench.id('worker', f.worker), bench.id('agency', f.agency), 'web', 'open_case', 'done', '',
       bench.id('case', f.n)
from bench.file f order by f.updated_at;
insert into audit_event (at, actor, agency, door, action, outcome, reason, root_id)
select f.updated_at, bench.id('worker', f.worker), bench.id('agency', f.agency), 'web',
       case when k = 1 then 'note_case' else 'case_file' end, case when k = 1 then 'done' else 'read' end, '', bench.id('case', f.n)
from bench.file f, generate_series(1, 3) k order by f.updated_at;
