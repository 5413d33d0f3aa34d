"""What Prometheus reads, and what is made for it: the rules and the dashboard."""

import json
import re
import shutil
import subprocess
import unittest
import yaml
from App.config import getConfiguration
from cites.cug.core.jobs.job_status import HANGS, JobStatus
from cites.cug.core.metrics import figures
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.operations.browser import monitoring
from cites.cug.operations.browser.monitoring import write_figures
from cites.cug.operations.readiness import Trouble
from pathlib import Path
from prometheus_client.parser import text_string_to_metric_families
from tests.some import some
from unittest.mock import Mock, patch


DEPLOY = Path(__file__).resolve().parents[3] / "deploy" / "monitoring"
JOB = JobStatus("cites.cug.some", every=10, deadline=20, since=1000.0, error=HANGS)
SOON = Trouble("operations.backup", "", "", stops=False)
NAME = re.compile(r"\b(?:cug|process)_[a-z_]+\b")


def exported():
    """Names of all samples that a process can give."""
    figures.REQUESTS.labels("tests.page", "200")
    figures.REQUEST_SECONDS.labels("tests.page")
    figures.RETRIES.labels("content")
    figures.CONFLICTS.labels("content")
    figures.UNTRUSTED_ROWS.labels("library_sighting")
    figures.JOB_RUNS.labels("tests", "done")
    figures.JOB_SECONDS.labels("tests")
    settings = getConfiguration().product_config["cites.cug"]
    with patch.dict(settings, {"trail-stream-file": "/some/file"}):
        written = write_figures([JOB], [SOON]).decode()
    families = text_string_to_metric_families(written)
    return {sample.name: sample for family in families for sample in family.samples}


def expressions():
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text())
    for group in rules["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]
    for panel in json.loads((DEPLOY / "grafana.json").read_text())["panels"]:
        for target in panel["targets"]:
            yield target["expr"]


class ScrapeTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_how_stores_jobs_and_mails_are_now(self):
        found = exported()
        self.assertGreater(found["cug_disk_free_bytes"].value, 0)
        self.assertEqual(1, found["cug_ready"].value)
        self.assertEqual(0, found["cug_mail_oldest_seconds"].value)
        hanging = found["cug_job_hanging"]
        self.assertEqual(({"name": JOB.name}, 1), (hanging.labels, hanging.value))

    def test_without_records_the_rest_is_told(self):
        with patch.object(monitoring, "read_connection", Mock(side_effect=OSError)):
            found = exported()
        self.assertNotIn("cug_mails_waiting", found)
        self.assertIn("cug_disk_free_bytes", found)

    def test_rules_and_dashboard_ask_for_what_there_is(self):
        names = set(exported())
        asked = {name for one in expressions() for name in NAME.findall(one)}
        self.assertGreater(len(asked), 15)
        self.assertEqual(set(), asked - names)

    def test_every_figure_of_ours_is_on_the_dashboard(self):
        shown = " ".join(expressions())
        # Of a histogram, one of its samples is enough; when a counter began is nothing.
        ends = r"_(bucket|sum|count|created)$"
        families = {re.sub(ends, "", name) for name in exported() if name[:4] == "cug_"}
        self.assertEqual([], [name for name in sorted(families) if name not in shown])

    def test_rules_say_what_to_do(self):
        rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text())
        for group in some(rules["groups"]):
            for rule in some(group["rules"]):
                self.assertEqual({"summary", "action"}, set(rule["annotations"]))
                self.assertIn(rule["labels"]["severity"], ("page", "ticket"))

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_prometheus_takes_the_rules(self):
        for words in (
            ("rules", DEPLOY / "alerts.yml"),
            ("config", "--syntax-only", DEPLOY / "prometheus.yml"),
        ):
            command = ["promtool", "check", *words]
            checked = subprocess.run(command, capture_output=True, text=True, check=False)
            self.assertEqual(0, checked.returncode, checked.stdout + checked.stderr)

    def test_prometheus_asks_the_process_itself(self):
        (asked,) = yaml.safe_load((DEPLOY / "prometheus.yml").read_text())[
            "scrape_configs"
        ]
        self.assertEqual("/portal/@@metrics", asked["metrics_path"])
