"""The checkout's virtual environments: made by uv, pinned by constraints.txt.

Only files whose hash stands in constraints.txt are installed: that holds for pip and uv,
for what this product requires, for what that requires, and for what builds the product.

Runs on the system's Python, with the standard library alone. By hand, with the extras
that are wanted: python3 scripts/environment.py server postgresql
"""

import ast
import fcntl
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile


ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
CONSTRAINTS = ROOT / "constraints.txt"
#: The second distribution of this checkout, which the first one needs.
NONNOMINAL = ROOT / "src" / "cites.nonnominal"
#: The extra with the programs that install everything else.
INSTALLER = "installer"
VENV = ROOT / ".venv"
#: Stock Plone has a place of its own: Plone loads whatever add-on is installed beside it.
STOCK_VENV = ROOT / ".venv-stock"
FUZZ_VENV = ROOT / ".venv-fuzz"


#: What to say where packages could not be fetched.
TLS_ADVICE = """
Where a company's proxy opens TLS, name its certificates: SSL_CERT_FILE=/path/to/ca.pem
for pip and uv, or UV_NATIVE_TLS=true for uv to take those of the system."""


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
        command = list(map(str, error.cmd))
        fetched = any(Path(word).name in ("pip", "uv") for word in command)
        advice = TLS_ADVICE if fetched else ""
        return f"This did not work: {' '.join(command)}{advice}"
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


def main() -> None:
    with checkout_lock():
        ensure_product(sys.argv[1:])


def ensure_product(extras: Iterable[str]) -> Path:
    """Install the product in edit mode with these extras beside those it has."""
    record = _read_record(VENV)
    wanted = sorted({*extras, *record.get("extras", [])})
    _ensure(VENV, ["", INSTALLER, *wanted], extras=wanted)
    return VENV / "bin"


def ensure_stock() -> Path:
    """Install stock Plone, pinned as the product's is."""
    _ensure(STOCK_VENV, [INSTALLER, "bench"], extras=[])
    return STOCK_VENV / "bin"


def ensure_fuzz() -> Path:
    """Install what asks a portal all that it describes, pinned as the product is."""
    _ensure(FUZZ_VENV, [INSTALLER, "fuzz"], extras=[])
    return FUZZ_VENV / "bin"


def _ensure(venv: Path, groups: list[str], extras: list[str]) -> None:
    record = {"inputs": _inputs(), "groups": groups, "extras": extras}
    if _read_record(venv) == record:
        return
    _make(venv)
    print(f"Installing Python packages into {venv.name} ...", flush=True)
    unfinished = venv / ".unfinished"
    unfinished.touch()
    install_pinned(venv, required_packages(groups))
    if "" in groups:
        install_product(venv)
    _record(venv).write_text(json.dumps(record), encoding="utf-8")
    unfinished.unlink()


def _make(venv: Path) -> None:
    """A virtual environment with uv; one that was not finished or moved is made anew."""
    if (venv / ".unfinished").exists() or not _works(venv / "bin" / "uv"):
        run([sys.executable, "-m", "venv", "--clear", venv])
        pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps"]
        with _pinned(required_packages([INSTALLER])) as file:
            run([*pip, "--require-hashes", "-r", file])


def install_pinned(venv: Path, names: list[str], pins: Path = CONSTRAINTS) -> None:
    """Install these packages and what they need; all must be pinned with a hash."""
    with _pinned(names, pins) as file:
        # The other pins, with their hashes, are for what these need.
        run([*_uv_install(venv), "--require-hashes", "-c", pins, "-r", file])


def install_product(venv: Path, pins: Path = CONSTRAINTS) -> None:
    """Install the checkout's distributions in edit mode; what they need is there."""
    product = ["--build-constraints", pins, "--no-deps", "-e", NONNOMINAL, "-e", "."]
    run([*_uv_install(venv), *product])
    run([venv / "bin" / "uv", "pip", "check", "--quiet", *_python(venv)])


def _python(venv: Path) -> list[str | Path]:
    return ["--python", venv / "bin" / "python"]


def _uv_install(venv: Path) -> list[str | Path]:
    return [venv / "bin" / "uv", "pip", "install", "--quiet", *_python(venv)]


@contextmanager
def _pinned(names: list[str], pins: Path = CONSTRAINTS) -> Iterator[str]:
    """A file of requirements: the pins of these packages alone."""
    blocks = read_pins(pins)
    missing = [name for name in names if name not in blocks]
    if missing:
        advice = "see “Pins” in docs/development.md"
        raise SetupError(f"Not in {pins.name}: {', '.join(missing)}; {advice}.")
    with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("".join(blocks[name] for name in names))
        file.flush()
        yield file.name


def read_pins(pins: Path = CONSTRAINTS) -> dict[str, str]:
    """The lines of each pinned package, by its name: version, marker, hashes.

    A package whose versions differ between Pythons has all of them.
    """
    blocks: dict[str, str] = {}
    pinned = pins.read_text(encoding="utf-8")
    for block in filter(None, re.split(r"^(?=[a-z0-9])", pinned, flags=re.M)):
        name = block.partition("==")[0]
        blocks[name] = blocks.get(name, "") + block
    return blocks


def requirement_groups() -> dict[str, list[str]]:
    """What the checkout's distributions ask for, by extra of ``setup.py``.

    What is always needed has the name "".
    """
    tree = ast.parse((ROOT / "setup.py").read_text(encoding="utf-8"))
    told = {
        node.arg: ast.literal_eval(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg in ("install_requires", "extras_require")
    }
    project = tomllib.loads((NONNOMINAL / "pyproject.toml").read_text("utf-8"))["project"]
    own = f"{project['name']}=={project['version']}"
    needed = [*told["install_requires"], *project["dependencies"]]
    needed.remove(own)
    return {"": needed, **told["extras_require"]}


def required_packages(groups: Iterable[str]) -> list[str]:
    """Names of the packages that these groups ask for, as constraints.txt spells them."""
    told = requirement_groups()
    unknown = set(groups).difference(told)
    if unknown:
        raise SetupError(f"setup.py has no extra {', '.join(sorted(unknown))}.")
    return sorted({_normalised(line) for group in groups for line in told[group]})


def _normalised(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement).group()
    return re.sub(r"[-_.]+", "-", name).lower()


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
    for path in (ROOT / "setup.py", CONSTRAINTS, NONNOMINAL / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(complain(main))
