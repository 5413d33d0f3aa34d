"""A program that is told of changes, on a server that the test starts."""

import hmac
import json
import requests
import transaction
from App.config import getConfiguration
from base64 import b64decode, b64encode
from cites.cug.core.settings.deployment import SECTION
from cites.cug.core.sql.session import session
from cites.cug.demo.testing import PASSWORD
from cites.cug.exchange.hooks.delivery import tell_hooks
from cites.cug.interfaces import ICugLayer
from contextlib import contextmanager
from datetime import datetime, timedelta, UTC
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from plone.app.testing import logout
from sqlalchemy import text
from tests.membership.service_account_case import ServiceAccountCase
from threading import Thread
from unittest.mock import patch
from zope.globalrequest import setRequest
from zope.interface import alsoProvides


ALERT = {"@type": "Alert", "title": "EXERCISE: zqcubs", "alert_type": "seizure"}
ALERT["handling"] = "green"


class Receiver(BaseHTTPRequestHandler):
    """Writes down what it is sent, and answers what the test says."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.got.append((self.path, dict(self.headers), self.rfile.read(length)))
        self.server.meanwhile()
        self.send_response(self.server.status)
        if self.server.leads_to:
            self.send_header("Location", self.server.leads_to)
        self.end_headers()

    def do_GET(self):
        self.server.got.append((self.path, {}, b""))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args):
        pass


class Program(ThreadingHTTPServer):
    """The program of an authority."""

    daemon_threads = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Receiver)
        self.got, self.status, self.leads_to = [], 200, None
        #: What happens while it is being told.
        self.meanwhile = lambda: None
        self.address = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_args):
        """It was hung up on, as the test wants."""


@contextmanager
def settings(**changed):
    section = getConfiguration().product_config[SECTION]
    with patch.dict(section, {name.replace("_", "-"): v for name, v in changed.items()}):
        yield


class HooksCase(ServiceAccountCase):
    def setUp(self):
        super().setUp()
        self.program = Program()
        Thread(target=self.program.serve_forever, daemon=True).start()
        self.addCleanup(self.program.server_close)
        self.addCleanup(self.program.shutdown)
        allowed = settings(hook_addresses=f"{self.program.address}/in")
        allowed.__enter__()
        self.addCleanup(allowed.__exit__, None, None, None)
        self.hooks = f"{self.group}/@hooks"
        self.later = timedelta()

    def rest(self, method, path="", user="secretariat", status=None, **kw):
        url = path if path.startswith("http") else f"{self.hooks}{path}"
        headers = {"Accept": "application/json", **kw.pop("headers", {})}
        auth = (user, PASSWORD) if user else None
        answer = requests.request(
            method, url, headers=headers, auth=auth, timeout=120, **kw
        )
        if status is not None:
            self.assertEqual(status, answer.status_code, answer.text)
        return answer

    def hook(self, account=None, path="/in/changes", **more):
        """A hook of a new account; its JSON with the secret."""
        body = {"account": account or self.account(), **more}
        body["address"] = f"{self.program.address}{path}"
        return self.rest("POST", status=201, json=body).json()

    def shown(self):
        return self.rest("GET", status=200).json()["items"]

    def add(self, **fields):
        url, more = f"{self.group}/library", {**ALERT, **fields}
        answer = self.rest("POST", url, "customs-xa", 201, json=more)
        return answer.json()["@id"]

    def move(self, item, *names):
        for name in names:
            url = f"{item}/@workflow/{name}"
            self.rest("POST", url, status=200, json={})

    def published(self, *more, **fields):
        item = self.add(**fields)
        self.move(item, "publish", *more)
        return item

    def run_job(self):
        """Run the job as the clock does, after the time that has passed for the test."""
        transaction.abort()
        logout()
        request = self.layer["request"]
        alsoProvides(request, ICugLayer)
        setRequest(request)
        before = len(self.program.got)
        with transaction.manager:
            self.more = tell_hooks(lambda: datetime.now(UTC) + self.later)
        transaction.abort()
        return [json.loads(body) for _path, _headers, body in self.program.got[before:]]

    def check_signed(self, secret):
        """The last request is signed as the documentation says."""
        _path, headers, body = self.program.got[-1]
        key = b64decode(secret.removeprefix("whsec_"))
        told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode()
        made = b64encode(hmac.digest(key, told + body, "sha256")).decode()
        self.assertEqual(f"v1,{made}", headers["webhook-signature"])

    def kept(self):
        transaction.abort()
        rows = session().execute(text("SELECT * FROM web_hook")).all()
        transaction.abort()
        return rows
