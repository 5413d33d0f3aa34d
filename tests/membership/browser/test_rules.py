"""The page with the rules for members."""

from tests.membership.case import MembersCase


class RulesPageTest(MembersCase):
    def values(self):
        page = self.page("secretariat", "member-rules")
        return {
            name: page.xpath(f"//input[@name='{name}']/@value")[0]
            for name in ("period", "unused")
        }

    def test_the_secretariat_sets_them(self):
        self.assertEqual({"period": "365", "unused": "180"}, self.values())
        answer = self.send("secretariat", "member-rules", period="200", unused="")
        self.assertTrue(answer.url.endswith("/members"), answer.text)
        self.assertEqual({"period": "200", "unused": ""}, self.values())

    def test_numbers_that_cannot_be_are_refused(self):
        for form in (
            {"period": "", "unused": "90"},
            {"period": "5", "unused": "90"},
            {"period": "365", "unused": "never"},
            {"period": "99999", "unused": "90"},
        ):
            answer = self.send("secretariat", "member-rules", **form)
            self.assertEqual(400, answer.status_code, form)
        self.assertEqual({"period": "365", "unused": "180"}, self.values())

    def test_others_do_not(self):
        for user in ("contact-xa", "customs-xa"):
            self.page(user, "member-rules", status=403)
        self.page("outsider", "member-rules", status=404)
