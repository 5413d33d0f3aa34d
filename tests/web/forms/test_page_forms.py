"""Several forms on one page."""

import unittest
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import Refusal
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ICugLayer
from cites.cug.web.forms.page_forms import FormsPage, PageForm
from lxml import html
from plone.app.testing import login
from plone.protect import createToken
from zExceptions import Unauthorized
from zope import schema
from zope.interface import alsoProvides, Interface


class INote(Interface):
    note = schema.TextLine(title="Note", max_length=10)


class FirstForm(PageForm):
    schema = INote
    id = "first"
    page_title = "First"

    def handle(self, data):
        self.page.done.append((self.id, data["note"]))


class SecondForm(FirstForm):
    id = "second"
    page_title = "Second"
    permission = Permission.MANAGE_MEMBERS


class ClosedForm(FirstForm):
    id = "closed"
    page_title = "Closed"
    is_offered = False

    def handle(self, data):
        raise Refusal("It is closed.")


class DoForm(FirstForm):
    id, submit_value = "third", "third"
    button_name = "do"
    is_offered = False


class OtherForm(DoForm):
    id, submit_value = "fourth", "fourth"


class NotesPage(FormsPage):
    forms = (FirstForm, SecondForm, ClosedForm, DoForm, OtherForm)
    url = "/notes"

    def template(self):
        return f"<main>{self.shown_forms()}</main>"


class PageFormsTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        login(self.layer["portal"], "secretariat")

    def send(self, method="POST", **values):
        request = self.layer["request"].clone()
        alsoProvides(request, ICugLayer)
        request.method = request.environ["REQUEST_METHOD"] = method
        request.form.update(values, _authenticator=createToken())
        page = NotesPage(self.layer["portal"].cheetahs, request)
        page.done = []
        return page, html.fromstring(page()), request.response.getStatus()

    def test_each_offered_form_is_shown(self):
        _page, tree, status = self.send("GET")
        self.assertEqual(200, status)
        self.assertEqual(["first", "second"], tree.xpath("//form/@id"))
        self.assertEqual(["First", "Second"], tree.xpath("//h2/text()"))
        self.assertEqual(["first", "second"], tree.xpath("//button/@name"))

    def test_the_pressed_form_alone_reads_and_acts(self):
        page, tree, _status = self.send(second="1", note="Port")
        self.assertEqual([("second", "Port")], page.done)
        self.assertEqual(["", "Port"], tree.xpath("//input[@name='note']/@value"))

    def test_of_forms_with_one_name_of_a_button_its_value_tells(self):
        page, _tree, _status = self.send(do="fourth", note="Port")
        self.assertEqual([("fourth", "Port")], page.done)
        for values in ({"do": "x"}, {"do": ["third", "fourth"]}, {"first": "2"}, {}):
            page, _tree, status = self.send(note="Port", **values)
            self.assertEqual(([], 200), (page.done, status), values)

    def test_a_mistake_is_shown_at_the_pressed_form(self):
        page, tree, status = self.send(first="1", note="x" * 11)
        self.assertEqual(([], 400), (page.done, status))
        (wrong,) = tree.xpath("//form[.//*[@aria-invalid]]/@id")
        self.assertEqual("first", wrong)

    def test_the_button_of_a_form_needs_its_permission(self):
        login(self.layer["portal"], "customs-xa")
        with self.assertRaises(Unauthorized):
            self.send(second="1", note="Port")

    def test_why_a_form_that_is_not_shown_did_nothing(self):
        _page, tree, status = self.send(closed="1", note="Port")
        self.assertEqual(400, status)
        self.assertIn("It is closed.", tree.xpath("string(//p[@role='alert'])"))
        self.assertEqual([], tree.xpath("//form[@id='closed']"))
