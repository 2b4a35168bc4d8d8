"""The door for a WSGI server: gunicorn dandan.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dandan.settings")
application = get_wsgi_application()
