"""The two sides: an environment, a builder, and data kept between runs."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from instance import configure, environment, serve, Server
from pathlib import Path


sys.path.append(str(Path(__file__).parents[2]))
from tests.deployment.processes import free_port


HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PACKAGE = ROOT / "src" / "cites.cug" / "cites" / "cug"
#: Stock Plone alone, which scripts/bench.py installs. In the portal's own environment
#: Plone would load its other add-ons, Volto's among them, and in this one the portal.
STOCK_PYTHON = ROOT / ".venv-stock" / "bin" / "python"
STAMP = "built"
#: Build once more when one of these changed: what makes the data, and what it becomes.
COMMON_SOURCES = (HERE / "exercise.py", HERE / "filling.py")
OUR_SOURCES = (
    "profiles/default",
    "core/sql/migrations",
    "library/items/alert.py",
    "library/items/document.py",
    "library/items/folder.py",
    "library/lists/indexers.py",
    "membership/roster.py",
)


@dataclass(frozen=True)
class Side:
    """Stock Plone or the portal."""

    name: str
    python: Path
    sources: tuple[Path, ...]

    @property
    def builder(self) -> Path:
        return HERE / f"build_{self.name}.py"

    def version(self) -> str:
        digest = hashlib.sha256()
        for source in (self.builder, *COMMON_SOURCES, *self.sources):
            if not source.exists():  # what it became would not be seen to change
                raise FileNotFoundError(source)
            files = [source] if source.is_file() else sorted(source.rglob("*.*"))
            for file in files:
                if file.suffix in (".py", ".xml"):
                    digest.update(file.read_bytes())
        return digest.hexdigest()

    def start_build(self, kept: Path, size: int) -> subprocess.Popen | None:
        """Build in a process of its own, unless the data of this version is there."""
        stamp = kept / STAMP
        if stamp.exists() and stamp.read_text() == self.version():
            return None
        shutil.rmtree(kept, ignore_errors=True)
        configure(kept, port=0)
        with (kept / "build.log").open("w") as log:
            return subprocess.Popen(
                [self.python, self.builder, kept, str(size)],
                stdout=log,
                stderr=log,
                env=environment(),
            )

    def finish_build(self, kept: Path, process: subprocess.Popen | None) -> None:
        if process is None:
            return
        if process.wait():
            raise RuntimeError(f"the build failed; see {kept / 'build.log'}")
        (kept / STAMP).write_text(self.version())

    def copy(self, kept: Path, scratch: Path) -> None:
        """To be served, so that what the run adds does not stay."""
        shutil.rmtree(scratch, ignore_errors=True)
        configure(scratch, port=0)
        # The builder's last rows may still stand in the log beside the records.
        records = ("records.sqlite", "records.sqlite-wal")
        for name in ("Data.fs", "Data.fs.index", "message-keys", *records):
            if (kept / name).exists():
                shutil.copy2(kept / name, scratch / name)
        # Blobs are written once: links do.
        shutil.copytree(kept / "blobs", scratch / "blobs", copy_function=hard_link)

    def serve(self, home: Path) -> Server:
        port = free_port()
        configure(home, port)
        return serve(self.python, home, port)


def hard_link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def sides() -> dict[str, Side]:
    ours = tuple(PACKAGE / name for name in OUR_SOURCES)
    return {
        "ours": Side("ours", Path(sys.executable), ours),
        "stock": Side("stock", STOCK_PYTHON, ()),
    }


def build(chosen: dict[str, Side], data: Path, size: int) -> dict[str, Path]:
    """Data folder of each side, both built at the same time where needed."""
    kept = {name: data / f"{name}-{size}" for name in chosen}
    running = {name: side.start_build(kept[name], size) for name, side in chosen.items()}
    for name, side in chosen.items():
        side.finish_build(kept[name], running[name])
    return kept
