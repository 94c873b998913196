"""The outbox holds a user, a kind and two times: the application adds and marks as sent, and deletes nothing.

Lock: none worth naming, the table is empty. Way back: revoke.
"""

from django.db import migrations

SQL = """
revoke all on notices_notice from public, jiwar_app;
grant select, insert, update (sent_at) on notices_notice to jiwar_app;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("base", "0001_wall")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
