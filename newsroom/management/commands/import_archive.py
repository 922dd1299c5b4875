from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from newsroom.archive.manifest import Manifest, settings_here
from newsroom.archive.opened import ArchiveRefused
from newsroom.archive.progress import Progress
from newsroom.archive.restoring import restore


class Command(BaseCommand):
    help = "Bring an archive, pictures and records included, into an empty install."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help=_("what export_archive wrote"))

    def handle(self, *args, file: Path, **options):
        try:
            manifest = restore(file, Progress(self.stderr.write))
        except ArchiveRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, DatabaseError) as error:
            said = _("Nothing was imported: %(error)s")
            raise CommandError(said % {"error": " ".join(str(error).split())}) from error
        except KeyboardInterrupt:
            raise CommandError(_("Interrupted. Nothing was imported."), returncode=130) from None
        for line in _told(manifest):
            self.stdout.write(line)


def _told(manifest: Manifest) -> Iterator[str]:
    summary = _("The newsroom is here: stories %(stories)d, picture files %(files)d.")
    yield summary % {"stories": manifest.rows["articles.Article"], "files": manifest.number_of_files}
    if manifest.missing:
        yield _("Missing on the old machine already: %(names)s") % {"names": " ".join(manifest.missing)}
    for name, value in settings_here().items():
        if manifest.settings.get(name) != value:
            differs = _("%(name)s was %(theirs)s there and is %(ours)s here; set it the same if that is not meant.")
            yield differs % {"name": name, "theirs": manifest.settings.get(name), "ours": value}
    yield _("Start the newsroom anew, then run manage.py verify_records.")
