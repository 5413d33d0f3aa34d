"""Filters follow from the schemas: one directive is all that a field needs."""

import unittest
from cites.cug import _
from cites.cug.core.codelists.fields import code, codes
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.items.directives import filterable
from cites.cug.library.items.specimens import Specimens
from cites.cug.library.lists import filters
from cites.cug.library.lists.filters import add_missing_indexes, FILTERS, index_values
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from plone import api
from plone.app.testing import login
from plone.supermodel import model
from types import SimpleNamespace
from unittest.mock import patch
from zope.interface import directlyProvides
from zope.schema import TextLine


class IFirst(model.Schema):
    concealment = codes(_("library_method_of_concealment"), "concealment")
    place = code(_("library_alert_kind_of_place"), "location_type")
    lines = Specimens(title=_("common_specimens_label"))
    name = TextLine(title=_("common_name_label"))
    filterable("concealment", counted=True)
    filterable(
        "place", name="where", title=_("library_alert_place_label"), index="place_index"
    )
    filterable("lines", column="term")
    filterable("name")


class ISecond(model.Schema):
    places = codes(_("library_alert_kind_of_place"), "location_type")
    filterable("places", name="where")


class CollectedTest(unittest.TestCase):
    def setUp(self):
        with patch.object(filters, "SCHEMAS", (IFirst, ISecond)):
            self.filters = filters._collect_filters()

    def item(self, schema, **values):
        item = SimpleNamespace(**values)
        directlyProvides(item, schema)
        return item

    def test_what_follows_from_one_line(self):
        one = self.filters["concealment"]
        self.assertEqual(one.title.default, "Method of concealment")
        self.assertEqual(one.index, "library_concealment")
        self.assertEqual(one.code_list, "concealment")
        self.assertTrue(one.is_multiple)
        self.assertTrue(one.counted)

    def test_what_a_line_may_say_besides(self):
        one = self.filters["where"]
        self.assertEqual((one.title.default, one.index), ("Place", "place_index"))
        self.assertFalse(one.counted)
        self.assertIsNone(self.filters["name"].code_list)
        self.assertFalse(self.filters["name"].is_multiple)

    def test_fields_of_two_schemas_are_one_filter(self):
        one = self.filters["where"]
        self.assertTrue(one.is_multiple, "one of them holds several codes")
        self.assertEqual(one.values(self.item(IFirst, place="port")), ["port"])
        second = self.item(ISecond, places=["port", "market"])
        self.assertEqual(one.values(second), ["port", "market"])

    def test_values_of_lines_are_there_once(self):
        lines = [{"term": term} for term in ("SKI", "LIV", "SKI", None)]
        one = self.filters["term"]
        self.assertEqual(one.values(self.item(IFirst, lines=lines)), ["LIV", "SKI"])
        self.assertEqual(one.code_list, "term")

    def test_what_says_nothing_is_not_indexed(self):
        for name, empty in (("concealment", []), ("where", None), ("term", None)):
            values = {"concealment": empty, "place": empty, "lines": empty}
            with self.assertRaises(AttributeError):
                index_values(self.filters[name], self.item(IFirst, **values))
        with self.assertRaises(AttributeError):
            index_values(self.filters["term"], self.item(ISecond))


class IndexesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.catalog = api.portal.get_tool("portal_catalog")
        login(self.portal, "customs-xa")

    def make(self, **values):
        values = {"title": "EXERCISE", "alert_type": "other", **values}
        return api.content.create(
            self.portal.cheetahs.library, "Alert", handling="green", **values
        )

    def found(self, **asked):
        page = list_items(self.portal.cheetahs, LibrarySearch(asked))
        return [uid for _path, uid, _row in page.rows]

    def test_each_filter_has_its_index(self):
        self.assertLessEqual(
            {one.index for one in FILTERS.values()}, set(self.catalog.indexes())
        )

    def test_an_older_portal_gets_what_it_lacks_with_what_is_there(self):
        item = self.make(concealment=["parcel"], alleged_origin="XA")
        self.make(concealment=["on_body"])
        self.catalog.delIndex("library_concealment")
        self.catalog.delIndex("library_origin")
        names = add_missing_indexes(self.catalog)
        self.assertCountEqual(names, ["library_concealment", "library_origin"])
        self.assertEqual(self.found(concealment="parcel"), [item.UID()])
        self.assertEqual(self.found(origin="XA"), [item.UID()])
        self.assertEqual(add_missing_indexes(self.catalog), [])

    def test_a_change_of_the_item_is_found(self):
        item = self.make(concealment=["parcel"])
        item.concealment = ["on_body"]
        item.reindexObject()
        self.assertEqual(self.found(concealment="parcel"), [])
        self.assertEqual(self.found(concealment="on_body"), [item.UID()])

    def test_a_picture_in_an_alert_has_none_of_its_values(self):
        alert = self.make(concealment=["parcel"])
        self.assertTrue(ILibraryItem.providedBy(alert))
        login(self.portal, "customs-xa")
        picture = api.content.create(alert, "Image", title="EXERCISE")
        brains = self.catalog.unrestrictedSearchResults(library_concealment="parcel")
        self.assertNotIn(picture.UID(), [brain.UID for brain in brains])
        self.assertEqual(len(brains), 1)
