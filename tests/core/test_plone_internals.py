"""What the add-on relies on in Plone's inside is still there, and does what it did.

A test that fails after an update names the function of ``plone_internals`` to look at.
"""

import gc
import socket
import sys
import tempfile
import transaction
import unittest
from Acquisition import aq_base
from base64 import b64encode
from borg.localrole.default_adapter import DefaultLocalRoleAdapter
from chameleon.loader import ModuleLoader
from cites.cug.access.search_queries import Vocabularies
from cites.cug.core.plone_internals import (
    adding,
    blobs,
    catalog,
    content,
    copying,
    lookups,
    page_templates,
    patches,
    publishing,
    role_changes,
    site_setup,
    transactions,
    users,
    waitress_server,
)
from cites.cug.core.sql.session import RecordsVote
from cites.cug.demo.testing import CUG_FUNCTIONAL, PASSWORD
from cites.cug.library.items.delivery import MarkedDisplay, MarkedDownload, MarkedScaling
from cites.cug.library.items.folder import LibraryFolder
from cites.cug.library.items.specimens import Specimens
from cites.cug.login.browser.reset import Users
from cites.cug.membership.roster import RosterEntry
from cites.cug.membership.site_accounts import NewUserForm, SiteUsersPatch
from collective.workspace.interfaces import IWorkspace
from collective.workspace.pas import WorkspaceRoles
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from inspect import signature
from io import BytesIO
from itertools import product
from lxml import etree
from OFS.interfaces import ICopySource, IObjectManager
from operator import attrgetter
from pathlib import Path
from persistent.interfaces import IPersistent
from plone import api
from plone.app.discussion.comment import Comment
from plone.app.discussion.conversation import Conversation
from plone.app.testing import logout
from plone.app.theming.interfaces import IThemePlugin
from plone.app.theming.plugins import hooks as theme_hooks
from plone.app.viewletmanager.interfaces import IViewletSettingsStorage
from plone.browserlayer import layer as browser_layers
from plone.dexterity.utils import (
    addContentToContainer,
    createContent,
    iterSchemataForType,
)
from plone.i18n.interfaces import ILanguageSchema, ILanguageUtility
from plone.i18n.negotiate import negotiate
from plone.i18n.utility import LanguageUtility
from plone.indexer.interfaces import IIndexableObject
from plone.registry.interfaces import IRegistry
from plone.rest import events as api_events
from plone.rest.events import mark_as_api_request
from plone.restapi.batching import HypermediaBatch
from plone.restapi.serializer.dxcontent import SerializeToJson
from plone.restapi.services.content.get import ContentGet
from plone.theme import layer as theme_layer
from plone.transformchain.transformer import Transformer
from Products.CMFEditions.interfaces.IArchivist import ArchivistError
from Products.CMFEditions.ZVCStorageTool import ShadowHistory
from Products.ExtendedPathIndex.ExtendedPathIndex import ExtendedPathIndex
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PluggableAuthService.interfaces.plugins import IPropertiesPlugin
from Products.PluggableAuthService.plugins.ZODBUserManager import ZODBUserManager
from Products.PluginIndexes.FieldIndex.FieldIndex import FieldIndex
from Products.PluginIndexes.KeywordIndex.KeywordIndex import KeywordIndex
from Products.SiteErrorLog.SiteErrorLog import SiteErrorLog
from Products.ZCatalog.query import IndexQuery
from Products.ZCTextIndex.ParseTree import ParseError, QueryError
from secrets import token_hex
from tests.some import some
from threading import Event
from transaction import TransactionManager
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock, patch
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from zExceptions import BadRequest, NotFound, Unauthorized
from ZODB.blob import Blob
from zope import schema
from zope.component import (
    getGlobalSiteManager,
    getMultiAdapter,
    getSiteManager,
    getUtility,
    queryMultiAdapter,
)
from zope.dottedname.resolve import resolve
from zope.interface import alsoProvides, Interface, providedBy
from zope.schema import getFieldNames
from zope.tales.pythonexpr import PythonExpr
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPResponse import HTTPResponse


USER = "customs-xa"
MONKEY = "http://namespaces.plone.org/monkey"
#: Names of Plone's that our subclasses override or call.
OVERRIDDEN = {
    LibraryFolder: ("_ordering",),
    MarkedDisplay: ("_getFile",),
    MarkedDownload: ("_getFile",),
    MarkedScaling: ("_scale_view_class",),
    RecordsVote: ("_finish",),
    RosterEntry: ("_schema",),
    SiteUsersPatch: ("_change_user_password", "_get_user", "_get_user_id"),
    Specimens: ("_validate",),
    Users: ("_add_user",),
    Vocabularies: ("_has_permission_to_access_vocabulary",),
}


def request_with(**environ: str) -> HTTPRequest:
    """As Zope makes it of what a web server gives it."""
    server = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "REQUEST_METHOD": "GET"}
    return HTTPRequest(BytesIO(), {**server, **environ}, HTTPResponse())


def code_of(patched: Any) -> Any:
    """The function of a property, or what it is otherwise."""
    return getattr(patched, "fget", patched)


def parameters(patched: Any) -> list[tuple[Any, bool]]:
    """How it is called: the kind of each parameter, and whether it can be left out."""
    given = signature(code_of(patched)).parameters.values()
    return [(one.kind, one.default is not one.empty) for one in given]


class TemplatesTest(unittest.TestCase):
    """Expressions in Python are compiled into our templates, and mean what they did."""

    layer = CUG_FUNCTIONAL
    TEXT = """<p tal:define="one python: 1" tal:repeat="n python: [one, 2, 3]"
        data-first="${repeat/n/start}"
    >${python: [m * n for m in range(3)
                if any(m == o for o in range(2))]}
    ${python: (lambda m: m + one + view.number)(n)} ${python: options['word']}</p>"""

    def rendered(self, text: str, *, is_ours: bool) -> str:
        folder = tempfile.TemporaryDirectory(prefix="cug-templates-")
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "page.pt"
        path.write_text(text)
        here = self.layer["portal"], self.layer["request"]
        view = type("View", (BrowserView,), {"number": 5})(*here)
        ours = f"{folder.name}/" if is_ours else page_templates.OURS
        with patch.object(page_templates, "OURS", ours):
            return ViewPageTemplateFile(str(path), _prefix="")(view, word="Ñ")

    def test_cook(self):
        theirs = self.rendered(self.TEXT, is_ours=False)
        self.assertEqual(theirs, self.rendered(self.TEXT, is_ours=True))
        self.assertIn("[0, 3]", theirs)
        self.assertIn("9 Ñ", theirs)

    def test_no_object_is_asked_for_them(self):
        with patch.object(PythonExpr, "__call__", side_effect=AssertionError):
            self.rendered(self.TEXT, is_ours=True)
            with self.assertRaises(AssertionError):
                self.rendered(self.TEXT, is_ours=False)

    def test_a_mistake_is_told(self):
        for is_ours in (True, False):
            with self.assertRaisesRegex(Exception, "(?i)syntax"):
                self.rendered("<p>${python: 1 +}</p>", is_ours=is_ours)
            with self.assertRaises(NameError):
                self.rendered("<p>${python: nowhere}</p>", is_ours=is_ours)

    def test_one_that_is_deleted_as_it_is_loaded_is_compiled_anew(self):
        load, loaded = ModuleLoader._load, []

        def delete_first(loader: ModuleLoader, base: str, path: str) -> Any:
            if not loaded:
                Path(path).unlink()
                sys.modules.pop(base, None)
            loaded.append(path)
            return load(loader, base, path)

        for is_ours in (True, False):
            loaded.clear()
            with patch.object(ModuleLoader, "_load", delete_first):
                page = self.rendered("<p>${python: 5 + 2}</p>", is_ours=is_ours)
            self.assertEqual((page, len(loaded)), ("<p>7</p>", 2))

    def test_one_is_compiled_at_a_time(self):
        """Python may fail to parse in two threads at once."""
        at_once, most, other = 0, 0, Event()

        def compiled(*_arguments, **_options):
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            if at_once > 1:
                other.set()
            other.wait(0.3)
            at_once -= 1
            return SimpleNamespace(macros=None)

        names = (f"{page_templates.OURS}page.pt", "/site-packages/page.pt")
        with (
            patch.object(page_templates, "ZtPageTemplate", compiled),
            patch.object(page_templates.Program, "_old_cook", compiled),
            ThreadPoolExecutor(4) as pool,
        ):
            engine = SimpleNamespace(types={})
            for name in (*names, *names):
                pool.submit(page_templates.cook, name, "", engine, "text/html")
        self.assertEqual(1, most)

    def test_only_files_of_ours(self):
        trusted, restricted = (SimpleNamespace(untrusted=one) for one in (False, True))
        ours = f"{page_templates.OURS}web/layout/templates/main_template.pt"
        self.assertTrue(page_templates.is_ours(ours, trusted))
        self.assertFalse(page_templates.is_ours(ours, restricted))
        self.assertFalse(page_templates.is_ours("/site-packages/page.pt", trusted))
        self.assertFalse(page_templates.is_ours(None, trusted))


class ObjectsTest(unittest.TestCase):
    """On objects of the libraries alone."""

    def test_indexed_values(self):
        for kind, field, values in (
            (FieldIndex, "state", ("b", "a", "b")),
            (KeywordIndex, "words", (["b"], ["a"], ["b"])),
        ):
            index = kind(field)
            for rid, value in enumerate(values, 1):
                index.index_object(rid, SimpleNamespace(**{field: value}))
            found = [
                (value, [rids] if isinstance(rids, int) else list(rids))
                for value, rids in catalog.indexed_values(index)
            ]
            self.assertEqual([("a", [2]), ("b", [1, 3])], found, kind)

    def test_names_and_passwords(self):
        store = ZODBUserManager("kept")
        store.addUser("u1", "login1", "a password")
        self.assertEqual("u1", users.user_id_of_login(store, "login1"))
        self.assertIsNone(users.user_id_of_login(store, "u1"))
        self.assertIsNone(users.password_reference(store, "login1"))
        reference = users.password_reference(store, "u1")
        self.assertIsInstance(reference, bytes | str)
        store.updateUserPassword("u1", "another")
        self.assertNotEqual(reference, users.password_reference(store, "u1"))
        store.removeUser("u1")
        self.assertIsNone(users.user_id_of_login(store, "login1"))
        self.assertIsNone(users.password_reference(store, "u1"))

    def test_authorization_header(self):
        request = request_with(HTTP_AUTHORIZATION="Bearer abc")
        self.assertEqual("Bearer abc", publishing.authorization_header(request))
        # It is not where other headers are.
        self.assertNotIn("HTTP_AUTHORIZATION", request.environ)
        self.assertEqual("", publishing.authorization_header(request_with()))

    def test_replace_version(self):
        history = ShadowHistory()
        number = history.save({"metadata": {"sys_metadata": {"timestamp": 1.0}}})
        entry = history.retrieve(number)
        entry["metadata"]["sys_metadata"]["timestamp"] = 2.0
        content.replace_version(history, number, entry)
        kept = history.retrieve(number)["metadata"]["sys_metadata"]["timestamp"]
        self.assertEqual(2.0, kept)

    def test_collection_class(self):
        for field, kind in (
            (schema.List, list),
            (schema.Tuple, tuple),
            (schema.Set, set),
            (schema.FrozenSet, frozenset),
        ):
            self.assertIs(kind, content.collection_class(field()))

    def test_joined_resources(self):
        manager = TransactionManager()
        began = manager.begin()
        self.assertEqual([], transactions.joined_resources(began))
        voter = Mock(**{"sortKey.return_value": "1"})
        began.join(voter)
        self.assertEqual([voter], transactions.joined_resources(began))
        manager.abort()
        self.assertEqual([], transactions.joined_resources(manager.get()))

    def test_waitress(self):
        class Channel(HTTPChannel):
            pass

        kept = BaseWSGIServer.channel_class
        self.addCleanup(setattr, BaseWSGIServer, "channel_class", kept)
        waitress_server.use_channel_class(Channel)
        server = create_server(Mock(), map={}, host="127.0.0.1", port=0, threads=1)
        self.addCleanup(server.close)
        self.addCleanup(server.task_dispatcher.shutdown)
        before = waitress_server.socket_count(server)
        client = socket.create_connection(("127.0.0.1", server.effective_port))
        self.addCleanup(client.close)
        server.handle_accept()
        (channel,) = server.active_channels.values()
        self.addCleanup(channel.handle_close)
        self.assertIsInstance(channel, Channel)
        self.assertEqual(before + 1, waitress_server.socket_count(server))

    def test_overridden(self):
        """Nothing is overridden that Plone does not have or does not use any more."""
        for ours, names in OVERRIDDEN.items():
            bases = [
                one for one in ours.__mro__ if not one.__module__.startswith("cites.")
            ]
            for name in names:
                has_it = any(name in vars(base) for base in bases)
                self.assertTrue(has_it, f"{ours.__name__}.{name}")

    def test_public_names(self):
        """An interface declares what is used although it begins with an underscore."""
        for interface, names in (
            (IObjectManager, ("_setObject", "_delObject", "_getOb")),
            (ICopySource, ("_setId",)),
            (IPersistent, ("_p_jar", "_p_changed", "_p_activate")),
        ):
            for name in names:
                self.assertIn(name, interface, interface.__name__)


class PortalTest(unittest.TestCase):
    """On what a portal has."""

    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.request = self.layer["request"]
        self.users = self.portal.acl_users

    def test_forget_lookups(self):
        """Which names it remembers cannot be asked, but what it holds of them."""
        registry, name = getSiteManager(), f"nothing-{token_hex()}"
        there = self.layer["portal"], self.layer["request"]
        written = registry.adapters._p_changed

        def remembers():
            held = gc.get_referents(*gc.get_referents(registry.adapters._v_lookup))
            return any(name in one for one in held if isinstance(one, dict))

        self.assertIsNone(queryMultiAdapter(there, name=name))
        self.assertTrue(remembers())
        lookups.forget_lookups(registry)
        self.assertFalse(remembers())
        self.assertEqual([1, 2], [lookups.count_failed(registry) for _try in "ab"])
        lookups.forget_lookups(registry)
        self.assertEqual(1, lookups.count_failed(registry))
        self.assertEqual(written, registry.adapters._p_changed)
        # What there is, it finds again.
        self.assertIsNotNone(queryMultiAdapter(there, name="plone_portal_state"))

    def test_brain_object(self):
        found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults
        (brain,) = found(portal_type="ClosedUserGroup", getId="cheetahs")
        logout()
        with self.assertRaises(Unauthorized):
            brain.getObject()
        group = catalog.brain_object(brain)
        self.assertIs(aq_base(self.portal["cheetahs"]), aq_base(group))

    def test_inner_catalog(self):
        tool = api.portal.get_tool("portal_catalog")
        (brain,) = tool.unrestrictedSearchResults(
            portal_type="ClosedUserGroup", getId="cheetahs"
        )
        inner = catalog.inner_catalog(tool)
        self.assertEqual(brain.getPath(), inner[brain.getRID()].getPath())
        index = inner.getIndex("portal_type")
        self.assertIs(aq_base(tool.Indexes["portal_type"]), aq_base(index))
        self.assertIn(brain.getRID(), index.documentToKeyMap())

    def test_indexed_object(self):
        tool, group = api.portal.get_tool("portal_catalog"), self.portal["cheetahs"]
        wrapper = getMultiAdapter((group, tool), IIndexableObject)
        self.assertIs(aq_base(group), aq_base(catalog.indexed_object(wrapper)))
        self.assertIs(group, catalog.indexed_object(group))

    def test_rids_of_keyword(self):
        tool = api.portal.get_tool("portal_catalog")
        brains = tool.unrestrictedSearchResults(Subject="zebra")
        self.assertEqual([], catalog.rids_of_keyword(tool, "Subject", "zebra"))
        self.assertEqual(0, len(brains))
        library = self.portal["cheetahs"]["library"]
        for number in (1, 2):
            library.subject = ("zebra",)
            library.reindexObject(idxs=["Subject"])
            brains = tool.unrestrictedSearchResults(Subject="zebra")
            rids = catalog.rids_of_keyword(tool, "Subject", "zebra")
            self.assertEqual([one.getRID() for one in brains], sorted(rids))
            self.assertEqual(number, len(rids))
            library = self.portal["ivory"]["library"]

    def test_copy_into(self):
        library = self.portal["cheetahs"]["library"]
        values = {"title": "EXERCISE", "alert_type": "route", "handling": "green"}
        with api.env.adopt_user("secretariat"):
            alert = api.content.create(library, "Alert", **values)
            copied = copying.copy_into(library, alert, "copied")
        self.assertIs(aq_base(library["copied"]), aq_base(copied))
        self.assertEqual("EXERCISE", copied.title)
        self.assertNotEqual(alert.UID(), copied.UID())

    def test_user_properties(self):
        stored = users.user_properties(self.users.mutable_properties)
        member = api.user.get(userid=USER)
        for name in ("fullname", "email"):
            self.assertEqual(member.getProperty(name), stored.get(USER)[name])
        self.assertIsNone(stored.get("nobody"))

    def test_properties_of_user(self):
        """They are read once one of them is needed."""
        plugin = self.users.mutable_properties
        read = "_old_getPropertiesForUser"
        asked = Mock(side_effect=getattr(plugin, read))
        with patch.object(type(aq_base(plugin)), read, asked):
            user = self.users.getUserById(USER)
            asked.assert_not_called()
            user.getProperty("fullname")
            user.getProperty("email")
        asked.assert_called_once()
        theirs = getattr(plugin, read)(user)
        ours = user.getPropertysheet("mutable_properties")
        self.assertEqual(theirs.propertyItems(), ours.propertyItems())
        self.assertEqual(theirs.propertyMap(), ours.propertyMap())
        user.setProperties(fullname="EXERCISE: another")
        again = self.users.getUserById(USER)
        self.assertEqual("EXERCISE: another", again.getProperty("fullname"))

    def test_roles_of_roster(self):
        """Found by the name of a group, and not by asking each of them."""
        group = self.portal.cheetahs
        provider = WorkspaceRoles(group)
        given = dict(provider.getAllRoles())
        self.assertIn(f"Customs:{group.UID()}", given)
        for name, roles in given.items():
            self.assertEqual(roles, provider.getRoles(name))
            self.assertEqual(roles, provider._old_getRoles(name))
        for name in (None, "", USER, "Customs", "Customs:", f":{group.UID()}"):
            self.assertEqual((), provider.getRoles(name), name)
            self.assertEqual((), provider._old_getRoles(name), name)

    def test_stored_roles(self):
        class Place:
            __ac_local_roles__ = None

        place = Place()
        self.assertFalse(DefaultLocalRoleAdapter(place).getRoles(USER))
        for stored in ({USER: ["Reader"]}, lambda: {USER: ["Reader"]}):
            place.__ac_local_roles__ = stored
            provider = DefaultLocalRoleAdapter(place)
            self.assertEqual(["Reader"], provider.getRoles(USER))
            self.assertFalse(provider.getRoles("another"))
            for name in (USER, "another"):
                theirs = provider._old_getRoles(name)
                self.assertEqual([*theirs], [*provider.getRoles(name)])

    def test_shown_of(self):
        tool = api.portal.get_tool("portal_catalog")
        found = tool.unrestrictedSearchResults(portal_type="ClosedUserGroup")
        rids = [brain.getRID() for brain in found]
        shown = list(catalog.shown_of(tool, rids, "UID", "Title"))
        told = [(b.getRID(), b.getPath(), (b.UID, b.Title)) for b in found]
        self.assertEqual(told, shown)

    def test_path_of_uid(self):
        group = self.portal.cheetahs
        tool = api.portal.get_tool("portal_catalog")
        path = catalog.path_of_uid(tool, group.UID())
        self.assertEqual("/".join(group.getPhysicalPath()), path)
        self.assertIsNone(catalog.path_of_uid(tool, "nothing"))

    def test_rid_of_uid(self):
        group = self.portal.cheetahs
        tool = api.portal.get_tool("portal_catalog")
        (brain,) = tool.unrestrictedSearchResults(UID=group.UID())
        self.assertEqual(brain.getRID(), catalog.rid_of_uid(tool, group.UID()))
        self.assertIsNone(catalog.rid_of_uid(tool, "nothing"))

    def test_unstored_group(self):
        name = f"customs-country=XA:{self.portal.cheetahs.UID()}"
        plugin = self.users["workspace_groups"]
        self.assertNotIn(name, plugin.getGroupIds())
        group = users.unstored_group(plugin, self.users, name)
        self.assertEqual(name, group.getId())
        self.assertIn(name, api.user.get(userid=USER).getUser().getGroups())
        self.assertEqual(name, api.group.get(groupname=name).id)

    def test_identified_logins(self):
        secret = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request = self.request_from(HTTP_AUTHORIZATION=f"Basic {secret}")
        found = list(users.identified_logins(self.users, request))
        self.assertEqual([(USER, USER)], found)
        nobody = self.request_from()
        self.assertEqual([], list(users.identified_logins(self.users, nobody)))

    def test_complete_user(self):
        user = users.complete_user(self.users, USER, USER, self.request)
        self.assertEqual(USER, user.getId())
        self.assertIn("Member", user.getRoles())
        group = f"Customs:{self.portal.cheetahs.UID()}"
        self.assertIn(group, user.getGroups())

    def test_add_user(self):
        root = self.layer["app"].acl_users
        users.add_user(root, "operator", PASSWORD, ["Manager"])
        self.assertIn("Manager", root.getUser("operator").getRoles())

    def test_activate_plugins(self):
        plugins = self.users.plugins
        before = plugins.listPluginIds(IPropertiesPlugin)
        self.assertGreater(len(before), 1)
        users.activate_plugins(self.users, IPropertiesPlugin, before[::-1])
        self.assertEqual(before[::-1], plugins.listPluginIds(IPropertiesPlugin))

    def test_login_redirect(self):
        """A user folder asks to log in, unless the answer is kept from it."""
        for is_kept, status in ((False, 302), (True, 200)):
            request = self.request_from()
            response = request.response
            self.users(self.portal, request)  # as on the way into the portal
            if is_kept:
                publishing.keep_from_login(response)
            folder = self.portal.acl_users.__of__(self.portal)
            with patch.object(type(aq_base(folder)), "REQUEST", request, create=True):
                publishing.send_to_login(response)
            self.assertEqual(status, response.getStatus())
            request.close()

    def test_service_name(self):
        mark_as_api_request(self.request, "application/json")
        service = f"{self.request._rest_service_id}@types"
        view = getMultiAdapter((self.portal, self.request), name=service)
        self.assertEqual("@types", publishing.service_name(self.request, view))
        page = getMultiAdapter((self.portal, self.request), name="plone")
        self.assertEqual("plone", publishing.service_name(self.request, page))

    def test_remove_role(self):
        self.portal._addRole("Passing")
        site_setup.remove_role(self.portal, "Passing")
        self.assertNotIn("Passing", self.portal.valid_roles())
        self.assertIn("Manager", self.portal.valid_roles())

    def test_workflow_chains(self):
        workflows = api.portal.get_tool("portal_workflow")
        chains = site_setup.workflow_chains(workflows)
        self.assertNotIn("Link", chains)
        default = site_setup.default_chain(workflows)
        self.assertEqual(default, workflows.getChainFor("Link"))
        chains["Link"] = ("one_state_workflow",)
        self.assertEqual(("one_state_workflow",), workflows.getChainFor("Link"))
        del chains["Link"]
        site_setup.set_default_chain(workflows, ("folder_workflow",))
        self.assertEqual(("folder_workflow",), workflows.getChainFor("Link"))
        self.assertEqual(("folder_workflow",), workflows.getDefaultChain())

    def test_version_policies(self):
        repository = api.portal.get_tool("portal_repository")
        repository.addPolicyForContentType("Link", "version_on_revert")
        self.assertIn("Link", repository.getPolicyMap())
        site_setup.forget_version_policies(repository, "Link")
        self.assertNotIn("Link", repository.getPolicyMap())
        site_setup.forget_version_policies(repository, "Link")

    def test_hidden_viewlets(self):
        storage = getUtility(IViewletSettingsStorage)
        storage.setHidden("plone.portaltop", "Passing", ("a",))
        hidden = site_setup.hidden_viewlets(storage)
        self.assertEqual(("a",), hidden["Passing"]["plone.portaltop"])
        hidden["Passing"].pop("plone.portaltop")
        self.assertEqual((), storage.getHidden("plone.portaltop", "Passing"))

    def test_profile_versions(self):
        setup = api.portal.get_tool("portal_setup")
        versions = site_setup.profile_versions(setup)
        (version, profile) = (versions["cites.cug:default"], "cites.cug:default")
        self.assertEqual(setup.getLastVersionForProfile(profile), version)
        setup.unsetLastVersionForProfile(profile)
        self.assertNotIn(profile, site_setup.profile_versions(setup))

    def test_comment_replies(self):
        conversation = Conversation()
        conversation.__parent__ = Mock(spec=[])
        place = "plone.app.discussion.conversation"
        with patch(f"{place}.notify"), patch(f"{place}.IAnnotations", return_value={}):
            first = conversation.addComment(Comment())
            reply = Comment()
            reply.in_reply_to = first
            answer = conversation.addComment(reply)
            second = conversation.addComment(Comment())
        replies = content.comment_replies(conversation)
        found = {number: list(ids) for number, ids in replies.items()}
        self.assertEqual({0: [first, second], first: [answer]}, found)

    def test_roster_members(self):
        group = self.portal.cheetahs
        stored = content.roster_members(group)
        self.assertEqual(dict(IWorkspace(group).members), dict(stored))
        self.assertIn(USER, stored)
        for place in (None, self.portal):
            self.assertFalse(content.roster_members(place))

    def test_roster_name(self):
        entry = IWorkspace(self.portal.cheetahs).get(USER)
        name = api.user.get(userid=USER).getProperty("fullname")
        self.assertEqual(name, content.roster_name(entry))

    def test_patches(self):
        """Each is where Plone looks, is called as the original, and has a test."""
        tests = {name for case in (TemplatesTest, PortalTest) for name in dir(case)}
        zcml = etree.parse(str(Path(patches.__file__).with_name("configure.zcml")))
        found = zcml.findall(f"{{{MONKEY}}}patch")
        self.assertTrue(found)
        for one in map(attrgetter("attrib"), found):
            place, name = resolve(one.get("class") or one["module"]), one["original"]
            ours = resolve(f"cites.cug.core.plone_internals{one['replacement']}")
            theirs = vars(place)[f"_old_{name}"]
            with self.subTest(place=place, name=name):
                self.assertIs(ours, vars(place)[name])
                # What Zope wraps for POST alone names no module.
                self.assertFalse(str(code_of(theirs).__module__).startswith("cites."))
                self.assertEqual(parameters(theirs), parameters(ours))
                used = code_of(ours).__name__.lstrip("_")
                self.assertIn(f"test_{used}", tests)
        indexes = api.portal.get_tool("portal_catalog").Indexes
        for name, ours in (
            ("Title", patches.query_text),
            ("path", patches.query_paths),
        ):
            self.assertIs(ours, type(aq_base(indexes[name])).query_index)

    def told_of_roles(self, change, *args):
        """What is told of a change of roles, besides its being done."""
        told = []
        with patch.object(role_changes, "notify", told.append):
            change(*args)
        return [(one.principal_id, {*one.given}, {*one.taken}) for one in told]

    def test_assign_role(self):
        store = self.users.portal_role_manager
        for told in ([("a", {"Reviewer"}, set())], []):
            change = store.assignRoleToPrincipal, "Reviewer", "a"
            self.assertEqual(told, self.told_of_roles(*change))
        self.assertEqual({"Reviewer"}, users.roles_given(store, ["a"]))

    def test_unassign_role(self):
        store = self.users.portal_role_manager
        store.assignRoleToPrincipal("Reviewer", "a")
        change = store.removeRoleFromPrincipal, "Reviewer", "a"
        self.assertEqual([("a", set(), {"Reviewer"})], self.told_of_roles(*change))
        self.assertEqual(set(), users.roles_given(store, ["a"]))

    def test_assign_roles(self):
        store = self.users.portal_role_manager
        for roles, given, taken in (
            (["Reviewer", "Authenticated"], {"Reviewer"}, set()),
            (["Manager"], {"Manager"}, {"Reviewer"}),
        ):
            told = self.told_of_roles(store.assignRolesToPrincipal, roles, "a")
            self.assertEqual([("a", given, taken)], told)
            self.assertEqual({*roles}, users.roles_given(store, ["a"]))

    def test_add_local_roles(self):
        change = self.portal.manage_addLocalRoles, "a", ["Reviewer"]
        self.assertEqual([("a", {"Reviewer"}, set())], self.told_of_roles(*change))
        change = self.portal["cheetahs"].manage_addLocalRoles, "a", ["Reviewer"]
        self.assertEqual([], self.told_of_roles(*change))
        for place in (self.portal, self.portal["cheetahs"]):
            self.assertEqual(("Reviewer",), place.get_local_roles_for_userid("a"))

    def test_set_local_roles(self):
        self.portal.manage_setLocalRoles("a", ["Reviewer"])
        change = self.portal.manage_setLocalRoles, "a", ["Editor"]
        self.assertEqual([("a", {"Editor"}, {"Reviewer"})], self.told_of_roles(*change))
        self.assertEqual(("Editor",), self.portal.get_local_roles_for_userid("a"))

    def test_remove_local_roles(self):
        self.portal.manage_setLocalRoles("a", ["Reviewer"])
        change = self.portal.manage_delLocalRoles, ["a", "b"]
        self.assertEqual([("a", set(), {"Reviewer"})], self.told_of_roles(*change))
        self.assertEqual((), self.portal.get_local_roles_for_userid("a"))

    def test_query_paths(self):
        index = ExtendedPathIndex("path")
        for rid, path in enumerate(("/a", "/a/b", "/a/b/c"), 1):
            place = SimpleNamespace(getPhysicalPath=partial(str.split, path, "/"))
            index.index_object(rid, place)
        limited = {"depth", "level", "navtree_start"}
        # There is no other number to limit.
        others = {"query", "operator", "navtree"}
        self.assertEqual(limited | others, set(index.query_options))

        def found(query_index, **options):
            asked = {"path": {"query": "/a", **options}}
            return list(query_index(IndexQuery(asked, "path", index.query_options)))

        self.assertEqual([1, 2, 3], found(index.query_index))
        for name in limited:
            for number in (-1, 0, 1, 2):
                theirs = found(index._old_query_index, **{name: number})
                ours = found(index.query_index, **{name: number})
                self.assertEqual(theirs, ours, (name, number))
        asked = Mock(return_value=())
        with patch.object(ExtendedPathIndex, "_old_query_index", asked):
            found(index.query_index, **dict.fromkeys(limited, 10**9))
        (record, _among), _options = asked.call_args
        for name in limited:
            self.assertEqual(patches.DEEPEST, getattr(record, name), name)

    def test_begin_batch(self):
        results = range(patches.MOST_LISTED + 100)

        def listed(size, begin=HypermediaBatch.__init__):
            batch = HypermediaBatch.__new__(HypermediaBatch)
            request = self.request_from()
            request.form.update(b_size=size, b_start="7")
            begin(batch, request, results)
            return list(batch), batch.items_total

        theirs = HypermediaBatch._old___init__
        for size in ("1", "25", str(patches.MOST_LISTED)):
            self.assertEqual(listed(size, theirs), listed(size), size)
        items, total = listed("100000")
        self.assertEqual([*results[7 : 7 + patches.MOST_LISTED]], items)
        self.assertEqual(len(results), total)
        with self.assertRaisesRegex(BadRequest, "b_size"):
            listed("-5")

    def test_query_text(self):
        tool = api.portal.get_tool("portal_catalog")
        index = catalog.inner_catalog(tool).getIndex("Title")

        def found(query_index, text):
            asked = IndexQuery({"Title": text}, "Title", index.query_options)
            return dict(query_index(asked))

        for text in ("cheetahs", "cheet*", "library OR cheetahs"):
            theirs = found(index._old_query_index, text)
            self.assertEqual(theirs, found(index.query_index, text), text)
        for text in ("*", "(", "cheetahs AND", "NOT cheetahs", "(" * 5000):
            with self.assertRaises((ParseError, QueryError, RecursionError), msg=text):
                found(index._old_query_index, text)
            with self.assertRaises(ValueError, msg=text):
                found(index.query_index, text)
        with self.assertRaises(ValueError):
            found(index.query_index, "c*e*t*s")

    def test_log_error(self):
        """It is asked once the answer has its status."""
        info = (LookupError, LookupError("no"), None)
        for status, is_kept in ((200, True), (404, False), (400, False), (500, True)):
            log, request = SiteErrorLog(), self.request_from()
            log._p_oid = token_hex().encode()  # logs that are not stored are the same one
            log.REQUEST = request
            log.setProperties(20, copy_to_zlog=0)
            request.response.setStatus(status)
            with self.subTest(status=status):
                log.raising(info)
                self.assertEqual(is_kept, bool(log.getLogEntries()))
                log._old_raising(info)
                self.assertTrue(log.getLogEntries())

    def add_lightly(self):
        """An alert without a version, in the database."""
        values = {"title": "EXERCISE – one", "alert_type": "other", "handling": "green"}
        item = createContent("Alert", **values)
        with api.env.adopt_user(USER), adding.added_lightly(item):
            item = addContentToContainer(self.portal.cheetahs.library, item)
        transaction.commit()
        return item

    def test_version_of(self):
        serializer = SerializeToJson(self.add_lightly(), self.request)
        with api.env.adopt_user("secretariat"):
            for first in (0, "0"):
                with self.assertRaises(ArchivistError):
                    serializer._old_getVersion(first)
                self.assertIs(serializer.context, serializer.getVersion(first))
            self.assertIs(serializer.context, serializer.getVersion("current"))
            with self.assertRaises(ArchivistError):
                serializer.getVersion("1")

    def test_read_content(self):
        mark_as_api_request(self.request, "application/json")
        service = ContentGet()
        service.context, service.request = self.add_lightly(), self.request
        for number, theirs in (("1", ArchivistError), ("x", ValueError)):
            self.request.form["version"] = number
            with api.env.adopt_user("secretariat"):
                with self.assertRaises(theirs):
                    service._old_reply()
                with self.assertRaises(NotFound):
                    service.reply()

    def test_local_roles_allowed(self):
        """It lets in whom Plone lets in, and nobody else."""
        manager = self.users["borg_localroles"]
        group = self.portal.cheetahs
        places = (self.portal, group, group.library, group.workspaces)
        wanted = [(role,) for role in self.portal.valid_roles()]
        for name in some(IWorkspace(group).members):
            user = self.users.getUserById(name)
            for place, roles in product(places, wanted):
                theirs = manager._old_checkLocalRolesAllowed(user, place, roles)
                ours = manager.checkLocalRolesAllowed(user, place, roles)
                with self.subTest(name, place=place, roles=roles):
                    self.assertEqual(bool(theirs), bool(ours))

    def test_save_version(self):
        repository = api.portal.get_tool("portal_repository")
        for save, total in (("_old_save", 1), ("save", 2)):
            item = self.add_lightly()
            with api.env.adopt_user("secretariat"):
                item.title = "EXERCISE – two"
                getattr(repository, save)(item)
                transaction.commit()
                self.assertEqual(total, len(repository.getHistory(item)), save)

    def test_kept_state(self):
        blob = Blob()
        self.assertIsNone(blob.__getstate__())
        with blob.open("w") as file:
            file.write(b"three cubs")
        told = {blobs.CHECKSUM: sha256(b"three cubs").hexdigest()}
        self.assertEqual(told, blob.__getstate__())
        # What is there would be lost.
        self.assertIsNone(blob._old___getstate__())

    def assert_same_attributes(self, folder):
        """Found are the same as before, and nothing else."""
        nothing = object()
        names = {"acl_users", "@library", "no-such", "no_such", "exclude_from_nav", "id"}
        names |= {"__conform__", "_v_none", "main_template", "description", "title"}
        kind, base = type(aq_base(folder)), aq_base(folder)
        for name in (*names, *list(folder.objectIds())[:50]):
            try:
                before = kind._old___getattr__(base, name)
            except AttributeError:
                before = nothing
            try:
                found = kind.__getattr__(base, name)
            except AttributeError:
                found = nothing
            with self.subTest(folder=folder, name=name):
                self.assertIs(aq_base(before), aq_base(found))

    def test_attribute_of_portal(self):
        self.assert_same_attributes(self.portal)
        self.assertEqual("acl_users", self.portal.acl_users.getId())

    def test_attribute_of_folder(self):
        for folder in (self.portal.cheetahs, self.portal.cheetahs.library):
            self.assert_same_attributes(folder)

    def test_a_field_has_its_default_before_an_item_its_place(self):
        """Members choose names of items, and must not change what a folder says."""
        base = aq_base(self.portal.cheetahs.library)
        fields = (*iterSchemataForType("LibraryFolder"),)
        names = {name for one in fields for name in getFieldNames(one)} - vars(
            base
        ).keys()
        self.assertTrue(names)
        for name in names:
            before = getattr(base, name)
            base._tree[name] = item = SimpleNamespace()
            self.assertEqual(before, getattr(base, name), name)
            self.assertIsNot(item, getattr(base, name), name)

    def test_language_settings(self):
        registry, utility = getUtility(IRegistry), getUtility(ILanguageUtility)
        theirs = LanguageUtility._old_settings.fget(utility)
        ours = utility.settings
        for name in ILanguageSchema.names():
            self.assertEqual(getattr(theirs, name), getattr(ours, name), name)
        before = ours.use_path_negotiation
        registry["plone.use_path_negotiation"] = not before
        self.assertIs(
            not before, getUtility(ILanguageUtility).settings.use_path_negotiation
        )

    def test_direct_interfaces(self):
        class IBase(Interface):
            pass

        class IMore(IBase):
            pass

        request = request_with()
        for marks in ((), (IMore,), (IBase, IMore)):
            alsoProvides(request, *marks)
            theirs = list(browser_layers._old_directlyProvidedBy(request))
            self.assertEqual(theirs, patches.direct_interfaces(request))

    def test_also_provide(self):
        class IBase(Interface):
            pass

        class IMore(IBase):
            pass

        for before in ((), (IMore,), (IBase,)):
            for added in ((IBase,), (IMore,), (IMore, IBase)):
                ours, theirs = request_with(), request_with()
                for request in (ours, theirs):
                    alsoProvides(request, *before)
                patches.also_provide(ours, *added)
                api_events._old_alsoProvides(theirs, *added)
                self.assertEqual([*providedBy(theirs)], [*providedBy(ours)])

    def test_tool_of_site(self):
        for name in ("portal_skins", "acl_users"):
            found = theme_layer.getToolByName(self.portal, name, None)
            self.assertIs(aq_base(self.portal[name]), aq_base(found))
        self.assertIsNone(theme_layer.getToolByName(self.portal, "no-such", None))

    def test_language_utility(self):
        """The language is the same, in each state of the settings."""
        registry, unread = getUtility(IRegistry), getUtility(ILanguageUtility)
        registry["plone.available_languages"] = ["en", "fr", "es"]
        settings = [f"plone.use_{kind}_negotiation" for kind in ("cookie", "request")]
        for cookie, header, *switched in product(
            ("", "fr"), ("", "es"), (False, True), (False, True)
        ):
            for name, value in zip(settings, switched, strict=True):
                registry[name] = value
            request = request_with(HTTP_ACCEPT_LANGUAGE=header)
            request.cookies["I18N_LANGUAGE"] = cookie
            ours = negotiate.NegotiateLanguage(self.portal, request)
            with patch.object(negotiate, "getUtility", return_value=unread):
                theirs = negotiate.NegotiateLanguage(self.portal, request)
            self.assertEqual(vars(theirs), vars(ours), (cookie, header, switched))
        other = Mock()
        with patch.object(patches, "getUtility", return_value=other):
            self.assertIs(other, negotiate.getUtility(ILanguageUtility))

    def test_policy_of_plugins(self):
        request = self.layer["request"]
        self.assertFalse(theme_hooks.theming_policy(request).isThemeEnabled())
        theirs = theme_hooks._old_theming_policy(request)
        registry, plugin = getGlobalSiteManager(), Mock(dependencies=())
        registry.registerUtility(plugin, IThemePlugin, "exercise")
        self.addCleanup(registry.unregisterUtility, plugin, IThemePlugin, "exercise")
        self.assertIs(type(theirs), type(theme_hooks.theming_policy(request)))

    def test_changed_content(self):
        app = self.layer["app"]
        self.assertFalse(transactions.has_changed_content(app))
        self.portal.cheetahs.title = "Other"
        self.assertTrue(transactions.has_changed_content(app))

    def test_transformed(self):
        """Pages are, and JSON of who has written something, as that may be forbidden."""
        request = self.request_from()
        for kind, writes, is_asked in (
            ("application/json", False, False),
            ("application/json", True, True),
            ("application/json; charset=utf-8", False, False),
            ("text/html", False, True),
            ("text/html", True, True),
            ("", False, True),
        ):
            request.response.setHeader("Content-Type", kind)
            with (
                patch.object(Transformer, "_old___call__", return_value="so") as chain,
                patch.object(patches, "has_changed_content", return_value=writes),
            ):
                answer = Transformer()(request, ["x"], "utf-8")
            with self.subTest(kind=kind, writes=writes):
                self.assertEqual("so" if is_asked else None, answer)
                self.assertEqual(is_asked, chain.called)

    def test_new_user_form(self):
        """What it looks at after the account was made."""
        form = NewUserForm(self.portal, self.request)
        self.assertFalse(form._finishedRegister)

    def request_from(self, **environ: str) -> HTTPRequest:
        request = request_with(**environ)
        request["PARENTS"] = [self.layer["app"]]
        return request
