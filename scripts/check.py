"""`make check`: formatting, lint, architecture, translations, documents, advisories."""

import os
import subprocess
import sys
from advisories import find_advisories, NotAsked
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from debian import CHECK, ensure_packages
from environment import checkout_lock, child_environment, complain, ensure_product, ROOT
from functools import partial
from pathlib import Path


BANDIT = ("-r", "src", "scripts", "clients")
#: What is checked, and the command in the virtual environment that does it: as many at
#: once as there are cores, the longest first.
CHECKS = {
    "types are right": ("mypy", "--no-error-summary"),
    "Python is formatted": ("ruff", "format", "--check", "--quiet"),
    "Python is clean": ("ruff", "check", "--quiet"),
    "no line is known as unsafe": ("bandit", "-q", "-c", "pyproject.toml", *BANDIT),
    "templates, ZCML and XML are formatted": ("zpretty", "--check", "src"),
    "the architecture holds": ("pytest", "-q", "tests/test_architecture.py"),
    "translations are complete": ("python", "scripts/translations.py", "check"),
    "news fragments have a known type": ("towncrier", "build", "--draft", "--version=-"),
}


def main() -> int:
    with checkout_lock():
        ensure_packages(CHECK)
        venv_bin = ensure_product(["demo", "test", "check"])
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = pool.map(partial(_run, venv_bin), CHECKS.values())
        for claim, (status, said) in zip(CHECKS, done, strict=True):
            print(f"{'FAILED' if status else 'ok    '} {claim}", flush=True)
            if status:
                failed.append(claim)
                print(said, flush=True)
    return 0 if no_advisories(venv_bin) and not failed else 1


def _run(venv_bin: Path, command: Sequence[str]) -> tuple[int, str]:
    """The exit status of a check, and what it said."""
    program, *arguments = command
    done = subprocess.run(
        [venv_bin / program, *arguments],
        cwd=ROOT,
        env=child_environment(),
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def no_advisories(venv_bin: Path) -> bool:
    """Whether nothing is known against a pinned package, as far as that can be asked."""
    claim = "no advisory is known against a pinned package"
    try:
        found = find_advisories(venv_bin)
    except NotAsked as reason:
        print(f"?      {claim}: the database could not be asked. {reason}", flush=True)
        return True
    print(f"{'FAILED' if found else 'ok    '} {claim}", *found, sep="\n", flush=True)
    return not found


if __name__ == "__main__":
    sys.exit(complain(main))
