"""What stands in a file that is to leave is kept nowhere, so its column goes before anything was ever written there.

Lock: ACCESS EXCLUSIVE for a moment, nothing is rewritten. Way back: an empty column again; nothing is lost.
"""

from django.db import migrations, models

STATES = [
    ("proposed", "waits for somebody else to agree"),
    ("declined", "declined"),
    ("made", "ready to be fetched"),
    ("fetched", "fetched"),
    ("ended", "ended"),
]


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_wall")]
    operations = [
        migrations.RemoveField(model_name="export", name="sealed"),
        migrations.AlterField(
            model_name="export",
            name="state",
            field=models.CharField(choices=STATES, default="proposed", max_length=8),
        ),
    ]
