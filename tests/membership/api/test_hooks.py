"""REST: web hooks of service accounts."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.login import web_hooks
from sqlalchemy import select
from tests.exchange.hooks.case import HooksCase
from unittest.mock import patch


class HooksTest(HooksCase):
    def test_the_secret_is_shown_once(self):
        account = self.account()
        body = {"account": account, "address": f"{self.program.address}/in"}
        again = {"Idempotency-Key": "zq"}
        made = [
            self.rest("POST", status=201, json=body, headers=again).json()
            for _time in range(2)
        ]
        self.assertTrue(made[0].pop("secret").startswith("whsec_"))
        self.assertEqual(*made)
        self.assertEqual([made[0]], self.shown())
        allowed = self.rest("GET").json()["allowed"]
        self.assertEqual([f"{self.program.address}/in"], allowed)
        (row,) = self.kept()
        self.assertNotIn(self.program.address, str(row))

    def test_addresses_that_are_not_allowed(self):
        account = self.account()
        for path in ("", "/", "/inside", "/in/../x", "/in?to=x", "/in#x", "/in//x", 5):
            address = f"{self.program.address}{path}" if path != 5 else path
            body = {"account": account, "address": address}
            answer = self.rest("POST", status=400, json=body).json()
            self.assertEqual(["address"], [o["field"] for o in answer["errors"]], path)
        for address in (
            f"http://x@{self.program.address.removeprefix('http://')}/in",
            f"{self.program.address}.example/in",
            "http://localhost/in",
            "file:///in",
            f"{self.program.address}/in/{'x' * 400}",
        ):
            body = {"account": account, "address": address}
            self.rest("POST", status=400, json=body)
        self.assertEqual([], self.shown())

    def test_all_that_is_wrong_is_named(self):
        wrong = {"account": 7, "address": "http://localhost/in", "scopes": []}
        for body, named in (
            (wrong, ["account", "address", "scopes"]),
            ({}, ["account", "address"]),
        ):
            answer = self.rest("POST", status=400, json=body).json()
            self.assertEqual(named, [one["field"] for one in answer["errors"]])

    def test_of_what_it_is_told_is_chosen(self):
        account = self.account()
        body = {"account": account, "address": f"{self.program.address}/in"}
        for wrong in ([], "read:library", ["read:members"], [7], None):
            answer = self.rest("POST", status=400, json={**body, "scopes": wrong}).json()
            self.assertEqual(["scopes"], [o["field"] for o in answer["errors"]], wrong)
        self.assertEqual(["read:library"], self.hook(account)["scopes"])
        chosen = ["read:permits", "read:workspaces"]
        made = self.hook(account, scopes=chosen)
        self.assertEqual(sorted(chosen), sorted(made["scopes"]))

    def test_only_service_accounts_have_them_and_not_too_many(self):
        for account in ("customs-xa", "zqnobody", None):
            body = {"account": account, "address": f"{self.program.address}/in"}
            answer = self.rest("POST", status=400, json=body).json()
            self.assertEqual(["account"], [one["field"] for one in answer["errors"]])
        account = self.account()
        with patch.object(web_hooks, "MOST", 1):
            self.hook(account)
            body["account"] = account
            self.rest("POST", status=409, json=body)

    def test_one_ends_and_is_on_record(self):
        hook = self.hook()
        self.rest("DELETE", f"/{hook['id']}", status=204)
        self.rest("DELETE", f"/{hook['id']}", status=404)
        self.rest("POST", f"/{hook['id']}/test", status=404)
        self.assertEqual([], self.shown())
        transaction.abort()
        rows = session().execute(select(AuditEvent.action, AuditEvent.detail)).all()
        told = {row.action: row.detail for row in rows if row.action.startswith("hook")}
        self.assertEqual({"hook.make", "hook.end"}, set(told))
        self.assertNotIn("/in", str(told))

    def test_others_and_programs_are_refused(self):
        hook = self.hook()
        token = self.token(hook["account"])
        self.assertEqual(403, self.status(token, "@hooks"))
        self.assertEqual(403, self.status(token, f"@hooks/{hook['id']}", "DELETE"))
        self.rest("GET", user="customs-xa", status=403)
        self.rest("DELETE", f"/{hook['id']}", "contact-xa", 403)
        self.rest("GET", user="outsider", status=404)
        url = f"{self.portal}/ivory/@hooks/{hook['id']}"
        self.rest("DELETE", url, "secretariat", 404)
        self.assertEqual(1, len(self.shown()))
