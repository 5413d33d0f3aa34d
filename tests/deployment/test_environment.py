"""What is installed, and what is refused: the pins and their hashes."""

import pytest
import re
import subprocess
from tests.deployment.processes import run
from tests.deployment.scripts import environment


VENV = environment.VENV
#: What is asked for, and what that needs.
WANTED, NEEDED = "webauthn", "cbor2"


@pytest.fixture
def venv(tmp_path):
    """A bare environment with uv; whatever it gets comes out of uv's cache."""
    folder = tmp_path / "venv"
    run(VENV / "bin" / "uv", "venv", "--quiet", "--python", VENV / "bin/python", folder)
    (folder / "bin" / "uv").symlink_to(VENV / "bin" / "uv")
    return folder


def installed(venv):
    listing = run(venv / "bin" / "uv", "pip", "list", "--python", venv / "bin/python")
    return {line.partition(" ")[0] for line in listing.stdout.splitlines()[2:]}


def without_hashes(block):
    return re.sub(r" \\\n.*", "\n", block, flags=re.S)


def tampered(block):
    """As if each of its files had been changed after it was pinned."""
    return re.sub("sha256:....", "sha256:0000", block)


def absent(_block):
    return ""


def test_the_pins_lead_to_what_was_pinned(venv):
    environment.install_pinned(venv, [WANTED])
    assert {WANTED, NEEDED} <= installed(venv)


@pytest.mark.parametrize("change", [without_hashes, tampered, absent])
@pytest.mark.parametrize("name", [WANTED, NEEDED])
def test_nothing_else_is_installed(venv, tmp_path, capfd, name, change):
    pins = tmp_path / "constraints.txt"
    blocks = environment.read_pins()
    pins.write_text("".join({**blocks, name: change(blocks[name])}.values()))
    with pytest.raises(
        (subprocess.CalledProcessError, environment.SetupError)
    ) as refusal:
        environment.install_pinned(venv, [WANTED], pins)
    assert name in capfd.readouterr().err + str(refusal.value)
    assert installed(venv) == set()


def test_what_builds_the_product_is_checked_too(venv, tmp_path, capfd):
    pins = tmp_path / "constraints.txt"
    blocks = environment.read_pins()
    pins.write_text(
        "".join({**blocks, "setuptools": tampered(blocks["setuptools"])}.values())
    )
    with pytest.raises(subprocess.CalledProcessError):
        environment.install_product(venv, pins)
    assert "Hash mismatch" in capfd.readouterr().err


def test_all_pins_have_hashes_and_all_that_is_asked_for_is_pinned():
    blocks = environment.read_pins()
    assert [name for name, block in blocks.items() if "--hash=sha256:" not in block] == []
    asked = environment.required_packages(environment.requirement_groups())
    assert {"pip", "plone", "uv", WANTED} <= set(asked)
    assert set(asked) <= set(blocks)
