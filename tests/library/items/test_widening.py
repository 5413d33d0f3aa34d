"""What depends on an item, and what its new readers would get with it."""

from cites.cug.access.transitions import OutOfTurn
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.library.items import widening
from cites.cug.library.items.actions import set_state
from cites.cug.library.tools.corrections.actions import propose
from cites.cug.library.tools.sightings.actions import add_sighting
from plone import api
from plone.app.testing import login
from tests.library.item_case import ItemCase
from zExceptions import Unauthorized


SEEN = {"country": "XB", "date": None, "quantity": None, "note": "At the port."}


class WideningTest(ItemCase):
    def dependents(self, item, state, *named):
        found = widening.dependents_of(item, state, named)
        return {one.kind: (one.total, one.follow) for one in found}

    def test_each_kind_says_how_much_new_readers_get(self):
        item = self.item()
        self.assertEqual({}, self.dependents(item, "shared"))
        api.content.create(item, "File", "a", title="EXERCISE")
        set_state(item, "enforcement")
        item.translations = {"fr": {"title": "EXERCICE"}}
        for user in ("police-xb", "customs-xb"):
            with api.env.adopt_user(user):
                add_sighting(item, SEEN, acting_user=user)
        with api.env.adopt_user("police-xb"):
            propose(item, "location", "Port", "", acting_user="police-xb")
        enforcement = {"files": (1, 1), "translations": (1, 1), "corrections": (1, 0)}
        self.assertEqual(
            {**enforcement, "sightings": (2, 0)}, self.dependents(item, "shared")
        )
        self.assertEqual(
            {**enforcement, "sightings": (2, 2)},
            self.dependents(item, "chosen", "category:police"),
        )

    def test_the_secretariat_looks_at_what_follows(self):
        item = self.item("enforcement")
        with self.assertRaises(Unauthorized):
            widening.look_ahead(item, "share")
        login(self.portal, "secretariat")
        told = widening.look_ahead(item, "share")
        self.assertEqual(["igo-interpol", "igo-unodc"], told["gain"])
        self.assertEqual(
            ("shared", [], []), tuple(map(told.get, ("state", "lose", "dependents")))
        )
        named = ["member:police-xb", "organisation:UNODC"]
        told = widening.look_ahead(item, "choose", named)
        self.assertEqual((["igo-unodc"], "chosen"), (told["gain"], told["state"]))
        self.assertIn("wildlife-xc", told["lose"])
        self.assertEqual("enforcement", api.content.get_state(item))

    def test_what_would_be_refused_is_refused(self):
        item = self.item("enforcement", handling="amber_strict")
        login(self.portal, "secretariat")
        with self.assertRaises(OutOfTurn):
            widening.look_ahead(item, "submit")
        for name, given, field in (
            ("share", None, "handling"),
            ("choose", None, "readers"),
            ("choose", ["category:igo"], "readers"),
            ("archive", ["country:XB"], "readers"),
        ):
            with self.assertRaises(InvalidValues) as raised:
                widening.look_ahead(item, name, given)
            self.assertEqual(field, raised.exception.mistakes[0][0], name)

    def test_nothing_depends_on_a_folder(self):
        login(self.portal, "secretariat")
        told = widening.look_ahead(self.folder(), "choose", ["country:XB"])
        self.assertEqual([], told["dependents"])
