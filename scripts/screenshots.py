"""`make screenshots`: takes the pictures of the README and of the help anew.

They show a demonstration portal on a free port, with data that are deleted afterwards.
"""

import os
import sys
from debian import ensure_packages, START
from environment import checkout_lock, child_environment, complain, ensure_product, ROOT


def run_in_browser(module: str, *arguments: str) -> None:
    """Become a program of the tests that has the portal and a browser."""
    with checkout_lock():
        ensure_packages((*START, "chromium-headless-shell"))
        venv_bin = ensure_product(["server", "demo", "test"])
    program = venv_bin / "python"
    os.chdir(ROOT)
    os.execve(program, [program, "-m", module, *arguments], child_environment())


def main() -> None:
    run_in_browser("tests.chromium.pictures")


if __name__ == "__main__":
    sys.exit(complain(main))
