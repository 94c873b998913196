"""The outbox holds a user, a kind and two times: the application adds and marks as sent, and deletes nothing.

Who is told when says where something happened. So a message is seen by whom it is for, and by the system user of that
agency, who sends it; whoever does what it tells of adds it and sees nothing.

Lock: ACCESS EXCLUSIVE on the outbox for a moment, it is empty. Way back: drop the policies, switch row security off.
"""

from django.db import migrations

SQL = """
select walling.close('notices_notice');
insert into walling.walled values ('notices_notice', 'own');
grant select, insert, update (sent_at) on notices_notice to jiwar_app;
create policy wall on notices_notice for select to jiwar_app using (
  user_id = (select wall.actor())
  or 'k:' || wall.agency_of('u:' || user_id) = any((select wall.verified_principals())::text[]));
create policy adds on notices_notice for insert to jiwar_app with check ((select wall.actor()) is not null);
create policy sends on notices_notice for update to jiwar_app using (
  'k:' || wall.agency_of('u:' || user_id) = any((select wall.verified_principals())::text[]));
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("access", "0002_wall")]
    operations = [migrations.RunSQL(SQL, "delete from walling.walled where name = 'notices_notice'")]
