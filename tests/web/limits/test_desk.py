"""Members near a limit, as the Secretariat sees it; and the settings."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.web.limits import desk
from cites.cug.web.limits.use import Limit, number_of
from lxml import html
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.library.case import text_of
from tests.login.case import LoginCase
from tests.messaging.browser.case import ScreenCase
from tests.messaging.http import in_json
from tests.web.limits.test_use import LETTER, set_limit
from unittest.mock import patch


class DeskTest(ScreenCase):
    def send(self, group=None, **more):
        url = f"{group or self.group}/@messages"
        return self.rest("police-xb", "POST", url, 201, json={**LETTER, **more})

    def near(self, group=None):
        url = f"{group or self.group}/@limits"
        return self.rest("secretariat", "GET", url, 200)

    def test_who_has_used_four_fifths(self):
        set_limit(Limit.SENDS, 5)
        for _time in range(3):
            self.send(to=["customs-xa"])
        answer = self.near()
        self.assertEqual((0, []), (answer["items_total"], answer["items"]))
        self.assertEqual(5, answer["limits"]["sends_hour"])
        self.send(to=["customs-xa"])
        (item,) = self.near()["items"]
        self.assertEqual(("police-xb", 4, 5), (item["id"], item["used"], item["number"]))
        self.assertEqual("sends_hour", item["limit"])
        page = text_of(self.page("secretariat", f"{self.group}/limits"))
        for words in ("police-xb", "Messages sent per hour", "Near"):
            self.assertIn(words, page)
        self.send(to=["customs-xa"])
        page = text_of(self.page("secretariat", f"{self.group}/limits"))
        self.assertIn("Limit reached", page)

    def test_while_nobody_is_near_no_member_is_looked_for(self):
        self.send(to=["customs-xa"])
        with patch.object(desk, "subject", wraps=desk.subject) as looked_for:
            self.assertEqual([], self.near()["items"])
            looked_for.assert_not_called()
            set_limit(Limit.SENDS, 1)
            self.assertEqual(1, self.near()["items_total"])
            looked_for.assert_called()

    def test_what_lies_in_mailboxes(self):
        set_limit(Limit.DRAFTS, 1)
        note = in_json("notes.txt", b"exercise " * 120_000)
        self.send(draft=True, attachments=[note])
        set_limit(Limit.FILES, 1)
        found = {(one["limit"], one["used"]) for one in self.near()["items"]}
        self.assertEqual({("drafts", 1), ("files_mb", 1)}, found)

    def test_each_group_by_itself(self):
        set_limit(Limit.SENDS, 1)
        ivory = f"{self.portal}/ivory"
        self.send(ivory, to=["secretariat"])
        self.assertEqual([], self.near()["items"])
        self.assertEqual(1, self.near(ivory)["items_total"])

    def test_for_the_secretariat_alone(self):
        headers = {"Accept": "application/json"}
        for user in ("customs-xa", "igo-interpol", "contact-xa"):
            self.page(user, f"{self.group}/limits", 403)
            answer = self.ask(user, "GET", f"{self.group}/@limits", headers=headers)
            self.assertEqual(403, answer.status_code)


class SettingsTest(LoginCase):
    def test_they_take_effect_and_are_on_record(self):
        browser = self.logged_in(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        address = f"{self.portal}/limit-settings"
        page = html.fromstring(browser.get(address, timeout=120).text, base_url=address)
        name = "sends_hour"
        (form,) = [one for one in page.forms if name in one.fields]
        self.assertEqual(address, form.action)
        for wrong, told in (("0", "At least 1."), ("5000000", "At most 1000000.")):
            data = self.data(form, **{name: wrong})
            answer = browser.post(address, data=data, timeout=120)
            self.assertIn(told, answer.text)
        browser.post(address, data=self.data(form, **{name: "7"}), timeout=120)
        transaction.abort()
        self.assertEqual(7, number_of(Limit.SENDS))
        told = select(AuditEvent.detail).where(AuditEvent.action == "limits.settings")
        self.assertEqual([{"sends_hour": 7}], list(session().scalars(told)))
        overview = browser.get(f"{self.portal}/@@overview-controlpanel", timeout=120)
        self.assertIn("@@limit-settings", overview.text)

    def data(self, form, **changes):
        return {**dict(form.form_values()), **changes, "buttons.save": "Save"}
