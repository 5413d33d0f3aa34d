"""A form over a schema without content: what every such form does by itself."""

import unittest
from cites.cug.core.validation.errors import FieldError, InvalidValue, InvalidValues
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ICugLayer
from cites.cug.web.confirmation.requirement import NonNominal
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.local_texts import in_languages
from cites.cug.web.limits.use import Limit, OverLimit
from datetime import datetime, timedelta, UTC
from lxml import html
from plone.app.testing import login
from plone.protect import createToken
from plone.supermodel import model
from zope import schema
from zope.interface import alsoProvides, Interface


class IShift(Interface):
    place = schema.TextLine(title="Place", max_length=10)
    officers = schema.Int(title="Officers", min=1)
    day = schema.Date(title="Day", required=False)


class ShiftForm(SchemaForm):
    schema = IShift
    page_title = "A shift"

    def index(self):
        return self.form()

    def initial_values(self):
        return {"place": "Port"}

    def contradictions(self, data):
        late = data.get("place") == "Nowhere"
        return {"place": InvalidValue("There is no such place.")} if late else {}

    def handle(self, data):
        if isinstance(self.outcome, Exception):
            raise self.outcome
        self.done = data

    outcome, done = None, None


class BareForm(ShiftForm):
    buttons_prefix = ""


@in_languages("place")
class ILocalShift(model.Schema):
    place = schema.TextLine(title="Place", max_length=10)


class LocalShiftForm(ShiftForm):
    schema = ILocalShift


class SchemaFormTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.group = self.layer["portal"].cheetahs
        login(self.layer["portal"], "customs-xa")

    def send(self, outcome=None, method="POST", form=ShiftForm, **values):
        request = self.layer["request"].clone()
        alsoProvides(request, ICugLayer)
        request.method = request.environ["REQUEST_METHOD"] = method
        request.form.update({"_authenticator": createToken(), **values})
        form = form(self.group, request)
        form.outcome = outcome
        self.page = html.fromstring(form())
        return form

    def status(self, form) -> int:
        return form.request.response.getStatus()

    def typed(self) -> dict[str, str]:
        return dict(self.page.xpath("//form")[0].form_values())

    def summary(self) -> list[str]:
        items = self.page.xpath("//*[@id='form-errors']//li")
        return [" ".join(item.text_content().split()) for item in items]

    def test_it_begins_with_what_is_there_and_changes_nothing(self):
        form = self.send(method="GET", place="Elsewhere", officers="2", save="1")
        self.assertEqual("Port", self.typed()["place"])
        self.assertIsNone(form.done)

    def test_what_a_form_is_about_comes_first_and_is_not_folded_away(self):
        self.send(method="GET", form=LocalShiftForm)
        asked = self.page.xpath("//form//input[@type='text']")
        self.assertEqual("place", asked[0].get("name"))
        folded = self.page.xpath("//details[not(@open)]//input/@name")
        self.assertNotIn("place", folded)
        self.assertIn("place_fr", folded)

    def test_values_come_as_the_schema_has_them(self):
        form = self.send(place=" Port ", officers="2")
        expected = {"place": "Port", "officers": 2, "day": None}
        self.assertEqual((expected, 200), (form.done, self.status(form)))

    def test_every_mistake_is_named_linked_and_tied_to_its_input(self):
        form = self.send(place="Nowhere", officers="none")
        self.assertEqual((None, 400), (form.done, self.status(form)))
        self.assertEqual(
            ["Place: There is no such place.", "Officers: Enter a whole number."],
            self.summary(),
        )
        for link in self.page.xpath("//*[@id='form-errors']//a"):
            (wrong,) = self.page.xpath("//*[@id=$id]", id=link.get("href")[1:])
            self.assertEqual("true", wrong.get("aria-invalid"))
            (note,) = self.page.xpath("//*[@id=$id]", id=wrong.get("aria-describedby"))
            self.assertTrue(note.text_content().strip())
        self.assertEqual("none", self.typed()["officers"])

    def test_what_the_deed_refuses_is_shown_at_its_input_and_the_rest_above(self):
        mistakes = [("officers", FieldError("Too few.")), ("ship", FieldError("Sunk."))]
        form = self.send(InvalidValues(mistakes), place="Port", officers="1")
        self.assertEqual(400, self.status(form))
        self.assertEqual(["Officers: Too few.", "Sunk."], self.summary())
        self.assertEqual("1", self.typed()["officers"])

    def test_held_back_text_is_kept_and_asked_about(self):
        form = self.send(NonNominal([], []), place="Port", officers="3")
        self.assertEqual(400, self.status(form))
        links = self.page.xpath("//*[@id='form-errors']//a/@href")
        self.assertEqual((["#decision"], "3"), (links, self.typed()["officers"]))

    def test_a_limit_keeps_what_was_typed(self):
        ends = datetime.now(UTC) + timedelta(minutes=5)
        over = OverLimit(Limit.CHECKS, 3, ends)
        form = self.send(over, place="Port", officers="4")
        self.assertEqual((429, "4"), (self.status(form), self.typed()["officers"]))

    def test_a_token_of_another_session_does_nothing_and_loses_nothing(self):
        form = self.send(place="Port", officers="5", _authenticator="old")
        self.assertEqual((None, 403), (form.done, self.status(form)))
        self.assertEqual("5", self.typed()["officers"])
        self.assertIn("open for too long", self.page.text_content())
        self.assertNotEqual("old", self.typed()["_authenticator"])

    def test_names_of_buttons_are_those_of_the_form_alone(self):
        form = self.send(method="GET")
        self.send(method="GET", form=BareForm)
        names = ["//button[@name='save']", "//button[@name='buttons.save']"]
        self.assertEqual([1, 0], [len(self.page.xpath(name)) for name in names])
        # As where another request makes its form between two steps of this one.
        form.actions.update()
        self.assertEqual("buttons.save", form.actions["save"].name)
