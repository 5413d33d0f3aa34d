"""A root of its own for a stranger's installation: a bare Debian 13, or this machine's.

Nothing of it is left: it lies in namespaces that end with the test, processes and mounts
included. Programs of it that serve something do so in a network of its own.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, ExitStack
from pathlib import Path


SUITE, MIRROR = "trixie", "http://deb.debian.org/debian"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "cug-tests"
NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
#: Fetches from elsewhere; all other commands know this root's own network alone.
FETCHING = ("apt-get", "git clone", "git pull", "scripts/environment.py")
SYSTEMCTL = Path(__file__).with_name("systemctl_stand_in.py")
#: By which pip and uv know a proxy that opens TLS, and the place of packages.
PASSED_ON = ("_PROXY", "_INDEX_URL", "_TIMEOUT")


class NoRoot(Exception):
    """It cannot be made here, for this reason."""


class Root:
    """Runs commands in it, as root or as another account."""

    def __init__(self, place: Path, holder: int, network: int):
        self.place = place
        #: The same place, as a process outside can reach it.
        self.seen = Path(f"/proc/{holder}/root{place}")
        self.enter = ("nsenter", f"--target={holder}", "--mount", "--pid")
        self.alone = f"--net=/proc/{network}/ns/net"
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name.upper().endswith(PASSED_ON)
        }

    def copy(self, folder: Path, to: str) -> None:
        """Lay a folder of this machine down in it, for everybody to read."""
        shutil.copytree(folder, f"{self.seen}{to}")

    def run(self, script: str, user: str = "root") -> subprocess.CompletedProcess:
        network = () if any(word in script for word in FETCHING) else (self.alone,)
        home = "/root" if user == "root" else f"/srv/{user}"
        settings = {
            "HOME": home,
            "USER": user,
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            **self.environment,
        }
        become = ("setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups")
        return subprocess.run(
            [
                *(*self.enter, *network, "chroot", self.place),
                *("env", "--ignore-environment", "--chdir=/"),
                *(f"{name}={value}" for name, value in settings.items()),
                *(*become, "bash", "-e", "-u", "-o", "pipefail", "-c", script),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@contextmanager
def throw_away_root(folder: Path, bare: bool) -> Iterator[Root]:
    """Below an empty folder. Raises NoRoot where the machine allows no such thing."""
    missing = [
        name for name in ("unshare", "nsenter", "setpriv", "ip") if not shutil.which(name)
    ]
    if os.geteuid() or missing:
        raise NoRoot(f"it takes root and {' '.join(missing) or 'namespaces'}")
    place = folder / "root"
    place.mkdir()
    if bare:
        unpack_debian(place)
        mounts = f"mount --bind {place} {place}"
    else:
        # What changes is kept in memory, over the files of this machine.
        mounts = (
            f"mount -t tmpfs tmpfs {folder}; mkdir {folder}/new {folder}/work {place};"
            f" mount -t overlay -o lowerdir=/,upperdir={folder}/new,workdir={folder}/work"
            f" overlay {place}"
        )
    with ExitStack() as stack:
        holder = stack.enter_context(
            _holding(
                *NAMESPACES,
                script=f"{mounts}; mount -t proc proc {place}/proc;"
                f" mount --bind /dev {place}/dev; mount -t tmpfs tmpfs {place}/dev/shm;"
                f" mount -t tmpfs tmpfs {place}/run;"
                f" mount -t tmpfs tmpfs {place}/tmp",
            )
        )
        inside = ("nsenter", f"--target={holder}", "--mount", "--pid")
        network = stack.enter_context(
            _holding(*inside, "unshare", "--net", "--fork", script="ip link set lo up")
        )
        root = Root(place, holder, network)
        prepare(root, root.seen)
        yield root


@contextmanager
def _holding(*command: str, script: str) -> Iterator[int]:
    """A process that keeps its namespaces while it sleeps; its id."""
    script = f"set -e; {script}; echo ready; exec sleep infinity"
    process = subprocess.Popen(
        [*command, "bash", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout.readline() != "ready\n":
            raise NoRoot(process.stderr.read().strip())
        yield _last_child(process.pid)
    finally:
        process.kill()
        process.wait()
        # What it started may hold the other ends until its namespaces are gone.
        process.stdout.close()
        process.stderr.close()


def _last_child(pid: int) -> int:
    """The program that the one of that id has started in the new namespaces."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _last_child(int(children[0])) if children else pid


def unpack_debian(place: Path) -> None:
    """The smallest Debian 13, from packages that are fetched once."""
    if not shutil.which("debootstrap"):
        raise NoRoot("debootstrap is not installed")
    base = CACHE / f"{SUITE}.tar"
    make = ["debootstrap", "--variant=minbase"]
    if not base.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _bootstrap([*make, f"--make-tarball={base}", SUITE, place / "fetched", MIRROR])
    _bootstrap([*make, f"--unpack-tarball={base}", SUITE, place, MIRROR])


def _bootstrap(command: list) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NoRoot(f"debootstrap: {(done.stdout + done.stderr).strip()[-300:]}")


def prepare(root: Root, place: Path) -> None:
    """What a machine has beside Debian: names of other machines, and systemd."""
    shutil.copy("/etc/resolv.conf", place / "etc" / "resolv.conf")
    # Packages start nothing by themselves, which would be in this machine's network.
    policy = place / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    stand_in = place / "usr/local/bin/systemctl"
    shutil.copy(SYSTEMCTL, stand_in)
    (place / "etc/systemd/system").mkdir(parents=True, exist_ok=True)
    for program in (policy, stand_in):
        program.chmod(0o755)
    if bundle := os.environ.get("SSL_CERT_FILE"):
        (place / "opt").mkdir(exist_ok=True)
        shutil.copy(bundle, place / "opt" / "ca.pem")
        for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
            root.environment[name] = "/opt/ca.pem"
