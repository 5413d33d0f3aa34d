"""The quick answer for an item is word for word that of plone.restapi."""

import unittest
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ICugLayer
from cites.cug.library.items.api.serializers import AlertJson, ItemFields
from datetime import date
from plone import api
from plone.app.textfield import RichTextValue
from plone.dexterity.utils import createContentInContainer
from plone.namedfile.file import NamedBlobFile, NamedBlobImage
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.serializer.dxcontent import SerializeFolderToJson, SerializeToJson
from plone.restapi.serializer.schema import SerializeSchemaToJson
from tests.library.samples import picture
from unittest.mock import patch
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


READER = "customs-xa"


class ItemJsonTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.request = self.layer["request"].clone()
        alsoProvides(self.request, ICugLayer)
        self.library = self.layer["portal"].cheetahs.library

    def make(self, portal_type, container=None, **fields):
        with api.env.adopt_user(READER):
            return createContentInContainer(
                self.library if container is None else container,
                portal_type,
                title="EXERCISE: cubs",
                **fields,
            )

    def full_alert(self):
        return self.make(
            "Alert",
            description="Two cubs.",
            alert_type="seizure",
            handling="green",
            body=RichTextValue("<p>Cubs</p>", "text/html", "text/x-html-safe"),
            incident_date=date(2026, 3, 1),
            incident_country="XA",
            latitude=1.5,
            alleged_origin="XB",
            transit_countries=["XB", "no longer known"],
            transport_mode=[],
            offender_count=0,
            share_iccwc=True,
            specimens=[{"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2.0}],
        )

    def assertSame(self, item, stock, **form):
        """Ours against the unchanged classes of plone.restapi."""
        self.request.form.update(form)
        with api.env.adopt_user(READER):
            answer = getMultiAdapter((item, self.request), ISerializeToJson)
            ours = answer()
            with patch.object(ItemFields, "__call__", SerializeSchemaToJson.__call__):
                theirs = stock(item, self.request)()
        self.assertEqual(ours, theirs)
        return ours

    def test_an_alert(self):
        answer = self.assertSame(self.full_alert(), SerializeFolderToJson)
        self.assertEqual(answer["incident_country"]["token"], "XA")
        self.assertEqual(answer["incident_date"], "2026-03-01")
        self.assertEqual(len(answer["transit_countries"]), 1)
        self.assertEqual(answer["items"], [])

    def test_an_alert_that_says_nothing(self):
        alert = self.make("Alert", alert_type="an unknown code", handling="green")
        answer = self.assertSame(alert, SerializeFolderToJson)
        self.assertEqual(answer["alert_type"], "an unknown code")
        self.assertIsNone(answer["body"])
        self.assertEqual(answer["specimens"], [])

    def test_an_alert_with_pictures_and_files(self):
        alert = self.full_alert()
        image = NamedBlobImage(picture(), "image/png", "cub.png")
        self.make("Image", alert, image=image)
        self.make("File", alert, file=NamedBlobFile(b"note", "text/plain", "note.txt"))
        answer = self.assertSame(alert, SerializeFolderToJson)
        self.assertEqual(answer["items_total"], 2)

    def test_what_a_caller_asks_for(self):
        alert = self.full_alert()
        answer = self.assertSame(alert, SerializeFolderToJson, include_items="false")
        self.assertNotIn("items", answer)
        answer = self.assertSame(alert, SerializeFolderToJson, expand="breadcrumbs")
        self.assertIn("items", answer["@components"]["breadcrumbs"])

    def test_a_document(self):
        document = self.make(
            "LibraryDocument",
            document_type="report",
            handling="amber",
            file=NamedBlobFile(b"words", "text/plain", "report.txt"),
            languages=["en"],
            countries=["XA"],
            species=["Acinonyx jubatus"],
        )
        answer = self.assertSame(document, SerializeToJson)
        self.assertEqual(answer["file"]["size"], 5)

    def test_each_alert_is_answered_so(self):
        answer = getMultiAdapter((self.full_alert(), self.request), ISerializeToJson)
        self.assertIsInstance(answer, AlertJson)
