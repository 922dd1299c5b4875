"""Keep the database of this release, with the demo, for the tests of upgrades: run once, when a release is made.

    .venv/bin/python -m scripts.keep_release

writes tests/newsroom/upgrades/VERSION.sql.xz, the statements that make the SQLite database, and VERSION.records_key.
"""

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from newsroom import __version__

KEPT = Path(__file__).resolve().parent.parent / "tests" / "newsroom" / "upgrades"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "DEMO": "1"}
        for command in (["migrate", "-v0"], ["load_demo", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)
        with sqlite3.connect(Path(folder) / "newsroom.sqlite3") as database:
            statements = "\n".join(database.iterdump())
        KEPT.mkdir(exist_ok=True)
        (KEPT / f"{__version__}.sql.xz").write_bytes(lzma.compress(statements.encode(), preset=9))
        shutil.copy(Path(folder) / "records_key", KEPT / f"{__version__}.records_key")


if __name__ == "__main__":
    main()
