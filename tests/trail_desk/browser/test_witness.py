"""The portal as a witness, asked over HTTP by who has not logged in."""

import requests
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.core.trail.cosignatures import own_key
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.sealing import seal_waiting
from cites.cug.trail_desk.cosigning import ask_witnesses
from cites.cug.trail_desk.witnesses import newest_checkpoint
from datetime import datetime, UTC
from tests.core.trail.tree_case import verify
from tests.membership.case import MembersCase
from unittest.mock import patch


class WitnessViewTest(MembersCase):
    def post(self, body, path="/@@tlog-witness/add-checkpoint", method="POST"):
        url = f"{self.portal}{path}"
        headers = {"Content-Type": "text/plain"}
        return requests.request(
            method, url, data=body, headers=headers, timeout=120, allow_redirects=False
        )

    def test_a_portal_has_its_checkpoint_signed_by_another(self):
        self.members = f"{self.group}/@audit"
        self.ask("secretariat")  # Reading is recorded.
        while seal_waiting():
            pass
        settings = {
            "trail-witness-of": verifier_keys()[0],
            "trail-witnesses": f"{self.portal}/@@tlog-witness {own_key()}",
        }
        with patch.dict(getConfiguration().product_config[SECTION], settings):
            ask_witnesses(datetime.now(UTC))
            note, tree = newest_checkpoint()
            again = self.post(f"old 0\n\n{note}")
            self.assertEqual((409, f"{tree.size}\n"), (again.status_code, again.text))
            kind = again.headers["Content-Type"]
            self.assertEqual("text/x.tlog.size", kind.partition(";")[0])
            self.assertEqual(400, self.post("x").status_code)
            for answer in (
                self.post(note, method="GET"),
                self.post(note, "/@@tlog-witness"),
                self.post(note, "/@@tlog-witness/add-checkpoint/add-checkpoint"),
            ):
                # As all that is closed to strangers.
                self.assertEqual(302, answer.status_code, answer.url)
            answer = self.ask("secretariat", path="/checkpoints")
        verifier = verify.Verifier(verifier_keys(), [own_key()])
        verifier.file("", answer.text)
        verifier.end_witnesses()
        self.assertEqual([], verifier.wrong)
        ((size, _seconds),) = verifier.cosigned.values()
        self.assertEqual(tree.size, size)

    def test_without_a_portal_that_is_named_there_is_nothing(self):
        answer = self.post("old 0\n\nx")
        missing = self.post("old 0\n\nx", "/@@zqmissing/add-checkpoint")
        self.assertEqual((302, 302), (missing.status_code, answer.status_code))
