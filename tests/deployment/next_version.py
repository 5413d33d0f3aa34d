"""A next version of the portal: this one with a second revision and an upgrade step.

A deployment is given to it by changing the paths in its programs.
"""

import re
from pathlib import Path
from shutil import copytree
from tests.deployment.processes import ROOT


SOURCE = ROOT / "src" / "cites.cug"
PACKAGE = Path("cites", "cug")
REVISION = """
import sqlalchemy as sa
from alembic import op


revision = "1001"
down_revision = "1000"


def upgrade() -> None:
    op.add_column("library_reading", sa.Column("device", sa.String(20)))
    op.create_table("next_table", sa.Column("id", sa.Integer, primary_key=True))
"""


def make_next_version(folder: Path) -> Path:
    """Write its source into the folder, which is new."""
    copytree(SOURCE, folder)
    package = folder / PACKAGE
    revision = package / "core" / "sql" / "migrations" / "versions" / "1001_next.py"
    revision.write_text(REVISION, encoding="utf-8")
    for path, before, after in (
        (package / "profiles/default/metadata.xml", ">1000<", ">1001<"),
        (package / "setup/upgrades/configure.zcml", '"1000"', '"1001"'),
    ):
        text = path.read_text(encoding="utf-8")
        assert before in text, path
        path.write_text(text.replace(before, after), encoding="utf-8")
    return folder


def run_by(source: Path, directory: Path) -> None:
    """Let the programs of a deployment be those of the given source from now on."""
    for path in (*directory.glob("bin/*"), *directory.glob("parts/*/bin/*")):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"(?m)^  '/.*/(?:src/cites\.cug|next)',$", f"  '{source}',", text),
            encoding="utf-8",
        )
