"""Lists begin with what cannot wait; a note says on what occasion it was written, of which day, and what was judged.

Lock: ACCESS EXCLUSIVE on cases_case while its three indexes are built, on cases_note and its history while the day of
each row is filled in. Way back: build the former indexes on updated_at, drop the three columns.
"""

import datetime as dt

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

WRITTEN = """
alter table cases_note disable trigger user;
alter table cases_notehistory disable trigger user;
set local role jiwar_keeper;
update cases_note set happened_on = (created_at at time zone 'Asia/Amman')::date;
update cases_notehistory set happened_on = (created_at at time zone 'Asia/Amman')::date;
reset role;
alter table cases_note enable trigger user;
alter table cases_notehistory enable trigger user;
select walling.grant_columns('cases_note', '{insert}');
"""
"""Of a note that is there already nobody said more than when it was written."""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0050_providers"),
        ("cases", "0013_conflicts"),
        ("people", "0003_forgetting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="note",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="note",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="note",
            name="delete_delete",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_owner_idx",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_team_idx",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_agency_idx",
        ),
        migrations.AddField(
            model_name="note",
            name="happened_on",
            field=models.DateField(default=dt.date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="note",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("note", "note"),
                    ("call", "phone call"),
                    ("message", "message"),
                    ("visit", "home visit"),
                    ("office", "meeting in the office"),
                    ("company", "accompanied to a service"),
                    ("conference", "case conference"),
                    ("risk", "risk judged"),
                    ("hold", "hold cleared"),
                    ("reopened", "case reopened"),
                ],
                default="note",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="risk",
            field=models.CharField(
                blank=True,
                choices=[("low", "low risk"), ("medium", "medium risk"), ("high", "high risk"), ("urgent", "urgent")],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="notehistory",
            name="happened_on",
            field=models.DateField(default=dt.date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="notehistory",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("note", "note"),
                    ("call", "phone call"),
                    ("message", "message"),
                    ("visit", "home visit"),
                    ("office", "meeting in the office"),
                    ("company", "accompanied to a service"),
                    ("conference", "case conference"),
                    ("risk", "risk judged"),
                    ("hold", "hold cleared"),
                    ("reopened", "case reopened"),
                ],
                default="note",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="notehistory",
            name="risk",
            field=models.CharField(
                blank=True,
                choices=[("low", "low risk"), ("medium", "medium risk"), ("high", "high risk"), ("urgent", "urgent")],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("owner"),
                models.Case(
                    models.When(status="closed", then=6),
                    models.When(risk="urgent", then=0),
                    models.When(status="received", then=1),
                    models.When(risk="high", then=2),
                    models.When(risk="", then=3),
                    models.When(risk="medium", then=4),
                    default=5,
                    output_field=models.SmallIntegerField(),
                ),
                models.OrderBy(models.F("updated_at"), descending=True),
                models.F("id"),
                name="case_owner_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("team"),
                models.Case(
                    models.When(status="closed", then=6),
                    models.When(risk="urgent", then=0),
                    models.When(status="received", then=1),
                    models.When(risk="high", then=2),
                    models.When(risk="", then=3),
                    models.When(risk="medium", then=4),
                    default=5,
                    output_field=models.SmallIntegerField(),
                ),
                models.OrderBy(models.F("updated_at"), descending=True),
                models.F("id"),
                name="case_team_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("agency"),
                models.Case(
                    models.When(status="closed", then=6),
                    models.When(risk="urgent", then=0),
                    models.When(status="received", then=1),
                    models.When(risk="high", then=2),
                    models.When(risk="", then=3),
                    models.When(risk="medium", then=4),
                    default=5,
                    output_field=models.SmallIntegerField(),
                ),
                models.OrderBy(models.F("updated_at"), descending=True),
                models.F("id"),
                name="case_agency_idx",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_notehistory" ("author_id", "case_id", "created_at", "happened_on", "id", "occasion", "pgh_created_at", "pgh_label", "risk", "text", "updated_at", "version") VALUES (NEW."author_id", NEW."case_id", NEW."created_at", NEW."happened_on", NEW."id", NEW."occasion", NOW(), \'insert\', NEW."risk", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="3664a111ae1825d96ec47dc58ac9c75da7c827b8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_11671",
                    table="cases_note",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (ROW(OLD."author_id", OLD."case_id", OLD."created_at", OLD."happened_on", OLD."id", OLD."occasion", OLD."risk", OLD."text", OLD."updated_at", OLD."version") IS DISTINCT FROM ROW(NEW."author_id", NEW."case_id", NEW."created_at", NEW."happened_on", NEW."id", NEW."occasion", NEW."risk", NEW."text", NEW."updated_at", NEW."version"))',
                    func='INSERT INTO "cases_notehistory" ("author_id", "case_id", "created_at", "happened_on", "id", "occasion", "pgh_created_at", "pgh_label", "risk", "text", "updated_at", "version") VALUES (NEW."author_id", NEW."case_id", NEW."created_at", NEW."happened_on", NEW."id", NEW."occasion", NOW(), \'update\', NEW."risk", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="dac83e76d1a97d23747f51ba7c1d83be09d821cf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_98d44",
                    table="cases_note",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_notehistory" ("author_id", "case_id", "created_at", "happened_on", "id", "occasion", "pgh_created_at", "pgh_label", "risk", "text", "updated_at", "version") VALUES (OLD."author_id", OLD."case_id", OLD."created_at", OLD."happened_on", OLD."id", OLD."occasion", NOW(), \'delete\', OLD."risk", OLD."text", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="2a1697babba4ad5fcc47f2ec2ece63f524fc4e50",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c56dc",
                    table="cases_note",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL([(WRITTEN, None)]),
    ]
