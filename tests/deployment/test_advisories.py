"""What `make check` says of unsafe code and packages, also where it gets no answer."""

import json
import pytest
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from tests.deployment.processes import free_port, run, VENV_BIN
from tests.deployment.scripts import advisories, check, environment
from threading import Thread


ADVISORY = {"id": "PYSEC-2026-1", "aliases": [], "summary": "It says yes to everybody."}


class Database(BaseHTTPRequestHandler):
    """Knows something against one package."""

    against = "segno"

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = question["package"]["name"] == self.against
        affected = [{"package": question["package"], "ranges": []}]
        body = {"vulns": [{**ADVISORY, "affected": affected}]} if found else {}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_args):
        """Keep quiet."""


@pytest.fixture
def pins(tmp_path):
    blocks = environment.read_pins()
    file = tmp_path / "constraints.txt"
    file.write_text(blocks["segno"] + blocks["cbor2"])
    return file


@pytest.fixture
def database():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Database)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(monkeypatch, pins):
    """Has `make check` ask that database about these pins."""

    def ask(address):
        find = partial(advisories.find_advisories, pins=pins, database=address)
        monkeypatch.setattr(check, "find_advisories", find)
        return check.no_advisories(VENV_BIN)

    return ask


def test_a_finding_fails(asked, database, capsys):
    assert not asked(database)
    said = capsys.readouterr().out
    assert said.startswith("FAILED")
    assert "segno" in said
    assert ADVISORY["id"] in said
    assert "cbor2" not in said


def test_none_is_well(asked, database, capsys, monkeypatch):
    monkeypatch.setattr(Database, "against", "")
    assert asked(database)
    assert capsys.readouterr().out.startswith("ok")


def test_no_answer_is_said_and_fails_nothing(asked, capsys):
    assert asked(f"http://127.0.0.1:{free_port()}/")
    said = capsys.readouterr().out
    assert "could not be asked" in said
    assert not said.startswith("ok")


def test_text_that_reads_otherwise_than_it_runs_is_found(tmp_path):
    """What bandit adds to ruff; all of our own code passes it in `make check`."""
    commands = [command for command in check.CHECKS.values() if command[0] == "bandit"]
    ((program, *options),) = commands
    own = options.index("-r")
    turned = f"x = 1  # {chr(0x202E)}turned round\n"
    for text, status in ((turned, 1), ("x = 1  # as it reads\n", 0)):
        (tmp_path / "module.py").write_text(text, encoding="utf-8")
        done = run(VENV_BIN / program, *options[:own], "-r", tmp_path)
        assert done.returncode == status, done.stdout + done.stderr
