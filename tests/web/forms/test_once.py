"""What is sent twice is done once, whichever page takes it."""

import re
import unittest
from cites.cug.web.forms.meanwhile import BASED_ON
from cites.cug.web.forms.once import ONCE
from lxml import html
from pathlib import Path
from tests.library.samples import PDF
from tests.web.forms.test_meanwhile import ALERT, FormsCase


PACKAGE = Path(__file__).resolve().parents[3] / "src" / "cites.cug" / "cites" / "cug"
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE)
#: What gives a form its key.
KEYED = ("/inputs", "view/meanwhile")
#: Forms that carry none, and why.
NOT_KEYED = {
    "login/browser/templates/login.pt": "each log-in is a session of its own",
    "login/browser/templates/second_step.pt": "it is a part of logging in",
    "login/browser/templates/set_up_step.pt": "it is a part of logging in",
    "login/browser/templates/reset_form.pt": "letters are limited, and answers alike",
    "web/publishing/templates/interrupted.pt": "it sends again what was sent",
}
#: What a page has that knows, when it is sent again, what it did.
REPEATED = ("redirect(", "lead_on(", "keep_outcome(", "self.go(")
#: Pages that do neither, and why.
SHOWN_ANEW = {
    "membership/browser/directory.py": "its buttons are Keeping's, which leads on",
    "membership/browser/roster.py": "a form over a schema",
    "messaging/browser/attachments.py": "a draft shows its writer which files it has",
    "messaging/browser/export.py": "it makes a download, and nothing in the portal",
}


class EveryFormTest(unittest.TestCase):
    def test_every_form_that_posts_carries_a_key(self):
        """A new one does too, or stands above with a reason."""
        without, counted = set(), 0
        for path in PACKAGE.rglob("*.pt"):
            text = path.read_text(encoding="utf-8")
            forms = FORM.findall(text)
            counted += len(forms)
            self.assertEqual(len(forms), text.lower().count('method="post"'), path)
            if any(not any(sign in form for sign in KEYED) for form in forms):
                without.add(str(path.relative_to(PACKAGE)))
        self.assertGreater(counted, 60)
        self.assertEqual(NOT_KEYED.keys(), without)

    def test_every_page_leads_on_or_knows_what_it_has_shown(self):
        """A new one does too, or stands above with a reason."""
        without, counted = set(), 0
        for path in PACKAGE.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "CheckAuthenticator(" in text:
                counted += 1
                if not any(sign in text for sign in REPEATED):
                    without.add(str(path.relative_to(PACKAGE)))
        self.assertGreater(counted, 25)
        self.assertEqual(SHOWN_ANEW.keys(), without)


class PressedTwiceTest(FormsCase):
    def setUp(self):
        super().setUp()
        self.alert = self.make(f"{self.group}/library", ALERT)
        self.name = self.alert.rpartition("/")[2]

    def form(self, url, user, within):
        """Where the form is sent whose action ends so, and its fields."""
        answer = self.ask("GET", url, user, "text/html")
        page = html.fromstring(answer.text)
        page.make_links_absolute(url)
        form = next(one for one in page.forms if one.action.endswith(within))
        return form.action, {
            name: value
            for name, value in form.form_values()
            if not isinstance(value, bytes)
        }

    def press(self, action, fields, user="customs-xa", **more):
        return self.ask(
            "POST", action, user, "text/html", data=fields, allow_redirects=False, **more
        )

    def test_a_button_is_obeyed_once(self):
        action, fields = self.form(self.alert, "customs-xa", "/change-state")
        first, second = (self.press(action, fields) for _time in "12")
        self.assertEqual([302, 302], [first.status_code, second.status_code])
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        answer = self.ask("GET", second.headers["Location"], "customs-xa", "text/html")
        self.assertNotIn("cannot be done", answer.text)
        trail = f"{self.group}/@audit?action=library.state"
        events = self.ask("GET", trail, "secretariat").json()["items"]
        about = [one for one in events if one["target"].endswith(self.name)]
        self.assertEqual(1, len(about), about)

    def test_it_says_so(self):
        action, fields = self.form(self.alert, "customs-xa", "/change-state")
        self.press(action, fields)
        again = self.ask("POST", action, "customs-xa", "text/html", data=fields)
        self.assertIn("This had already been sent; nothing was done twice.", again.text)

    def test_another_button_of_the_same_form_is_another_request(self):
        action, fields = self.form(self.alert, "customs-xa", "/change-state")
        self.press(action, fields)
        _action, shown = self.form(self.alert, "customs-xa", "/change-state")
        back = {**fields, "transition": "retract", BASED_ON: shown[BASED_ON]}
        answer = self.press(action, back)
        self.assertEqual(302, answer.status_code)
        state = self.ask("GET", self.alert, "customs-xa").json()["review_state"]
        self.assertEqual("draft", state)

    def test_nobody_elses_key_counts(self):
        action, fields = self.form(self.alert, "customs-xa", "/change-state")
        self.press(action, fields)
        other = self.press(action, fields, "customs-xb")
        self.assertNotIn("Location", other.headers)

    def test_files_are_stored_once(self):
        url = f"{self.alert}/upload"
        action, fields = self.form(url, "customs-xa", "/upload")
        self.assertTrue(fields[ONCE])
        parts = {"files": [("files", ("zq.pdf", PDF))]}
        links = []
        for _time in "12":
            answer = self.press(action, fields, **parts)
            self.assertEqual(200, answer.status_code, answer.text)
            page = html.fromstring(answer.text)
            links.append(page.xpath("//ul[@class='uploads']//a/@href"))
        self.assertEqual(links[0], links[1])
        self.assertEqual(1, self.count_files())
        # Another file with the same key is another request: scripts send each by itself.
        self.press(action, fields, files=[("files", ("zr.pdf", PDF))])
        self.assertEqual(2, self.count_files())

    def count_files(self):
        return len(self.ask("GET", self.alert, "customs-xa").json()["items"])
