"""Items of a library in the process, without requests over HTTP."""

import unittest
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.actions import set_state
from plone import api
from plone.app.testing import login
from Products.CMFCore.indexing import processQueue
from sqlalchemy import select


class ItemCase(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        self.library = self.group.library

    def item(self, state="draft", *readers, user="customs-xa", within=None, **fields):
        login(self.portal, user)
        values = {"title": "EXERCISE", "alert_type": "other", "handling": "amber"}
        where = self.library if within is None else within
        item = api.content.create(where, "Alert", **{**values, **fields})
        if state != "draft":
            set_state(item, state, readers=readers)
            item.reindexObjectSecurity()
        return item

    def folder(self, within=None):
        with api.env.adopt_user("secretariat"):
            where = self.library if within is None else within
            return api.content.create(where, "LibraryFolder", title="EXERCISE")

    def recorded(self, action, target):
        query = select(AuditEvent).where(
            AuditEvent.action == action, AuditEvent.target_uid == target.UID()
        )
        events = session().scalars(query.order_by(AuditEvent.id))
        return [(event.actor, event.detail) for event in events]

    def indexed(self, item, index):
        processQueue()
        path = "/".join(item.getPhysicalPath())
        return self.portal.portal_catalog.getIndexDataForUID(path)[index]

    def row(self, item):
        """What lists show of the item."""
        processQueue()
        catalog = self.portal.portal_catalog
        return catalog.unrestrictedSearchResults(UID=item.UID())[0].library_row
