"""L18 to L26: what Zope and Plone publish beside content."""

import requests
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.access.known_leaks.keys import HIDDEN_JSON, HIDDEN_PAGE, KEYS, KnownLeakTest
from unittest.mock import patch


NOT_ALLOWED = "405 405 405 405 405 405"
TOOLS = """portal_membership portal_types portal_skins portal_historiesstorage error_log
portal_catalog portal_workflow portal_memberdata portal_quickinstaller portal_groups
portal_uidannotation acl_users mimetypes_registry portal_transforms plone_utils MailHost
content_type_registry portal_registration portal_url portal_setup portal_actions"""
METHODS = """portal_membership/listMemberIds portal_membership/getMemberById
portal_membership/searchForMembers portal_groups/listGroupIds portal_url/getPortalPath
portal_catalog/searchResults portal_catalog/getAllBrains portal_workflow/getInfoFor
portal_catalog/uniqueValuesFor?name=Creator portal_registration/mailPassword
acl_users/getGroupNames acl_users/users/listUserIds portal_types/listTypeInfo"""
#: Pages that Plone has for sites with visitors.
LEFTOVERS = """RSS rss.xml atom.xml search_rss @@event_listing ics_view listing_view
recently_modified contact-info @@authenticator/token @@ajax-search @@dashboard
accessibility-info sendto_form delete_confirmation object_copy robots.txt"""
MISSING = "There is nothing at this address."
#: What is asked for → the answer to all outside of the portal, there or not.
NOTHING = {
    "text/html": MISSING,
    "application/json": f'{{"type": "NotFound", "message": "{MISSING}", "errors": []}}',
}


class VerbTest(KnownLeakTest):
    def expect_none(self, methods: str) -> None:
        for path in (".", "cheetahs", self.one("alert draft").path, "nothing"):
            for method in methods.split():
                self.expect(NOT_ALLOWED, path, method=method)

    def test_L18_webdav(self):
        self.expect_none("PROPFIND PROPPATCH MKCOL LOCK UNLOCK")

    def test_L20_verbs_that_nobody_knows(self):
        self.expect_none("FOO REPORT SEARCH")

    def test_L20_a_change_without_a_body(self):
        self.expect("401 403 403 403 403 404", ".", method="PATCH", json=True)

    def test_L27_nobody_deletes_or_changes_the_portal_itself(self):
        for method in ("DELETE", "PATCH"):
            body = {"layout": "logout"} if method == "PATCH" else None
            more = {"method": method, "json": True, "body": body}
            self.expect("401 403 403 403 403 404", ".", **more)
        for method in ("POST", "PATCH", "DELETE"):
            more = {"method": method, "json": True, "body": {}}
            answers = self.ask_all("@lock", **more).values()
            found = {answer.status for answer in answers}
            self.assertLessEqual(found, {401, 403, 404}, method)
        self.assertEqual(200, self.ask("manager", "@@ok").status)

    def test_L28_a_service_is_called_by_its_verb_alone(self):
        """A link on a page of another site calls it by GET."""
        for path in (
            "@@POST_application_json_@logout",
            "cheetahs/@@DELETE_application_json_@feed-key",
            "cheetahs/POST_application_json_@feed-key",
            "cheetahs/++view++POST_application_json_@messages",
            "@@POST_application_json_@login",
        ):
            for as_json in (False, True):
                answers = self.ask_all(path, json=as_json)
                found = {answer.status for answer in answers.values()}
                self.assertLessEqual(found, {302, 401, 403, 404}, f"{as_json} {path}")

    def test_L21_verbs_of_http_that_are_not_used(self):
        self.expect_none("OPTIONS TRACE PUT COPY MOVE")

    def test_L22_xml_rpc(self):
        call = "<methodCall><methodName>{}</methodName><params/></methodCall>"
        for method in ("getId", "objectIds", "Title", "system.listMethods", "title"):
            for path in ("", "cheetahs", "cheetahs/library", "portal_catalog"):
                for key, caller in self.callers.items():
                    answer = caller.session.post(
                        f"{self.address}/{path}",
                        data=call.format(method),
                        headers={"Content-Type": "text/xml"},
                        allow_redirects=False,
                        timeout=60,
                    )
                    self.assertEqual(415, answer.status_code, f"{key} {path}")
                    self.assertNotIn("methodResponse", answer.text)


class RootTest(KnownLeakTest):
    PATHS = """ acl_users acl_users/users acl_users/getUsers error_log virtual_hosting
    browser_id_manager session_data_manager temp_folder Control_Panel @@plone-overview
    @@plone-addsite getId objectIds index_html @@ok robots.txt favicon.ico p_ nothing
    standard_error_message manage manage_main acl_users/manage_users"""

    def from_root(self, path: str, key: str, accept: str) -> requests.Response:
        return self.callers[key].session.get(
            self.address.replace("/plone", f"/{path}"),
            headers={"Accept": accept},
            allow_redirects=False,
            timeout=60,
        )

    def test_L23_nothing_lies_outside_of_the_portal(self):
        settings = getConfiguration().product_config[SECTION]
        with patch.dict(settings, {"operators": "192.0.2.0/24"}):
            for path in ("", *self.PATHS.split()):
                for key in KEYS:
                    for accept, told in NOTHING.items():
                        answer = self.from_root(path, key, accept)
                        place = f"{key} /{path} {accept}"
                        self.assertEqual(404, answer.status_code, place)
                        self.assertEqual(told, answer.text, place)
            answer = self.ask("manager", "@@ok")
            self.assertEqual(200, answer.status)

    def test_L23_at_an_operators_address_a_login_is_asked_for_at_these_screens_alone(
        self,
    ):
        screens = {"manage_main", "acl_users/users/manage_users"}
        closed = {*self.PATHS.split(), "++resource++zmi/zmi_base.css"} - screens
        for key in set(KEYS) - {"manager"}:
            for path in ("", *sorted(closed)):
                answer = self.from_root(path, key, "text/html")
                place = f"{key} /{path}"
                self.assertEqual(404, answer.status_code, place)
                self.assertEqual(MISSING, answer.text, place)
                self.assertNotIn("WWW-Authenticate", answer.headers, place)
            for path in sorted(screens):
                answer = self.from_root(path, key, "text/html")
                self.assertEqual(401, answer.status_code, f"{key} /{path}")
                self.assertIn("WWW-Authenticate", answer.headers, f"{key} /{path}")

    def test_L23_management_screens_of_the_portal(self):
        settings = getConfiguration().product_config[SECTION]
        with patch.dict(settings, {"operators": "192.0.2.0/24"}):
            for path in ("manage", "manage_main", "cheetahs/manage_access"):
                self.expect("404 404 404 404 404 404", path)

    def test_L23_operators_come_to_a_few_screens_of_the_root(self):
        find = "manage_findForm?btn_submit=Find&search_sub:int=1&obj_metatypes:list=all"
        for status, paths in (
            (
                200,
                "manage_main acl_users/users/manage_users ++resource++zmi/zmi_base.css",
            ),
            (404, f"{find} manage_exportObject?id=plone&download:int=1 manage_UndoForm"),
            (404, "manage manage_menu?expand_all=1 objectIds undoable_transactions"),
            (404, "Control_Panel/Database/main/manage_UndoForm nothing"),
            (404, "acl_users/manage_exportObject?id=plone&download:int=1"),
        ):
            for path in paths.split():
                answer = requests.get(
                    self.address.replace("/plone", f"/{path}"),
                    auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
                    timeout=60,
                )
                self.assertEqual(status, answer.status_code, path)
                if status == 404:
                    self.assertEqual(MISSING, answer.text, path)


class PageTest(KnownLeakTest):
    def test_L19_the_undo_log(self):
        self.expect_all(HIDDEN_JSON, "@transactions", json=True)
        for path in ("undo_form", "@@historyview", "cheetahs/@@historyview"):
            answers = self.ask_all(path)
            for key in set(KEYS) - {"manager"}:
                self.assertIn(answers[key].status, (302, 404), f"{key} {path}")

    def test_L19_the_versions_of_plone(self):
        """Plone's own page fails where content has no versions."""
        for path in ("cheetahs", "cheetahs/library", self.one("alert shared").path):
            for key, answer in self.ask_all(f"{path}/@@history").items():
                self.assertEqual(302 if key == "anonymous" else 404, answer.status)

    def test_L24_tools(self):
        for path in TOOLS.split():
            for key, answer in self.ask_all(path).items():
                if key != "manager":
                    self.assertEqual(302 if key == "anonymous" else 404, answer.status)

    def test_L24_methods_of_tools(self):
        for path in METHODS.split():
            answers = self.ask_all(path)
            for key in set(KEYS) - {"manager"}:
                expected = 302 if key == "anonymous" else 404
                self.assertEqual(expected, answers[key].status, f"{key} {path}")

    def test_L25_feeds_lists_and_leftovers(self):
        self.expect_all(HIDDEN_PAGE, "sitemap sitemap.xml.gz news.atom @@search")
        for path in LEFTOVERS.split():
            for place in ("", "cheetahs/"):
                answers = self.ask_all(f"{place}{path}")
                statuses = [answer.status for answer in answers.values()]
                self.assertEqual([302, 404, 404, 404, 404], statuses[:5], path)

    def test_L26_registration(self):
        registry = self.portal.portal_registry
        self.assertFalse(registry["plone.enable_self_reg"])
        answers = self.ask_all("@@register", method="POST", body={"username": "new"})
        for key in set(KEYS) - {"manager"}:
            self.assertIn(answers[key].status, (302, 404), key)
        self.expect("302 404 404 404 404 404", "@@register")
