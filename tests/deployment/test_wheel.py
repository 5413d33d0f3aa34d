"""What is packed: all that git has, and a portal works on it without the checkout."""

import pytest
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from tests.deployment.processes import ROOT, run
from tests.deployment.scripts import environment
from zipfile import ZipFile


SOURCE = "src/cites.cug/"
WAYS = ["read_an_alert", "send_a_message", "ask_for_access"]


def tracked(folder: str = ".") -> list[str]:
    """Files that git knows and that are there."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, check=True
    )
    names = filter(None, listing.stdout.decode().split("\0"))
    return [name for name in names if (ROOT / name).is_file()]


def packed_files() -> set[str]:
    return {name.removeprefix(SOURCE) for name in tracked("src")}


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The folder with sdist and wheel, made of the tracked files alone."""
    folder = tmp_path_factory.mktemp("packed")
    for name in tracked():
        copy = folder / "checkout" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy)
    pins = ["--build-constraints", environment.CONSTRAINTS, "--require-hashes"]
    build = [environment.VENV / "bin" / "uv", "build", "--quiet", *pins]
    # Without a word on what to build: the sdist, and the wheel out of the sdist.
    done = run(*build, "--out-dir", folder, folder / "checkout")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(packed) -> Path:
    (file,) = packed.glob("*.whl")
    return file


def test_the_sdist_holds_what_git_has(packed):
    (file,) = packed.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {SOURCE + name for name in packed_files()} - names == set()
    assert {"LICENSE", "README.md", "setup.py", "constraints.txt"} <= names


def test_the_wheel_holds_what_git_has_and_the_compiled_translations(wheel):
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    catalogues = {name for name in packed_files() if name.endswith(".po")}
    compiled = {f"{name.removesuffix('.po')}.mo" for name in catalogues}
    assert len(compiled) > 1
    assert names == packed_files() | compiled


def test_a_portal_works_on_the_installed_wheel(wheel, tmp_path):
    venv = tmp_path / "venv"
    uv = environment.VENV / "bin" / "uv"
    assert run(uv, "venv", "--quiet", "--python", sys.executable, venv).returncode == 0
    (venv / "bin" / "uv").symlink_to(uv)
    environment.install_pinned(venv, environment.required_packages([""]))
    installed = run(
        *(uv, "pip", "install", "--quiet", "--offline", "--no-deps"),
        *("--python", venv / "bin" / "python", wheel),
    )
    assert installed.returncode == 0, installed.stderr
    data = tmp_path / "data"
    data.mkdir()
    ways = subprocess.run(
        [venv / "bin" / "python", "-P", ROOT / "tests/deployment/installed_portal.py"],
        cwd=data,
        env=environment.child_environment(),
        capture_output=True,
        text=True,
    )
    assert ways.returncode == 0, ways.stderr
    assert ways.stdout.split() == WAYS
