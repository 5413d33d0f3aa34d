"""Adding a group, as the site manager does, over HTTP."""

import requests
import unittest
from cites.cug.demo.testing import CUG_HTTP
from lxml import html
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD


class GroupAddFormTest(unittest.TestCase):
    layer = CUG_HTTP

    def test_the_site_manager_adds_a_group(self):
        portal = self.layer["portal"].absolute_url()
        session = requests.Session()
        session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        page = html.fromstring(session.get(f"{portal}/++add++ClosedUserGroup").text)
        (form,) = [form for form in page.forms if form.get("class") == "member-form"]
        values = dict(form.form_values())
        values["form.widgets.title"] = "Closed User Group on Rosewood"
        values["form.widgets.IShortName.id"] = "rosewood"
        values["form.buttons.save"] = "1"
        action = form.action or f"{portal}/++add++ClosedUserGroup"
        self.assertEqual(session.post(action, data=values, timeout=120).status_code, 200)
        shown = html.fromstring(session.get(f"{portal}/rosewood", timeout=120).text)
        self.assertEqual(shown.xpath("string(//h1)"), "Closed User Group on Rosewood")
