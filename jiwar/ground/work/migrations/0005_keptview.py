# Views of lists that somebody keeps. Lock: SHARE ROW EXCLUSIVE for a moment on access_user. Way back: drop the table.

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0004_feed_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptView",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptview",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="180617bf1cdd4269bc6193943e3637c6fff1225c",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_6835a",
                    table="work_keptview",
                    when="BEFORE",
                ),
            ),
        ),
    ]
