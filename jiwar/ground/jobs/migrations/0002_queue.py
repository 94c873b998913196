"""The queue: procrastinate's own tables, in a schema of their own.

Its release brings each of its changes as a file; those that were there when this was written stand here by name, and a
house test says when a newer release has one that no migration of ours runs. In this schema nothing is announced to
listeners: whoever can run SQL may listen, and would hear when anything is put aside in any agency. The worker looks.

Lock: none, all is new. Way back: drop schema queue cascade.
"""

from importlib import resources
from typing import Any

from django.db import migrations

CHANGES = (
    "00.00.00_01_initial",
    "00.05.00_01_drop_started_at_column",
    "00.05.00_02_drop_started_at_column",
    "00.05.00_03_drop_procrastinate_version_table",
    "00.06.00_01_fix_procrastinate_fetch_job",
    "00.07.01_01_fix_trigger_status_events_insert",
    "00.08.01_01_add_queueing_lock_column",
    "00.10.00_01_close_fetch_job_race_condition",
    "00.10.00_02_add_defer_job_function",
    "00.11.00_03_add_procrastinate_periodic_defers",
    "00.12.00_01_add_foreign_key_index",
    "00.14.00_01_add_locks_to_periodic_defer",
    "00.15.02_01_fix_procrastinate_defer_periodic_job",
    "00.16.00_01_add_finish_job_and_retry_job_functions",
    "00.17.00_01_add_trigger_on_job_deletion",
    "00.17.00_02_delete_finished_jobs",
    "00.17.00_03_add_checks_to_finish_job",
    "00.17.00_04_add_checks_to_retry_job",
    "00.18.01_01_fix_finish_job_compat_issue",
    "00.19.00_01_add_index_on_procrastinate_jobs",
    "00.22.00_01_add_kwargs_to_defer_periodic_job",
    "00.23.00_01_null_locks_excluded",
    "01.00.00_01_remove_old_finish_job_function",
    "01.01.01_01_job_id_bigint",
    "02.00.03_01_add_job_priority",
    "02.05.00_01_add_periodic_job_priority",
    "02.06.00_01_add_cancel_states",
    "02.08.00_01_add_additional_params_to_retry_job",
    "02.14.01_01_add_indexes_for_fetch_job",
    "03.00.00_01_pre_cancel_notification",
    "03.00.00_50_post_cancel_notification",
    "03.01.00_01_pre_add_heartbeat",
    "03.01.00_50_post_add_heartbeat",
    "03.02.00_01_pre_batch_defer_jobs",
    "03.02.00_50_post_batch_defer_jobs",
    "03.03.00_01_pre_priority_lock_fetch_job",
    "03.04.00_01_pre_add_retry_failed_job_procedure",
    "03.04.00_50_post_add_retry_failed_job_procedure",
)
BEFORE = """
create schema queue;
set local search_path = queue, pg_catalog;
"""
AFTER = """
set local search_path to default;
-- Its functions name their tables without a schema: each finds them, whoever calls.
do $$
declare f regprocedure; r record;
begin
  for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'queue'::regnamespace loop
    execute format('alter function %s set search_path = queue, pg_catalog, pg_temp', f);
    execute format('revoke execute on function %s from public', f);
  end loop;
  for r in select tgrelid::regclass as t, tgname from pg_trigger
           where tgrelid = 'queue.procrastinate_jobs'::regclass and tgname ~ '_notify_' loop
    execute format('drop trigger %I on %s', r.tgname, r.t);
  end loop;
end $$;

-- Of what is in the queue nothing but an id of ours is ever an argument; `timestamp` is the beat of a schedule.
alter table queue.procrastinate_jobs add constraint ids_only check (
  args - 'job_id' - 'timestamp' = '{}'::jsonb
  and coalesce(args ->> 'job_id', '00000000-0000-0000-0000-000000000000') ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  and coalesce(jsonb_typeof(args -> 'timestamp'), 'number') = 'number');

grant usage on schema queue to jiwar_worker, jiwar_keeper;
grant select, insert, update, delete on all tables in schema queue to jiwar_worker;
grant usage on all sequences in schema queue to jiwar_worker;
grant execute on all functions in schema queue to jiwar_worker;
grant select on queue.procrastinate_workers to jiwar_keeper;
grant select, insert, delete on queue.procrastinate_jobs, queue.procrastinate_events to jiwar_keeper;
grant update on queue.procrastinate_periodic_defers to jiwar_keeper;
grant select on queue.procrastinate_periodic_defers to jiwar_keeper;
grant usage on all sequences in schema queue to jiwar_keeper;
grant execute on function queue.procrastinate_defer_jobs_v1 to jiwar_keeper;
"""


def make(_apps: object, editor: Any) -> None:
    shipped = resources.files("procrastinate") / "sql" / "migrations"
    changes = [(shipped / f"{name}.sql").read_text(encoding="utf-8") for name in CHANGES]
    with editor.connection.cursor() as cursor:
        for statements in (BEFORE, *changes, AFTER):
            cursor.execute(statements)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("base", "0001_wall")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
