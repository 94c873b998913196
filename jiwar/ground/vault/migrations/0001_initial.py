"""Wrapped keys, and who may do what with the keys of agencies. Access walls the wraps, which hang on its roots.

Lock: none, both tables are new. Way back: dropping them, which makes everything that was ever sealed unreadable.
"""

import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Everybody who is entered sees every agency's key: a grant wraps for another agency. The operator makes an agency's
# first one, its system user adds or changes others: whoever slips a statement in as somebody else can neither make an
# agency's files unreadable nor have them sealed under a key of their own.
AGENCY_KEYS = """
    select walling.close('vault_agencykey');
    insert into walling.walled values ('vault_agencykey', 'own');
    grant select, insert, update (wrapped, retired_at) on vault_agencykey to jiwar_app;
    create policy wall on vault_agencykey for select to jiwar_app using ((select wall.agency()) is not null);
    create policy adds on vault_agencykey for insert to jiwar_app with check (
      'k:' || agency_id = any((select wall.verified_principals())::text[]));
    create policy founds on vault_agencykey for insert to jiwar_owner with check (version = 1);
    create policy rotates on vault_agencykey for update to jiwar_app using (
      'k:' || agency_id = any((select wall.verified_principals())::text[]));
"""

# Who else holds a key of a root, which the wall hides: asked when a data key is changed, so that nobody loses sight.
HOLDERS = """
    set local role jiwar_keeper;
    create function wall.agency_wraps(root uuid) returns table (agency_id uuid, kind text) language plpgsql stable
      security definer set search_path = pg_catalog, pg_temp as $$
    begin
      perform wall.demand(wall.stands_on(root), 'not your own file');
      return query select distinct w.agency_id, w.kind::text from public.vault_keywrap w where w.root_id = root;
    end $$;
    grant execute on function wall.agency_wraps to jiwar_app;
    reset role;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("base", "0001_wall")]

    operations = [
        migrations.CreateModel(
            name="AgencyKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "agency_id", "version", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("wrapped", models.BinaryField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="KeyWrap",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "root_id",
                        "kind",
                        "key_version",
                        "agency_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("root_id", models.UUIDField()),
                ("kind", models.CharField(max_length=16)),
                ("key_version", models.PositiveSmallIntegerField()),
                ("agency_id", models.UUIDField()),
                ("agency_key_version", models.PositiveIntegerField()),
                ("wrapped", models.BinaryField()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencykey",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="438f18a67e3ee80f24c5a0891039ddb143b01c65",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_a0527",
                    table="vault_agencykey",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="keywrap",
            index=models.Index(fields=["agency_id", "agency_key_version"], name="wrap_agency_idx"),
        ),
        migrations.AddConstraint(
            model_name="keywrap",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["identity", "narrative", "guarded"])), name="wrap_of_a_known_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="keywrap",
            constraint=models.CheckConstraint(
                condition=models.Q(("key_version__range", (1, 127))), name="wrap_of_a_version_in_a_byte"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keywrap",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="3855065d05986d058a59849f4e72a96be197f6d5",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_62330",
                    table="vault_keywrap",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(AGENCY_KEYS, "delete from walling.walled where name = 'vault_agencykey'"),
        migrations.RunSQL(HOLDERS, "drop function wall.agency_wraps"),
    ]
