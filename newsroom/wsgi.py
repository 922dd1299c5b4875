import os

import django
from django.db import DatabaseError, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django.setup(set_prefix=False)

from articles.models import SafeguardRecord  # noqa: E402 (models can be imported by now, and no sooner)
from articles.records.key import refuse_another_key  # noqa: E402 (the same)

from .request_limits import Utf8Handler  # noqa: E402 (the same)

application = Utf8Handler()

try:
    refuse_another_key()
    SafeguardRecord.objects.note_settings()
except DatabaseError:
    pass  # it does not answer yet; pages say so until it does
finally:
    connections.close_all()
