-- Finding people by tokens. Who asks finds whom the wall shows: it is asked before anything is added up, cut or ranked,
-- so that hits, their order and number, and what goes wrong, tell nothing of anybody hidden. What a token is worth comes
-- with it, from a shipped table, never from the people who are here; no worth is so large that a sum could fail.
delete from walling.walled where name = 'people_nametoken';
select walling.protect_child('people_findingkeys', 'person_id', 'people_person', '{insert,update,delete}');

set local role jiwar_keeper;
create function wall.find_people(asked bigint[], worths real[], at_most integer)
  returns table (person uuid, worth real) language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  with me as materialized (select wall.verified_principals() as p),
  wanted as (select q.token, max(least(greatest(q.worth, 0), 64)) as worth
    from unnest(asked, worths) as q (token, worth) where q.token is not null group by q.token),
  reached as materialized (
    select k.person_id, wanted.worth from wanted
    join public.people_findingkeys k on k.tokens @> array[wanted.token]),
  shown as (
    select r.id from (select distinct person_id from reached) d join public.people_person r on r.id = d.person_id, me
    where r.erased_on is null and not coalesce(r.denied && me.p, false) and (
      coalesce(r.scope && me.p, false) or (coalesce(r.timed && me.p, false) and exists (
        select from public.case_access a where a.root_id = r.id and not a.denied and a.expires_at > now()
          and a.principal = any(me.p)))))
  select shown.id, sum(reached.worth)::real from shown join reached on reached.person_id = shown.id group by shown.id
  order by sum(reached.worth) desc, shown.id limit at_most
$$;
grant execute on function wall.find_people to jiwar_app;
reset role;

-- Nobody reads a token: who could, would know by it that two people out of sight of each other share a name.
revoke select on people_findingkeys from jiwar_app;
grant select (person_id, keys_version) on people_findingkeys to jiwar_app;
