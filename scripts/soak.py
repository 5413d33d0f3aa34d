"""`make soak`: two processes on PostgreSQL under load, with faults in between."""

import os
import sys
from debian import ensure_packages, TEST
from deployment import build
from environment import checkout_lock, child_environment, complain, ensure_product, ROOT


def main() -> None:
    with checkout_lock():
        ensure_packages(TEST)
        venv_bin = ensure_product(["server", "postgresql", "demo", "test"])
        # From what stands there the programs of its deployment are forked.
        build(venv_bin, ROOT, "buildout.cfg", {})
    program = venv_bin / "python"
    command = [program, ROOT / "tools" / "benchmarks" / "soak.py", *sys.argv[1:]]
    os.execve(program, command, child_environment())


if __name__ == "__main__":
    sys.exit(complain(main))
