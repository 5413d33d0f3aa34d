"""Events of a group, written by the tests."""

import transaction
import unittest
from cites.cug.audit.trail import record
from cites.cug.testing import CUG_FUNCTIONAL


class TrailCase(unittest.TestCase):
    """Starts in the group of the demonstration."""

    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal["cheetahs"]

    def tell(self, action, target=None, user="customs-xa", **detail):
        """Record what the user did to the target, which is the group if none is given."""
        target = self.group if target is None else target
        record(action, target=target, acting_user=user, detail=detail)
        transaction.commit()
