"""Screens of permits, as one member or another meets them over HTTP."""

import transaction
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Party, Permit
from cites.cug.permits.registry import find_permit, Registered
from datetime import date, timedelta
from tests.library.case import LibraryCase, text_of
from tests.permits.examples import permit


TODAY = date.today()
#: Nominal: for enforcement alone.
NAMES = ("Zqexporter", "Zqimporter", "7 Zqstreet")
EXPORTER = Party(name=NAMES[0], street=NAMES[2], city="Zqtown", country="XA")
IMPORTER = Party(name=NAMES[1], country="XB")
#: Of each kind; what they may do stands in the tests.
ENFORCEMENT = ("customs-xb", "police-xa", "wildlife-xc", "secretariat", "contact-xa")
IGOS = ("igo-interpol", "igo-unodc")


def current(**changes) -> Permit:
    """A sound permit that is valid today."""
    days = {
        "valid_from": TODAY - timedelta(days=30),
        "valid_until": TODAY + timedelta(days=100),
    }
    return permit(**days, exporter=EXPORTER, importer=IMPORTER, **changes)


class PermitsCase(LibraryCase):
    def setUp(self):
        super().setUp()
        self.permits = f"{self.group}/permits"

    def store(self, *permits: Permit) -> Registered:
        """Keep them; the last one as the registry knows it."""
        transaction.begin()
        store_permits(permits, source=PermitSource.IMPORT, acting_user="secretariat")
        transaction.commit()
        return find_permit(permits[-1].country, permits[-1].number)

    def mark(self, found: Registered, status, reason="EXERCISE", **more) -> None:
        change_status(found.id, status, reason, acting_user="contact-xa", **more)
        transaction.commit()

    def known(self, country="XA", number="XA-2026-000123") -> Registered | None:
        transaction.begin()
        return find_permit(country, number)

    def looked_up(self, user, number="XA-2026-000123", country="XA", **more):
        return self.page(user, self.permits, country=country, number=number, **more)

    def words(self, tree, path="//main") -> str:
        return " ".join(text_of(one) for one in tree.xpath(path))

    def post(self, user, path, expect=302, page=None, files=None, **form):
        """Send a form with a token, as a page of ours has it."""
        if page is None:
            page = self.page(user, f"{self.portal}/notifications")
        token = page.xpath("//input[@name='_authenticator']/@value")[0]
        data = {"_authenticator": token, **form}
        url = f"{self.permits}/{path}"
        answer = self.ask(user, "POST", url, data=data, files=files)
        self.assertEqual(expect, answer.status_code, answer.text[:3000])
        return answer
