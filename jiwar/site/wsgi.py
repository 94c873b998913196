"""The door of the web server: `gunicorn jiwar.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiwar.site.settings")

application = get_wsgi_application()
