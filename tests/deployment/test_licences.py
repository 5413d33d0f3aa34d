"""Each pinned package has a licence we know, and docs/licences.md says which."""

import pytest
from tests.deployment.processes import ROOT
from tests.deployment.scripts import environment, licences
from tests.some import some


@pytest.fixture(scope="module")
def packages():
    environment.ensure_stock()
    environment.ensure_fuzz()
    venvs = (environment.VENV, environment.STOCK_VENV, environment.FUZZ_VENV)
    return licences.installed(*venvs)


def test_each_pinned_package_has_a_licence_that_may_be_combined(packages):
    for name, pin in some(environment.read_pins().items()):
        if name in packages:
            said = licences.licence(packages[name])
            assert not licences.unknown(said), f"{name}: {said}"
        else:
            # What is for other systems and Pythons cannot be asked here.
            assert " ; " in pin.splitlines()[0], f"{name} is not installed"


@pytest.mark.parametrize("said", ["", "Proprietary", "MIT AND SSPL-1.0", "GPL-3.0"])
def test_others_are_not_taken(said):
    assert licences.unknown(said)


def test_our_own_code_may_be_combined_under_version_3(packages):
    assert licences.licence(packages[licences.PRODUCT]) == "GPL-2.0-or-later"
    assert "version 2 or any later" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_document_says_what_the_packages_say(packages):
    """Another Python may need a package more or less than the one it was printed on."""
    written = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    head, _, table = written.partition("| --- | --- |\n")
    printed = licences.page().partition("| --- | --- |\n")
    assert head == printed[0]
    rows = dict(line.strip("| ").split(" | ") for line in table.splitlines())
    here = dict(line.strip("| ").split(" | ") for line in printed[2].splitlines())
    pins = environment.read_pins()
    for name in rows.keys() | here.keys():
        if rows.get(name) != here.get(name):
            pinned = pins[licences.canonicalize_name(name)]
            assert "python" in pinned.splitlines()[0], f"{name}: print the page anew"
