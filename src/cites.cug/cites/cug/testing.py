"""Test layers: a portal with two groups, and the same served over HTTP.

The accounts and groups are those of the demonstration, without its content.
"""

import shutil
import tempfile
import transaction
from App.config import getConfiguration
from cites.cug.demo.accounts import ACCOUNTS, GROUPS, make_groups, OUTSIDER, PASSWORD
from cites.cug.settings.deployment import records_url, SECTION
from cites.cug.sql.session import Base, engine
from pathlib import Path
from plone.app.contenttypes.testing import PLONE_APP_CONTENTTYPES_FIXTURE
from plone.app.testing import (
    applyProfile,
    FunctionalTesting,
    IntegrationTesting,
    PloneSandboxLayer,
    SITE_OWNER_NAME,
)
from plone.testing import zope
from zope.i18n import config as i18n


__all__ = ["ACCOUNTS", "GROUPS", "OUTSIDER", "PASSWORD"]


#: Objects that a connection keeps, as in a deployment; ZODB's 400 are fewer than a page
#: needs, and each request would load them anew.
CACHE_SIZE = 30_000


def keep_registry(portal) -> None:
    """Store the registry that the layer put below the portal's own.

    It is set in memory only and would be lost where much content pushes it out of the
    database's cache.
    """
    portal.getSiteManager()._p_changed = True
    transaction.commit()


class CugLayer(PloneSandboxLayer):
    """A portal with the add-on; its records lie in a folder of their own."""

    defaultBases = (PLONE_APP_CONTENTTYPES_FIXTURE,)

    def setUpZope(self, app, configurationContext):
        self["records"] = Path(tempfile.mkdtemp(prefix="cug-records-"))
        config = getConfiguration()
        self["old_config"] = getattr(config, "product_config", None)
        url = f"sqlite:///{self['records']}/records.sqlite"
        keys = str(self["records"] / "message-keys")
        settings = {"records-url": url, "message-keys": keys}
        # The fixture has an account of its own; nobody starts the clock's threads.
        settings |= {"close-existing-site": "on", "clock": "on"}
        config.product_config = {SECTION: settings}
        import cites.cug

        # As a deployment does; without it, ZCML registers no translations of a checkout
        # and pages speak English whatever the reader's language.
        i18n.COMPILE_MO_FILES = True
        self.loadZCML(package=cites.cug)
        zope.installProduct(app, "collective.workspace")

    def setUpPloneSite(self, portal):
        keep_registry(portal)
        applyProfile(portal, "cites.cug:default")
        self.fill(portal)
        # While the portal is still the current site, which the indexers need.
        transaction.commit()

    def fill(self, portal) -> None:
        """Make what the layer's tests find in the portal."""
        make_groups(portal, acting_user=SITE_OWNER_NAME)

    def tearDownZope(self, app):
        zope.uninstallProduct(app, "collective.workspace")
        getConfiguration().product_config = self["old_config"]
        shutil.rmtree(self["records"])


def forget_records() -> None:
    """Empty the tables: a test's database is rolled back, its SQL rows are not."""
    with engine(records_url()).begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


class CugTesting(FunctionalTesting):
    """Lets a test commit; nothing of it is left for the next."""

    def testSetUp(self):
        super().testSetUp()
        self["zodbDB"].setCacheSize(CACHE_SIZE)

    def testTearDown(self):
        super().testTearDown()
        forget_records()


class BareServer(zope.WSGIServer):
    """Zope itself, with the settings that the layer below it made."""

    def make_wsgi_app(self):
        # A new configuration is made on the way: the add-on's settings go on to count.
        settings = getConfiguration().product_config
        app = super().make_wsgi_app()
        getConfiguration().product_config = settings
        return app


class CugServer(BareServer):
    """Serves as a deployment does, with the door in front of Zope."""

    pipeline = [
        ("cites.cug", "paste.filter_app_factory", "door", {}),
        *zope.WSGIServer.pipeline,
    ]


CUG_FIXTURE = CugLayer()
CUG_SERVER = CugServer()
BARE_SERVER = BareServer()
CUG_INTEGRATION = IntegrationTesting(bases=(CUG_FIXTURE,), name="cites.cug:Integration")
CUG_FUNCTIONAL = CugTesting(bases=(CUG_FIXTURE,), name="cites.cug:Functional")
CUG_HTTP = CugTesting(bases=(CUG_FIXTURE, CUG_SERVER), name="cites.cug:HTTP")
