"""Programs with an account of their own: what opens it, what it may, who keeps it."""

import requests
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import PASSWORD
from cites.cug.mailing.models import Notice
from cites.cug.membership.actions import admit_member
from cites.cug.membership.revalidation import review_memberships
from datetime import datetime, timedelta, UTC
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.membership.service_account_case import PATH, ServiceAccountCase


class ServiceAccountTest(ServiceAccountCase):
    def test_it_reads_what_its_category_and_its_token_say(self):
        account = self.account()
        token = self.token(account, "read:library")
        self.assertEqual(200, self.status(token))
        self.assertEqual(200, self.status(token, "library"))
        for path in ("@members", "@messages", "@recipients", "messages", "members", ""):
            self.assertEqual(403, self.status(token, path), path)
        self.assertEqual(404, self.status(token, "../ivory/@library"))
        self.assertEqual(
            [
                ("member.admit", "secretariat"),
                ("service.token", "secretariat"),
            ],
            self.told(),
        )

    def test_no_password_opens_it(self):
        account = self.account()
        for password in ("!", "", "{ARGON2}!", PASSWORD):
            body = {"login": account, "password": password}
            answer = requests.post(
                f"{self.portal}/@login",
                json=body,
                headers={"Accept": "application/json"},
                timeout=120,
            )
            self.assertEqual(401, answer.status_code, password)
            self.assertEqual(401, self.ask(account, password=password).status_code)

    def test_none_can_be_set(self):
        account = self.account()
        answer = requests.patch(
            f"{self.portal}/@users/{account}",
            json={"password": "lagoon trombone velvet 88"},
            auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
            headers={"Accept": "application/json"},
            timeout=120,
        )
        self.assertEqual(400, answer.status_code)
        form = {"userid": account}
        requests.post(f"{self.portal}/mail_password", data=form, timeout=120)
        with engine(records_url()).connect() as records:
            self.assertEqual([""], list(records.scalars(select(Notice.user_id))))

    def test_members_see_it_and_write_it_no_messages(self):
        account = self.account()
        item = self.items("igo-unodc")[account]
        self.assertIs(True, item["service"])
        self.assertEqual("Risk system", item["fullname"])
        message = {"to": [account], "subject": "x", "body": "y", "handling": "green"}
        answer = requests.post(
            f"{self.group}/@messages",
            json=message,
            auth=("customs-xa", PASSWORD),
            headers={"Accept": "application/json"},
            timeout=120,
        )
        self.assertEqual(400, answer.status_code, answer.text)
        self.assertIn("to[0]", answer.text)

    def test_its_tokens_end_one_by_one_or_with_it(self):
        account = self.account()
        first, second = self.token(account), self.token(account)
        page = self.page("secretariat", PATH)
        (token_id, _other) = page.xpath("//input[@name='token']/@value")
        form = {"do": "end", "account": account, "token": token_id}
        self.send("secretariat", PATH, **form)
        self.assertEqual({200, 401}, {self.status(first), self.status(second)})
        left = first if self.status(first) == 200 else second
        self.ask("secretariat", "POST", f"/{account}/suspend", {})
        self.assertNotEqual(200, self.status(left))
        self.ask("secretariat", "POST", f"/{account}/reactivate", {})
        self.assertEqual(200, self.status(left))
        self.ask("secretariat", "POST", f"/{account}/remove", {})
        self.assertEqual(401, self.status(left))

    def test_it_decides_on_nobody(self):
        account = self.account()
        for body in ({"category": "secretariat"}, {"contact_point": True}):
            answer = self.ask("secretariat", "PATCH", f"/{account}", body)
            self.assertEqual(400, answer.status_code)
        group = self.layer["portal"].ivory
        with self.assertRaisesRegex(InvalidValues, "people, not programs"):
            admit_member(group, account, Category.SECRETARIAT, acting_user="x")
        form = {"user": account, "category": "customs", "contact_point": "1"}
        self.assertEqual(400, self.send("secretariat", "roster", **form).status_code)

    def test_it_is_confirmed_like_a_member_but_told_nothing(self):
        account = self.account()
        day = datetime.now(UTC).date()
        self.note(account, valid_until=day + timedelta(days=20))
        review_memberships(self.layer["portal"].cheetahs, datetime.now(UTC))
        transaction.commit()
        with engine(records_url()).connect() as records:
            readers = set(records.scalars(select(Notice.user_id)))
        self.assertEqual({"secretariat"}, readers)
