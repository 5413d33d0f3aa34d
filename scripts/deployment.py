"""Deployments: what buildout writes for a profile, and the portal created in one."""

import hashlib
import json
import subprocess
from collections.abc import Mapping
from environment import child_environment, ROOT, run
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree


METADATA = ROOT / "src/cites.cug/cites/cug/profiles/default/metadata.xml"


class Deployment(NamedTuple):
    """A directory with the programs (`bin`) and settings (`parts`) of a deployment."""

    directory: Path

    @property
    def wsgi_ini(self) -> Path:
        return self.directory / "parts" / "instance" / "etc" / "wsgi.ini"

    @property
    def interpreter(self) -> Path:
        """Python as the deployment's programs have it, with what they do first."""
        return self.directory / "parts" / "instance" / "bin" / "interpreter"

    def program(self, name: str) -> Path:
        return self.directory / "bin" / name


def build(
    venv_bin: Path, directory: Path, profile: str, options: Mapping[str, str]
) -> Deployment:
    """Run buildout for a profile unless nothing it depends on has changed."""
    overrides = [f"{key}={value}" for key, value in sorted(options.items())]
    stamp = directory / "parts" / ".built"
    inputs = _inputs(venv_bin, [str(directory), profile, *overrides])
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != inputs:
        stamp.unlink(missing_ok=True)
        directory.mkdir(parents=True, exist_ok=True)
        print(f"Writing the deployment {directory} ...", flush=True)
        run(
            [
                venv_bin / "buildout",
                *("-N", "-q", "-c", ROOT / profile),
                f"buildout:directory={directory}",
                *overrides,
            ]
        )
        stamp.write_text(inputs, encoding="utf-8")
    return Deployment(directory)


def _inputs(venv_bin: Path, arguments: list[str]) -> str:
    digest = hashlib.sha256(json.dumps(arguments).encode())
    for file in (
        ROOT / "buildout.cfg",
        *sorted((ROOT / "profiles").glob("*.cfg")),
        venv_bin.parent / ".installed.json",
    ):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def create_demonstration(deployment: Deployment, var: Path, language: str) -> str:
    """Create the portal with its demonstration, or update it; how to log in."""
    # Beside the database, so that both are thrown away together.
    note = var / "filestorage" / f"portal-{_profile_version()}.txt"
    if not note.exists():
        print(
            "Creating the portal with its demonstration, or updating it ...", flush=True
        )
        created = subprocess.run(
            [deployment.program("create-site"), "--demo", f"--language={language}"],
            check=True,
            env=child_environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        note.write_text(created.stdout, encoding="utf-8")
    return note.read_text(encoding="utf-8")


def _profile_version() -> str:
    """That of the add-on: a portal of an older one has to be updated."""
    return ElementTree.parse(METADATA).findtext("version", "")  # noqa: S314 - our own
