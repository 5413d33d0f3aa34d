"""The recipes of ``docs/client.md``, run as they stand there."""

import json
import re
import shlex
import sqlite3
import transaction
import unittest
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cug_client.command_line import parser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from pymisp import MISPEvent
from tests.clients.case import ClientCase
from tests.permits.examples import SOUND
from threading import Thread


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "client.md"
COMMAND = re.compile(r"^(?:echo .*\| )?cug (.*)$", re.MULTILINE)
RECIPE = re.compile(r"```python\n# recipe: (\w+\.py)\n(.*?)```", re.DOTALL)


class Misp(BaseHTTPRequestHandler):
    """What the recipe needs of MISP: events by their UUID."""

    def do_GET(self):
        uuid = self.path.rpartition("/")[2]
        self.answer(200 if uuid in self.server.events else 404)

    def do_POST(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        what, uuid = self.path.split("/")[2], self.path.rpartition("/")[2]
        if what == "delete":
            self.server.events.pop(uuid)
        else:
            event = MISPEvent()
            event.load(json.loads(sent))
            self.server.events[event.uuid] = event.info
        self.server.done.append(what)
        self.answer(200)

    def answer(self, status):
        self.send_response(status if self.headers["Authorization"] == "key" else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class CommandsTest(unittest.TestCase):
    def test_the_commands_of_the_document_are_understood(self):
        text = DOCUMENT.read_text(encoding="utf-8")
        lines = COMMAND.findall(text)
        self.assertGreater(len(lines), 4)
        for line in lines:
            parser().parse_args(shlex.split(line))


class RecipesTest(ClientCase):
    def recipe(self, name, *arguments, user="police-xb", **environment):
        code = dict(RECIPE.findall(DOCUMENT.read_text(encoding="utf-8")))[name]
        Path(self.home, name).write_text(code, encoding="utf-8")
        secret = {"CUG_TOKEN": self.token(user), **environment}
        done = self.program(Path(self.home, name), *arguments, **secret)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_nightly_sync(self):
        kept, going = (self.make(self.alert(title=f"EXERCISE {n}"))["@id"] for n in "ab")
        for url in (kept, going):
            self.publish(url)
        store = str(Path(self.home, "national.sqlite"))

        def held():
            rows = sqlite3.connect(store).execute("SELECT url, title FROM held")
            return dict(rows.fetchall())

        self.recipe("nightly_sync.py", NATIONAL_STORE=store)
        self.assertEqual((held()[kept], held()[going]), ("EXERCISE a", "EXERCISE b"))
        self.restrict(going)
        body = {"title": "EXERCISE c"}
        self.ask("PATCH", kept, "secretariat", json=body)
        self.recipe("nightly_sync.py", NATIONAL_STORE=store)
        self.assertEqual(held()[kept], "EXERCISE c")
        self.assertNotIn(going, held())

    def test_alerts_into_misp(self):
        server = HTTPServer(("127.0.0.1", 0), Misp)
        server.events, server.done = {}, []
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        where = {
            "MISP_URL": f"http://127.0.0.1:{server.server_port}",
            **{"MISP_KEY": "key", "CURSOR": str(Path(self.home, "cursor"))},
        }
        self.recipe("alerts_into_misp.py", **where)
        url = self.make(self.alert(title="EXERCISE for MISP"))["@id"]
        self.publish(url)
        before = set(server.events)
        self.recipe("alerts_into_misp.py", **where)
        (uuid,) = set(server.events) - before
        self.assertEqual(server.events[uuid], "EXERCISE for MISP")
        self.ask("PATCH", url, "secretariat", json={"title": "EXERCISE again"})
        self.recipe("alerts_into_misp.py", **where)
        self.assertEqual(server.events[uuid], "EXERCISE again")
        self.restrict(url)
        self.recipe("alerts_into_misp.py", **where)
        self.assertEqual(set(server.events), before)
        self.assertEqual(server.done[-3:], ["add", "edit", "delete"])

    def test_permit_look_up(self):
        name = "permit_look_up.py"
        self.assertEqual(self.recipe(name, "XA", "none"), "unknown\n")
        self.store_permit()
        word = self.recipe(name, "xa", SOUND.number.lower()).partition("\n")[0]
        self.assertIn(word, ("valid", "check"))

    def store_permit(self):
        who = {"source": PermitSource.IMPORT, "acting_user": "secretariat"}
        store_permits([SOUND], **who)
        transaction.commit()
