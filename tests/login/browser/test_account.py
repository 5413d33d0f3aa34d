"""One's own account: sessions, and the password."""

from cites.cug.demo.testing import PASSWORD
from cites.cug.login.models import LoginSession
from lxml import html
from tests.login.case import LoginCase, MEMBER, NEW_PASSWORD, WRONG


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class OwnPagesCase(LoginCase):
    def page(self, browser, name):
        url = f"{self.portal}/{name}"
        answer = browser.get(url, timeout=120)
        self.assertEqual(200, answer.status_code)
        return html.fromstring(answer.text, base_url=url)

    def send(self, browser, page, button, **values):
        (form, *_others) = [f for f in page.forms if f.xpath(f".//button{button}")]
        data = {**dict(form.form_values()), "current": PASSWORD, **values}
        return browser.post(form.action or page.base_url, data=data, timeout=120)


class SessionsTest(OwnPagesCase):
    def test_it_lists_what_is_open_and_ends_one(self):
        here = self.logged_in(**{"User-Agent": FIREFOX})
        there, token = self.logged_in(), self.token()
        stranger = self.logged_in("customs-xb")
        page = self.page(here, "account")
        rows = page.xpath("//table[@class='sessions']/tbody/tr")
        self.assertEqual(3, len(rows))
        (mine,) = [row for row in rows if not row.xpath(".//button")]
        self.assertIn("Firefox, Linux", mine.text_content())
        self.assertIn("127.0.0.0/24", mine.text_content())
        for row in page.xpath("//tbody//button/@value"):
            self.send(here, page, f"[@value='{row}']", id=row)
        self.assertFalse(self.is_in(there))
        self.assertEqual(401, self.status(token))
        self.assertTrue(self.is_in(here))
        self.assertTrue(self.is_in(stranger))

    def test_nobody_ends_anothers(self):
        victim, other = self.logged_in("customs-xb"), self.logged_in()
        ids = dict(self.kept(LoginSession.user_id, LoginSession.id))
        page = self.page(other, "account")
        self.send(other, page, "[@name='all']", id=ids["customs-xb"])
        self.assertTrue(self.is_in(victim))

    def test_all_others_end_at_once(self):
        here, there, token = self.logged_in(), self.logged_in(), self.token()
        self.send(here, self.page(here, "account"), "[@name='all']", all="1")
        self.assertTrue(self.is_in(here))
        self.assertFalse(self.is_in(there))
        self.assertEqual(401, self.status(token))
        self.assertIn(("session.end", MEMBER), self.trail("session"))

    def test_strangers_have_no_account(self):
        names = ("account", "second-factor", "new-password", "new-address", "api-tokens")
        for name in names:
            answer = self.browser().get(
                f"{self.portal}/{name}", allow_redirects=False, timeout=120
            )
            self.assertEqual(302, answer.status_code)


class PasswordTest(OwnPagesCase):
    def change_password(self, browser, new=NEW_PASSWORD, again=None, current=PASSWORD):
        page = self.page(browser, "new-password")
        values = {
            "current": current,
            "new": new,
            "again": new if again is None else again,
        }
        return self.send(browser, page, "", **{"change-password": "1"}, **values)

    def test_it_ends_all_others_and_goes_on_here(self):
        here, there, token = self.logged_in(), self.logged_in(), self.token()
        self.assertEqual(200, self.change_password(here).status_code)
        self.assertTrue(self.is_in(here))
        self.assertFalse(self.is_in(there))
        self.assertEqual(401, self.status(token))
        self.assertEqual(401, self.ask_for_token().status_code)
        self.token(MEMBER, NEW_PASSWORD)
        self.assertIn(("password.change", MEMBER), self.trail("password"))

    def test_what_is_refused_changes_nothing(self):
        browser = self.logged_in()
        for wrong in (
            {"current": WRONG},
            {"again": "something else entirely"},
            {"new": "short"},
            {"new": PASSWORD},
            {"new": "passwordpassword"},
            {"new": "customs-xa-cheetahs"},
        ):
            self.assertEqual(
                400, self.change_password(browser, **wrong).status_code, wrong
            )
        self.token()

    def test_each_mistake_is_at_its_field(self):
        browser = self.logged_in()
        for field, wrong in {
            "current": {"current": WRONG},
            "again": {"again": "something else entirely"},
            "new": {"new": "short"},
        }.items():
            page = html.fromstring(self.change_password(browser, **wrong).text)
            (link,) = page.xpath("//*[@id='form-errors']//a/@href")
            self.assertEqual(f"#{field}", link)
            (told,) = page.xpath(f"//input[@id='{field}']/@aria-describedby")
            self.assertIn(f"{field}-error", told.split())
            self.assertFalse(page.xpath("//input[@type='password']/@value[.!='']"))

    def test_plones_own_form_has_given_way(self):
        page = self.page(self.logged_in(), "@@change-password")
        self.assertTrue(page.xpath("//input[@name='again']"))
