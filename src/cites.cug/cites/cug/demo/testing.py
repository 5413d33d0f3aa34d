"""Test layers: a portal with two groups, also served over HTTP.

The accounts and groups are those of the demonstration, without its content.
"""

import os
import shutil
import tempfile
import time
import transaction
from AccessControl import Implementation
from App.config import getConfiguration
from argon2 import PasswordHasher
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.settings.deployment import records_url, SECTION
from cites.cug.core.sql.replay import accept_difference, ForgottenKeys
from cites.cug.core.sql.session import AppliedEntry, Base, engine
from cites.cug.core.trail.refusals import forget_counted
from cites.cug.demo.accounts import ACCOUNTS, GROUPS, make_groups, OUTSIDER, PASSWORD
from cites.cug.login import passwords
from collections.abc import Sequence
from contextlib import closing
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
from sqlalchemy import event, insert, make_url, select
from transaction import TransactionManager
from typing import Any
from unittest.mock import patch
from zope.i18n import config as i18n


__all__ = ["ACCOUNTS", "GROUPS", "OUTSIDER", "PASSWORD"]

# The checks of permissions are those of a deployment, which are written in C. Otherwise
# plone.testing would choose the slow ones, which are in Python.
Implementation.setImplementation = lambda _name: None

#: Objects that a connection keeps in memory, as in a deployment. ZODB's default of 400 is
#: less than one page needs, so that each request would load them again.
CACHE_SIZE = 30_000
#: The work of a password in a deployment, and in the layers, where clients show one with
#: each request.
WORK_OF_DEPLOYMENTS = passwords.hasher
LITTLE_WORK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def keep_registry(portal) -> None:
    """Store the component registry that the layer put below the portal's own.

    The layer sets it in memory only. It would be lost when much content pushes the
    portal out of the database's cache.
    """
    portal.getSiteManager()._p_changed = True
    transaction.commit()


class CugLayer(PloneSandboxLayer):
    """A portal with the add-on.

    Its records lie in a temporary folder, or in the empty database ``RECORDS_URL``.
    """

    defaultBases = (PLONE_APP_CONTENTTYPES_FIXTURE,)

    def setUpZope(self, app, configurationContext):
        self["hasher"] = patch.object(passwords, "hasher", LITTLE_WORK)
        self["hasher"].start()
        passwords.nobodys_hash.cache_clear()
        self["records"] = Path(tempfile.mkdtemp(prefix="cug-records-"))
        config = getConfiguration()
        self["old_config"] = getattr(config, "product_config", None)
        url = (
            os.environ.get("RECORDS_URL") or f"sqlite:///{self['records']}/records.sqlite"
        )
        keys = str(self["records"] / "message-keys")
        hurry(url)
        settings = {"records-url": url, "message-keys": keys}
        # The fixture has an account of its own. The clock is on without its threads.
        settings |= {"close-existing-site": "on", "clock": "on"}
        config.product_config = {SECTION: settings}
        import cites.cug

        # As in a deployment. Otherwise ZCML registers no translations of a checkout, and
        # all pages are in English.
        i18n.COMPILE_MO_FILES = True
        self.loadZCML(package=cites.cug)
        zope.installProduct(app, "collective.workspace")

    def setUpPloneSite(self, portal):
        keep_registry(portal)
        applyProfile(portal, "cites.cug:default")
        self.fill(portal)
        # Commit while the portal is the current site: the indexers need it.
        transaction.commit()
        with engine(records_url()).connect() as connection:
            rows = connection.execute(select(ContentWords.__table__))
            self["words"] = [row._asdict() for row in rows]

    def fill(self, portal) -> None:
        """Make the content that the layer's tests expect in the portal."""
        make_groups(portal, acting_user=SITE_OWNER_NAME)

    def tearDownZope(self, app):
        zope.uninstallProduct(app, "collective.workspace")
        getConfiguration().product_config = self["old_config"]
        shutil.rmtree(self["records"])
        self["hasher"].stop()


def hurry(url: str) -> None:
    """Let SQLite not wait for the disk: tests of this layer outlive no power cut."""
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine(url), "connect", _do_not_wait)


def _do_not_wait(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


#: What stays of the records: the journal of the layer's content is applied.
JOURNAL = (AppliedEntry.__table__, ForgottenKeys.__table__)


def forget_records(words: Sequence[dict[str, Any]] = ()) -> None:
    """Empty the SQL tables, which are not rolled back after a test as the ZODB is.

    The journal of the layer's content stays applied, and ``words`` are those of it.
    """
    with engine(records_url()).begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table not in JOURNAL:
                connection.execute(table.delete())
        if words:
            connection.execute(insert(ContentWords.__table__), list(words))


class CugTesting(FunctionalTesting):
    """Lets a test commit, and removes afterwards what it has stored."""

    def testSetUp(self):
        super().testSetUp()
        self["zodbDB"].setCacheSize(CACHE_SIZE)
        # Tests before have left keys of the journal, and the ZODB is as it was.
        with closing(self["zodbDB"].open(TransactionManager())) as connection:
            accept_difference(connection.root())

    def testTearDown(self):
        if server := self.get("server"):
            wait_until_idle(server)
        super().testTearDown()
        forget_records(self.get("words", ()))
        # Else a later test's trail would say what was refused in this one.
        forget_counted()


def wait_until_idle(server, seconds: float = 300) -> None:
    """Wait until a WSGI server of waitress answers no request any more.

    A browser that is closed leaves requests behind, which would go on with a database
    that is taken away.
    """
    dispatcher = server.task_dispatcher
    ends = time.monotonic() + seconds
    while dispatcher.queue or dispatcher.active_count:
        if time.monotonic() > ends:
            raise AssertionError(f"a request goes on for {seconds} s")
        time.sleep(0.01)


class BareServer(zope.WSGIServer):
    """Serves Zope with the settings of the layer below."""

    def setUpServer(self):
        self.port = 0  # the system's choice, which no other process can take first
        super().setUpServer()
        self["server"] = self.server

    def tearDownServer(self):
        super().tearDownServer()
        del self["server"]

    def make_wsgi_app(self):
        # The method makes a new configuration, which must keep the add-on's settings.
        settings = getConfiguration().product_config
        app = super().make_wsgi_app()
        getConfiguration().product_config = settings
        return app


class CugServer(BareServer):
    """Serves as a deployment does, with the add-on's WSGI filter before Zope."""

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
