"""The bell: which file a notice is about, and whether it was looked at.

Lock: ACCESS EXCLUSIVE on the outbox for a moment (two empty columns), SHARE while its two indexes are built. Way back:
drop the function, the columns and the indexes; what was sent stays sent.
"""

from django.db import migrations, models

SQL = """
set local role jiwar_keeper;
-- One's own and no others; a notice is never made unseen again, and nothing else of it changes.
create function wall.see_notices() returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.notices_notice set seen_at = now() where user_id = wall.actor() and seen_at is null $$;
grant execute on function wall.see_notices to jiwar_app;
reset role;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0031_at_once")]
    operations = [
        migrations.AddField("notice", "root_id", models.UUIDField(null=True)),
        migrations.AddField("notice", "seen_at", models.DateTimeField(null=True)),
        migrations.RemoveIndex("notice", "notice_user_idx"),
        migrations.AddIndex("notice", models.Index(fields=["user_id", "-created_at"], name="notice_user_idx")),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["user_id"], condition=models.Q(seen_at__isnull=True), name="notice_unseen_idx"),
        ),
        migrations.RunSQL(SQL, "drop function wall.see_notices()"),
    ]
