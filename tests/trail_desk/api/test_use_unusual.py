"""What is unusual, over REST."""

from tests.membership.case import MembersCase


class UnusualGetTest(MembersCase):
    def setUp(self):
        super().setUp()
        self.members = f"{self.group}/@audit/unusual"

    def test_the_secretariat_alone_is_told(self):
        said = self.ask("secretariat").json()
        self.assertEqual((7, []), (said["days_looked_at"], said["items"]))
        self.assertEqual(30, len(said["days"]))
        # The reading itself is counted from the next time on.
        before = said["days"][-1]["events"]
        self.assertLess(before, self.ask("secretariat").json()["days"][-1]["events"])
        for user, status in (("contact-xa", 403), ("outsider", 404)):
            self.assertEqual(status, self.ask(user).status_code)

    def test_unknown_parameters_are_refused(self):
        answer = self.ask("secretariat", path="?days=3")
        self.assertEqual(400, answer.status_code)
        self.assertEqual("days", answer.json()["errors"][0]["field"])
