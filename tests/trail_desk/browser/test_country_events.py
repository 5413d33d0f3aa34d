"""The page of a country's events."""

import requests
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.demo.testing import PASSWORD
from cites.cug.trail_desk.jobs import SealEvents
from tests.core.trail.tree_case import verify
from tests.membership.case import MembersCase


class CountryEventsPageTest(MembersCase):
    def test_the_contact_point_reads_and_takes_them(self):
        page = self.page("contact-xa", "administration")
        links = page.xpath("//main//a/@href")
        self.assertIn(f"{self.group}/country-events", links)
        self.page("contact-xa", "country-events")
        while SealEvents().run():
            pass
        page = self.page("contact-xa", "country-events?action=audit.read")
        rows = page.xpath("//main//tbody/tr")
        self.assertIn("Audit trail read", rows[0].text_content())
        answer = requests.get(
            f"{self.group}/country-events?download=proofs",
            auth=("contact-xa", PASSWORD),
            timeout=120,
        )
        verifier = verify.Verifier(verifier_keys())
        verifier.file("", answer.text)
        self.assertEqual([], verifier.wrong)
        self.assertGreater(verifier.checked, 0)

    def test_others_do_not_see_it(self):
        for user in ("customs-xa", "secretariat"):
            self.page(user, "country-events", status=403)
        entries = self.page("secretariat", "administration").xpath("//main//a/@href")
        self.assertIn(f"{self.group}/roster", entries)
        self.assertNotIn(f"{self.group}/country-events", entries)
