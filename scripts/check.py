"""`make check`: formatting, lint, architecture, translations, documents."""

import subprocess
import sys
from debian import CHECK
from debian import ensure_packages
from environment import checkout_lock
from environment import child_environment
from environment import complain
from environment import ensure_product
from environment import ROOT


#: What is checked, and the command in the virtual environment that does it.
CHECKS = {
    "Python is formatted": ("ruff", "format", "--check", "--quiet"),
    "Python is clean": ("ruff", "check", "--quiet"),
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
    for claim, (program, *arguments) in CHECKS.items():
        done = subprocess.run(
            [venv_bin / program, *arguments],
            cwd=ROOT,
            env=child_environment(),
            capture_output=True,
            text=True,
        )
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {claim}", flush=True)
        if done.returncode:
            failed.append(claim)
            print(done.stdout + done.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(complain(main))
