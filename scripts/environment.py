"""The checkout's virtual environments: made by uv, pinned by constraints.txt.

Runs on the system's Python, with the standard library alone.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
VENV = ROOT / ".venv"
#: Stock Plone has a place of its own: Plone loads whatever add-on is installed beside it.
STOCK_VENV = ROOT / ".venv-stock"


class SetupError(Exception):
    """What the person at the terminal has to put right."""


def complain(main: Callable[[], int | None]) -> int | str | None:
    """Run a command; what a person has to know comes as a sentence, not a traceback."""
    if sys.version_info < OLDEST_PYTHON:
        return "Python {}.{} or newer is needed.".format(*OLDEST_PYTHON)
    try:
        return main()
    except SetupError as error:
        return str(error)
    except subprocess.CalledProcessError as error:
        return f"This did not work: {' '.join(map(str, error.cmd))}"
    except KeyboardInterrupt:
        return "Interrupted; the same command goes on from here."


def child_environment() -> dict[str, str]:
    """The environment of processes we start.

    Byte code is kept even where images forbid it: without it each start of Zope takes
    some three seconds more.
    """
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.pop("PYTHONPATH", None)
    environment.pop("VIRTUAL_ENV", None)
    return environment


def run(command: list[str | Path], **options) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env=child_environment(), **options)


@contextmanager
def checkout_lock() -> Iterator[None]:
    """One set-up at a time: two commands may start in the same fresh checkout."""
    with (ROOT / "setup.py").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ensure_product(extras: Iterable[str]) -> Path:
    """Install the product in edit mode with these extras beside those it has."""
    record = _read_record(VENV)
    wanted = sorted({*extras, *record.get("extras", [])})
    _ensure(VENV, ["-e", f".[{','.join(wanted)}]"], extras=wanted)
    return VENV / "bin"


def ensure_stock() -> Path:
    """Install stock Plone, pinned as the product's is."""
    _ensure(STOCK_VENV, ["Plone"], extras=[])
    return STOCK_VENV / "bin"


def _ensure(venv: Path, requirements: list[str], extras: list[str]) -> None:
    record = {"inputs": _inputs(), "requirements": requirements, "extras": extras}
    if _read_record(venv) == record:
        return
    _make(venv)
    print(f"Installing Python packages into {venv.name} ...", flush=True)
    unfinished = venv / ".unfinished"
    unfinished.touch()
    uv = [venv / "bin" / "uv", "pip", "install", "--quiet"]
    python = ["--python", venv / "bin" / "python"]
    run([*uv, *python, "-c", "constraints.txt", *requirements])
    _record(venv).write_text(json.dumps(record), encoding="utf-8")
    unfinished.unlink()


def _make(venv: Path) -> None:
    """A virtual environment with uv; one that was not finished or moved is made anew."""
    if (venv / ".unfinished").exists() or not _works(venv / "bin" / "uv"):
        run([sys.executable, "-m", "venv", "--clear", venv])
        run([venv / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"])


def _works(program: Path) -> bool:
    try:
        subprocess.run([program, "--version"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return _shebang_is_here(program.with_name("pip"))


def _shebang_is_here(script: Path) -> bool:
    """Whether the script's interpreter lies beside it; not so after a move."""
    with script.open(encoding="utf-8") as file:
        return Path(file.readline().strip().removeprefix("#!")).parent == script.parent


def _record(venv: Path) -> Path:
    return venv / ".installed.json"


def _read_record(venv: Path) -> dict:
    """What is installed; nothing if an installation was interrupted."""
    try:
        return json.loads(_record(venv).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _inputs() -> str:
    """Changes whenever the same requirements may mean other packages."""
    digest = hashlib.sha256(repr((str(ROOT), sys.version)).encode())
    for name in ("setup.py", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()
