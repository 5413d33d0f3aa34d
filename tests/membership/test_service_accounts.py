"""Programs with an account of their own: what opens it, what it may, who keeps it."""

import requests
import transaction
from cites.cug.access.roles import Category
from cites.cug.audit.trail import AuditEvent
from cites.cug.mailing.models import Notice
from cites.cug.membership.actions import admit_member
from cites.cug.membership.actions import NotForServices
from cites.cug.membership.revalidation import review_memberships
from cites.cug.membership.service_accounts import SCOPES
from cites.cug.membership.service_accounts import service_accounts
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from cites.cug.sql.session import session
from cites.cug.testing import PASSWORD
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.membership.case import MembersCase


PATH = "service-accounts"
ACCOUNT = {"name": "Risk system", "organisation": "Customs of XB", "category": "customs"}
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


class ServiceAccountCase(MembersCase):
    def make_account(self, **changes):
        form = {"do": "account", "country": "XB", **ACCOUNT, **changes}
        return self.send("secretariat", PATH, current=PASSWORD, **form)

    def account(self):
        self.assertEqual(200, self.make_account().status_code)
        transaction.abort()
        (user_id,) = service_accounts(self.layer["portal"].cheetahs)
        return user_id

    def make_token(self, account, *scopes, **changes):
        form = {"do": "token", "account": account, "name": "nightly", **changes}
        form = {"expires": TOMORROW, "current": PASSWORD, **form}
        return self.send("secretariat", PATH, **{"scopes:list": list(scopes)}, **form)

    def token(self, account, *scopes):
        answer = self.make_token(account, *(scopes or SCOPES))
        page = html.fromstring(answer.text)
        return page.xpath("string(//code[@class='secret'])")

    def status(self, token, path="@library", method="GET", **kw):
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        url = f"{self.group}/{path}"
        return requests.request(
            method, url, headers=headers, timeout=30, allow_redirects=False, **kw
        ).status_code

    def told(self):
        query = select(AuditEvent.action, AuditEvent.actor).order_by(AuditEvent.id)
        rows = session().execute(query)
        prefixes = ("service.", "member.")
        return [tuple(row) for row in rows if row.action.startswith(prefixes)]


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
                timeout=30,
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
            timeout=30,
        )
        self.assertEqual(400, answer.status_code)
        form = {"userid": account}
        requests.post(f"{self.portal}/mail_password", data=form, timeout=30)
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
            timeout=30,
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
        with self.assertRaises(NotForServices):
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


class PageTest(ServiceAccountCase):
    def test_what_is_missing_is_said_and_makes_nothing(self):
        for changes in (
            {"name": " "},
            {"organisation": ""},
            {"category": "secretariat"},
            {"category": "pirates"},
            {"country": "QQ"},
            {"name": "x" * 201},
            {"do": "nonsense"},
        ):
            self.assertEqual(400, self.make_account(**changes).status_code, changes)
        form = {"do": "account", **ACCOUNT, "current": "wrong"}
        self.assertEqual(400, self.send("secretariat", PATH, **form).status_code)
        transaction.abort()
        self.assertEqual({}, service_accounts(self.layer["portal"].cheetahs))

    def test_what_was_typed_is_kept(self):
        form = {"do": "account", **ACCOUNT, "current": "wrong"}
        page = html.fromstring(self.send("secretariat", PATH, **form).text)
        (shown,) = (one for one in page.forms if one.get("id") == "new")
        self.assertEqual(ACCOUNT, {name: shown.fields[name] for name in ACCOUNT})
        self.assertEqual(["current-error"], page.xpath("//*[@class='field-error']/@id"))
        account = self.account()
        answer = self.make_token(account, "read:library", name="")
        page = html.fromstring(answer.text)
        self.assertEqual(["read:library"], page.xpath("//input[@checked]/@value"))
        found = page.xpath("//details[@open]//*[@class='field-error']/@id")
        self.assertEqual([f"name-{account}-error"], found)

    def test_tokens_that_cannot_be(self):
        account = self.account()
        for scopes, changes in (
            ((), {}),
            (("read:messages",), {}),
            (("read:everything",), {}),
            (("read:library",), {"expires": "2020-01-01"}),
            (("read:library",), {"expires": "soon"}),
            (("read:library",), {"name": ""}),
            (("read:library",), {"current": "wrong"}),
        ):
            answer = self.make_token(account, *scopes, **changes)
            self.assertEqual(400, answer.status_code, (scopes, changes))
        self.assertEqual(404, self.make_token("customs-xa", "read:library").status_code)

    def test_only_the_secretariat_keeps_them(self):
        self.account()
        for user, status in (("contact-xa", 403), ("customs-xa", 403), ("outsider", 404)):
            self.page(user, PATH, status=status)
        answer = requests.get(
            f"{self.group}/{PATH}",
            auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
            timeout=30,
        )
        self.assertEqual(403, answer.status_code)
        self.assertIn("Risk system", self.page("secretariat", PATH).text_content())
