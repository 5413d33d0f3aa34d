"""Events of a country's members, over REST."""

from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.sealing import seal_waiting
from tests.core.trail.tree_case import verify
from tests.membership.case import MembersCase


class CountryEventsGetTest(MembersCase):
    def setUp(self):
        super().setUp()
        self.members = f"{self.group}/@country-events"

    def test_the_contact_point_reads_and_proves_the_countrys_events(self):
        self.ask("contact-xa")  # Reading is recorded.
        while seal_waiting():
            pass
        said = self.ask("contact-xa", path="?action=audit.read").json()
        self.assertEqual("XA", said["country"])
        self.assertEqual({"contact-xa"}, {one["actor"] for one in said["items"]})
        answer = self.ask("contact-xa", path="/proofs?action=audit.read")
        self.assertEqual("application/jsonl", answer.headers["Content-Type"])
        name = "cheetahs-XA.proofs.jsonl"
        self.assertIn(name, answer.headers["Content-Disposition"])
        verifier = verify.Verifier(verifier_keys())
        verifier.file("", answer.text)
        self.assertEqual([], verifier.wrong)
        self.assertGreater(verifier.checked, 0)

    def test_bad_input_is_named(self):
        for path, field in (
            ("?q=x", "q"),
            ("?target=/x", "target"),
            ("?until=x", "until"),
        ):
            answer = self.ask("contact-xa", path=path)
            self.assertEqual(400, answer.status_code, path)
            self.assertEqual(field, answer.json()["errors"][0]["field"])

    def test_nobody_else_asks(self):
        for user, status in (
            ("customs-xa", 403),
            ("secretariat", 403),
            ("outsider", 404),
        ):
            for path in ("", "/proofs"):
                answer = self.ask(user, path=path)
                self.assertEqual(status, answer.status_code, (user, path))
