import os

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

handler = get_wsgi_application()

# The models can be imported by now, and no sooner.
from articles.models import SafeguardRecord  # noqa: E402
from articles.records.key import refuse_another_key  # noqa: E402
from newsroom.bodies import read_as_utf8  # noqa: E402

application = read_as_utf8(handler)

try:
    refuse_another_key()
    SafeguardRecord.objects.note_settings()
except DatabaseError:
    pass  # it does not answer yet; pages say so until it does
finally:
    connections.close_all()
