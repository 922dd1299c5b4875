"""`make run`: bring the database up to date, fill it with the demo newsroom, say where to look, serve.

What a newcomer may run into (a taken port, a database that does not answer, a full disk) ends in one sentence.
"""

import os
import socket
import sys
from io import StringIO
from textwrap import indent

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from newsroom.command_line import spelled


def parse_port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise CommandError(f"PORT={text} is no port: give a number, as in make run PORT=8001.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def find_port(text: str) -> int:
    port = parse_port(text)
    if is_free(port):
        return port
    other = next((near for near in range(max(port, 1023) + 1, 65536) if is_free(near)), 8000)
    reason = "is taken" if port > 1023 else "is taken or only for the system"
    raise CommandError(f"Port {port} {reason}; try make run PORT={other}")


def prepare() -> None:
    django.setup()
    translation.activate(settings.LANGUAGE_CODE)
    if settings.PRODUCTION:
        raise CommandError(
            _("ALLOWED_HOSTS is set, so this newsroom is for the public; docs/operators.md says how to start it.")
        )
    print(_("Preparing the newsroom, half a minute the first time …"), flush=True)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("do_outbox", stdout=StringIO())  # what a server that was cut off left to do outside the database


def load_demo() -> str:
    """What the command says: the accounts to sign in with, or that this newsroom is somebody's own by now."""
    said = StringIO()
    try:
        call_command("load_demo", stdout=said)
    except CommandError as refused:
        return str(refused)
    return said.getvalue()


def first_step() -> str:
    """Without the demo nobody has an account yet."""
    if get_user_model().objects.exists():
        return ""
    return _("There is no account yet. Create the first one in another window: %(command)s") % {
        "command": spelled("createsuperuser")
    }


def main() -> None:
    port = find_port(sys.argv[1])
    prepare()
    said = load_demo() if settings.DEMO else first_step()
    address = f"http://127.0.0.1:{port}/"
    where = _("The newsroom: %(address)s") % {"address": address}
    desk = _("Its desk: %(address)s") % {"address": f"{address}admin/"}
    stop = _("Ctrl-C stops the server; what you wrote is kept.")
    block = indent("\n".join([where, desk, "", said]), "  ")
    print(f"\n{block}\n\n{stop}\n", flush=True)
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    os.execv(sys.executable, [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except DatabaseError as error:
        sys.exit(
            f"The database cannot be used: {str(error).strip()}\nCheck DATABASE_URL, and that the database server runs."
        )
    except OSError as error:
        sys.exit(f"{error.filename or 'The disk'} cannot be used: {error.strerror}")
