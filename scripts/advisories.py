"""Asks a database of advisories, OSV, about the packages that constraints.txt pins.

It is told their names and versions, and nothing else.
"""

import json
import subprocess
from environment import child_environment, CONSTRAINTS, ROOT
from pathlib import Path


#: As much of an error as says why.
REASON = 160
OSV = "https://api.osv.dev/v1/query"


class NotAsked(Exception):
    """The database could not be asked, for this reason."""


def find_advisories(
    venv_bin: Path, pins: Path = CONSTRAINTS, database: str = OSV
) -> list[str]:
    """What is known against a pinned package, a line each."""
    # All is pinned and hashed: pip has nothing to work out, and no package is fetched.
    audit = [venv_bin / "pip-audit", "--require-hashes", "--disable-pip", "-r", pins]
    asked = ["--vulnerability-service", "osv", "--osv-url", database, "--timeout", "10"]
    done = subprocess.run(
        [*audit, *asked, "--format", "json", "--progress-spinner", "off"],
        cwd=ROOT,
        env=child_environment(),
        capture_output=True,
        text=True,
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        (*_, reason) = ["", *done.stderr.strip().splitlines()]
        raise NotAsked(reason[:REASON]) from None
    return [
        f"{package['name']} {package['version']}: {found['id']}, mended in"
        f" {', '.join(found['fix_versions']) or 'no version yet'}"
        for package in packages
        for found in package.get("vulns", ())
    ]
