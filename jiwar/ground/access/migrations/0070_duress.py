"""Who is forced to sign in: worlds of staff, shadows and alarms.

Lock: ACCESS EXCLUSIVE for a moment on the five tables of staff, which gain a column, and on vault_agencykey and
audit_event, for their policies; on access_user and access_agency until a unique index is built. Way back: none but
restoring.
"""

import uuid
from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_name("0070_duress.sql")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0050_providers"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlarmHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_actor",
                    models.UUIDField(
                        db_default=models.Func(function="wall.actor", output_field=models.UUIDField()), null=True
                    ),
                ),
                (
                    "pgh_action",
                    models.TextField(
                        db_default=models.Func(function="wall.announced", output_field=models.TextField())
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("raised_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="access.agency",
                        db_index=False,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="access.office",
                        db_index=False,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        db_index=False,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        db_index=False,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Shadow",
            fields=[
                (
                    "real",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shadow",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("raised_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.agency",
                        db_index=False,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.office"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "-raised_at"], name="alarm_agency_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_by__isnull", True),
                            models.Q(("taken_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_answers_ones_own_alarm",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alarm",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="efa09d1e6daadbef3f8fd44c67b8088d4b3bfa06",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_cb071",
                    table="access_alarm",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alarm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_alarmhistory" ("agency_id", "id", "office_id", "pgh_created_at", "pgh_label", "raised_at", "taken_at", "taken_by_id", "user_id") VALUES (NEW."agency_id", NEW."id", NEW."office_id", NOW(), \'insert\', NEW."raised_at", NEW."taken_at", NEW."taken_by_id", NEW."user_id"); RETURN NULL;',
                    hash="5d6a2beb5c3a68bfff8cda0bec0a532c532fd93c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1329e",
                    table="access_alarm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alarm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (ROW(OLD."agency_id", OLD."id", OLD."office_id", OLD."raised_at", OLD."taken_at", OLD."taken_by_id", OLD."user_id") IS DISTINCT FROM ROW(NEW."agency_id", NEW."id", NEW."office_id", NEW."raised_at", NEW."taken_at", NEW."taken_by_id", NEW."user_id"))',
                    func='INSERT INTO "access_alarmhistory" ("agency_id", "id", "office_id", "pgh_created_at", "pgh_label", "raised_at", "taken_at", "taken_by_id", "user_id") VALUES (NEW."agency_id", NEW."id", NEW."office_id", NOW(), \'update\', NEW."raised_at", NEW."taken_at", NEW."taken_by_id", NEW."user_id"); RETURN NULL;',
                    hash="ce85b2a20c60e001e555cdfb0a484c9147ced2bb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a7296",
                    table="access_alarm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alarm",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_alarmhistory" ("agency_id", "id", "office_id", "pgh_created_at", "pgh_label", "raised_at", "taken_at", "taken_by_id", "user_id") VALUES (OLD."agency_id", OLD."id", OLD."office_id", NOW(), \'delete\', OLD."raised_at", OLD."taken_at", OLD."taken_by_id", OLD."user_id"); RETURN NULL;',
                    hash="f9b2c624577ffff59aa0e7ed91bda1f8136a9329",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ae7a2",
                    table="access_alarm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shadow",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="9398e192e1ea47a2e6dd41d41e12bb1856324ea8",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_e6af5",
                    table="access_shadow",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)]),
    ]
