"""`make editor`: builds the text editor of `editor/` into one file, which is committed.

The same sources and the same packages of `editor/package-lock.json` give the same bytes.
`editor/built.json` has the hashes of what went in and came out, so that a change of one
without the other is seen where npm is not there.

Runs on the system's Python, with the standard library alone; it needs Node and npm.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from environment import complain, ROOT, SetupError
from pathlib import Path
from tempfile import TemporaryDirectory


SOURCES = ROOT / "editor"
STATIC = ROOT / "src" / "cites.cug" / "cites" / "cug" / "web" / "layout" / "static"
SCRIPT, LICENCES = "editor.js", "editor-licences.txt"
RECORD = SOURCES / "built.json"
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
BUILD = (
    *("src/editor.js", "--bundle", "--minify", "--format=iife", "--target=es2022"),
    *("--charset=utf8", "--legal-comments=none", "--log-level=error"),
    f"--banner:js=/*! ProseMirror and what it needs, MIT: see {LICENCES} */",
)


def packages() -> dict[str, tuple[str, str]]:
    """Each package that is built in: name → version, licence."""
    lock = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))
    return {
        path.removeprefix("node_modules/"): (found["version"], found["license"])
        for path, found in lock["packages"].items()
        if path and not found.get("dev")
    }


def build(into: Path) -> None:
    """The script and the licences of what is in it."""
    if shutil.which("npm") is None:
        raise SetupError("Node and npm are needed: apt-get install nodejs npm")
    with TemporaryDirectory() as directory:
        place = Path(directory, "editor")
        shutil.copytree(SOURCES, place, ignore=shutil.ignore_patterns("node_modules"))
        subprocess.run(INSTALL, cwd=place, check=True)
        program = place / "node_modules" / ".bin" / "esbuild"
        target = f"--outfile={into.resolve() / SCRIPT}"
        subprocess.run([program, *BUILD, target], cwd=place, check=True)
        texts = [_licence(place, name, *found) for name, found in packages().items()]
    (into / LICENCES).write_text("\n\n".join(texts), encoding="utf-8")


def _licence(place: Path, name: str, version: str, licence: str) -> str:
    text = (place / "node_modules" / name / "LICENSE").read_text(encoding="utf-8")
    return f"{name} {version} ({licence})\n\n{text.strip()}\n"


def fingerprints() -> dict[str, str]:
    """Of what is built from, and of what was built."""
    inputs = [
        *sorted((SOURCES / "src").iterdir()),
        *sorted(SOURCES.glob("package*.json")),
    ]
    return _hashes(inputs, SOURCES) | _hashes(
        [STATIC / SCRIPT, STATIC / LICENCES], STATIC
    )


def _hashes(files: Iterable[Path], folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def main() -> None:
    build(STATIC)
    RECORD.write_text(json.dumps(fingerprints(), indent=2) + "\n", encoding="utf-8")
    print(f"{STATIC / SCRIPT}: {(STATIC / SCRIPT).stat().st_size} bytes")


if __name__ == "__main__":
    sys.exit(complain(main))
