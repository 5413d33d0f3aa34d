"""What the profiles write into zope.conf."""

import pytest
import subprocess
from pathlib import Path
from tests.deployment.processes import buildout, environment


HOSTS = {"hosts": "127.0.0.1"}
DATABASE = {"database_host": "/run/postgresql", "database_port": 19998}
#: What each says of files, and what it has to be told.
PROFILES = {
    "development.cfg": ("blobstorage", {}),
    "production.cfg": ("blobstorage", HOSTS),
    "zeo.cfg": ("shared-blob-dir on", {**HOSTS, "zeo_address": "127.0.0.1:19999"}),
    "postgresql.cfg": ("blob-dir", {**HOSTS, **DATABASE}),
}


@pytest.fixture(scope="module", params=PROFILES)
def written(request, tmp_path_factory):
    """A profile's name and its zope.conf."""
    directory = tmp_path_factory.mktemp(request.param.partition(".")[0])
    _files, settings = PROFILES[request.param]
    buildout(request.param, directory, **settings)
    path = directory / "parts" / "instance" / "etc" / "zope.conf"
    return request.param, path.read_text(encoding="utf-8")


def test_L46_files_are_kept_beside_the_database(written):
    profile, text = written
    assert PROFILES[profile][0] in text
    assert "blob-dir" in text


def test_nothing_of_an_error_is_shown(written):
    _profile, text = written
    assert "debug-mode off" in text
    assert "debug-exceptions on" not in text


def test_operators_are_named(written):
    profile, text = written
    (line,) = (line for line in text.splitlines() if line.split()[:1] == ["operators"])
    assert line.split()[1:] == (
        ["127.0.0.1/32", "::1/128"] if profile == "development.cfg" else []
    )


def test_how_much_content_is_kept_in_memory(written):
    profile, text = written
    assert "cache-size 30000\n" in text
    assert ("cache-local-mb 128\n" in text) == (profile == "postgresql.cfg")


def test_compiled_templates_are_kept(tmp_path):
    """The door loads what compiles them before Zope reads its own configuration."""
    buildout("development.cfg", tmp_path)
    interpreter = tmp_path / "parts" / "instance" / "bin" / "interpreter"
    program = "from chameleon.template import CACHE_DIRECTORY as told; print(told)"
    elsewhere = environment()
    del elsewhere["CHAMELEON_CACHE"]  # the tests have a folder of their own
    command = [interpreter, "-c", program]
    done = subprocess.run(command, env=elsewhere, capture_output=True, text=True)
    assert Path(done.stdout.strip()) == tmp_path / "var" / "cache", done.stderr
    assert (tmp_path / "var" / "cache").is_dir()
