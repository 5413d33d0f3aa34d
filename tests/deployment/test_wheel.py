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


#: Where the sources of the two distributions begin.
SOURCES = {"cites_cug": "src/cites.cug/", "cites_nonnominal": "src/cites.nonnominal/"}
WAYS = ["read_an_alert", "send_a_message", "ask_for_access"]


def tracked(folder: str = ".") -> list[str]:
    """Files that git knows and that are there."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, check=True
    )
    names = filter(None, listing.stdout.decode().split("\0"))
    return [name for name in names if (ROOT / name).is_file()]


def packed_files(name: str) -> set[str]:
    """Of a distribution, in the package."""
    source = SOURCES[name]
    return {path.removeprefix(source) for path in tracked(f"{source}cites")}


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The folder with the sdists and wheels, made of the tracked files alone."""
    folder = tmp_path_factory.mktemp("packed")
    for name in tracked():
        copy = folder / "checkout" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy)
    pins = ["--build-constraints", environment.CONSTRAINTS, "--require-hashes"]
    build = [environment.VENV / "bin" / "uv", "build", "--quiet", *pins]
    # Without a word on what to build: the sdist, and the wheel out of the sdist.
    for place in ("", SOURCES["cites_nonnominal"]):
        done = run(*build, "--out-dir", folder, folder / "checkout" / place)
        assert done.returncode == 0, done.stderr
    return folder


def one_of(packed: Path, name: str, ending: str) -> Path:
    (file,) = packed.glob(f"{name}-*{ending}")
    return file


def in_sdist(packed: Path, name: str) -> set[str]:
    with tarfile.open(one_of(packed, name, ".tar.gz")) as archive:
        return {path.partition("/")[2] for path in archive.getnames()}


def test_the_sdists_hold_what_git_has(packed):
    names, source = in_sdist(packed, "cites_cug"), SOURCES["cites_cug"]
    assert {source + name for name in packed_files("cites_cug")} - names == set()
    assert {"LICENSE", "README.md", "setup.py", "constraints.txt"} <= names
    names, source = in_sdist(packed, "cites_nonnominal"), SOURCES["cites_nonnominal"]
    assert {path.removeprefix(source) for path in tracked(source)} - names == set()


@pytest.mark.parametrize("name", SOURCES)
def test_a_wheel_holds_what_git_has_and_the_compiled_translations(packed, name):
    with ZipFile(one_of(packed, name, ".whl")) as archive:
        names = {path for path in archive.namelist() if ".dist-info/" not in path}
    catalogues = {path for path in packed_files(name) if path.endswith(".po")}
    compiled = {f"{path.removesuffix('.po')}.mo" for path in catalogues}
    assert len(compiled) > 1
    assert names == packed_files(name) | compiled


def test_one_version_needs_the_same_of_the_other(packed):
    version = {one_of(packed, name, ".whl").name.split("-")[1] for name in SOURCES}
    assert len(version) == 1
    with ZipFile(one_of(packed, "cites_cug", ".whl")) as archive:
        (metadata,) = (one for one in archive.namelist() if one.endswith("/METADATA"))
        told = archive.read(metadata).decode().splitlines()
    assert f"Requires-Dist: cites.nonnominal=={version.pop()}" in told


def test_a_portal_works_on_the_installed_wheels(packed, tmp_path):
    venv = tmp_path / "venv"
    uv = environment.VENV / "bin" / "uv"
    assert run(uv, "venv", "--quiet", "--python", sys.executable, venv).returncode == 0
    (venv / "bin" / "uv").symlink_to(uv)
    environment.install_pinned(venv, environment.required_packages([""]))
    installed = run(
        *(uv, "pip", "install", "--quiet", "--offline", "--no-deps"),
        *("--python", venv / "bin" / "python", *packed.glob("*.whl")),
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
