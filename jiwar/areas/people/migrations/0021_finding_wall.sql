-- Finding people by tokens. Who asks finds whom the wall shows: it is asked before anything is cut or ranked, so that
-- hits, their order and their number tell nothing of anybody hidden. What a token is worth comes with it, from a
-- shipped table, never from the people who are here.
delete from walling.walled where name = 'people_nametoken';
select walling.protect_child('people_findingkeys', 'person_id', 'people_person', '{insert,update,delete}');

set local role jiwar_keeper;
create function wall.find_people(asked bigint[], worths real[], at_most integer)
  returns table (person uuid, worth real) language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  with me as materialized (select wall.verified_principals() as p),
  reached as (
    select k.person_id, q.worth from unnest(asked, worths) as q (token, worth)
    join public.people_findingkeys k on k.tokens @> array[q.token]),
  summed as materialized (select person_id, sum(reached.worth)::real as worth from reached group by person_id)
  select r.id, s.worth from summed s join public.people_person r on r.id = s.person_id, me
  where r.erased_on is null and not coalesce(r.denied && me.p, false) and (
    coalesce(r.scope && me.p, false) or (coalesce(r.timed && me.p, false) and exists (
      select from public.case_access a where a.root_id = r.id and not a.denied and a.expires_at > now()
        and a.principal = any(me.p))))
  order by s.worth desc, r.id limit at_most
$$;
grant execute on function wall.find_people to jiwar_app;
reset role;
