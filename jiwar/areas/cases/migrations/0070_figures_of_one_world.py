"""Nobody counts the cases of a shadow: figures are of the agencies that whoever reads them can see.

Lock: ACCESS EXCLUSIVE on cases_case for a moment. Way back: the policy `oversight` without the agencies in sight.
"""

from django.db import migrations

SQL = "select walling.oversee('cases_case', 'agency_id, programme, status, risk, opened_on, closed_on, outcome');"


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_urgent_first"), ("access", "0070_duress")]
    operations = [migrations.RunSQL([(SQL, None)])]
