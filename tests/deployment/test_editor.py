"""The text editor's script is what its sources make."""

import json
import pytest
import shutil
import subprocess
from tests.deployment.scripts import editor
from tests.some import some


def test_nothing_was_changed_without_building_it_anew():
    recorded = json.loads(editor.RECORD.read_text(encoding="utf-8"))
    assert recorded == editor.fingerprints(), "make editor"


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed here")
def test_the_same_sources_give_the_same_bytes(tmp_path):
    try:
        editor.build(tmp_path)
    except subprocess.CalledProcessError as error:
        if error.cmd == editor.INSTALL:
            pytest.skip("npm could not fetch the packages")
        raise
    for name in (editor.SCRIPT, editor.LICENCES):
        built, committed = tmp_path / name, editor.STATIC / name
        assert built.read_bytes() == committed.read_bytes(), name


def test_the_lock_names_no_host_and_each_package_by_its_hash():
    lock = (editor.SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    packages = json.loads(lock)["packages"]
    assert all("integrity" in found for path, found in packages.items() if path)


def test_versions_are_exact():
    asked = json.loads((editor.SOURCES / "package.json").read_text(encoding="utf-8"))
    for version in some((asked["dependencies"] | asked["devDependencies"]).values()):
        assert version.replace(".", "").isdecimal(), version


def test_each_package_that_is_built_in_has_its_licence_beside_it():
    texts = (editor.STATIC / editor.LICENCES).read_text(encoding="utf-8")
    for name, (version, licence) in some(editor.packages().items()):
        assert f"{name} {version} ({licence})" in texts
        assert licence == "MIT"
