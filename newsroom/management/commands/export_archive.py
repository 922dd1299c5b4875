from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from newsroom.archive.export import ExportRefused, export
from newsroom.archive.progress import Progress


class Command(BaseCommand):
    help = "Write the whole newsroom, pictures and records included, into one file."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help=_("the archive to write"))
        parser.add_argument("--force", action="store_true", help=_("replace FILE if it is there"))

    def handle(self, *args, file: Path, force, **options):
        try:
            manifest = export(file, Progress(self.stderr.write), replace=force)
        except ExportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, DatabaseError) as error:
            said = _("The archive was not written: %(error)s")
            raise CommandError(said % {"error": " ".join(str(error).split())}) from error
        except KeyboardInterrupt:
            raise CommandError(_("Interrupted. Nothing was written."), returncode=130) from None
        written = _("%(file)s is written: stories %(stories)d, picture files %(files)d.")
        told = {"file": file, "stories": manifest.rows["articles.Article"], "files": manifest.number_of_files}
        self.stdout.write(written % told)
        self.stdout.write(_("Keep it like a password: it holds drafts, accounts, and the key that seals the records."))
        if manifest.missing:
            said = _("Everything else is in the archive, but these pictures are not on this machine: %(names)s")
            raise CommandError(said % {"names": " ".join(manifest.missing)})
