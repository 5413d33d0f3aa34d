"""The page of the trail."""

import json
import requests
import transaction
from cites.cug.core.plone_internals.catalog import titles_at
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.trail import record
from cites.cug.demo.testing import PASSWORD
from cites.cug.trail_desk.jobs import SealEvents
from cites.cug.web.layout.progress import Progress
from lxml import html
from plone import api
from tests.core.trail.tree_case import verify
from tests.library.case import LibraryCase, text_of
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


class PlacesTest(LibraryCase):
    """What an event was about is named, if the reader may see it."""

    def path_of(self, item):
        whole = "/".join(self.layer["portal"].getPhysicalPath())
        return item.replace(self.portal, whole)

    def row_of(self, item):
        url = f"{self.group}/audit-trail?action=library.add&target={self.path_of(item)}"
        (row,) = self.page("secretariat", url).xpath("//main//tbody/tr")
        return row

    def test_an_item_is_named_and_linked_for_who_may_see_it(self):
        alert = self.published(title="EXERCISE: seen by all")
        row = self.row_of(alert)
        (link,) = row.xpath(".//a[normalize-space()='EXERCISE: seen by all']")
        self.page("secretariat", link.get("href"))
        event = self.page("secretariat", row.xpath("./td[1]/a/@href")[0])
        self.assertTrue(event.xpath("//dd/a[normalize-space()='EXERCISE: seen by all']"))
        self.assertTrue(event.xpath("//dd/bdi[starts-with(., '/cheetahs/library/')]"))

    def test_a_deleted_item_keeps_its_address(self):
        alert = self.make(title="EXERCISE: not for long")
        self.rest("customs-xa", "DELETE", alert, 204)
        row = self.row_of(alert)
        self.assertNotIn("EXERCISE", row.text_content())
        self.assertIn("/cheetahs/library/", row.text_content())
        self.assertEqual([], row.xpath("./td[3]//a"))

    def test_who_may_not_see_an_item_is_told_no_title(self):
        path = self.path_of(self.make(title="EXERCISE: not yet for others"))
        transaction.begin()
        for user, title in (("secretariat", True), ("customs-xb", False)):
            with api.env.adopt_user(username=user):
                self.assertEqual(title, path in titles_at([path]), user)

    def test_ids_are_told_by_the_page_of_the_event_alone(self):
        group, number = self.layer["portal"]["cheetahs"], "0123456789abcdef" * 2
        detail = {"follow": number, "field": "species"}
        record("follow.add", target=group, acting_user="customs-xa", detail=detail)
        transaction.commit()
        url = f"{self.group}/audit-trail?action=follow.add"
        row = self.page("secretariat", url).xpath("//main//tbody/tr")[0]
        self.assertNotIn("01234567", row.text_content())
        event = self.page("secretariat", row.xpath("./td[1]/a/@href")[0])
        self.assertIn(number, event.text_content())
