"""A stock site, and the screen on which add-ons are installed."""

import requests
import transaction
import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from lxml import html
from plone.app.testing import login, SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.setup.layer import STOCK
from zope.annotation.interfaces import IAnnotations


DEFAULT, UNINSTALL = "cites.cug:default", "cites.cug:uninstall"


def notes(portal):
    return set(IAnnotations(portal))


class StockCase(unittest.TestCase):
    layer = STOCK

    def setUp(self):
        self.app, self.portal = self.layer["app"], self.layer["portal"]
        self.setup = self.portal.portal_setup
        login(self.app, SITE_OWNER_NAME)
        settings = getConfiguration().product_config[SECTION]
        before = dict(settings)
        self.addCleanup(lambda: (settings.clear(), settings.update(before)))
        self.settings = settings

    def browser(self):
        session = requests.Session()
        session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        return session

    def press(self, name, product):
        """A button of the add-ons screen, as a person presses it."""
        transaction.commit()
        session = self.browser()
        screen = f"{self.portal.absolute_url()}/prefs_install_products_form"
        page = html.fromstring(session.get(screen).text)
        (form,) = page.xpath(f"//form[@action='{name}'][.//input[@value='{product}']]")
        address = f"{self.portal.absolute_url()}/{name}"
        answer = session.post(address, data=dict(form.form_values()))
        transaction.begin()
        self.assertEqual(screen, answer.url, answer.text)
        return " ".join(html.fromstring(answer.text).text_content().split())
