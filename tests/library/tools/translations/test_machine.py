"""Machine translation by a real service: what it is told, and what it may answer."""

import json
from App.config import getConfiguration
from cites.cug.core.settings.deployment import records_url, SECTION
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.library.tools.translations import machine
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from sqlalchemy import select
from tests.library.case import LibraryCase, text_of
from threading import Thread
from time import sleep
from unittest.mock import patch


ORIGINAL = {
    "title": "EXERCICE : petits & caisses",
    "body": "<p>Sous les mangues, une planche.</p>",
    "language": "fr",
}
TRANSLATED = ["EXERCISE: cubs &amp; crates", "<p>Below the mangoes, a board.</p>"]


class Service(BaseHTTPRequestHandler):
    """Writes down what it is asked, and answers what the test says."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.asked.append((self.path, json.loads(self.rfile.read(length))))
        sleep(self.server.delay)
        answer = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args):
        pass


@contextmanager
def service(answer, status=200, delay=0.0, **settings):
    """A service that the portal knows of."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.answer = [], answer
    server.status, server.delay = status, delay
    Thread(target=server.serve_forever, daemon=True).start()
    section = getConfiguration().product_config[SECTION]
    url = f"http://127.0.0.1:{server.server_port}/translate"
    try:
        with patch.dict(section, {"translate-url": url, **settings}):
            yield server
    finally:
        server.shutdown()
        server.server_close()


class MachineTranslationTest(LibraryCase):
    def translate(self, alert, user="customs-xb", status=200):
        place = f"{alert}/machine-translation"
        answer = self.send(user, self.page(user, place), "machine-translation")
        self.assertEqual(answer.status_code, status, answer.text)
        return text_of(self.parse(answer))

    def recorded(self):
        wanted = select(AuditEvent.actor, AuditEvent.detail).where(
            AuditEvent.action == machine.PURPOSE
        )
        with engine(records_url()).connect() as connection:
            return connection.execute(wanted).all()

    def test_it_is_shown_marked_kept_nowhere_and_on_record_without_its_texts(self):
        alert = self.published(**ORIGINAL)
        told = {"translatedText": TRANSLATED}
        with service(told, **{"translate-key": "zqkey"}) as server:
            self.assertIn("Machine translation", text_of(self.page("customs-xb", alert)))
            text = self.translate(alert)
        for words in (
            "Machine translation that nobody has reviewed",
            "EXERCISE: cubs & crates",
            "a board.",
        ):
            self.assertIn(words, text)
        ((path, asked),) = server.asked
        self.assertEqual(path, "/translate")
        self.assertEqual((asked["source"], asked["target"]), ("fr", "en"))
        self.assertEqual(asked["q"][0], "EXERCICE : petits &amp; caisses")
        self.assertEqual(asked["api_key"], "zqkey")
        self.assertEqual(self.rest("customs-xb", "GET", alert, 200)["translations"], [])
        ((actor, detail),) = self.recorded()
        self.assertEqual(actor, "customs-xb")
        self.assertEqual(detail, {"language": "en", "result": "done"})

    def test_without_a_service_for_red_and_where_it_is_read_already_there_is_none(self):
        alert = self.published(**ORIGINAL)
        page = f"{alert}/machine-translation"
        self.page("customs-xb", page, 404)
        red = self.make(**ORIGINAL, handling="red")
        english = self.published(**{**ORIGINAL, "language": "en"})
        with service({"translatedText": TRANSLATED}) as server:
            self.page("igo-unodc", page, 404)
            for item in (red, english):
                self.page("customs-xa", f"{item}/machine-translation", 404)
                shown = text_of(self.page("customs-xa", item))
                self.assertNotIn("Machine translation", shown)
        self.assertEqual(server.asked, [])

    def test_what_fails_is_said_and_on_record(self):
        alert = self.published(**ORIGINAL)
        for told, kw in (
            ({"error": "no"}, {"status": 400}),
            ({"translatedText": ["one"]}, {}),
            ({"translatedText": ["x", "<script>alert(1)</script>"]}, {}),
            ("nonsense", {}),
        ):
            with self.subTest(told), service(told, **kw):
                self.assertIn("cannot be reached, or refuses", self.translate(alert))
        slow = {"delay": 2.0, "translate-patience": "0.3"}
        with service({"translatedText": TRANSLATED}, **slow):
            self.assertIn("No answer came in time", self.translate(alert))
        results = [detail["result"] for _actor, detail in self.recorded()]
        self.assertEqual(results, ["unreachable"] * 4 + ["time_out"])

    def test_a_question_counts_before_its_answer(self):
        alert, told = self.published(**ORIGINAL), {"translatedText": TRANSLATED}
        once = patch.object(machine, "RATE", machine.RATE._replace(limit=1))
        with once, service(told, delay=2.0) as server, ThreadPoolExecutor(1) as threads:
            asking = threads.submit(self.translate, alert)
            while not server.asked:
                sleep(0.05)
            text = self.translate(alert, status=429)
            self.assertNotIn("a board.", text)
            self.assertIn("a board.", asking.result())
