"""`make mutants`: the share of changed functions that the tests notice."""

import os
import sys
from debian import ensure_packages, TEST
from environment import checkout_lock, child_environment, complain, ensure_product, ROOT


def main() -> None:
    with checkout_lock():
        ensure_packages(TEST)
        venv_bin = ensure_product(["server", "postgresql", "demo", "test"])
    program = venv_bin / "python"
    os.chdir(ROOT)
    command = [program, "-m", "tools.mutants", *sys.argv[1:]]
    os.execve(program, command, child_environment())


if __name__ == "__main__":
    sys.exit(complain(main))
