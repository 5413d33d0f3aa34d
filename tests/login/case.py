"""A portal asked over HTTP by browsers and programs that log in."""

import requests
import transaction
import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.proofs import proven
from cites.cug.core.sql.session import autonomous_transaction, engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.login import password_check
from contextlib import contextmanager
from sqlalchemy import event, select, update


JSON = {"Accept": "application/json"}
MEMBER = "customs-xa"
WRONG = "a wrong one, for sure"
NEW_PASSWORD = "lagoon trombone velvet 88"


class LoginCase(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        password_check.forget_recent()

    # Browsers

    def browser(self, **headers):
        session = requests.Session()
        session.headers.update({"Accept": "text/html", **headers})
        return session

    def send_login(self, browser, name=MEMBER, password=PASSWORD, **more):
        form = {"__ac_name": name, "__ac_password": password, **more}
        return browser.post(
            f"{self.portal}/login", data=form, allow_redirects=False, timeout=120
        )

    def logged_in(self, name=MEMBER, password=PASSWORD, **headers):
        browser = self.browser(**headers)
        answer = self.send_login(browser, name, password)
        self.assertEqual(302, answer.status_code, answer.text)
        self.assertTrue(self.is_in(browser))
        return browser

    def is_in(self, browser):
        answer = browser.get(
            f"{self.portal}/cheetahs/library", allow_redirects=False, timeout=120
        )
        # Who runs the site is in, and finds no library.
        self.assertIn(answer.status_code, (200, 302, 404))
        return answer.status_code != 302

    # Programs

    def ask_for_token(self, name=MEMBER, password=PASSWORD, **more):
        body = {"login": name, "password": password, **more}
        url = f"{self.portal}/@login"
        return requests.post(url, json=body, headers=JSON, timeout=120)

    def token(self, name=MEMBER, password=PASSWORD, **more):
        answer = self.ask_for_token(name, password, **more)
        self.assertEqual(200, answer.status_code, answer.text)
        return answer.json()["token"]

    def rest(self, path, token=None, method="GET", basic=None, **kw):
        headers = dict(JSON)
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return requests.request(
            method,
            f"{self.portal}/{path}",
            headers=headers,
            auth=basic,
            timeout=120,
            **kw,
        )

    def status(self, token=None, basic=None):
        return self.rest("cheetahs", token, basic=basic).status_code

    @contextmanager
    def statements(self):
        """What the records are asked meanwhile."""
        asked = []

        def note(_connection, _cursor, statement, *_others):
            asked.append(statement)

        records = engine(records_url())
        event.listen(records, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(records, "before_cursor_execute", note)

    # What is kept

    def shift(self, table, **values):
        """Make all rows say something else, as if the portal had written it."""
        with autonomous_transaction() as connection:
            for row in connection.execute(select(table.__table__)).all():
                here = table.digest == row.digest
                said = {**row._asdict(), **values}
                connection.execute(update(table).where(here).values(proven(table, said)))

    def change(self, action, *args):
        transaction.abort()
        action(*args)
        transaction.commit()

    def kept(self, *columns):
        with engine(records_url()).connect() as connection:
            return connection.execute(select(*columns)).all()

    def trail(self, prefix="log"):
        events = self.kept(AuditEvent.action, AuditEvent.actor, AuditEvent.id)
        return [
            (action, actor)
            for action, actor, _id in sorted(events, key=lambda event: event[2])
            if action.startswith(prefix)
        ]
