# The address of a calendar. Lock: SHARE ROW EXCLUSIVE for a moment on access_user. Way back: drop the table.

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0002_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feed",
            trigger=pgtrigger.compiler.Trigger(
                name="a_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
                    hash="70fface24107e309479c02fee9d7304acad87cf3",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_a_announced_6d60a",
                    table="work_feed",
                    when="BEFORE",
                ),
            ),
        ),
    ]
