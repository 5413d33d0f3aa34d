"""What a declared resource gets: services, pages and permissions, and nothing without."""

import cites.cug.web.resource
import json
import unittest
from cites.cug.access.permissions import Permission
from cites.cug.core.validation.errors import FORBIDDEN, Missing, Refusal
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ICugLayer
from cites.cug.web.layout.interfaces import INavigationEntry
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.resource.declaration import FormText, Resource, Verb
from cites.cug.web.resource.registration import permission_id, register_resource
from cites.cug.web.restapi.services import BATCH, Nothing, RestService
from inspect import getdoc
from plone.app.testing import login, logout, SITE_OWNER_NAME
from plone.testing.zca import popGlobalRegistry, pushGlobalRegistry
from Products.Five.browser import BrowserView
from tests.some import some
from typing import NamedTuple
from zExceptions import NotFound
from zope import schema
from zope.component import (
    getGlobalSiteManager,
    getMultiAdapter,
    getUtility,
    queryUtility,
)
from zope.configuration import xmlconfig
from zope.configuration.config import ConfigurationConflictError, ConfigurationMachine
from zope.configuration.exceptions import ConfigurationError
from zope.interface import alsoProvides, Interface


JSON = "_application_json_"
SPACE = "http://namespaces.cites.org/cug"
SERVICE = (
    f"<cug:service name='@sail' method='DELETE' factory='{__name__}.Sail'"
    " permission='cites.cug.Edit' />"
)
PAGE = f"<cug:page name='sail' class='{__name__}.SailPage' permission='cites.cug.Read' />"


class IBoats(Interface):
    """Where boats lie."""


class IBoat(Interface):
    name = schema.TextLine(title="Name", max_length=20)
    crew = schema.Int(title="Crew", required=False)


class IBoatQuery(Interface):
    q = schema.TextLine(title="Words", required=False)


class BoatLine(NamedTuple):
    id: str
    name: str
    crew: int | None


class Sail(RestService):
    """``POST {content}/@boats/{id}/sail``: sail away; 204"""

    def reply(self):
        return None


class SailPage(BrowserView):
    """Where one sails to."""

    navigation_entry = NavigationEntry("Sail", order=7)


class RowPage(SailPage):
    """The same by another way."""


#: Key of a boat → its values.
harbour = {}


def add_boat(context, values, *, acting_user):
    key = format(len(harbour) + 1, "032x")
    harbour[key] = values
    return key


def change_boat(context, key, values, *, acting_user):
    harbour[key] = values


def remove_boat(context, key, *, acting_user):
    del harbour[key]


class Boats(Resource):
    name = "boats"
    context_interface = IBoats
    place = "{content}"
    verbs = (
        Verb("GET", "", Permission.READ, "the boats."),
        Verb("POST", "", Permission.EDIT, "add a boat; 201"),
        Verb("GET", "{key}", Permission.READ, "one boat."),
        Verb("PATCH", "{key}", Permission.EDIT, "change a boat; 204"),
        Verb("DELETE", "{key}", Permission.KEEP_ACCOUNTS, "remove a boat; 204"),
        Verb("POST", "{key}/sail", Permission.READ, service=Sail),
    )
    schema = IBoat
    has_texts = False
    size = None
    add_action = staticmethod(add_boat)
    change_action = staticmethod(change_boat)
    remove_action = staticmethod(remove_boat)
    page_permission = Permission.READ
    title = "Boats"
    change_form = FormText("Change", "Save", "Saved.")
    remove_form = FormText("Remove?", "Remove", "Removed.")

    def check_change(self, item):
        if item.name == "Fixed":
            raise Refusal("It is fixed.", FORBIDDEN)

    def list_items(self, filters):
        return [BoatLine(key, **values) for key, values in harbour.items()]

    def list_keys(self, items):
        return {**super().list_keys(items), "crews": sum(one.crew or 0 for one in items)}

    def find(self, key):
        return BoatLine(key, **harbour[key]) if key in harbour else None

    def serialize_item(self, item):
        return {"@id": f"{self.rest_url}/{item.id}", **item._asdict()}


class FilteredBoats(Boats):
    query_schema = IBoatQuery
    size = 2
    has_texts = True


class ResourceCase(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        pushGlobalRegistry()
        self.addCleanup(popGlobalRegistry)
        self.addCleanup(harbour.clear)
        self.place = self.layer["portal"].cheetahs
        alsoProvides(self.place, IBoats)
        self.addCleanup(logout)
        login(self.layer["app"], SITE_OWNER_NAME)

    def register(self, *resources):
        machine = ConfigurationMachine()
        for one in resources:
            register_resource(machine, one)
        machine.execute_actions()

    def registered(self):
        """Each view that was registered for these objects, by its name."""
        return {
            one.name.replace(JSON, " "): one.factory
            for one in getGlobalSiteManager().registeredAdapters()
            if one.required == (IBoats, ICugLayer)
        }

    def service(self, verb, name="@boats", key="", body=None):
        request = self.layer["request"].clone()
        alsoProvides(request, ICugLayer)
        request.method = verb
        request.environ["REQUEST_METHOD"] = verb
        request["BODY"] = json.dumps(body or {}).encode()
        request.form = {}
        found = getMultiAdapter((self.place, request), name=f"{verb}{JSON}{name}")
        found.named = {"key": key}
        return found

    def ask(self, *args, **named):
        service = self.service(*args, **named)
        answer = service.render()
        return json.loads(answer) if answer else service.request.response.getStatus()


class RegistrationTest(ResourceCase):
    def test_each_verb_has_its_permission(self):
        self.register(Boats)
        found = {
            name: factory.__roles__.__name__
            for name, factory in self.registered().items()
        }
        self.assertEqual(
            found,
            {
                "GET @boats": Permission.READ,
                "POST @boats": Permission.EDIT,
                "GET @boats/{key}": Permission.READ,
                "PATCH @boats/{key}": Permission.EDIT,
                "DELETE @boats/{key}": Permission.KEEP_ACCOUNTS,
                "POST @boats/{key}/sail": Permission.READ,
                # Zope asks them for those below.
                "PATCH @boats": Permission.EDIT,
                "DELETE @boats": Permission.KEEP_ACCOUNTS,
                "boats": Permission.READ,
            },
        )
        for verb in ("PATCH", "DELETE"):
            self.assertTrue(issubclass(self.registered()[f"{verb} @boats"], Nothing))

    def test_nothing_is_registered_without_a_permission(self):
        for permission in (None, "", "zope.Public", "zope2.View", "cites.cug.Read"):
            with self.subTest(permission=permission):
                verbs = (Boats.verbs[0], Verb("POST", "", permission, "add a boat"))
                with self.assertRaisesRegex(ConfigurationError, "permission"):
                    self.register(type("Open", (Boats,), {"verbs": verbs}))
                self.assertEqual(self.registered(), {})

    def test_no_page_is_registered_without_a_permission(self):
        with self.assertRaisesRegex(ConfigurationError, "permission"):
            self.register(type("Open", (Boats,), {"page_permission": "zope.Public"}))
        self.register(type("NoPage", (Boats,), {"page_permission": None}))
        self.assertNotIn("boats", self.registered())

    def test_a_verb_has_to_say_its_permission(self):
        with self.assertRaises(TypeError):
            Verb("GET", "")

    def test_each_permission_of_ours_is_known_to_zcml(self):
        for permission in some(one for one in Permission if one.startswith("cites.cug")):
            self.assertTrue(permission_id(permission), permission)

    def test_two_resources_of_one_name_conflict(self):
        with self.assertRaises(ConfigurationConflictError):
            self.register(Boats, FilteredBoats)

    def test_without_a_get_of_an_item_nothing_is_compared(self):
        verbs = [one for one in Boats.verbs if one[:2] != ("GET", "{key}")]
        self.register(type("Listed", (Boats,), {"verbs": verbs}))
        listed = self.registered()["DELETE @boats/{key}"]
        self.assertIs(listed.current_state, RestService.current_state)

    def test_below_a_name_of_several_parts(self):
        self.register(type("Below", (Boats,), {"name": "port/boats"}))
        found = self.registered()
        self.assertIn("PATCH @port/boats/{key}", found)
        self.assertNotIn("PATCH @port/boats", found)

    def test_services_say_what_they_take(self):
        self.register(FilteredBoats)
        found = self.registered()
        self.assertEqual(tuple(found["GET @boats"].parameters), ("q", *BATCH))
        self.assertIs(found["GET @boats"].query_schema, IBoatQuery)
        keys = ("name", "crew", "decisions", "non_nominal_confirmed")
        self.assertEqual(found["POST @boats"].keys, keys)
        self.assertEqual(found["PATCH @boats/{key}"].schemas, (IBoat,))
        text = "``PATCH {content}/@boats/{id}``: change a boat; 204"
        self.assertEqual(getdoc(found["PATCH @boats/{key}"]), text)
        self.assertTrue(issubclass(found["POST @boats/{key}/sail"], Sail))


class ServicesTest(ResourceCase):
    def setUp(self):
        super().setUp()
        self.register(Boats)

    def test_an_item_from_its_beginning_to_its_end(self):
        made = self.ask("POST", body={"name": "Argo", "crew": 50})
        url = f"{self.place.absolute_url()}/@boats"
        key = made["id"]
        argo = {"@id": f"{url}/{key}", "id": key, "name": "Argo", "crew": 50}
        self.assertEqual(made, argo)
        self.assertEqual(self.ask("GET", "@boats/{key}", key), argo)
        listed = {"@id": url, "items_total": 1, "crews": 50, "items": [argo]}
        self.assertEqual(self.ask("GET"), listed)
        status = self.ask("PATCH", "@boats/{key}", key, {"crew": 49})
        self.assertEqual(status, 204)
        self.assertEqual(harbour[key], {"name": "Argo", "crew": 49})
        self.assertEqual(self.ask("DELETE", "@boats/{key}", key), 204)
        self.assertEqual(harbour, {})
        for verb in ("GET", "PATCH", "DELETE"):
            with self.assertRaises(Missing):
                self.ask(verb, "@boats/{key}", key)

    def test_what_the_resource_refuses_is_not_done(self):
        key = self.ask("POST", body={"name": "Fixed"})["id"]
        for verb in ("PATCH", "DELETE"):
            with self.assertRaisesRegex(Refusal, "It is fixed"):
                self.ask(verb, "@boats/{key}", key)
        self.assertIn(key, harbour)

    def test_a_key_that_is_no_field_is_refused(self):
        with self.assertRaises(Refusal):
            self.ask("POST", body={"name": "Argo", "non_nominal_confirmed": "x"})

    def test_may_asks_for_the_permission_and_the_resource(self):
        key = self.ask("POST", body={"name": "Argo"})["id"]
        boats = Boats(self.place, self.layer["request"])
        argo = boats.get(key)
        self.assertTrue(boats.may("POST"))
        self.assertTrue(boats.may("PATCH", argo))
        self.assertFalse(boats.may("PATCH", argo._replace(name="Fixed")))
        self.assertFalse(boats.may("DELETE", argo))  # only the Secretariat
        self.assertFalse(boats.may("PUT", argo))
        logout()
        self.assertFalse(boats.may("POST"))
        self.assertFalse(boats.may("GET", argo))


class PlaceTest(ResourceCase):
    """Pages and services that are registered one by one."""

    def load(self, text):
        machine = ConfigurationMachine()
        xmlconfig.registerCommonDirectives(machine)
        xmlconfig.include(machine, "meta.zcml", cites.cug.web.resource)
        spaces = f"xmlns='http://namespaces.zope.org/zope' xmlns:cug='{SPACE}'"
        xmlconfig.string(f"<configure {spaces}>{text}</configure>", machine)

    def test_they_are_for_what_is_around_them_and_for_our_layer(self):
        place = f"interface='{__name__}.IBoats'"
        self.load(f"<cug:at {place}>{SERVICE}{PAGE}</cug:at>")
        self.assertEqual({"DELETE @sail", "sail"}, self.registered().keys())

    def test_one_of_the_navigation_is_in_it_with_its_name_and_permission(self):
        self.load(PAGE.replace("/>", f"for='{__name__}.IBoats' />"))
        entry = getUtility(INavigationEntry, "sail")
        told = (entry.title, entry.path, entry.permission, entry.order)
        self.assertEqual(("Sail", "sail", Permission.READ, 7), told)

    def test_one_that_follows_it_is_not(self):
        page = PAGE.replace("SailPage", "RowPage").replace("name='sail'", "name='row'")
        self.load(page.replace("/>", f"for='{__name__}.IBoats' />"))
        self.assertIsNone(queryUtility(INavigationEntry, "row"))

    def test_one_says_by_itself_what_it_is_for(self):
        place = f"for='{__name__}.IBoats'"
        self.load(SERVICE.replace("/>", f"{place} />"))
        self.assertEqual({"DELETE @sail"}, self.registered().keys())

    def test_one_that_does_not_is_refused(self):
        for text in (SERVICE, PAGE):
            with self.assertRaisesRegex(ConfigurationError, "what it is for"):
                self.load(text)


class PagesTest(ResourceCase):
    def page(self, *path):
        request = self.layer["request"].clone()
        alsoProvides(request, ICugLayer)
        found = getMultiAdapter((self.place, request), name="boats")
        for name in path:
            found = found.publishTraverse(request, name)
        return found

    def test_only_the_forms_that_are_declared_have_addresses(self):
        self.register(Boats)
        key = add_boat(self.place, {"name": "Argo", "crew": 50}, acting_user="")
        for path in (("add",), (key, "sail")):
            with self.assertRaises(NotFound):
                self.page(*path)()

    def test_a_form_is_for_whoever_may_do_what_it_is_for(self):
        self.register(Boats)
        key = add_boat(self.place, {"name": "Argo", "crew": 50}, acting_user="")
        fixed = add_boat(self.place, {"name": "Fixed", "crew": 0}, acting_user="")
        form, given = self.page(key).find()
        self.assertEqual(form(self.place, self.layer["request"]).find(*given).id, key)
        for path in ((fixed,), (key, "remove"), ("0" * 32,)):
            with self.assertRaises(Missing):
                self.page(*path)()
