"""A doubt about a permit becomes a message to the Secretariat or an alert."""

from tests.permits.browser.case import current, NAMES, PermitsCase


class DoubtTest(PermitsCase):
    def draft(self, user, number="XA-2026-000123", country="XA"):
        answer = self.post(user, "doubt", country=country, number=number)
        self.assertIn("/messages/write?draft=", answer.headers["Location"])
        return self.page(user, answer.headers["Location"])

    def values(self, tree):
        to = tree.xpath("//input[@name='to']/@value")
        subject = tree.xpath("//input[@name='subject']/@value")
        return to, subject, tree.xpath("//textarea[@name='body']")[0].text

    def test_it_begins_a_message_to_the_contact_points_of_the_country(self):
        self.store(current(purpose="T"))
        for user in ("customs-xb", "igo-unodc"):
            to, subject, body = self.values(self.draft(user, "xa 2026 000123"))
            self.assertEqual(["member:contact-xa"], to)
            self.assertEqual(["Doubt about permit XA XA-2026-000123"], subject)
            for words in ("XA-2026-000123", "Neverland", "Valid", "Appendix I"):
                self.assertIn(words, body)
            for name in NAMES:
                self.assertNotIn(name, body)

    def test_without_a_contact_point_it_goes_to_the_secretariat(self):
        for user, country in (("customs-xb", "XB"), ("contact-xa", "XA")):
            to, _subject, body = self.values(self.draft(user, "N 1", country))
            self.assertEqual(["category:secretariat"], to)
            self.assertIn("Not found", body)

    def test_nothing_is_begun_by_following_a_link(self):
        url = f"{self.permits}/doubt"
        self.page("customs-xb", url, status=404, country="XA", number="1")
        data = {"country": "XA", "number": "1"}
        answer = self.ask("customs-xb", "POST", url, data=data)
        self.assertEqual(403, answer.status_code)
        self.post("customs-xb", "doubt", expect=404, country="XA", number="")
