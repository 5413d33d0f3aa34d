"""The trail over REST."""

from tests.membership.case import MembersCase


class AuditGetTest(MembersCase):
    def setUp(self):
        super().setUp()
        self.members = f"{self.group}/@audit"

    def test_the_secretariat_reads_what_was_done(self):
        for _time in range(3):
            self.ask("secretariat")  # Reading is recorded.
        answer = self.ask("secretariat", path="?actor=secretariat&b_size=2")
        self.assertEqual(200, answer.status_code, answer.text)
        items = answer.json()["items"]
        self.assertEqual(2, len(items))
        keys = {"id", "time", "actor", "action", "target", "ip", "detail", "credential"}
        self.assertEqual(keys, items[0].keys())
        self.assertEqual({"basic"}, {item["credential"] for item in items})
        self.assertEqual({"127.0.0.0/24"}, {item["ip"] for item in items})
        self.assertEqual({"secretariat"}, {item["actor"] for item in items})
        self.assertTrue(items[0]["time"].endswith("Z"))
        self.assertIn("b_start=2", answer.json()["batching"]["next"])

    def test_what_nobody_knows_is_named(self):
        answer = self.ask("secretariat", path="?who=me")
        self.assertEqual(400, answer.status_code)
        self.assertEqual("who", answer.json()["errors"][0]["field"])

    def test_nobody_else_reads_it(self):
        for user, status in (
            ("customs-xa", 403),
            ("contact-xa", 403),
            ("igo-interpol", 403),
            ("outsider", 404),
        ):
            self.assertEqual(status, self.ask(user).status_code, user)
