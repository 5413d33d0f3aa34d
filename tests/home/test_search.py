"""The search over everything: what it finds, for whom, and what it writes down."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.home.search import FIRST
from sqlalchemy import select
from tests.library.case import LibraryCase


KINDS = {"messages", "library", "topics", "permits", "members", "directory"}


class SearchAllTest(LibraryCase):
    def found(self, user, text, status=200):
        return self.rest(
            user, "GET", f"{self.group}/@search-all", status, params={"q": text}
        )

    def send_message(self, user, to, subject):
        fields = {"to": [to], "subject": subject, "body": "EXERCISE", "handling": "green"}
        self.rest(user, "POST", f"{self.group}/@messages", 201, json=fields)

    def test_each_kind_is_answered_as_its_list_has_it(self):
        alert = self.published(title="EXERCISE: quoll in a crate")
        self.send_message("police-xa", "customs-xa", "Quoll seen")
        found = self.found("customs-xa", "quoll")
        self.assertEqual({"@id", "q", *KINDS} - {"topics"}, set(found) - {"topics"})
        self.assertEqual([alert], [item["@id"] for item in found["library"]["items"]])
        listed = self.rest("customs-xa", "GET", f"{self.group}/@library", 200)
        shown = {*listed["items"][0], "snippet"}
        self.assertEqual(shown, set(found["library"]["items"][0]))
        self.assertEqual(
            ["Quoll seen"], [item["subject"] for item in found["messages"]["items"]]
        )
        self.assertEqual(1, found["library"]["items_total"])
        self.assertEqual([], found["members"]["items"])

    def test_members_are_found_by_name_and_organisation(self):
        everybody = self.rest("customs-xa", "GET", f"{self.group}/@members", 200)
        one = everybody["items"][0]
        found = self.found("customs-xa", one["fullname"])["members"]
        self.assertIn(one, found["items"])

    def test_only_the_first_results_are_shown(self):
        for number in range(FIRST + 2):
            self.published(title=f"EXERCISE: numbat {number}")
        found = self.found("customs-xa", "numbat")["library"]
        self.assertEqual(FIRST, len(found["items"]))
        self.assertEqual(FIRST + 2, found["items_total"])

    def test_the_library_tells_what_has_most_words_and_what_may_be_meant(self):
        alert = self.published(title="EXERCISE: dhow with numbats")
        found = self.found("customs-xa", "numbats bouter zzyzx")["library"]
        self.assertEqual([alert], [one["@id"] for one in found["items"]])
        self.assertEqual((1, 3), (found["words_matched"], found["words_asked"]))
        self.assertEqual("numbats boutre zzyzx", found["did_you_mean"])
        found = self.found("customs-xa", "boutre")["library"]
        self.assertEqual([alert], [one["@id"] for one in found["items"]])
        self.assertNotIn("words_matched", found)

    def test_nobody_finds_what_is_another_s(self):
        self.make(title="EXERCISE: dibbler draft")
        self.published(title="EXERCISE: dibbler for enforcement")
        self.send_message("police-xa", "police-xb", "Dibbler between two")
        found = self.found("igo-unodc", "dibbler")
        self.assertEqual(0, found["library"]["items_total"])
        self.assertEqual([], found["messages"]["items"])
        titles = [
            i["title"] for i in self.found("police-xa", "dibbler")["library"]["items"]
        ]
        self.assertEqual(["EXERCISE: dibbler for enforcement"], titles)

    def test_organisations_do_not_search_permits(self):
        self.assertNotIn("permits", self.found("igo-unodc", "XA-1"))

    def test_a_permit_is_found_by_its_whole_number_and_that_is_on_record(self):
        number = "XA 2026/77001"
        fields = {
            "country": "XA",
            "number": number,
            "type": "E",
            "status": "valid",
            "valid_from": "2026-01-01",
            "valid_until": "2026-06-30",
            "lines": [{"scientific_name": "Acinonyx jubatus", "quantity": "1"}],
        }
        self.rest("secretariat", "POST", f"{self.portal}/@permits", 201, json=fields)
        found = self.found("customs-xb", "xa 2026/77001")["permits"]
        self.assertEqual([number], [item["number"] for item in found["items"]])
        self.assertEqual([], self.found("customs-xb", "xa2026")["permits"]["items"])
        event = select(AuditEvent).where(
            AuditEvent.actor == "customs-xb", AuditEvent.action == "permit.search"
        )
        details = [one.detail for one in session().scalars(event)]
        self.assertTrue(any("77001" in str(detail) for detail in details), details)

    def test_words_are_not_tried_on_permits(self):
        before = self.searches()
        self.assertEqual([], self.found("customs-xb", "cheetah")["permits"]["items"])
        self.assertEqual(before, self.searches())

    def searches(self):
        event = select(AuditEvent.id).where(AuditEvent.action == "permit.search")
        return len(session().scalars(event).all())

    def test_without_a_word_it_is_refused(self):
        for text in ("", " ", "–", "x" * 300):
            answer = self.found("customs-xa", text, 400)
            self.assertEqual(["q"], [one["field"] for one in answer["errors"]])

    def test_outsiders_get_nothing(self):
        self.found("outsider", "cheetah", 404)
        self.found(None, "cheetah", 401)
