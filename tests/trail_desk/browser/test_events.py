"""The page of the trail."""

import json
import requests
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.demo.testing import PASSWORD
from cites.cug.trail_desk.jobs import SealEvents
from cites.cug.web.layout.progress import Progress
from lxml import html
from tests.core.trail.tree_case import verify
from tests.library.case import text_of
from tests.membership.case import MembersCase
from unittest.mock import patch


class AuditPageTest(MembersCase):
    def rows(self, page):
        return [
            " ".join(row.text_content().split()) for row in page.xpath("//main//tbody/tr")
        ]

    def test_what_was_done_in_words(self):
        answer = requests.post(
            f"{self.members}/customs-xb/suspend",
            auth=("secretariat", PASSWORD),
            headers={"Accept": "application/json"},
            json={},
            timeout=120,
        )
        self.assertEqual(200, answer.status_code, answer.text)
        page = self.page("secretariat", "audit-trail?action=member.suspend")
        (row,) = self.rows(page)
        for words in ("secretariat", "Member suspended", "customs-xb"):
            self.assertIn(words, row)
        self.assertNotIn("/cheetahs", row)

    def test_nothing_found_and_what_is_wrong(self):
        page = self.page("secretariat", "audit-trail?q=zq-nothing")
        self.assertIn("No event matches", page.text_content())
        page = self.page("secretariat", "audit-trail?since=soon", status=400)
        self.assertIn(
            "Enter a date, for example",
            text_of(page.xpath("//main//*[@role='alert']")[0]),
        )
        self.assertEqual("soon", page.xpath("//main//input[@name='since']/@value")[0])
        self.assert_named(page, "since", "From")

    def assert_named(self, page, field, title):
        """The mistake names the field, leads to it, and describes it."""
        (link,) = page.xpath(f"//*[@role='alert']//a[@href='#{field}']")
        self.assertTrue(text_of(link).startswith(f"{title}: "), text_of(link))
        (described,) = page.xpath(f"//*[@id='{field}']/@aria-describedby")
        self.assertTrue(text_of(page.xpath(f"//*[@id='{described}']")[0]))

    def test_a_view_that_cannot_be_saved_names_the_field(self):
        page = self.page("secretariat", "audit-trail?actor=zq")
        (form,) = [one for one in page.forms if "save_as" in one.fields]
        data = {**dict(form.form_values()), "save_as": "zq" * 50}
        answer = requests.post(
            form.action, auth=("secretariat", PASSWORD), data=data, timeout=120
        )
        self.assertEqual(400, answer.status_code)
        page = html.fromstring(answer.text)
        self.assert_named(page, "save_as", "Name of the view")
        self.assertEqual(["zq" * 50], page.xpath("//input[@id='save_as']/@value"))

    def test_all_events_as_a_file(self):
        for kind, begin in (("csv", b"\xef\xbb\xbfid,time"), ("jsonl", b'{"id"')):
            answer = requests.get(
                f"{self.group}/audit-trail?download={kind}&action=audit",
                auth=("secretariat", PASSWORD),
                timeout=120,
            )
            self.assertEqual(200, answer.status_code)
            self.assertTrue(answer.content.startswith(begin), answer.content[:50])
            name = f"cheetahs-audit-trail.{kind}"
            self.assertIn(name, answer.headers["Content-Disposition"])
        events = [json.loads(line) for line in answer.text.splitlines()]
        self.assertEqual("audit.export", events[-1]["action"])

    def test_of_two_kinds_of_file_at_once_neither_is_one(self):
        page = self.page("secretariat", "audit-trail?download=csv&download=jsonl")
        self.assertTrue(page.xpath("//main//input[@name='since']"))

    def test_nothing_is_told_of_a_download_that_is_over(self):
        self.page("secretariat", "audit-trail")  # Reading is recorded.
        page = self.page("secretariat", "audit-trail")
        key = page.xpath("//form[@data-export]//input[@name='key']/@value")[0]
        auth = ("secretariat", PASSWORD)
        for query in (f"progress={key}", f"download=csv&key={key}", f"progress={key}"):
            answer = requests.get(
                f"{self.group}/audit-trail?{query}", auth=auth, timeout=120
            )
            self.assertEqual(200, answer.status_code)
        self.assertEqual({"done": 0, "total": 0, "ended": True}, answer.json())

    def test_a_download_is_told_of_before_its_first_event_is_found(self):
        """That may take longer than the page waits for something that begins."""
        with patch.object(Progress, "set") as told:
            answer = requests.get(
                f"{self.group}/audit-trail?download=csv&key=0&q=zq-nothing",
                auth=("secretariat", PASSWORD),
                timeout=120,
            )
        self.assertEqual(1, len(answer.text.splitlines()))
        told.assert_called_once_with(0, 1)

    def test_events_with_their_proofs(self):
        self.page("secretariat", "audit-trail")
        SealEvents().run()
        answer = requests.get(
            f"{self.group}/audit-trail?download=proofs&action=audit",
            auth=("secretariat", PASSWORD),
            timeout=120,
        )
        name = "cheetahs-audit-trail.proofs.jsonl"
        self.assertIn(name, answer.headers["Content-Disposition"])
        verifier = verify.Verifier(verifier_keys())
        verifier.file("", answer.text)
        self.assertEqual([], verifier.wrong)
        self.assertGreater(verifier.checked, 0)

    def test_members_do_not_see_it(self):
        self.page("customs-xa", "audit-trail", status=403)
        for user, shown in (("secretariat", True), ("contact-xa", False)):
            entries = self.page(user, "administration").xpath("//main//a/@href")
            self.assertEqual(shown, f"{self.group}/audit-trail" in entries)
