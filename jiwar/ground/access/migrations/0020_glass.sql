-- Break-the-glass at the wall: a permit of basis `glass` opens a file of one's own agency for minutes, to be read. It
-- is no standing: stands() knows it not, so no verb of the wall works on it and no row is written through it, but where
-- a policy says so (notes of cases).
set local role jiwar_keeper;

-- Whether the caller sees this root by an open glass and does not stand on it otherwise.
create function wall.by_glass(root uuid) returns boolean language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  select exists (select from wall.live_permits(array[root]) c where c.basis_kind = 'glass') and not wall.stands_on(root)
$$;
grant execute on function wall.by_glass to jiwar_app;
reset role;

