"""The page of the search over everything, and its first results while one types."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.home.search import Most, WHILE_TYPING
from sqlalchemy import select
from tests.library.case import LibraryCase, text_of
from unittest.mock import patch


class SearchPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/search-all"

    def test_every_page_of_the_group_has_the_form(self):
        page = self.page("customs-xa", self.library)
        (form,) = page.xpath("//header//form[@role='search']")
        self.assertEqual(self.url, form.action)

    def test_results_stand_below_their_kind(self):
        alert = self.published(title="EXERCISE: bilby <i>in a crate</i>")
        page = self.page("customs-xa", self.url, q="bilby")
        (section,) = page.xpath("//section[@aria-labelledby='found-library']")
        (link,) = section.xpath(".//li//a")
        self.assertEqual(alert, link.get("href"))
        self.assertEqual("EXERCISE: bilby <i>in a crate</i>", link.text_content())
        self.assertFalse(page.xpath("//section[@aria-labelledby='found-members']"))

    def test_more_than_is_shown_is_linked(self):
        for number in range(7):
            self.published(title=f"EXERCISE: potoroo {number}")
        page = self.page("customs-xa", self.url, q="potoroo")
        (link,) = page.xpath("//section[@aria-labelledby='found-library']/p/a/@href")
        self.assertEqual(f"{self.group}/library?q=potoroo", link)
        self.assertEqual(7, len(self.page("customs-xa", link).xpath("//li//p/a")))

    def test_nothing_found_says_what_to_try(self):
        page = self.page("customs-xa", self.url, q="zyzzyva")
        self.assertIn("Nothing was found", text_of(page))

    def test_it_tells_what_has_most_words_and_what_may_be_meant(self):
        self.published(title="EXERCISE: dhow with numbats")
        page = self.page("customs-xa", self.url, q="numbats bouter zzyzx")
        (section,) = page.xpath("//section[@aria-labelledby='found-library']")
        self.assertIn("Shown is what has 1 of 3.", text_of(section))
        (link,) = page.xpath("//p[@role='status']/a")
        self.assertEqual("numbats boutre zzyzx", link.text)
        page = self.page("customs-xa", link.get("href"))
        self.assertIn("Shown is what has 2 of 3.", text_of(page))
        self.assertFalse(page.xpath("//p[@role='status']/a"))

    def test_the_empty_page_only_asks(self):
        page = self.page("customs-xa", self.url)
        self.assertNotIn("Nothing was found", text_of(page))

    def test_what_was_typed_stays_when_it_is_refused(self):
        page = self.page("customs-xa", self.url, 400, q="–")
        (box,) = page.xpath("//input[@id='search-text']")
        self.assertEqual("–", box.get("value"))
        self.assertEqual("true", box.get("aria-invalid"))
        self.assertIn("at least one word", text_of(page))

    def test_it_is_closed_to_others(self):
        self.published(title="EXERCISE: quoll in a crate")
        page = self.page("outsider", self.url, 404, q="quoll")
        self.assertNotIn("EXERCISE", text_of(page))
        self.assertEqual([], page.xpath("//form[@role='search']"))


class FirstResultsTest(LibraryCase):
    def first(self, user, text, status=200, **headers):
        url = f"{self.group}/first-results"
        answer = self.ask(user, "GET", url, params={"q": text}, headers=headers)
        self.assertEqual(answer.status_code, status, answer.text)
        return answer

    def sections(self, user, text, **headers):
        found = self.first(user, text, **headers).json()["sections"]
        return {one["title"]: one["items"] for one in found}

    def send_message(self, user, to, subject, **more):
        fields = {"to": [to], "subject": subject, "body": "EXERCISE", "handling": "green"}
        url = f"{self.group}/@messages"
        return self.rest(user, "POST", url, 201, json=fields | more)["@id"]

    def test_each_kind_leads_to_what_was_found(self):
        alert = self.published(title="EXERCISE: kowari in a crate")
        message = self.send_message("police-xa", "customs-xa", "EXERCISE: kowari seen")
        found = self.sections("customs-xa", "kowa")
        self.assertEqual(["Messages", "Library"], list(found))
        (one,) = found["Library"]
        self.assertEqual(
            (alert, "EXERCISE: kowari in a crate"), (one["url"], one["title"])
        )
        self.assertTrue(one["detail"].startswith("TLP:"))
        (one,) = found["Messages"]
        self.assertEqual(message.replace("@messages", "messages"), one["url"])
        (one,) = self.sections("customs-xa", "Police officer, XB")["Contacts"]
        self.assertIn("/members?q=Police", one["url"])

    def test_it_is_in_the_reader_s_language(self):
        self.published(title="EXERCISE: mulgara")
        found = self.first("customs-xa", "mulgara", **{"Accept-Language": "fr"}).json()
        self.assertEqual("Premiers résultats\u202f: 1", found["said"])
        self.assertEqual(["Bibliothèque"], [one["title"] for one in found["sections"]])
        found = self.first("customs-xa", "zyzzyva").json()
        self.assertEqual([], found["sections"])
        self.assertIn("No first results", found["said"])

    def test_it_is_short_and_kept_by_nobody(self):
        for number in range(WHILE_TYPING.results + 2):
            self.published(title=f"EXERCISE: phascogale {number}" + " in crates" * 10)
        answer = self.first("customs-xa", "phascogale")
        self.assertEqual(WHILE_TYPING.results, len(answer.json()["sections"][0]["items"]))
        self.assertLess(len(answer.content), 2500)
        self.assertEqual("private, no-store", answer.headers["Cache-Control"])
        self.assertEqual("application/json", answer.headers["Content-Type"])

    def test_nobody_finds_what_is_another_s(self):
        self.make(title="EXERCISE: ningaui draft")
        self.published(title="EXERCISE: ningaui for enforcement")
        self.send_message("police-xa", "police-xb", "Ningaui between two")
        found = self.sections("police-xa", "ningaui")
        self.assertEqual(
            (["EXERCISE: ningaui for enforcement"], ["Ningaui between two"]),
            tuple(
                [one["title"] for one in found[kind]] for kind in ("Library", "Messages")
            ),
        )
        self.assertEqual(["Library"], list(self.sections("wildlife-xa", "ningaui")))
        self.assertEqual({}, self.sections("igo-unodc", "ningaui"))

    def test_it_is_closed_to_others(self):
        self.published(title="EXERCISE: quoll in a crate")
        self.assertNotIn("EXERCISE", self.first("outsider", "quoll", 404).text)
        answer = self.first(None, "quoll", 302)
        self.assertNotIn("EXERCISE", answer.text)
        self.assertIn("/require_login?", answer.headers["Location"])

    def test_without_a_word_it_is_refused(self):
        for text in ("", " ", "–", "x" * 300):
            self.assertIn("message", self.first("customs-xa", text, 400).json())

    def test_pieces_of_a_permit_s_number_are_not_searched(self):
        """What may be one leads to the page that looks for it, which is on record."""
        before = self.searches()
        for text in ("XA 2", "XA 2026/77"):
            (one,) = self.first("customs-xb", text).json()["permit"]["items"]
            self.assertEqual(text, one["title"])
        self.assertNotIn("permit", self.first("igo-unodc", "XA 2026/77").json())
        self.assertEqual(before, self.searches())
        self.page("customs-xb", one["url"])
        self.assertEqual(before + 1, self.searches())

    def searches(self):
        transaction.begin()
        event = select(AuditEvent.id).where(
            AuditEvent.action == "permit.search", AuditEvent.actor == "customs-xb"
        )
        return len(session().scalars(event).all())

    def test_messages_are_opened_only_among_the_newest(self):
        self.send_message("police-xa", "customs-xa", "EXERCISE: antechinus of old")
        self.send_message("police-xa", "customs-xa", "EXERCISE: something else")
        self.assertIn("Messages", self.sections("customs-xa", "antechinus"))
        with self.only_the_last():
            self.assertNotIn("Messages", self.sections("customs-xa", "antechinus"))
            page = self.page("customs-xa", f"{self.group}/search-all", q="antechinus")
            self.assertTrue(page.xpath("//section[@aria-labelledby='found-messages']"))

    def test_topics_are_found_by_their_newest_posts(self):
        space = {"@type": "Workspace", "title": "EXERCISE: pouches"}
        place = self.rest(
            "customs-xa", "POST", f"{self.group}/workspaces", 201, json=space
        )
        for number in range(2):
            topic = {"@type": "Topic", "title": f"EXERCISE: dunnart {number}"}
            self.rest("customs-xa", "POST", place["@id"], 201, json=topic)
        self.assertEqual(2, len(self.sections("customs-xa", "dunn")["Topics"]))
        self.assertNotIn("Topics", self.sections("police-xb", "dunn"))
        with self.only_the_last():
            (topic,) = self.sections("customs-xa", "dunn")["Topics"]
            self.assertEqual("EXERCISE: dunnart 1", topic["title"])

    def only_the_last(self):
        return patch("cites.cug.home.search.WHILE_TYPING", Most(3, messages=1, posts=1))
