"""The page of what is unusual."""

import transaction
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import AuditEvent
from datetime import datetime, UTC
from plone import api
from tests.membership.case import MembersCase


class UnusualPageTest(MembersCase):
    def look_up(self, number):
        place = "/".join(self.layer["portal"].getPhysicalPath())
        now = datetime.now(UTC)
        event = {"time": now, "actor": "police-xa", "action": "permit.consult"}
        write_session()
        session().add_all(
            AuditEvent(**event, target=place, detail={}) for _count in range(number)
        )
        transaction.commit()

    def test_it_leads_to_what_the_member_did_on_that_day(self):
        page = self.page("secretariat", "unusual-use")
        self.assertIn("Nothing unusual was found", page.text_content())
        self.look_up(31)
        trail = self.page("secretariat", "audit-trail")
        links = trail.xpath("//main//a/@href")
        self.assertIn(f"{self.group}/unusual-use", links)
        page = self.page("secretariat", "unusual-use")
        (row,) = page.xpath("(//main//table)[1]/tbody/tr")
        words = " ".join(row.text_content().split())
        self.assertIn("Many look-ups of permits: 31", words)
        (link,) = row.xpath(".//a/@href")
        events = self.page("secretariat", link.removeprefix(f"{self.group}/"))
        rows = events.xpath("//main//tbody/tr")
        self.assertEqual(31, sum("Permit looked up" in r.text_content() for r in rows))
        # A column for each day.
        self.assertEqual(30, len(page.xpath("//main//*[local-name()='rect']")))

    def test_a_day_of_utc_is_found_wherever_the_reader_is(self):
        self.look_up(31)
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            member = api.user.get("secretariat")
            member.setMemberProperties({"timezone": zone})
            transaction.commit()
            page = self.page("secretariat", "unusual-use")
            (link,) = page.xpath("(//main//table)[1]/tbody//a/@href")
            events = self.page("secretariat", link.removeprefix(f"{self.group}/"))
            told = events.xpath("string(//main//tbody)").count("Permit looked up")
            self.assertEqual(31, told, zone)

    def test_nobody_else_sees_it(self):
        for user in ("customs-xa", "contact-xa"):
            self.page(user, "unusual-use", status=403)
