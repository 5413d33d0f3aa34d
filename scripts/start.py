"""`make start`: sets up what is missing and serves the demonstration portal."""

import fcntl
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from debian import ensure_packages, START
from deployment import build, create_demonstration, Deployment
from environment import (
    checkout_lock,
    child_environment,
    complain,
    ensure_product,
    ROOT,
    SetupError,
)
from pathlib import Path
from typing import IO, NoReturn
from welcome import welcome_when_ready


HOST = "127.0.0.1"
DEMO = ROOT / "src/cites.cug/cites/cug/demo/data"


def main() -> None:
    # Databases, logs and keys are for the eyes of whoever starts it alone.
    os.umask(0o077)
    since = time.monotonic()
    port = _port(os.environ.get("PORT") or "8080")
    language = _language(os.environ.get("DEMO_LANGUAGE") or "en")
    var = Path(os.environ.get("VAR") or "var").resolve()
    with _only_user(var):
        with checkout_lock():
            ensure_packages(START)
            venv_bin = ensure_product(["server", "demo"])
        options = {
            "buildout:parts": "instance commands",
            "settings:http-address": f"{HOST}:{port}",
            "settings:var": str(var),
        }
        deployment = build(venv_bin, var, "buildout.cfg", options)
        accounts = create_demonstration(deployment, var, language)
        log = var / "log" / "console.log"
        welcome_when_ready(f"http://{HOST}:{port}/portal", accounts, log, since)
        _become_zope(deployment, log)


def _become_zope(deployment: Deployment, log: Path) -> NoReturn:
    """Hand this process over: signals and the exit status are Zope's own from here."""
    with log.open("wb") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    program = deployment.interpreter
    serve = [program, "-m", "Zope2.Startup.serve", deployment.wsgi_ini, "--quiet"]
    os.execve(program, serve, child_environment())


def _language(code: str) -> str:
    """The code, if the demonstration has its language."""
    known = ["en", *sorted(path.stem[-2:] for path in DEMO.glob("texts-*.toml"))]
    if code not in known:
        raise SetupError(f"LANGUAGE={code} is not one of {', '.join(known)}.")
    return code


def _port(text: str) -> int:
    """The port's number, once it is known to be free."""
    try:
        port = int(text)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except (ValueError, OverflowError):
        raise SetupError(f"PORT={text} is no port number.") from None
    except OSError as error:
        advice = "choose another one, for instance: make start PORT=8123"
        raise SetupError(f"Port {port}: {error.strerror}; {advice}") from None
    return port


def _lock_file(var: Path) -> IO[str]:
    try:
        var.mkdir(parents=True, exist_ok=True)
        return (var / ".lock").open("w")
    except OSError as error:
        advice = "choose a folder of your own, for instance: make start VAR=~/cug-data"
        raise SetupError(f"{var} cannot be written: {error.strerror}; {advice}") from None


@contextmanager
def _only_user(var: Path) -> Iterator[None]:
    """Keep the data directory to this process, and to Zope that takes it over."""
    with _lock_file(var) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"{var} is in use by another start; choose another one with VAR=..."
            raise SetupError(message) from None
        os.set_inheritable(file.fileno(), True)
        yield


if __name__ == "__main__":
    sys.exit(complain(main))
