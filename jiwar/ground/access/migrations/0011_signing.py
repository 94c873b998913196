"""The wall over sign-in: one's own secrets alone, sessions, attempts and invitations.

Lock: ACCESS EXCLUSIVE for a moment on the tables of sign-in, which are new; access_user is rewritten once.
Way back: none for passwords, which are not carried over; restore.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0011_signing.sql")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0010_secrets_and_sessions"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunSQL([(SQL.read_text(encoding="utf-8"), None)])]
