"""L42 to L49: what clients send, and what a failure tells."""

import transaction
from base64 import b64encode
from cites.cug.library.items.browser.alert import AlertPage
from cites.cug.library.lists.api.library import LibraryItemGet
from plone.restapi.services.types.get import TypesGet
from tests.access.known_leaks.keys import KEYS, KnownLeakTest
from tests.library.samples import PDF
from unittest.mock import patch


SYSTEM = {
    "UID": "0" * 32,
    "creators": ["police-xa"],
    "contributors": ["police-xa"],
    "created": "2001-01-01T00:00:00",
    "modified": "2001-01-01T00:00:00",
    "effective": "2001-01-01T00:00:00",
    "expires": "2001-01-01T00:00:00",
    "rights": "mine",
    "review_state": "draft",
    "__ac_local_roles__": {"igo-interpol": ["CUG Secretariat"]},
    "local_roles": {"igo-interpol": ["Manager"]},
}
ALERT = {"@type": "Alert", "title": "New", "alert_type": "other", "handling": "green"}
SHARING = {
    "entries": [
        {"id": "outsider", "type": "user", "roles": {"Reader": True, "Manager": True}}
    ],
    "inherit": True,
}
#: Questions that make no sense.
PAGES = """@@images {path}/@@images {path}/@@images/x {path}/@@images/image/x
@@site-logo @@site-logo/x @@search?b_start:int=x @@search?b_start=x @@getVocabulary
@@search?sort_on=x&b_size=-1 @@getVocabulary?name=x {path}/++nothing++ updateSharingInfo
@@getVocabulary?name=plone.app.vocabularies.Catalog {path}/@@download/x
@@getVocabulary?name=plone.app.vocabularies.Catalog&query=%7B%22a%22:1%7D
{path}/@@display-file/x {path}/@@display-file {path}/++widget++x/@@y"""
SERVICES = """{path}/@history/x {path}/@history/99 {path}/@history/-1 {path}?version=x
{path}?version=99 {path}?b_start=x {path}?expand=x
@search?b_start=x @search?b_size=-1 @search?path.depth=x @search?sort_on=x
@search?created=x @search?metadata_fields=x @search?UID.x=1
@vocabularies/x @types/x @querystring-search?query=x cheetahs/@library?b_size=x
cheetahs/@history/x"""


class SentTest(KnownLeakTest):
    def send(self, statuses, method, path, obj=None, body=None):
        return self.expect(statuses, path, obj, json=True, method=method, body=body)

    def test_L42_a_change_of_what_the_portal_says(self):
        shared = self.one("alert shared")
        for name, value in SYSTEM.items():
            answers = self.send(
                "401 404 403 403 400 404", "PATCH", "{path}", shared, {name: value}
            )
            (error,) = answers["secretariat"].response.json()["errors"]
            self.assertEqual(name, error["field"])
        transaction.begin()
        self.assertEqual(shared.uid, self.content(shared).UID())

    def test_L43_new_content_that_says_it_too(self):
        for name, value in SYSTEM.items():
            answers = self.send(
                "401 404 400 400 400 404",
                "POST",
                "cheetahs/library",
                body={**ALERT, name: value},
            )
            (error,) = answers["igo"].response.json()["errors"]
            self.assertEqual(name, error["field"])

    def test_L44_accounts(self):
        account = {"email": "new@example.org", "password": "lagoon trombone velvet 88"}
        for more in ({"username": "new1"}, {"username": "new2", "roles": ["Manager"]}):
            body = {**account, **more}
            self.send("401 403 403 403 403 400", "POST", "@users", body=body)
            del body["password"]
            self.send("401 403 403 403 403 201", "POST", "@users", body=body)

    def test_L44_ones_own_name_and_address(self):
        for field, value, for_managers in (
            ("fullname", "Secretariat officer", 204),
            ("email", "elsewhere@example.net", 204),
            ("password", "lagoon trombone velvet 88", 400),
        ):
            for key in ("outsider", "igo", "enforcement", "secretariat"):
                path, body = f"@users/{KEYS[key][1]}", {field: value}
                answer = self.ask(key, path, json=True, method="PATCH", body=body)
                self.assertEqual(403, answer.status, f"{key} {field}")
            path, body = f"@users/{KEYS['igo'][1]}", {field: value}
            self.assertEqual(
                for_managers,
                self.ask("manager", path, json=True, method="PATCH", body=body).status,
                field,
            )

    def test_L44_ones_own_roles(self):
        for key in ("outsider", "igo", "enforcement", "secretariat"):
            account = KEYS[key][1]
            for body in ({"roles": {"Manager": True}}, {"groups": ["Administrators"]}):
                way = {"json": True, "method": "PATCH", "body": body}
                self.ask(key, f"@users/{account}", **way)
            transaction.begin()
            roles = self.portal.acl_users.getUserById(account).getRoles()
            self.assertEqual({"Member", "Authenticated"}, set(roles))
            self.assertEqual(404, self.ask(key, "@controlpanels", json=True).status)

    def test_L45_sharing(self):
        nothing = "401 404 404 404 404 404"
        for obj in (None, self.one("group"), self.one("alert shared")):
            path = "{path}" if obj else "."
            before = self.content(obj).get_local_roles() if obj else ()
            self.send(nothing, "GET", f"{path}/@sharing", obj)
            self.send(nothing, "POST", f"{path}/@sharing", obj, SHARING)
            self.expect("302 404 404 404 404 404", f"{path}/@@sharing", obj)
            transaction.begin()
            after = self.content(obj).get_local_roles() if obj else ()
            self.assertEqual(before, after)

    def test_L46_files_are_kept_beside_the_database(self):
        data = PDF
        sent = {
            "data": b64encode(data).decode(),
            "encoding": "base64",
            "filename": "a.pdf",
            "content-type": "application/pdf",
        }
        draft = self.one("alert draft")
        answers = self.send(
            "401 404 404 404 201 404",
            "POST",
            "{path}",
            draft,
            {"@type": "File", "file": sent},
        )
        made = answers["secretariat"].response.json()["@id"]
        path = made.removeprefix(f"{self.address}/")
        self.expect("302 404 404 404 200 404", f"{path}/@@download/file")
        transaction.begin()
        file = self.portal.unrestrictedTraverse(path).file
        self.assertEqual("ZODB.blob", type(file._blob).__module__)


def fail(*_args):
    raise RuntimeError("zqsecretsecrett2")


class FailureTest(KnownLeakTest):
    def test_L47_bad_questions_are_no_failures(self):
        for obj in (self.one("alert shared"), self.one("alert draft")):
            for path in PAGES.split():
                self.assert_no_failure(path, obj, json=False)
            for path in SERVICES.split():
                self.assert_no_failure(path, obj, json=True)

    def assert_no_failure(self, path, obj, json) -> None:
        for key, answer in self.ask_all(path, obj, json=json).items():
            self.assertLess(answer.status, 500, f"{key} {path}")

    def test_L49_what_a_failure_tells(self):
        shared, draft = self.one("alert shared"), self.one("alert draft")
        for cls, method, json in (
            (LibraryItemGet, "reply", True),
            (AlertPage, "__call__", False),
        ):
            with patch.object(cls, method, fail):
                first = "401" if json else "302"
                answers = self.expect(
                    f"{first} 404 500 500 500 404", "{path}", shared, json=json
                )
                self.expect(f"{first} 404 404 404 500 404", "{path}", draft, json=json)
            for answer in answers.values():
                self.assertNotIn("zqsecret", answer.text)
                self.assertNotIn("site-packages", answer.text)

    def test_L49_nor_are_managers_told(self):
        with patch.object(TypesGet, "reply", fail):
            answers = self.expect("401 500 500 500 500 500", "@types", json=True)
        for answer in answers.values():
            self.assertNotIn("zqsecret", answer.text)
