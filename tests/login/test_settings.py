"""What who runs the site decides about logging in, on its page."""

import requests
import transaction
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import settings, strength
from datetime import timedelta
from lxml import html
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.login.case import LoginCase, MEMBER, WRONG


MANAGER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


class SettingsTest(LoginCase):
    @property
    def address(self):
        return f"{self.portal}/login-settings"

    def form(self, browser):
        answer = browser.get(self.address, timeout=120)
        self.assertEqual(200, answer.status_code)
        page = html.fromstring(answer.text, base_url=answer.url)
        (form,) = (f for f in page.forms if "idle_minutes" in f.inputs)
        return form

    def save(self, **changes):
        browser = self.logged_in(*MANAGER)
        form = self.form(browser)
        data = [one for one in form.form_values() if one[0] not in changes]
        for name, value in changes.items():
            values = value if isinstance(value, list) else [value]
            data += [(name, one) for one in values]
        data.append(("buttons.save", "Save"))
        answer = browser.post(self.address, data=data, timeout=120)
        transaction.abort()
        return answer

    def test_what_is_out_of_bounds_is_told_the_bounds(self):
        for wrong, told in (("1", "At least 5."), ("1000000", "At most 1440.")):
            answer = self.save(idle_minutes=wrong, lock_tries="5")
            self.assertEqual(400, answer.status_code)
            self.assertIn(told, answer.text)
            self.assertEqual(timedelta(minutes=30), settings.idle())
            self.assertEqual(10, settings.tries())

    def test_each_setting_takes_effect(self):
        answer = self.save(
            factor_categories=["customs", "igo"],
            factor_grace_days="3",
            idle_minutes="10",
            longest_hours="4",
            lock_tries="3",
            lock_minutes="60",
            lock_network_tries="50",
            password_length="16",
            password_score="4",
        )
        self.assertEqual(200, answer.status_code)
        self.assertIn("Changes saved", answer.text)
        self.assertEqual({"customs", "igo"}, settings.factor_categories())
        self.assertEqual(timedelta(days=3), settings.grace())
        self.assertEqual(timedelta(minutes=10), settings.idle())
        self.assertEqual(timedelta(hours=4), settings.longest())
        self.assertEqual(timedelta(hours=1), settings.window())
        self.assertEqual((3, 50), (settings.tries(), settings.network_tries()))
        self.assertEqual((16, 4), (settings.password_length(), settings.password_score()))
        self.assertEqual([strength.TOO_SHORT], strength.weaknesses("lagoon trombo 8"))
        self.assertEqual([], strength.weaknesses("lagoon trombone velvet 88"))

    def test_an_account_is_locked_after_so_many(self):
        self.save(lock_tries="3", lock_minutes="20")
        for _ in range(3):
            answer = self.ask_for_token(password=WRONG)
        self.assertEqual(401, self.ask_for_token(password=PASSWORD).status_code)
        self.assertIn("wait 20 minutes", answer.json()["error"]["message"])
        self.assertIn("wait 20 minutes", self.send_login(self.browser()).text)

    def test_what_would_undo_it_is_refused(self):
        for name, value in (
            ("lock_tries", "1000"),
            ("lock_minutes", "0"),
            ("lock_network_tries", "1"),
            ("password_length", "6"),
            ("password_score", "0"),
            ("idle_minutes", "-5"),
            ("longest_hours", "never"),
        ):
            self.save(**{name: value})
        self.assertEqual((10, 100), (settings.tries(), settings.network_tries()))
        self.assertEqual((12, 3), (settings.password_length(), settings.password_score()))
        self.assertEqual(timedelta(minutes=30), settings.idle())
        self.assertEqual(timedelta(hours=12), settings.longest())
        self.assertEqual([], self.trail("login.settings"))

    def test_the_trail_says_what_was_changed(self):
        self.save(factor_categories=["police"], idle_minutes="20")
        events = self.kept(AuditEvent.action, AuditEvent.detail)
        found = [what for action, what in events if action == "login.settings"]
        self.assertEqual(2, len(found))
        self.assertIn({"factor_categories": ["police"]}, found)
        self.assertIn({"idle_minutes": 20}, found)

    def test_the_trail_says_it_whatever_changes_them(self):
        """Plone's own screens and services change all records of the registry."""
        sent = {"cites.cug.login.change_hours": 12, "plone.smtp_host": "mail.example"}
        answer = requests.patch(
            f"{self.portal}/@registry",
            auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
            headers={"Accept": "application/json"},
            json=sent,
            timeout=120,
        )
        self.assertEqual(204, answer.status_code, answer.text)
        events = self.kept(AuditEvent.action, AuditEvent.detail)
        told = [event for event in map(tuple, events) if event[0].endswith(".settings")]
        self.assertIn(("login.settings", {"change_hours": 12}), told)
        self.assertIn(("site.settings", {"setting": "plone.smtp_host"}), told)

    def test_nobody_overwrites_what_another_has_set(self):
        browser = self.logged_in(*MANAGER)
        behind = {**dict(self.form(browser).form_values()), "lock_tries": "5"}
        self.save(lock_tries="7")
        answer = browser.post(self.address, {**behind, "buttons.save": "1"}, timeout=120)
        self.assertEqual(412, answer.status_code)
        (row,) = html.fromstring(answer.text).xpath(
            "//*[@id='changed-meanwhile']//tr[td]"
        )
        told = [cell.text_content().strip() for cell in row]
        self.assertEqual(["7", "5"], told[1:])
        transaction.abort()
        self.assertEqual(7, settings.tries())

    def test_it_is_for_who_runs_the_site(self):
        for name in (MEMBER, "secretariat"):
            answer = self.logged_in(name).get(self.address, timeout=120)
            self.assertEqual(403, answer.status_code, name)
        overview = self.logged_in(*MANAGER).get(
            f"{self.portal}/@@overview-controlpanel", timeout=120
        )
        self.assertIn("@@login-settings", overview.text)
