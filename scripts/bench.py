"""`make bench`: measures the portal beside others, each in its own environment."""

import os
import subprocess
import sys
from debian import ensure_packages, START
from environment import (
    checkout_lock,
    child_environment,
    complain,
    ensure_product,
    ensure_stock,
    ROOT,
)


def main() -> None:
    with checkout_lock():
        ensure_packages(START)
        venv_bin = ensure_product(["server", "demo", "test"])
        ensure_stock()
    program = venv_bin / "python"
    folder = ROOT / "tools" / "benchmarks"
    # How well texts are checked and what cleaning costs: no server on either side.
    for name in ("nominal.py", "cleaning.py"):
        alone = [program, folder / name, *sys.argv[1:]]
        subprocess.run(alone, check=True, env=child_environment())
    command = [program, folder / "run.py", *sys.argv[1:]]
    os.execve(program, command, child_environment())


if __name__ == "__main__":
    sys.exit(complain(main))
