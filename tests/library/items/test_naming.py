"""Members add at the same time: what each new item writes is its own."""

import transaction
import unittest
from cites.cug.demo.testing import CUG_FUNCTIONAL
from plone import api
from plone.dexterity.utils import createContentInContainer
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


class AddingTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.library = self.portal.cheetahs.library

    def add(self):
        with api.env.adopt_user("customs-xa"):
            return createContentInContainer(
                self.library, "Alert", title="EXERCISE: cubs", alert_type="seizure"
            )

    def test_a_new_item_writes_no_object_that_all_items_share(self):
        self.add()
        transaction.commit()
        item = self.add()
        self.assertTrue(item._p_changed or item._p_serial == b"\0" * 8)
        self.assertFalse(self.library._p_changed)
        self.assertFalse(self.portal.portal_uidgenerator._p_changed)

    def test_items_have_versions_under_names_that_tell_nothing(self):
        handler = api.portal.get_tool("portal_historyidhandler")
        first, second = (handler.queryUid(self.add()) for _number in range(2))
        self.assertGreater(abs(first - second), 1)

    def test_a_changed_folder_is_younger(self):
        before = self.library.modified()
        self.add()
        self.assertEqual(self.library.modified(), before)
        notify(ObjectModifiedEvent(self.library))
        self.assertGreater(self.library.modified(), before)
