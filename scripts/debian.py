"""Debian packages: installed where that is possible, named where it is not."""

import ctypes.util
import importlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from environment import SetupError
from glob import glob
from importlib.util import find_spec
from typing import NamedTuple


class Package(NamedTuple):
    is_there: Callable[[], object]
    purpose: str
    #: Without it a start goes on, with less.
    optional: bool = False


PACKAGES = {
    "python3-venv": Package(
        lambda: find_spec("ensurepip"), "makes the virtual environment"
    ),
    "libmagic1": Package(
        lambda: ctypes.util.find_library("magic"), "tells a file's true type"
    ),
    "poppler-utils": Package(
        lambda: shutil.which("pdftotext"), "pages and text of PDF files", optional=True
    ),
    "libheif-examples": Package(
        lambda: shutil.which("heif-dec") or shutil.which("heif-convert"),
        "takes photos of type HEIC",
        optional=True,
    ),
    "libheif-plugin-x265": Package(
        lambda: glob("/usr/lib/*/libheif/plugins/libheif-x265.so"),
        "makes photos of type HEIC for the tests",
    ),
    "libimage-exiftool-perl": Package(
        lambda: shutil.which("exiftool"), "hides words in pictures for the tests"
    ),
    "clamav-daemon": Package(
        lambda: shutil.which("clamd", path="/usr/sbin:/usr/bin"),
        "looks for viruses in the tests",
    ),
    # Without windows: a page behind another one is drawn as if it were in front.
    "chromium-headless-shell": Package(
        lambda: shutil.which("chromium-headless-shell"), "runs the browser tests"
    ),
    "curl": Package(lambda: shutil.which("curl"), "runs the README's example"),
    "postgresql": Package(
        lambda: glob("/usr/lib/postgresql/*/bin/initdb"), "runs the deployment test"
    ),
    "rsyslog-gnutls": Package(
        lambda: glob("/usr/lib/*/rsyslog/lmnsd_gtls.so"),
        "takes the audit trail in the tests",
        optional=True,
    ),
    "spamassassin": Package(
        lambda: shutil.which("spamassassin"), "scores e-mails in the tests"
    ),
    "docker-compose": Package(
        lambda: shutil.which("docker-compose"),
        "checks compose.yaml against its schema",
        optional=True,
    ),
    "promtool": Package(
        lambda: shutil.which("promtool"), "checks the rules of Prometheus", optional=True
    ),
}
START = ("python3-venv", "libmagic1", "poppler-utils", "libheif-examples")
TEST = (
    *START,
    "chromium-headless-shell",
    "clamav-daemon",
    "curl",
    "docker-compose",
    "libheif-plugin-x265",
    "libimage-exiftool-perl",
    "postgresql",
    "promtool",
    "rsyslog-gnutls",
    "spamassassin",
)
CHECK = ("python3-venv",)


def ensure_packages(names: Iterable[str]) -> None:
    """Install what is missing as root; raise if what is needed cannot be had."""
    missing = _missing(names)
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_install(missing)
        missing = _missing(missing)
    if not missing:
        return
    for name in missing:
        print(f"Debian package {name} is missing: {PACKAGES[name].purpose}.")
    needed = [name for name in missing if not PACKAGES[name].optional]
    advice = f"As root: apt-get install --no-install-recommends {' '.join(missing)}"
    if needed:
        raise SetupError(advice)
    print(f"Going on without. {advice}", flush=True)


def _missing(names: Iterable[str]) -> list[str]:
    importlib.invalidate_caches()
    return [name for name in names if not PACKAGES[name].is_there()]


def _apt_install(names: list[str]) -> None:
    print(f"Installing Debian packages: {' '.join(names)} ...", flush=True)
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        subprocess.run(
            [*apt, *step],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
