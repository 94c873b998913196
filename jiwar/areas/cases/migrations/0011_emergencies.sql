-- Break-the-glass, and sealing by two: tables of their own, written by the verbs below alone.
do $$
declare t text;
begin
  foreach t in array array['cases_glass', 'cases_sealproposal'] loop
    perform walling.close(t);
    insert into walling.walled values (t, 'own');
    execute format('grant select on %I to jiwar_app', t);
    perform walling.protect_closed(t || 'history');
  end loop;
end $$;

-- One sees one's own emergency openings, those of files one stands on, and as data-protection officer all of the agency
-- (the reason is sealed, and an officer has no key).
create policy wall on cases_glass for select to jiwar_app using (
  user_id = (select wall.actor())
  or 'd:' || agency_id = any((select wall.verified_principals())::text[])
  or wall.stands_on(case_id));
-- A sealed file is in nobody's sight, so its supervisors are asked for, not those who see it.
create policy wall on cases_sealproposal for select to jiwar_app using (
  'd:' || agency_id = any((select wall.verified_principals())::text[]) or wall.supervises(case_id));

set local role jiwar_keeper;

-- Who may judge what was done with a file: its supervisors, and the data-protection officer of its agency.
create function wall.judges(root uuid, agency uuid) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select wall.supervises(root) or 'd:' || agency = any(wall.verified_principals()) $$;

-- Opens a case and its person by the exact code, for minutes. What is not there, denied or of another agency gets one
-- answer. Refused while an opening of this user waits for its review longer than a day.
create function wall.break_glass(glass uuid, case_code text, category text, minutes integer) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  me text[] := wall.verified_principals();
  the_case record;
begin
  perform wall.demand('a:' || wall.agency() = any(me), 'those who work on files');
  perform wall.insist(minutes between 1 and 60, 'an hour at most');
  perform wall.insist(category in ('life', 'medical', 'unreachable', 'deadline', 'other'), 'no such category');
  if exists (select from public.cases_glass g where g.user_id = wall.actor() and g.reviewed_at is null
             and g.opened_at <= now() - interval '24 hours') then
    raise exception 'suspended until reviewed' using errcode = 'WA007'; end if;
  select c.id, c.person_id, c.agency_id, c.code into the_case from public.cases_case c
  where c.agency_id = wall.agency() and c.code = case_code
    and not exists (select from wall.roots(array[c.id, c.person_id]) r where r.denied && me);
  perform wall.demand(the_case.id is not null, 'no such file');
  if exists (select from wall.sights(array[the_case.id])) then
    raise exception 'in sight already' using errcode = 'WA008'; end if;
  perform wall.put(root, 'u:' || wall.actor(), 'full', array['service', 'identity', 'narrative', 'status', 'place'],
                   'protection', 'glass', glass::text, false, false, now() + make_interval(mins => minutes))
  from unnest(array[the_case.id, the_case.person_id]) root;
  insert into public.cases_glass (id, case_id, agency_id, code, user_id, category, reason, opened_at, ends_at, verdict)
  values (glass, the_case.id, the_case.agency_id, the_case.code, wall.actor(), category, '', now(),
          now() + make_interval(mins => minutes), '');
  return the_case.id;
end $$;

-- The reason, sealed by the application with the key that the opening has just brought into reach.
create function wall.say_why(glass uuid, reason bytea) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.insist(length(say_why.reason) > 0, 'a reason');
  update public.cases_glass g set reason = say_why.reason
  where g.id = glass and g.user_id = wall.actor() and g.reason = '' and g.opened_at = now();
  perform wall.demand(found, 'not this opening');
end $$;

-- An opening without a reason does not outlive its transaction.
create function wall.glass_says_why() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.insist(exists (select from public.cases_glass where id = new.id and length(reason) > 0), 'no reason given');
  return null;
end $$;

create function wall.close_glass(glass uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare g record;
begin
  select * into g from public.cases_glass where id = glass;
  perform wall.demand(g.user_id = wall.actor() or wall.judges(g.case_id, g.agency_id), 'not this opening');
  perform wall.dealt_with(g.case_id);
  delete from public.case_access c where c.basis_kind = 'glass' and c.basis_id = glass::text;
  update public.cases_glass set closed_at = now() where id = glass and closed_at is null and ends_at > now();
end $$;

-- By somebody else. What is not justified is closed at once.
create function wall.review_glass(glass uuid, verdict text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare g record;
begin
  select * into g from public.cases_glass where id = glass for update;
  perform wall.demand(g.user_id <> wall.actor() and wall.judges(g.case_id, g.agency_id), 'reviewed by somebody else');
  perform wall.dealt_with(g.case_id);
  perform wall.insist(verdict in ('justified', 'not_justified', 'follow_up'), 'no such verdict');
  perform wall.demand(g.verdict in ('', 'follow_up'), 'reviewed already');
  update public.cases_glass c set verdict = review_glass.verdict, reviewed_by_id = wall.actor(), reviewed_at = now()
  where c.id = glass;
  if verdict = 'not_justified' then perform wall.close_glass(glass); end if;
end $$;

-- ── Sealing by two ──

create function wall.is_sealed(root uuid) returns boolean language sql stable set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.case_access c where c.root_id = root and c.denied and c.basis_kind = 'sealed') $$;

-- A supervisor of the file proposes; nothing changes yet.
create function wall.propose_seal(proposal uuid, root uuid, kind text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform wall.insist(kind in ('seal', 'unseal'), 'no such proposal');
  perform wall.demand(wall.supervises(root) and case kind when 'seal' then wall.stands_on(root) else wall.is_sealed(root) end,
                      'supervisors propose');
  perform wall.dealt_with(root);
  if exists (select from public.cases_sealproposal p where p.case_id = root and p.kind = propose_seal.kind
             and p.decision = '') then raise exception 'proposed already' using errcode = 'WA008'; end if;
  insert into public.cases_sealproposal (id, case_id, agency_id, code, kind, proposed_by_id, proposed_at, decision)
  select proposal, c.id, c.agency_id, c.code, propose_seal.kind, wall.actor(), now(), ''
  from public.cases_case c where c.id = root;
  perform wall.demand(found, 'no case');
end $$;

-- Another supervisor of the file, or the data-protection officer, confirms or rejects; whoever proposed may withdraw.
-- The seal covers the case and the record of its person, both under the id of the case.
create function wall.decide_seal(proposal uuid, confirm boolean) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare p record;
begin
  select s.*, c.person_id into p from public.cases_sealproposal s join public.cases_case c on c.id = s.case_id
  where s.id = proposal and s.decision = '' for update of s;
  perform wall.demand(case when confirm then p.proposed_by_id <> wall.actor() and wall.judges(p.case_id, p.agency_id)
                           else p.proposed_by_id = wall.actor() or wall.judges(p.case_id, p.agency_id) end, 'two decide');
  perform wall.dealt_with(p.case_id);
  if confirm and p.kind = 'seal' then
    perform wall.put(root, '*', 'full', '{}', '', 'sealed', p.case_id::text, false, true, null)
    from unnest(array[p.person_id, p.case_id]) root;
  elsif confirm then
    delete from public.case_access c where c.denied and c.basis_kind = 'sealed' and c.basis_id = p.case_id::text;
  end if;
  update public.cases_sealproposal set decided_by_id = wall.actor(), decided_at = now(),
    decision = case when confirm then 'confirmed' when p.proposed_by_id = wall.actor() then 'withdrawn' else 'rejected' end
  where id = proposal;
end $$;

-- Sealed files by code alone, for those who may propose to lift the seal or confirm it.
create function wall.sealed_files() returns table (case_id uuid, code text, since timestamptz) language sql stable
  security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  select c.id, c.code, a.created_at from public.case_access a join public.cases_case c on c.id = a.root_id
  where a.denied and a.basis_kind = 'sealed' and c.agency_id = wall.agency() and wall.judges(c.id, c.agency_id)
  order by a.created_at desc, c.id $$;

-- One person alone neither seals nor lifts a seal any more.
drop function wall.seal_root(uuid, text);
create or replace function wall.lift(kind text, ref text, person uuid) returns integer language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare lifted integer;
begin
  perform wall.insist(kind = 'conflict', 'no such denial');
  perform wall.demand(person is distinct from wall.actor(), 'never one''s own');
  delete from public.case_access c
  where c.denied and c.basis_kind = kind and c.basis_id = ref and wall.supervises(c.root_id)
    and c.principal = 'u:' || person;
  get diagnostics lifted = row_count;
  return lifted;
end $$;

-- For the operator, who knows a code: which files it names.
create function wall.cases_called(case_code text) returns setof uuid language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$ select c.id from public.cases_case c where c.code = case_code $$;

grant execute on function wall.break_glass, wall.say_why, wall.close_glass, wall.review_glass, wall.propose_seal,
  wall.decide_seal, wall.sealed_files to jiwar_app;
grant execute on function wall.glass_says_why, wall.cases_called to jiwar_owner;
reset role;

create constraint trigger z_says_why after insert on cases_glass deferrable initially deferred
  for each row execute function wall.glass_says_why();

-- Notes may be written by whoever opened the file in an emergency: what was done at night stands in it in the morning.
alter policy own_insert on cases_note with check (
  exists (select from cases_case r where r.id = case_id and r.agency_id = (select wall.agency()))
  and (wall.stands_on(case_id) or wall.by_glass(case_id)));
