"""What a list or a page loads from a cold cache, and the queries that it makes."""

import transaction
import unittest
from cites.cug.core.sql.session import session
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.interfaces import ICugLayer
from collections import Counter
from plone import api
from sqlalchemy import event
from unittest.mock import patch
from ZODB.Connection import Connection
from zope.interface import alsoProvides


class CostTestCase(unittest.TestCase):
    """Asks in the process itself, as ``reader``."""

    layer = CUG_FUNCTIONAL
    reader = "customs-xa"
    #: Classes of which nothing may be loaded.
    asleep: tuple[str, ...]

    def setUp(self):
        self.group = self.layer["portal"].cheetahs
        self.request = self.group.REQUEST
        alsoProvides(self.request, ICugLayer)

    def cost(self, work):
        """What the reader's work loads, by class, and the queries it makes."""
        loads, queries = Counter(), []
        setstate = Connection.setstate

        def counting(connection, obj):
            loads[type(obj).__name__] += 1
            return setstate(connection, obj)

        def executed(_connection, _cursor, statement, *_more):
            queries.append(statement)

        engine = session().get_bind()
        transaction.commit()
        self.group._p_jar.cacheMinimize()
        event.listen(engine, "before_cursor_execute", executed)
        try:
            with (
                api.env.adopt_user(self.reader),
                patch.object(Connection, "setstate", counting),
            ):
                work()
        finally:
            event.remove(engine, "before_cursor_execute", executed)
        return loads, queries

    def assertWakesNone(self, work):
        loads, queries = self.cost(work)
        self.assertGreater(sum(loads.values()), 0, "nothing was counted")
        woken = {kind: loads[kind] for kind in self.asleep}
        self.assertEqual(woken, dict.fromkeys(self.asleep, 0))
        return queries
