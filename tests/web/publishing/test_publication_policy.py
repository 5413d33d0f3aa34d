"""What is published at all, and to whom."""

import requests
import transaction
import unittest
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.interfaces import IClosedUserGroup, ICugLayer
from cites.cug.web.publishing import publication_policy
from cites.cug.web.publishing.publication_policy import check_publication
from functools import partial
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from plone.rest import Service
from Products.CMFCore.interfaces import ISiteRoot
from Products.Five.browser import BrowserView
from random import sample
from types import SimpleNamespace
from unittest.mock import DEFAULT, Mock, patch
from zExceptions import BadRequest, NotFound, Unauthorized
from zope.interface import implementer
from ZPublisher.HTTPRequest import FileUpload


MANAGER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
MEMBER = ("customs-xa", PASSWORD)
SECRETARIAT = ("secretariat", PASSWORD)
#: Of the staff of an authority, and a site manager too.
MANAGING_MEMBER = ("police-xb", PASSWORD)
FIND = "btn_submit=Find&search_sub:int=1&obj_metatypes:list=all&obj_searchterm=x"
ZOPES_SCREENS = (
    "manage",
    "manage_main",
    "manage_menu?expand_all=1",
    "manage_exportObject?id=cheetahs&download:int=1",
    "manage_exportObject?id=cheetahs",
    "manage_importExportForm",
    "manage_permissionForm",
    "manage_UndoForm",
    "undoable_transactions",
    f"manage_findForm?{FIND}&obj_ids:tokens=&obj_mtime=&obj_expr=1/0",
    "ZopeFind",
    "objectIds",
    "MailHost/manage_exportObject?id=cheetahs&download:int=1",
    f"MailHost/manage_findForm?{FIND}&obj_ids:tokens=&obj_mtime=&obj_expr=",
    f"acl_users/manage_findForm?{FIND}&obj_ids:tokens=&obj_mtime=&obj_expr=",
    "portal_setup/manage_exportAllSteps",
    "portal_setup/@@manage_exportsteps",
    "portal_historiesstorage/zvcStatistics",
    "portal_membership",
    "error_log/manage_main",
    "cheetahs/library/manage_main",
    "cheetahs/library/getId",
    "cheetahs/library/portal_membership",
    "@@edit-markers.html",
    "cheetahs/@@edit-markers.html",
    "cheetahs/library/@@manage_interfaces",
    "@@components.html",
    "@@install-intids.html",
    "@@theming-controlpanel",
    "@@theming-controlpanel-filemanager",
    "cheetahs/@@manage_exportsteps",
    "@@error-log-form",
    "@@error-log-set-properties",
    "@@error-log-show-entry?id=1",
    "@@error-log-update",
    "@@inspect-relations?relation=isReferencing",
    "@@manage-aliases",
    "@@rebuild-relations",
    "@@redirection-controlpanel",
)
#: Services of Plone that would export content, or list and undo transactions.
CLOSED_SERVICES = (
    ("POST", "@export"),
    ("POST", "@import"),
    ("GET", "@aliases"),
    ("GET", "@content-rules"),
    ("GET", "@linkintegrity?uids=x"),
    ("GET", "@relations?relation=isReferencing"),
    ("POST", "@relations"),
    ("DELETE", "@relations"),
    ("POST", "@email-send"),
    ("PATCH", "cheetahs/@content-rules"),
    ("GET", "@transactions"),
    ("PATCH", "@transactions"),
)
STYLES = "++resource++cites.cug/portal.css"


@implementer(ISiteRoot)
class Site:
    pass


@implementer(IClosedUserGroup)
class Group:
    pass


@implementer(ICugLayer)
class Request(dict):
    def __init__(self, address="", **form):
        self.environ = {"REMOTE_ADDR": address} if address else {}
        self.form = form
        self._rest_service_id = "POST_application_json_"


def view(name, context=None, base=BrowserView, module="cites.cug.library"):
    kind = type("View", (base,), {"__module__": module})
    found = kind.__new__(kind)
    vars(found).update(context=context, __name__=name)
    found.is_open_to_strangers = lambda: True
    return found


class RulesTest(unittest.TestCase):
    """Of a published page and the content on the way to it alone."""

    def setUp(self):
        self.site, self.group = Site(), Group()
        self.site.acl_users = SimpleNamespace(credentials_cookie_auth=object())
        self.replace(getSite=lambda: self.site, is_static_file=lambda _request: False)

    def replace(self, **names):
        found = self.enterContext(patch.multiple(publication_policy, **names))
        return found.values()

    def publish(self, view, *way):
        self.replace(
            published_view=lambda _request: view,
            content_on_the_way=lambda _request: [*way, self.site],
        )
        return Request()

    def test_what_is_public(self):
        site, group, other = self.site, self.group, Group()
        below = view("POST_application_json_@access-requests", group, Service)
        below.path = ["x"]
        closed = view("request-access", group)
        closed.is_open_to_strangers = lambda: False
        plugin = site.acl_users.credentials_cookie_auth
        token = "POST_application_json_@login"
        asking = "POST_application_json_@access-requests"
        for expected, found, way in (
            (True, view("login", site), ()),
            (True, view(token, site, Service), ()),
            (False, view("login", group), (group,)),
            (False, view("login", site), (group,)),
            (False, view("login", group), ()),
            (False, view("library", site), ()),
            (False, None, ()),
            # The plug-in's own view leads to the login, and no other of its name.
            (True, view("require_login", plugin), (group,)),
            (True, view("require_login", site), ()),
            (False, view("require_login", object()), (group,)),
            (False, view("login", plugin), ()),
            (True, view("request-access", group), (group,)),
            (True, view(asking, group, Service), (group, group)),
            (False, below, (group,)),
            (False, closed, (group,)),
            (False, view("request-access", site), ()),
            (False, view("request-access", site), (group,)),
            (False, view("request-access", group), ()),
            (False, view("request-access", group), (other, group)),
            (False, view("request-access", group), (group, other)),
            (False, view("roster", group), (group,)),
        ):
            request = self.publish(found, *way)
            self.assertIs(expected, publication_policy.is_public(request), (found, way))
        # Who logs in otherwise may have no such plug-in.
        del site.acl_users.credentials_cookie_auth
        self.assertTrue(publication_policy.is_public(self.publish(view("login", site))))
        request = self.publish(None)
        self.replace(is_static_file=lambda _request: True)
        self.assertIs(True, publication_policy.is_public(request))

    def test_what_site_managers_reach_depends_on_where_they_sit(self):
        screen, other = Request("10.0.0.1"), Request("203.0.113.9")
        self.replace(
            is_operator="10.0.0.1".__eq__,
            is_catalog=lambda request: None,
            is_screen=lambda request, *_where: request is screen or request is other,
        )
        plain = view("overview-controlpanel")
        theirs = view("x", module="plone.schemaeditor.browser")
        export = view("x", module="plone.exportimport.services")
        for published, request, expected in (
            (plain, Request("10.0.0.1"), True),
            (theirs, Request("10.0.0.1"), True),
            (export, Request("10.0.0.1"), False),
            (None, Request("10.0.0.1"), False),
            (None, screen, True),
            (plain, Request("203.0.113.9"), True),
            (plain, Request(), True),
            (None, other, False),
            (theirs, Request("203.0.113.9"), False),
            (export, Request("203.0.113.9"), False),
        ):
            self.publish(published)
            found = publication_policy.is_open_to_managers(request)
            self.assertIs(expected, found, (published, request.environ))
        self.replace(is_catalog=lambda request: True)
        self.assertIs(False, publication_policy.is_open_to_managers(screen))

    def test_forms_of_ours_are_sent_texts_lists_and_files(self):
        file = FileUpload.__new__(FileUpload)
        plain = {"a": "x", "b": ["x", file], "c": file}
        ours = view("edit", self.group)
        panel = "Products.CMFPlone.controlpanel.browser.mail"
        derived = type("Panel", (BrowserView,), {"__module__": panel})
        for published, form, is_refused in (
            (ours, plain, False),
            (ours, {"a": 1}, True),
            (ours, {"a": ["x", 1]}, True),
            (ours, {"a": ("x",)}, True),
            (ours, {"disable_border": True, **plain}, False),
            (view("x", base=Service), {"a": 1}, False),
            (view("x", module="plone.app.layout"), {"a": 1}, False),
            (view("x", base=derived), {"a": 1}, False),
            (None, {"a": 1}, False),
        ):
            request = self.publish(published)
            request.form = form
            with self.subTest(published=published, form=form):
                if is_refused:
                    with self.assertRaisesRegex(BadRequest, "The request is not valid."):
                        publication_policy.check_form(request)
                else:
                    publication_policy.check_form(request)

    def check(self, **told):
        """What becomes of a request of which the other functions say so."""
        user = told.pop("caller", "customs-xa")
        names = ("may_know", "is_listed", "is_public", "is_open_to_managers", "runs_site")
        checked, logged = self.replace(
            **{name: Mock(return_value=told.get(name, False)) for name in names},
            caller=lambda: user,
            check_form=DEFAULT,
            log_refusal=DEFAULT,
        )
        request = Request(summary_serializer_metadata="x", a="b")
        try:
            check_publication(SimpleNamespace(request=request))
        except (NotFound, Unauthorized) as error:
            self.assertFalse(checked.called)
            found = type(error)
        else:
            checked.assert_called_once_with(request)
            found = None
        self.assertEqual({"a": "b"}, request.form)
        self.assertIs(logged.called, found is NotFound)
        return found

    def test_who_reaches_what_is_published(self):
        known = {"may_know": True}
        manager = {**known, "is_open_to_managers": True, "runs_site": True}
        stranger = {"caller": None}
        for expected, told in (
            (None, {**known, "is_listed": True}),
            (NotFound, {**known}),
            (NotFound, {"is_listed": True}),
            (None, {"is_public": True}),
            (None, {**stranger, "is_public": True}),
            (Unauthorized, {**stranger, **manager, "is_listed": True}),
            (None, manager),
            (NotFound, {**manager, "may_know": False}),
            (NotFound, {**manager, "is_open_to_managers": False}),
            (NotFound, {**manager, "runs_site": False}),
        ):
            self.assertIs(expected, self.check(**told), told)

    def test_requests_outside_a_portal_are_others_to_judge(self):
        self.replace(caller=self.fail)
        check_publication(SimpleNamespace(request=SimpleNamespace(form={})))


class GateTest(unittest.TestCase):
    layer = CUG_HTTP

    def ask(self, path, auth=None, **kw):
        url = f"{self.layer['portal'].absolute_url()}/{path}"
        return requests.get(url, auth=auth, allow_redirects=False, timeout=120, **kw)

    def assert_asked_to_log_in(self, path):
        answer = self.ask(path)
        self.assertEqual(302, answer.status_code, path)
        self.assertIn("require_login", answer.headers["Location"], path)

    def test_strangers_reach_what_they_need_to_log_in(self):
        for path in (
            "login",
            "@@login",
            "@@ok",
            "mail_password_form",
            "passwordreset/any-key",
            "logged-out",
            STYLES,
            "++theme++barceloneta/css/barceloneta.min.css",
        ):
            answer = self.ask(path)
            location = answer.headers.get("Location", "")
            self.assertIn(answer.status_code, (200, 302, 404), path)
            self.assertNotIn("require_login", location, path)

    def test_pages_are_sent_texts_lists_and_files(self):
        """Of what Zope could make of a value, our pages take nothing else."""
        for path, auth in (("login", None), ("cheetahs/library", MEMBER)):
            for query in ("x.y:record=1", "x:int=1", "x:tuple=1", "x.y:records=1"):
                answer = self.ask(f"{path}?{query}", auth)
                self.assertEqual(400, answer.status_code, f"{path} {query}")
                self.assertIn("not valid", answer.text)
            for query in ("x=1", "x:list=1", "x=1&x=2"):
                answer = self.ask(f"{path}?{query}", auth)
                self.assertEqual(200, answer.status_code, f"{path} {query}")
        hidden = self.ask("cheetahs/library?x:int=1", ("outsider", PASSWORD))
        self.assertEqual(404, hidden.status_code)
        self.assertEqual(302, self.ask("cheetahs/library?x:int=1").status_code)

    def test_the_way_ends_at_the_login_page(self):
        for path in ("", "cheetahs", "cheetahs/library", "nothing-here"):
            url = f"{self.layer['portal'].absolute_url()}/{path}"
            answer = requests.get(url, timeout=120)
            self.assertEqual(200, answer.status_code, path)
            self.assertIn("__ac_password", answer.text, path)

    def test_an_address_cannot_be_made_to_look_public(self):
        for path in (
            "cheetahs/login",
            "cheetahs/@@ok",
            f"cheetahs/{STYLES}",
            "cheetahs/library/passwordreset/any-key",
            "++theme++barceloneta/cheetahs",
            f"{STYLES}/cheetahs",
            "login/cheetahs",
            "acl_users/login",
            "acl_users/users/login",
            "portal_catalog/ok",
        ):
            self.assert_asked_to_log_in(path)

    def test_methods_and_tools_are_not_for_members(self):
        for path in (
            "getId",
            "cheetahs/getId",
            "cheetahs/library/Title",
            "cheetahs/library/objectIds",
            "cheetahs/library/portal_catalog/searchResults",
            "portal_catalog",
            "portal_membership",
            "portal_membership/listMemberIds",
            "portal_groups/listGroupIds",
            "acl_users",
            "logo.png",
        ):
            for auth in (MEMBER, SECRETARIAT):
                status = self.ask(path, auth).status_code
                self.assertIn(status, (403, 404), path)

    def test_nobody_reaches_a_catalog(self):
        for path in (
            "portal_catalog",
            "portal_catalog/manage_main",
            "portal_catalog/manage_catalogView",
            "portal_catalog/manage_objectInformation",
            "portal_catalog/@@plone",
            "portal_catalog/getAllBrains",
            "portal_catalog/uniqueValuesFor?name=Creator",
            "portal_catalog/Indexes/manage_main",
            "portal_catalog/Indexes/Creator/manage_browse",
            "portal_catalog/Indexes/library_unnamed/manage_browse",
            "portal_catalog/Indexes/library_unnamed/uniqueValues",
            "acl_users/portal_catalog/Indexes/Creator/manage_main",
        ):
            self.assertEqual(404, self.ask(path, MANAGER).status_code, path)

    def test_of_zope_operators_reach_the_settings_of_mail_alone(self):
        """Zope exports, finds, lists and undoes whatever the permissions are."""
        api.user.grant_roles(username=MANAGING_MEMBER[0], roles=["Manager"])
        transaction.commit()
        json = {"Accept": "application/json"}
        for caller in (MANAGER, MANAGING_MEMBER):
            mail = self.ask("MailHost/manage_main", caller)
            self.assertEqual(200, mail.status_code)
            self.assertIn("smtp_host", mail.text)
            for path in ZOPES_SCREENS:
                answer = self.ask(path, caller)
                self.assertEqual(404, answer.status_code, path)
                self.assertIn("text/html", answer.headers["Content-Type"], path)
            for verb, path in CLOSED_SERVICES:
                url = f"{self.layer['portal'].absolute_url()}/{path}"
                answer = requests.request(
                    verb, url, auth=caller, headers=json, json={}, timeout=120
                )
                self.assertEqual(404, answer.status_code, path)
                self.assertEqual("NotFound", answer.json()["type"], path)

    def test_no_management_screen_of_the_site_is_open(self):
        names = {name for name in dir(self.layer["portal"]) if name.startswith("manage")}
        self.assertLessEqual({"manage_exportObject", "manage_findForm"}, names)
        for name in sample(sorted(names), 25):
            # Zope itself publishes no private method, and says 403 to everybody.
            self.assertIn(self.ask(name, MANAGER).status_code, (403, 404), name)

    def test_what_takes_the_portal_apart_is_for_operators(self):
        json = {"Accept": "application/json"}
        asked = (
            ("GET", "@@content-controlpanel"),
            ("GET", "@@rules-controlpanel"),
            ("GET", "+rule/plone.ContentRule"),
            ("GET", "cheetahs/@@manage-content-rules"),
            ("GET", "cheetahs/@content-rules"),
            ("GET", "@controlpanels/content-rules"),
            ("GET", "@@security-controlpanel"),
            ("GET", "@@site-controlpanel"),
            ("GET", "dexterity-types/Alert/@@add-field"),
            ("GET", "dexterity-types/@@add-type"),
            ("GET", "member-fields/@@add-field"),
            ("GET", "cheetahs/object_rename"),
            ("GET", "@@redirect-to-uuid/x"),
            ("GET", "@registry"),
            ("PATCH", "@registry"),
            ("GET", "@addons"),
            ("PATCH", "@controlpanels/security"),
            ("POST", "@controlpanels/dexterity-types"),
            ("PATCH", "@controlpanels/dexterity-types/Alert"),
            ("GET", "@@dexterity-types"),
            ("GET", "dexterity-types/Alert"),
            ("GET", "dexterity-types/Alert/@@behaviors"),
            ("GET", "dexterity-types/Alert/@@fields"),
            ("PATCH", "@types/Alert"),
            ("POST", "@types/Alert"),
        )
        for method, path in asked:
            headers = {} if "@@" in path else json
            url = f"{self.layer['portal'].absolute_url()}/{path}"
            ask = partial(requests.request, method, url, auth=MANAGER, json={})
            with patch.object(publication_policy, "is_operator", lambda address: False):
                answer = ask(headers=headers, timeout=120)
            self.assertEqual(404, answer.status_code, (method, path))
        self.assertEqual(200, self.ask("@@dexterity-types", MANAGER).status_code)

    def test_site_managers_keep_their_panels(self):
        json = {"Accept": "application/json"}
        with patch.object(publication_policy, "is_operator", lambda address: False):
            for path in (
                "@@mail-controlpanel",
                "@@usergroup-userprefs",
                "@@overview-controlpanel",
            ):
                self.assertEqual(200, self.ask(path, MANAGER).status_code, path)
            for path in ("@types/Alert", "@controlpanels/mail", "@controlpanels"):
                status = self.ask(path, MANAGER, headers=json).status_code
                self.assertEqual(200, status, path)

    def test_borrowed_content_is_not_there(self):
        for path in (
            "cheetahs/library/ivory",
            "cheetahs/library/ivory/library",
            "ivory/cheetahs",
        ):
            for auth in (MEMBER, SECRETARIAT):
                self.assertEqual(404, self.ask(path, auth).status_code, path)

    def test_members_reach_pages_services_and_files(self):
        json = {"Accept": "application/json"}
        pages = ("cheetahs/overview", "cheetahs/library", STYLES)
        for path in (*pages, "++api++/cheetahs/library"):
            self.assertEqual(200, self.ask(path, MEMBER).status_code, path)
        for path in ("cheetahs", "cheetahs/@library", "cheetahs/++api++/library"):
            self.assertEqual(200, self.ask(path, MEMBER, headers=json).status_code, path)

    def test_of_types_members_are_told_no_single_fields(self):
        """Plone's service fails there, and takes our browser layer off before."""
        for accept in ("application/json", "text/html"):
            for place in ("cheetahs/", "cheetahs/library/", ""):
                for name in ("Alert/title", "Alert/nothing", "Nothing/x", "a/b/c"):
                    path = f"{place}@types/{name}"
                    answer = self.ask(path, MEMBER, headers={"Accept": accept})
                    self.assertEqual(404, answer.status_code, path)
                    self.assertEqual("NotFound", answer.json()["type"], path)
                    self.assertIn("Content-Security-Policy", answer.headers)

    def test_the_form_does_not_say_which_methods_make_a_summary(self):
        key = "summary_serializer_metadata"
        answer = self.ask(
            f"@search?{key}.default_metadata_fields:record:list=getPath",
            MEMBER,
            headers={"Accept": "application/json"},
        )
        (row, *_others) = answer.json()["items"]
        self.assertIn("title", row)
