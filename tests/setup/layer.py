"""A stock Plone site beside the add-on, which is not installed into it."""

import transaction
from cites.cug.core.sql.schema import upgrade
from cites.cug.demo.testing import BARE_SERVER, CugLayer, CugTesting, keep_registry
from plone.app.testing import applyProfile


class StockLayer(CugLayer):
    """As a new classic site is: with plone.restapi, and without content."""

    def setUpPloneSite(self, portal):
        keep_registry(portal)
        applyProfile(portal, "plone.restapi:default")
        # Tables that are emptied after each test.
        upgrade()
        transaction.commit()


STOCK_FIXTURE = StockLayer()
STOCK = CugTesting(bases=(STOCK_FIXTURE, BARE_SERVER), name="cites.cug:Stock")
