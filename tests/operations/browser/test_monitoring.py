"""``@@ready`` and ``@@metrics``, to monitors and to others."""

import requests
import unittest
from App.config import getConfiguration
from cites.cug.core.jobs.job_status import JobStatus
from cites.cug.core.settings.deployment import SECTION
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.operations.browser import monitoring
from cites.cug.operations.readiness import Trouble
from unittest.mock import patch
from zope.i18nmessageid import Message


WARNING = Trouble("disk", Message("Nearly full."), Message("Add space."), stops=False)
FAULT = Trouble("mail", Message("A mail waits."), Message("See the server."))


class MonitoringTest(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.enterContext(patch.object(monitoring, "_found", []))

    def ask(self, name, **headers):
        return requests.get(f"{self.portal}/@@{name}", headers=headers, timeout=60)

    def from_elsewhere(self):
        settings = getConfiguration().product_config[SECTION]
        return patch.dict(settings, monitoring="192.0.2.0/24")

    def finding(self, *troubles):
        return patch.object(monitoring, "examine_process", lambda *_args: troubles)

    def test_ready(self):
        with self.finding(WARNING):
            answer = self.ask("ready")
        self.assertEqual(200, answer.status_code)
        told = {"place": "disk", "message": "Nearly full. Add space.", "warning": True}
        said = answer.json()
        self.assertEqual((True, [told]), (said["ready"], said["troubles"]))
        beside = {"disk", "jobs", "keys", "schema", "mail", "upkeep"}
        self.assertEqual({"ready", "troubles"} | beside, said.keys())

    def test_it_tells_how_things_are_though_all_is_well(self):
        job = JobStatus("cites.cug.some", every=10, deadline=20, since=1.7e9)
        jobs = [job._replace(succeeded=1.7e9)]
        with self.finding(), patch.object(monitoring, "list_jobs", lambda: jobs):
            said = self.ask("ready").json()
        done = said["jobs"]["cites.cug.some"]
        self.assertEqual("2023-11-14T22:13:20+00:00", done["done"])
        self.assertEqual({"free", "size", "least_free"}, said["disk"].keys())
        self.assertEqual({"waiting", "oldest", "given_up"}, said["mail"].keys())
        self.assertGreater(said["keys"], 0)
        self.assertTrue(said["schema"])
        self.assertEqual({}, said["upkeep"])

    def test_unready(self):
        with self.finding(FAULT, WARNING):
            answer = self.ask("ready")
        self.assertEqual(503, answer.status_code)
        self.assertEqual("30", answer.headers["Retry-After"])
        said = answer.json()
        self.assertFalse(said["ready"])
        self.assertEqual(
            ["mail", "disk"], [trouble["place"] for trouble in said["troubles"]]
        )

    def test_others_get_one_word_and_make_it_look_once(self):
        with self.from_elsewhere():
            with self.finding(FAULT):
                answer = self.ask("ready")
            self.assertEqual((503, "UNREADY"), (answer.status_code, answer.text))
            with self.finding():
                self.assertEqual("UNREADY", self.ask("ready").text)
                monitoring._found.clear()
                answer = self.ask("ready")
        self.assertEqual((200, "READY"), (answer.status_code, answer.text))

    def test_figures_are_for_monitors(self):
        answer = self.ask("metrics")
        self.assertEqual(200, answer.status_code)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        self.assertIn("cug_disk_free_bytes", answer.text)
        with self.from_elsewhere():
            answer = self.ask("metrics")
        self.assertEqual(404, answer.status_code)
        self.assertNotIn("cug", answer.text)

    def test_requests_are_counted_by_part_and_never_by_address(self):
        auth = ("customs-xa", PASSWORD)
        headers = {"Accept": "application/json"}
        for path in ("cheetahs/@library", "cheetahs/@messages/zqid?q=zqword", "zqname"):
            requests.get(f"{self.portal}/{path}", auth=auth, headers=headers, timeout=60)
        requests.get(f"{self.portal}/@search", auth=("zqlogin", "x"), headers=headers)
        text = self.ask("metrics").text
        self.assertIn('cug_requests_total{kind="library.service",status="200"}', text)
        self.assertIn("cug_login_failures_total", text)
        figures = [line for line in text.splitlines() if not line.startswith("#")]
        for word in ("zq", "cheetahs", "customs-xa", "@"):
            self.assertNotIn(word, "\n".join(figures))

    def test_they_are_pages_of_the_portal_alone(self):
        for name in ("ready", "metrics"):
            answer = requests.get(
                f"{self.portal}/cheetahs/@@{name}", allow_redirects=False, timeout=60
            )
            self.assertEqual(302, answer.status_code)
