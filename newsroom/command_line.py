"""How a command of the newsroom is typed on this machine."""

import sys
from pathlib import Path

from django.conf import settings


def spelled(command: str) -> str:
    """From the newsroom's own folder, with the Python that has its packages."""
    running = Path(sys.executable)
    python = running.relative_to(settings.BASE_DIR) if running.is_relative_to(settings.BASE_DIR) else "python"
    return f"{python} manage.py {command}"
