"""Our forms carry their tokens themselves; nothing is written without."""

import re
import requests
import unittest
from cites.cug.web.forms.member_form import MemberForm
from pathlib import Path
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.library.case import LibraryCase


PACKAGE = Path(__file__).parents[3] / "src" / "cites.cug" / "cites" / "cug"
TOKEN = "_authenticator"
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
#: For who is nobody yet: there are no rights that another site could borrow. The last one
#: gives back all inputs of a form as they were sent, its token among them.
TEMPLATES_WITHOUT = {
    "login.pt",
    "reset_form.pt",
    "second_step.pt",
    "set_up_step.pt",
    "interrupted.pt",
}
#: Forms of the one engine that ask for no token: for strangers, and for who has the key
#: of a letter.
FORMS_WITHOUT = {
    "AnswerQuestionPage",
    "ConfirmRequestPage",
    "LinkPage",
    "RequestAccessPage",
    "RequestLinkPage",
    "ResetPage",
    "StopChangePage",
}


def kinds_of(form: type) -> set[type]:
    """The form and all that are made of it."""
    return {form}.union(*(kinds_of(one) for one in form.__subclasses__()))


class TemplatesTest(unittest.TestCase):
    def test_each_form_that_writes_has_a_token(self):
        writing = [
            (template.name, form)
            for template in PACKAGE.rglob("*.pt")
            for form in FORM.findall(template.read_text("utf-8"))
            if 'method="post"' in form.partition(">")[0]
        ]
        without = {
            name
            for name, form in writing
            if not re.search(r"authenticator|\bonce/inputs", form)
        }
        self.assertEqual(TEMPLATES_WITHOUT, without)
        self.assertGreater(len(writing), len(TEMPLATES_WITHOUT) + 5)


class PagesTest(LibraryCase):
    def test_which_forms_ask_for_no_token(self):
        forms = {
            form.__name__.removesuffix("Simple")
            for form in kinds_of(MemberForm)
            if not form.enableCSRFProtection and form.__module__.startswith("cites.cug")
        }
        self.assertEqual(FORMS_WITHOUT, forms)

    def test_the_address_of_a_search_holds_no_token(self):
        page = self.page("customs-xa", self.library)
        (search,) = page.xpath("//main//form[@role='search']")
        self.assertNotIn(TOKEN, dict(search.form_values()))
        self.assertFalse(page.xpath("//script[@id='protect-script']"))

    def test_a_page_that_is_not_ours_is_protected_as_in_plone(self):
        manager = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        url = f"{self.portal}/@@mail-controlpanel"
        page = self.parse(requests.get(url, auth=manager, timeout=120))
        (form, *_others) = [form for form in page.forms if form.method == "POST"]
        self.assertIn(TOKEN, form.fields)

    def test_nothing_is_written_without_a_token(self):
        alert = self.make()
        (form,) = [
            f
            for f in self.page("customs-xa", f"{alert}/delete").forms
            if TOKEN in f.fields
        ]
        values = dict(form.form_values())
        token = values.pop(TOKEN)
        self.assertTrue(token)
        self.ask("customs-xa", "POST", form.action, data=values)
        self.ask("customs-xa", "POST", form.action, data={**values, TOKEN: "forged"})
        self.page("customs-xa", alert)
        self.ask("customs-xa", "POST", form.action, data={**values, TOKEN: token})
        self.page("customs-xa", alert, status=404)
