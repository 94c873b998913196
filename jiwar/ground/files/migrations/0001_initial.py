# Documents and what they hold. Lock: SHARE ROW EXCLUSIVE for a moment on access_agency and access_user. Way back: drop the tables.

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0081_tokens_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("updated_at", models.DateTimeField(editable=False)),
                ("root_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "identity paper"),
                            ("medical", "medical report"),
                            ("police", "police report"),
                            ("court", "court paper"),
                            ("photo", "photograph"),
                            ("consent", "consent form"),
                            ("letter", "letter"),
                            ("sound", "sound recording"),
                            ("other", "other document"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.BinaryField()),
                (
                    "media",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("jpeg", "jpeg"),
                            ("png", "png"),
                            ("pdf", "pdf"),
                            ("docx", "docx"),
                            ("wav", "wav"),
                            ("mp3", "mp3"),
                            ("ogg", "ogg"),
                        ],
                        max_length=8,
                    ),
                ),
                ("size", models.PositiveIntegerField(default=0)),
                (
                    "scan",
                    models.CharField(
                        choices=[("not_scanned", "not scanned for malware"), ("clean", "scanned, nothing found")],
                        max_length=16,
                    ),
                ),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("drop_reason", models.BinaryField(blank=True, default=b"")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="access.agency")),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DocumentHistory",
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
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("updated_at", models.DateTimeField(editable=False)),
                ("root_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "identity paper"),
                            ("medical", "medical report"),
                            ("police", "police report"),
                            ("court", "court paper"),
                            ("photo", "photograph"),
                            ("consent", "consent form"),
                            ("letter", "letter"),
                            ("sound", "sound recording"),
                            ("other", "other document"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.BinaryField()),
                (
                    "media",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("jpeg", "jpeg"),
                            ("png", "png"),
                            ("pdf", "pdf"),
                            ("docx", "docx"),
                            ("wav", "wav"),
                            ("mp3", "mp3"),
                            ("ogg", "ogg"),
                        ],
                        max_length=8,
                    ),
                ),
                ("size", models.PositiveIntegerField(default=0)),
                (
                    "scan",
                    models.CharField(
                        choices=[("not_scanned", "not scanned for malware"), ("clean", "scanned, nothing found")],
                        max_length=16,
                    ),
                ),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("drop_reason", models.BinaryField(blank=True, default=b"")),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="access.agency",
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DocumentContent",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="files.document",
                    ),
                ),
                ("root_id", models.UUIDField()),
                ("identity", models.BinaryField(null=True)),
                ("narrative", models.BinaryField(null=True)),
                ("kept_at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="access.agency")),
            ],
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["root_id", "-created_at", "id"], name="document_root_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="93c510845f3340f6299dee90bba1c88d09b71a07",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_6a334",
                    table="files_document",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "files_documenthistory" ("added_by_id", "agency_id", "created_at", "drop_reason", "dropped_at", "dropped_by_id", "id", "kind", "media", "pgh_created_at", "pgh_label", "root_id", "scan", "size", "title", "updated_at", "version") VALUES (NEW."added_by_id", NEW."agency_id", NEW."created_at", NEW."drop_reason", NEW."dropped_at", NEW."dropped_by_id", NEW."id", NEW."kind", NEW."media", NOW(), \'insert\', NEW."root_id", NEW."scan", NEW."size", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="baf5754df31975cc3e6d9ab191a4173f286fff08",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_34801",
                    table="files_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (ROW(OLD."added_by_id", OLD."agency_id", OLD."created_at", OLD."drop_reason", OLD."dropped_at", OLD."dropped_by_id", OLD."id", OLD."kind", OLD."media", OLD."root_id", OLD."scan", OLD."size", OLD."title", OLD."updated_at", OLD."version") IS DISTINCT FROM ROW(NEW."added_by_id", NEW."agency_id", NEW."created_at", NEW."drop_reason", NEW."dropped_at", NEW."dropped_by_id", NEW."id", NEW."kind", NEW."media", NEW."root_id", NEW."scan", NEW."size", NEW."title", NEW."updated_at", NEW."version"))',
                    func='INSERT INTO "files_documenthistory" ("added_by_id", "agency_id", "created_at", "drop_reason", "dropped_at", "dropped_by_id", "id", "kind", "media", "pgh_created_at", "pgh_label", "root_id", "scan", "size", "title", "updated_at", "version") VALUES (NEW."added_by_id", NEW."agency_id", NEW."created_at", NEW."drop_reason", NEW."dropped_at", NEW."dropped_by_id", NEW."id", NEW."kind", NEW."media", NOW(), \'update\', NEW."root_id", NEW."scan", NEW."size", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="94f12c309fbd266bc544f78cd2ec227f9d74d274",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b9846",
                    table="files_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "files_documenthistory" ("added_by_id", "agency_id", "created_at", "drop_reason", "dropped_at", "dropped_by_id", "id", "kind", "media", "pgh_created_at", "pgh_label", "root_id", "scan", "size", "title", "updated_at", "version") VALUES (OLD."added_by_id", OLD."agency_id", OLD."created_at", OLD."drop_reason", OLD."dropped_at", OLD."dropped_by_id", OLD."id", OLD."kind", OLD."media", NOW(), \'delete\', OLD."root_id", OLD."scan", OLD."size", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="0b2f4a309ab6b8fb124396a1cde846d7dee28ef7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_78469",
                    table="files_document",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="documenthistory",
            index=models.Index(fields=["root_id"], name="document_history_idx"),
        ),
        migrations.AddIndex(
            model_name="documentcontent",
            index=models.Index(fields=["root_id"], name="content_root_idx"),
        ),
        migrations.AddConstraint(
            model_name="documentcontent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("identity__isnull", False), ("narrative__isnull", True)),
                    models.Q(("identity__isnull", True), ("narrative__isnull", False)),
                    _connector="OR",
                ),
                name="content_of_one_class",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="documentcontent",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="46ecf9934510a61a94cf225c8572371692ebb455",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_5e1a0",
                    table="files_documentcontent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
