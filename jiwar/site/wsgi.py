"""The door of a web server other than `jiwar serve`: `gunicorn jiwar.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from jiwar.site import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiwar.site.settings")

application = get_wsgi_application()
checks.refuse_unsafe()
