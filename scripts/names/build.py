"""Makes the lists and then the model of the check of texts: ``make names``.

The lists are made in an environment of their own, as their sources are large. The same
sources give the same bytes.
"""

import subprocess
import sys
from pathlib import Path


HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LISTS = ROOT / "var" / "names"
#: Has forms of words that the newer release of the requirements has lost.
OLDER = "pyspellchecker==0.7.2"


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True)


def main() -> None:
    python = LISTS / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", LISTS)
    pip = (python, "-m", "pip", "install", "--quiet")
    run(*pip, "-r", HERE / "requirements.txt")
    run(*pip, "--no-deps", "--upgrade", "--target", LISTS / "older", OLDER)
    run(python, HERE / "make.py")
    run(python, HERE / "make.py", "others")
    run(ROOT / ".venv" / "bin" / "python", HERE / "learn.py")


if __name__ == "__main__":
    main()
