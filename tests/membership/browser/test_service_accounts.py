"""The page on which accounts of programs are kept."""

import requests
import transaction
from cites.cug.demo.testing import PASSWORD
from cites.cug.membership.service_accounts import service_accounts
from lxml import html
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.exchange.hooks.case import HooksCase, settings
from tests.membership.service_account_case import ACCOUNT, PATH, ServiceAccountCase


class PageTest(ServiceAccountCase):
    def test_what_is_missing_is_said_and_makes_nothing(self):
        for changes in (
            {"name": " "},
            {"organisation": ""},
            {"category": "secretariat"},
            {"category": "pirates"},
            {"country": "QQ"},
            {"name": "x" * 201},
        ):
            self.assertEqual(400, self.make_account(**changes).status_code, changes)
        form = {"new": "1", **ACCOUNT, "current": "wrong"}
        self.assertEqual(400, self.send("secretariat", PATH, **form).status_code)
        transaction.abort()
        self.assertEqual({}, service_accounts(self.layer["portal"].cheetahs))

    def test_what_was_typed_is_kept(self):
        form = {"new": "1", **ACCOUNT, "current": "wrong"}
        page = html.fromstring(self.send("secretariat", PATH, **form).text)
        (shown,) = (one for one in page.forms if one.get("id") == "new")
        self.assertEqual(ACCOUNT, {name: shown.fields[name] for name in ACCOUNT})
        self.assertEqual(["current-error"], page.xpath("//*[@class='field-error']/@id"))
        account = self.account()
        answer = self.make_token(account, "read:library", name="")
        page = html.fromstring(answer.text)
        self.assertEqual(["read:library"], page.xpath("//input[@checked]/@value"))
        found = page.xpath("//details[@open]//*[@class='field-error']/@id")
        self.assertEqual([f"token-{account}-name-error"], found)

    def test_tokens_that_cannot_be(self):
        account = self.account()
        for scopes, changes in (
            ((), {}),
            (("read:messages",), {}),
            (("read:everything",), {}),
            (("read:library",), {"expires": "2020-01-01"}),
            (("read:library",), {"expires": "soon"}),
            (("read:library",), {"name": ""}),
            (("read:library",), {"current": "wrong"}),
        ):
            answer = self.make_token(account, *scopes, **changes)
            self.assertEqual(400, answer.status_code, (scopes, changes))
        self.assertEqual(400, self.make_token("customs-xa", "read:library").status_code)

    def test_only_the_secretariat_keeps_them(self):
        self.account()
        for user, status in (("contact-xa", 403), ("customs-xa", 403), ("outsider", 404)):
            self.page(user, PATH, status=status)
        answer = requests.get(
            f"{self.group}/{PATH}",
            auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
            timeout=120,
        )
        self.assertEqual(403, answer.status_code)
        self.assertIn("Risk system", self.page("secretariat", PATH).text_content())


class HooksPageTest(HooksCase):
    def test_one_is_made_tested_and_ended(self):
        account = self.account()
        form = {f"hook-{account}": "1", "current": PASSWORD}
        form["address"] = f"{self.program.address}/in"
        form["scopes:list"] = ["read:library", "read:permits"]
        answer = self.send("secretariat", PATH, **form)
        self.assertEqual(200, answer.status_code)
        page = html.fromstring(answer.text)
        secret = page.xpath("string(//code[@class='secret'])")
        self.assertTrue(secret.startswith("whsec_"))
        page = self.page("secretariat", PATH)
        for words in ("nothing received yet", "Library", "Permits"):
            self.assertIn(words, page.text_content())
        self.assertNotIn(secret, page.text_content())
        (hook,) = page.xpath("//input[@name='hook']/@value")
        self.send("secretariat", PATH, do="test-hook", hook=hook)
        self.assertEqual(["test"], [one["type"] for one in self.run_job()])
        self.check_signed(secret)
        self.assertIn("Last received", self.page("secretariat", PATH).text_content())
        self.send("secretariat", PATH, do="end-hook", hook=hook)
        self.assertEqual([], self.shown())

    def test_an_address_that_is_not_allowed_stays_in_the_form(self):
        account = self.account()
        form = {f"hook-{account}": "1", "current": PASSWORD, "address": "https://zq/"}
        answer = self.send("secretariat", PATH, **form)
        self.assertEqual(400, answer.status_code)
        page = html.fromstring(answer.text)
        self.assertEqual(["https://zq/"], page.xpath("//input[@name='address']/@value"))
        self.assertEqual([], self.shown())

    def test_without_allowed_addresses_none_is_offered(self):
        account = self.account()
        with settings(hook_addresses=""):
            page = self.page("secretariat", PATH)
        self.assertEqual([], page.xpath(f"//*[@name='hook-{account}']"))
