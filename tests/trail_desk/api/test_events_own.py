"""One's own events, over REST."""

from tests.membership.case import MembersCase


class OwnEventsGetTest(MembersCase):
    def setUp(self):
        super().setUp()
        self.members = f"{self.portal}/@own-events"

    def test_one_learns_who_did_what_to_ones_account(self):
        self.members = f"{self.group}/@members"
        answer = self.ask("secretariat", "POST", "/customs-xb/suspend", {"reason": "x"})
        self.assertEqual(200, answer.status_code, answer.text)
        self.members = f"{self.portal}/@own-events"
        answer = self.ask("police-xa", path="?by=others&action=member.suspend")
        self.assertEqual([], answer.json()["items"])
        answer = self.ask("secretariat", path="?action=member.suspend")
        (event,) = answer.json()["items"]
        self.assertEqual("secretariat", event["actor"])

    def test_bad_input_is_named(self):
        for path, field in (
            ("?by=me", "by"),
            ("?since=soon", "since"),
            ("?actor=x", "actor"),
        ):
            answer = self.ask("police-xa", path=path)
            self.assertEqual(400, answer.status_code, path)
            self.assertEqual(field, answer.json()["errors"][0]["field"])
