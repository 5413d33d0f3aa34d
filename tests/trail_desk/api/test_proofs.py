"""What proves the trail, over REST."""

import json
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.sealing import seal_waiting
from tests.core.trail.tree_case import verify
from tests.membership.case import MembersCase


PATHS = ("/checkpoints", "/consistency?first=1&second=2", "/proof?event=1", "/verify")


class ProofsGetTest(MembersCase):
    def setUp(self):
        super().setUp()
        self.members = f"{self.group}/@audit"

    def answer(self, path, status=200):
        answer = self.ask("secretariat", path=path)
        self.assertEqual(status, answer.status_code, answer.text)
        return answer.json()

    def seal(self):
        self.answer("")  # Reading is recorded.
        while seal_waiting():
            pass

    def test_the_trail_is_proven_from_outside(self):
        self.seal()
        first = self.answer("/checkpoints")["items"][0]
        self.seal()
        page = self.answer("/checkpoints?b_size=1")
        (second,) = page["items"]
        self.assertIn("next", page["batching"])
        event = self.answer("?actor=secretariat&action=audit.read")["items"][-1]
        proof = self.answer(f"/proof?event={event['id']}")
        tie = self.answer(f"/consistency?first={first['size']}&second={second['size']}")
        verifier = verify.Verifier(page["keys"])
        for one in (second["note"], json.dumps(proof), json.dumps(tie)):
            verifier.file("", one)
        self.assertEqual([], verifier.wrong)
        self.assertEqual(event["actor"], proof["parts"]["event"]["value"]["actor"])

    def test_what_was_changed_is_named(self):
        self.seal()
        said = self.answer("/verify")
        self.assertEqual((True, []), (said["whole"], said["findings"]))
        self.assertEqual((said["size"], None), (said["checked"], said["next"]))
        with engine(records_url()).begin() as connection:
            changed = "UPDATE audit_event SET actor = 'nobody' WHERE id ="
            newest = " (SELECT max(event_id) FROM audit_leaf)"
            connection.exec_driver_sql(changed + newest)
        said = self.answer("/verify")
        self.assertFalse(said["whole"])
        (finding,) = said["findings"]
        self.assertEqual(said["size"] - 1, finding["position"])
        self.assertIn("was changed since it was sealed", finding["message"])

    def test_bad_input_is_named(self):
        for path, field in (
            ("/proof", "event"),
            ("/proof?event=x", "event"),
            ("/consistency?first=9&second=3", "first"),
            ("/verify?from=-1", "from"),
            ("/checkpoints?size=1", "size"),
        ):
            said = self.answer(path, 400)
            self.assertEqual(field, said["errors"][0]["field"], path)
        self.answer("/proof?event=99999", 404)

    def test_nobody_else_asks(self):
        for user, status in (("customs-xa", 403), ("contact-xa", 403), ("outsider", 404)):
            for path in PATHS:
                answer = self.ask(user, path=path)
                self.assertEqual(status, answer.status_code, (user, path))
