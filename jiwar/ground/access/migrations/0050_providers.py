"""Providers of sign-in, the links to them, and their wall.

Lock: none that anybody waits for; the tables are new.
Way back: drop the two tables with their histories, and the functions of the wall; nobody signs in by them then.
"""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_name("0050_providers.sql")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0061_begun_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("word", models.SlugField(max_length=32, unique=True)),
                ("issuer", models.CharField(max_length=200)),
                ("client_id", models.CharField(max_length=200)),
                ("sealed", models.BinaryField()),
                (
                    "factors",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list),
                ),
                (
                    "contexts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProviderHistory",
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
                ("word", models.SlugField(db_index=False, max_length=32)),
                ("issuer", models.CharField(max_length=200)),
                ("client_id", models.CharField(max_length=200)),
                (
                    "factors",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list),
                ),
                (
                    "contexts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProviderLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=64)),
                ("mark", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.provider",
                        db_index=False,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProviderLinkHistory",
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
                ("made_at", models.DateTimeField()),
                (
                    "provider",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="access.provider",
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
        migrations.AddConstraint(
            model_name="provider",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("agency",), name="one_provider_at_a_time"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="provider",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="eb63cd6a2e2115157b48f9f04c125d9b0f8fa410",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_8e4d6",
                    table="access_provider",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="provider",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_providerhistory" ("agency_id", "client_id", "contexts", "ended_at", "factors", "id", "issuer", "made_at", "pgh_created_at", "pgh_label", "word") VALUES (NEW."agency_id", NEW."client_id", NEW."contexts", NEW."ended_at", NEW."factors", NEW."id", NEW."issuer", NEW."made_at", NOW(), \'insert\', NEW."word"); RETURN NULL;',
                    hash="2665d109efc4bc1b69ee09f7ad8403c5fe12fe2f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f7921",
                    table="access_provider",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="provider",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."contexts" IS DISTINCT FROM (NEW."contexts") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."factors" IS DISTINCT FROM (NEW."factors") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issuer" IS DISTINCT FROM (NEW."issuer") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."word" IS DISTINCT FROM (NEW."word"))',
                    func='INSERT INTO "access_providerhistory" ("agency_id", "client_id", "contexts", "ended_at", "factors", "id", "issuer", "made_at", "pgh_created_at", "pgh_label", "word") VALUES (NEW."agency_id", NEW."client_id", NEW."contexts", NEW."ended_at", NEW."factors", NEW."id", NEW."issuer", NEW."made_at", NOW(), \'update\', NEW."word"); RETURN NULL;',
                    hash="08944273156dd2b2fe625676fd7fa6b9efc92531",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_592b0",
                    table="access_provider",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="provider",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_providerhistory" ("agency_id", "client_id", "contexts", "ended_at", "factors", "id", "issuer", "made_at", "pgh_created_at", "pgh_label", "word") VALUES (OLD."agency_id", OLD."client_id", OLD."contexts", OLD."ended_at", OLD."factors", OLD."id", OLD."issuer", OLD."made_at", NOW(), \'delete\', OLD."word"); RETURN NULL;',
                    hash="c6e019d714022ea33759c877e79b528ea2fdfe13",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a0ee8",
                    table="access_provider",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="providerlink",
            constraint=models.UniqueConstraint(fields=("provider", "subject"), name="one_account_here_for_one_there"),
        ),
        migrations.AddConstraint(
            model_name="providerlink",
            constraint=models.UniqueConstraint(fields=("provider", "user"), name="one_account_there_for_one_here"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="providerlink",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="16afce80af1f650e2b0a4d45939e6dd4cd7cdae4",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_bf335",
                    table="access_providerlink",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="providerlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_providerlinkhistory" ("id", "made_at", "pgh_created_at", "pgh_label", "provider_id", "user_id") VALUES (NEW."id", NEW."made_at", NOW(), \'insert\', NEW."provider_id", NEW."user_id"); RETURN NULL;',
                    hash="50165a5712a0c22c02e1e5401f764a45b4f4de89",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c3ab8",
                    table="access_providerlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="providerlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."provider_id" IS DISTINCT FROM (NEW."provider_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                    func='INSERT INTO "access_providerlinkhistory" ("id", "made_at", "pgh_created_at", "pgh_label", "provider_id", "user_id") VALUES (NEW."id", NEW."made_at", NOW(), \'update\', NEW."provider_id", NEW."user_id"); RETURN NULL;',
                    hash="e1c4ed4a9fc86f7232833f52b0a42459d1aba85c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c81f1",
                    table="access_providerlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="providerlink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_providerlinkhistory" ("id", "made_at", "pgh_created_at", "pgh_label", "provider_id", "user_id") VALUES (OLD."id", OLD."made_at", NOW(), \'delete\', OLD."provider_id", OLD."user_id"); RETURN NULL;',
                    hash="73e6f6fb2392b5f8059b89e37e41895a61eb8fce",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_35c2a",
                    table="access_providerlink",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)]),
    ]
