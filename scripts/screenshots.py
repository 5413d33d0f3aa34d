"""`make screenshots`: takes the pictures in docs/pictures/ anew.

They show a demonstration portal on a free port, with data that are deleted afterwards.
"""

import os
import sys
from debian import ensure_packages, START
from environment import checkout_lock, child_environment, complain, ensure_product, ROOT


def main() -> None:
    with checkout_lock():
        ensure_packages((*START, "chromium-headless-shell"))
        venv_bin = ensure_product(["server", "demo", "test"])
    program = venv_bin / "python"
    os.chdir(ROOT)
    os.execve(program, [program, "-m", "tests.chromium.pictures"], child_environment())


if __name__ == "__main__":
    sys.exit(complain(main))
