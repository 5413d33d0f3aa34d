"""`make changelog`: shows what `news/` says of the next version.

With VERSION=1.0.0 in the environment it is put into CHANGES.md, and the files in `news/`
are removed.
"""

import os
import sys
from environment import checkout_lock, complain, ensure_product, run


def main() -> None:
    with checkout_lock():
        venv_bin = ensure_product(["test"])
    version = os.environ.get("VERSION")
    options = ["--yes", f"--version={version}"] if version else ["--draft", "--version=-"]
    run([venv_bin / "towncrier", "build", *options])


if __name__ == "__main__":
    sys.exit(complain(main))
