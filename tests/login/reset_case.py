"""Links to a new password."""

import requests
import transaction
from cites.cug.mailing import claims
from cites.cug.mailing.delivery import claim_and_write
from cites.cug.mailing.smtp import mail_server
from datetime import datetime, UTC
from plone import api
from tests.login.case import LoginCase, MEMBER, NEW_PASSWORD
from tests.mailing.case import text_of


class ResetCase(LoginCase):
    def setUp(self):
        super().setUp()
        api.portal.set_registry_record("plone.email_from_address", "portal@example.org")
        transaction.commit()

    def ask(self, name=MEMBER, **headers):
        return requests.post(
            f"{self.portal}/mail_password",
            data={"userid": name},
            headers=headers,
            timeout=120,
        )

    def mails(self, now=None):
        """The mails that go out now, each with its text."""
        transaction.abort()
        now = now or datetime.now(UTC)
        claims.make_mails("example.org", now)
        written = [
            claim_and_write(mail_id, mail_server(), now)
            for mail_id in claims.due_mails(now, 50)
        ]
        transaction.commit()
        return [mail for _claim, mail in filter(None, written)]

    def link(self):
        (mail,) = self.mails()
        return self.link_in(mail)

    def link_in(self, mail):
        (url,) = [w for w in text_of(mail).split() if "/passwordreset?" in w]
        # The clock knows the portal by its public address.
        return f"{self.portal}/passwordreset?{url.rpartition('?')[2]}"

    def choose(self, link, new=NEW_PASSWORD, again=None):
        data = {"new": new, "again": new if again is None else again}
        return requests.post(link, data=data, allow_redirects=False, timeout=120)
