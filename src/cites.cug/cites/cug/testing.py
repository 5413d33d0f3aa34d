"""Test layers: a portal with two groups, and the same served over HTTP.

The groups and accounts are those of the contract: ``cheetahs`` with all kinds of members
and ``ivory`` with ``secretariat``, ``police-xb`` and ``igo-unodc`` only.
"""

import shutil
import tempfile
import transaction
from App.config import getConfiguration
from cites.cug.access.policy import Category
from cites.cug.membership.actions import admit_member
from cites.cug.records.store import Base
from cites.cug.records.store import engine
from cites.cug.settings.deployment import records_url
from cites.cug.settings.deployment import SECTION
from pathlib import Path
from plone import api
from plone.app.contenttypes.testing import PLONE_APP_CONTENTTYPES_FIXTURE
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import SITE_OWNER_NAME
from plone.testing import zope
from typing import NamedTuple


PASSWORD = "cheetah-demo-2026"  # noqa: S105 - that of the contract


class Account(NamedTuple):
    category: Category
    country: str = ""
    organisation: str = ""
    contact_point: bool = False


ACCOUNTS = {
    "secretariat": Account(Category.SECRETARIAT),
    "customs-xa": Account(Category.CUSTOMS, "XA"),
    "customs-xb": Account(Category.CUSTOMS, "XB"),
    "police-xa": Account(Category.POLICE, "XA"),
    "police-xb": Account(Category.POLICE, "XB"),
    "wildlife-xa": Account(Category.WILDLIFE, "XA"),
    "wildlife-xc": Account(Category.WILDLIFE, "XC"),
    "contact-xa": Account(Category.CUSTOMS, "XA", contact_point=True),
    "igo-interpol": Account(Category.IGO),
    "igo-unodc": Account(Category.IGO),
}
OUTSIDER = "outsider"
GROUPS = {
    "cheetahs": tuple(ACCOUNTS),
    "ivory": ("secretariat", "police-xb", "igo-unodc"),
}


def make_groups(portal) -> None:
    """The accounts and groups of the contract, without content."""
    for name in (*ACCOUNTS, OUTSIDER):
        portal.acl_users.userFolderAddUser(name, PASSWORD, ["Member"], [])
    for group_id, members in GROUPS.items():
        with api.env.adopt_roles(["Manager"]):
            group = api.content.create(
                portal, "ClosedUserGroup", id=group_id, title=group_id.title()
            )
        for name in members:
            account = ACCOUNTS[name]
            admit_member(
                group,
                name,
                account.category,
                country=account.country,
                contact_point=account.contact_point,
                acting_user=SITE_OWNER_NAME,
            )


class CugLayer(PloneSandboxLayer):
    """A portal with the add-on; its records lie in a folder of their own."""

    defaultBases = (PLONE_APP_CONTENTTYPES_FIXTURE,)

    def setUpZope(self, app, configurationContext):
        self["records"] = Path(tempfile.mkdtemp(prefix="cug-records-"))
        config = getConfiguration()
        self["old_config"] = getattr(config, "product_config", None)
        url = f"sqlite:///{self['records']}/records.sqlite"
        config.product_config = {SECTION: {"records-url": url}}
        import cites.cug

        self.loadZCML(package=cites.cug)
        zope.installProduct(app, "collective.workspace")

    def setUpPloneSite(self, portal):
        applyProfile(portal, "cites.cug:default")
        make_groups(portal)
        # While the portal is still the current site, which the indexers need.
        transaction.commit()

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

    def testTearDown(self):
        super().testTearDown()
        forget_records()


class CugServer(zope.WSGIServer):
    """Serves as a deployment does, with the door in front of Zope."""

    pipeline = [
        ("cites.cug", "paste.filter_app_factory", "door", {}),
        *zope.WSGIServer.pipeline,
    ]


CUG_FIXTURE = CugLayer()
CUG_SERVER = CugServer()
CUG_INTEGRATION = IntegrationTesting(bases=(CUG_FIXTURE,), name="cites.cug:Integration")
CUG_FUNCTIONAL = CugTesting(bases=(CUG_FIXTURE,), name="cites.cug:Functional")
CUG_HTTP = CugTesting(bases=(CUG_FIXTURE, CUG_SERVER), name="cites.cug:HTTP")
