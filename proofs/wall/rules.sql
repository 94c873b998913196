-- The rules of the wall, asked of the catalogue. Each query answers with what breaks its rule, one text a row.
-- Parameters are set in catalogue.py.

-- rule: every table is walled, enabled and forced, or open by name
select c.relname from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all(%(open)s::text[])
  and not (c.relrowsecurity and c.relforcerowsecurity)
union select w.name from walling.walled w left join pg_class c on c.oid = to_regclass('public.' || w.name)
where c.oid is null or not (c.relrowsecurity and c.relforcerowsecurity);

-- rule: every definer function has a fixed search_path, pg_catalog first and pg_temp last
select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from unnest(coalesce(p.proconfig, '{}')) s
                  where s ~ '^search_path=pg_catalog(, public)?, pg_temp$');

-- rule: no function of ours is executable by everybody
select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
  lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
where a.grantee = 0 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema';

-- rule: no definer function belongs to a role that can sign in, but the triggers of history and announcement
select p.oid::regprocedure::text from pg_proc p join pg_roles r on r.oid = p.proowner
where p.prosecdef and (r.rolcanlogin or r.rolsuper or r.rolbypassrls) and p.pronamespace <> 'pg_catalog'::regnamespace
  and not (p.prorettype = 'trigger'::regtype and r.rolname = 'jiwar_owner'
           and p.pronamespace = 'public'::regnamespace and p.proname ~ '^pgtrigger_');

-- rule: the triggers of history and announcement run as their owner
select p.proname from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.prorettype = 'trigger'::regtype and not p.prosecdef;

-- rule: no switch turns those triggers off
select p.oid::regprocedure::text from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.prosrc ~* 'current_setting' and p.proname <> '_pgh_attach_context';

-- rule: the application calls of the wall what is listed, nothing else
select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('wall', 'walling') and not (n.nspname = 'wall' and p.proname = any(%(functions)s::text[]))
  and exists (select from unnest(%(serving)s::text[]) r where has_function_privilege(r, p.oid, 'execute'));

-- rule: no policy trusts a setting or the name of a role
select tablename || '.' || policyname from pg_policies
where concat(qual, ' ', with_check) ~* 'current_setting|session_user|current_user';

-- rule: the wall reads no setting but a sealed one
select p.oid::regprocedure::text from pg_proc p
where p.pronamespace = 'wall'::regnamespace and p.prosrc ~* 'current_setting' and p.proname <> 'opened';

-- rule: a seal opens only in the process and the transaction it was made for, and only for whom the application signed
select 'wall.opened' where not exists (select from pg_proc where oid = to_regprocedure('wall.opened(text)')
  and prosrc ~ 'wall\.bound\(kind, message\) = sealed')
union all select 'wall.bound' where not exists (select from pg_proc where oid = to_regprocedure('wall.bound(text, text)')
  and prosrc ~ 'wall\.hmac\(''db''' and prosrc ~ 'pg_backend_pid\(\)' and prosrc ~ 'transaction_timestamp\(\)')
union all select 'wall.enter' where not exists (select from pg_proc where oid = to_regprocedure('wall.enter(text)')
  and prosrc ~ 'wall\.hmac\(''app''' and prosrc ~ 'interval ''60 s''');

-- rule: no role of ours is superuser, bypasses the wall or makes roles; only owner and application can sign in
select rolname from pg_roles
where rolname ~ '^jiwar_' and (rolsuper or rolbypassrls or rolcreaterole or rolreplication
  or rolname in ('jiwar_keeper', 'jiwar_oversight') and rolcanlogin or rolname <> 'jiwar_owner' and rolcreatedb);

-- rule: nobody who serves reaches the queue of jobs, and the worker reaches nothing else
select r || ' in queue' from unnest(%(serving)s::text[]) r where has_schema_privilege(r, 'queue', 'usage')
union all select 'worker: ' || c.oid::regclass from pg_class c
where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace in ('public'::regnamespace, 'wall'::regnamespace, 'walling'::regnamespace)
  and (has_any_column_privilege('jiwar_worker', c.oid, 'select, insert, update')
       or has_table_privilege('jiwar_worker', c.oid, 'delete, truncate'))
union all select 'worker: ' || p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'wall', 'walling') and has_function_privilege('jiwar_worker', p.oid, 'execute')
  and not (n.nspname = 'wall' and p.proname in ('fan_out', 'tidy_jobs'));

-- rule: an id of ours is all that a job in the queue carries, and nobody is told that there is one
select 'ids_only' where not exists (select from pg_constraint where conname = 'ids_only'
  and conrelid = 'queue.procrastinate_jobs'::regclass and convalidated)
union all select tgname::text from pg_trigger where tgrelid = 'queue.procrastinate_jobs'::regclass and tgname ~ 'notify';

-- rule: the application may become oversight by name and nobody else; nobody inherits anything
select r.rolname || ' in ' || g.rolname from pg_auth_members m
join pg_roles r on r.oid = m.member join pg_roles g on g.oid = m.roleid
where g.rolname ~ '^jiwar_' and not r.rolsuper and (m.inherit_option
    or m.admin_option and r.rolname in ('jiwar_app', 'jiwar_oversight', 'jiwar_keeper'))
  or r.rolname in ('jiwar_app', 'jiwar_oversight', 'jiwar_keeper')
    and (r.rolname, g.rolname) <> ('jiwar_app', 'jiwar_oversight');

-- rule: the application and oversight own nothing
select c.oid::regclass::text from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = any(%(serving)s::text[])
union all select p.oid::regprocedure::text from pg_proc p join pg_roles r on r.oid = p.proowner
  where r.rolname = any(%(serving)s::text[])
union all select n.nspname::text from pg_namespace n join pg_roles r on r.oid = n.nspowner
  where r.rolname = any(%(serving)s::text[])
union all select d.datname::text from pg_database d join pg_roles r on r.oid = d.datdba where r.rolname = any(%(serving)s::text[]);

-- rule: the application and oversight create nothing, not even for a moment
select r || ' in ' || n.nspname from unnest(%(serving)s::text[]) r, pg_namespace n
where n.nspname !~ '^pg_(temp|toast)' and has_schema_privilege(r, n.oid, 'create')
union all select r || ': ' || p from unnest(%(serving)s::text[]) r, unnest(array['create', 'temporary']) p
where has_database_privilege(r, current_database(), p);

-- rule: who is who is written by verbs alone
select a.attrelid::regclass || '.' || a.attname from pg_attribute a, unnest(%(serving)s::text[]) r
where a.attrelid = any(%(identity)s::text[]::regclass[]) and a.attnum > 0 and not a.attisdropped
  and (a.attrelid::regclass || '.' || a.attname) <> all(%(own_columns)s::text[])
  and has_column_privilege(r, a.attrelid, a.attnum, 'insert, update')
union all select c.relname from pg_class c, unnest(%(serving)s::text[]) r
where c.oid = any(%(identity)s::text[]::regclass[]) and has_table_privilege(r, c.oid, 'delete');

-- rule: nobody sets another's password
select 'access_user' where not exists (select from pg_trigger g join pg_proc p on p.oid = g.tgfoid
  where g.tgrelid = 'access_user'::regclass and g.tgenabled in ('O', 'A') and p.oid = to_regproc('wall.own_password'));

-- rule: the database says when a row was made, and who wrote a note
select w.name from walling.walled w
where w.kind in ('root', 'child', 'about') and case when exists (
    select from pg_attribute where attrelid = to_regclass('public.' || w.name) and attname = 'created_at')
  then (has_column_privilege('jiwar_app', to_regclass('public.' || w.name), 'created_at', 'update') or not exists (
    select from pg_trigger g where g.tgrelid = to_regclass('public.' || w.name) and g.tgenabled in ('O', 'A')
      and g.tgfoid = to_regproc('wall.dated') and g.tgtype = 7)) else false end
union all select 'cases_note' where has_any_column_privilege('jiwar_app', 'cases_note', 'update') or not exists (
  select from pg_trigger g where g.tgrelid = 'cases_note'::regclass and g.tgenabled in ('O', 'A')
    and g.tgfoid = to_regproc('wall.signed') and g.tgtype = 7);

-- rule: permits, arrays and ids are written by the wall alone
select a.attrelid::regclass || '.' || a.attname || ' ' || r from pg_attribute a, unnest(%(serving)s::text[]) r, walling.walled w
where a.attrelid = to_regclass('public.' || w.name) and a.attnum > 0 and not a.attisdropped
  and (a.attname = any(%(arrays)s::text[]) and has_column_privilege(r, a.attrelid, a.attnum, 'insert, update')
       or a.attname = 'id' and has_column_privilege(r, a.attrelid, a.attnum, 'update')
       or w.name = 'case_access' and has_column_privilege(r, a.attrelid, a.attnum, 'insert, update'))
union all select 'case_access ' || r from unnest(%(serving)s::text[]) r where has_table_privilege(r, 'case_access', 'delete');

-- rule: nobody who serves reads whom a file is kept from
select a.attrelid::regclass || '.' || a.attname || ' ' || r from pg_attribute a, unnest(%(serving)s::text[]) r, walling.walled w
where a.attrelid = to_regclass('public.' || w.name) and a.attnum > 0 and has_column_privilege(r, a.attrelid, a.attnum, 'select')
  and (w.kind = 'root' and a.attname = any(%(arrays)s::text[]) or w.name = 'case_access' and a.attname = 'kept_from');

-- rule: the arrays of a root are never null
select w.name || '.' || x from walling.walled w cross join unnest(%(arrays)s::text[]) x
left join pg_attribute a on a.attrelid = to_regclass('public.' || w.name) and a.attname = x and not a.attisdropped
where w.kind = 'root' and a.attnotnull is not true;

-- rule: the arrays of a root are kept by a trigger of the wall, and anew when a permit changes
select w.name from walling.walled w where w.kind = 'root' and not exists (
  select from pg_trigger g join pg_proc p on p.oid = g.tgfoid
  where g.tgrelid = to_regclass('public.' || w.name) and g.tgenabled in ('O', 'A') and g.tgtype & 23 = 23
    and p.pronamespace = 'wall'::regnamespace and p.proname ~ '^arrays_')
union all select 'case_access' where not exists (
  select from pg_trigger g where g.tgrelid = 'case_access'::regclass and g.tgenabled in ('O', 'A')
    and g.tgfoid = to_regproc('wall.access_changed') and g.tgtype & 29 = 29);

-- rule: the wall's own tables are reached by nobody who serves
select c.oid::regclass::text from pg_class c, unnest(%(serving)s::text[]) r
where c.relnamespace in ('wall'::regnamespace, 'walling'::regnamespace) and c.relkind in ('r', 'v', 'm')
  and (has_table_privilege(r, c.oid, 'delete, truncate') or has_any_column_privilege(r, c.oid, 'select, insert, update'));

-- rule: no table is emptied, referenced or given triggers by those who serve
select c.relname || ' ' || r from pg_class c, unnest(%(serving)s::text[]) r
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and has_table_privilege(r, c.oid, 'truncate, trigger, references');

-- rule: histories are written by triggers alone, and closed tables not even read
select w.name || ' ' || r from walling.walled w, unnest(%(serving)s::text[]) r
where w.kind in ('history', 'closed', 'about_history')
  and (has_any_column_privilege(r, to_regclass('public.' || w.name), 'insert, update')
       or has_table_privilege(r, to_regclass('public.' || w.name), 'delete')
       or w.kind = 'closed' and has_any_column_privilege(r, to_regclass('public.' || w.name), 'select'));

-- rule: events are added and never changed; actor, agency and time are filled in by the database
select 'change: ' || r from unnest(array['jiwar_app', 'jiwar_oversight', 'jiwar_keeper']) r
where has_any_column_privilege(r, 'audit_event', 'update') or has_table_privilege(r, 'audit_event', 'delete, truncate')
union all select 'write: ' || x from unnest(array['id', 'at', 'actor', 'agency']) x, unnest(%(serving)s::text[]) r
where has_column_privilege(r, 'audit_event', x, 'insert');

-- rule: oversight reads the columns named for figures, and nothing else
select a.attrelid::regclass || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace in ('public'::regnamespace, 'wall'::regnamespace, 'walling'::regnamespace)
  and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
  and has_column_privilege('jiwar_oversight', c.oid, a.attnum, 'select, insert, update, references')
  and (c.relname || '.' || a.attname) <> all(%(overseen)s::text[]);

-- rule: every protected table and every table of who is who demands an announced action
select t from (select name as t from walling.walled where kind in ('root', 'child', 'about')
  union select unnest(array['case_access', 'vault_keywrap', 'vault_agencykey']) union select unnest(%(identity)s::text[])) x
where not exists (select from pg_trigger g join pg_proc p on p.oid = g.tgfoid
  where g.tgrelid = to_regclass('public.' || t) and g.tgenabled in ('O', 'A') and g.tgtype & 30 = 30
    and p.prosrc ~ 'IF wall\.announced\(\) IS NULL THEN RAISE EXCEPTION');

-- rule: every row of a root, a child, a permit and of who is who has its history
select t || ' ' || verb from (
  select name as t from walling.walled where kind in ('root', 'child', 'about') and name <> all(%(without_history)s::text[])
  union select 'case_access' union select unnest(%(identity)s::text[])) x,
  unnest(array[4, 8, 16], array['insert', 'delete', 'update']) as v(bit, verb)
where not exists (select from pg_trigger g join pg_proc p on p.oid = g.tgfoid
  where g.tgrelid = to_regclass('public.' || t) and g.tgenabled in ('O', 'A') and g.tgtype & bit = bit
    and g.tgtype & 2 = 0 and p.prosrc ~ 'INSERT INTO "[a-z_]+history"');

-- rule: every history says who and by which action, and the database fills it in
select w.name || '.' || x.name from walling.walled w,
  (values ('pgh_actor', 'wall.actor()'), ('pgh_action', 'wall.announced()')) as x(name, expression)
where w.kind in ('history', 'closed', 'about_history') and not exists (
  select from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = to_regclass('public.' || w.name) and a.attname = x.name
    and pg_get_expr(d.adbin, d.adrelid) = x.expression);

-- rule: views ask as whoever looks, and nothing materialized or foreign is readable
select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and (c.relkind = 'v' and not coalesce(c.reloptions @> '{security_invoker=true}', false)
       or c.relkind in ('m', 'f')
          and exists (select from unnest(%(serving)s::text[]) r where has_any_column_privilege(r, c.oid, 'select')));

-- rule: nothing from outside: no extension but plpgsql, no foreign server, no rewriting rule, no leakproof function
select 'extension ' || extname from pg_extension where extname <> 'plpgsql'
union all select 'server ' || srvname from pg_foreign_server
union all select 'rule ' || rulename from pg_rules where schemaname !~ '^pg_' and schemaname <> 'information_schema'
union all select p.oid::regprocedure::text from pg_proc p where p.proleakproof
  and p.pronamespace in ('public'::regnamespace, 'wall'::regnamespace, 'walling'::regnamespace);

-- rule: no history is written because an array of the wall changed
select w.name from walling.walled w join pg_trigger g on g.tgrelid = to_regclass('public.' || w.name)
where w.kind = 'root' and pg_get_triggerdef(g.oid) ~ 'old\.\* IS DISTINCT FROM new\.\*';

-- rule: the hash of what lets somebody in is read by nobody, and what it opens is never changed
select t || '.token_hash is read' from unnest(array['access_token', 'access_invitation', 'work_feed']) t
where has_column_privilege('jiwar_app', t, 'token_hash', 'select')
union all select t || ' is changed' from unnest(array['access_token', 'work_feed']) t
where has_any_column_privilege('jiwar_app', t, 'update')
union all select 'access_answer.' || a.attname || ' is changed' from pg_attribute a
where a.attrelid = 'access_answer'::regclass and a.attnum > 0 and a.attname <> 'sealed'
  and has_column_privilege('jiwar_app', a.attrelid, a.attnum, 'update');
