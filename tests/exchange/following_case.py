"""A client that follows changes, and a history that is drawn."""

import random
from cites.cug.exchange.changes import WITHDRAWN
from plone import api
from plone.app.testing import login, logout
from tests.sampling import SEED
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest


STEPS = 60


class Client:
    """Keeps what it is told, as ``docs/rest-exchange.md`` says."""

    def __init__(self, user, list_some):
        #: ``list_some``: answers a page, for a cursor and a size.
        self.user, self.list_some = user, list_some
        self.cursor, self.held, self.told = None, {}, []

    def log_in(self):
        # Nobody is told of the teams of another; roles are kept as long as a request.
        logout()
        kept = IAnnotations(getRequest())
        for key in [key for key in kept if "borg.localrole" in str(key)]:
            del kept[key]
        login(api.portal.get(), self.user)

    def ask(self, size):
        self.log_in()
        page = self.list_some(self.cursor, size)
        for change in page.changes:
            self.told.append(change)
            if change.kind == WITHDRAWN:
                self.held.pop(change.uid, None)
            else:
                self.held[change.uid] = change.path
        self.cursor = page.cursor
        return page.more

    def follow(self, size=3):
        while self.ask(size):
            pass


class HistoryMixin:
    """``draw`` names what may happen, ``do`` does it, ``listed`` is what a list shows."""

    def check_history(self, client):
        chance, history = random.Random(SEED), []
        for _step in range(STEPS):
            step = self.draw(chance)
            history.append(step)
            if step[0] == "ask":
                client.ask(step[1])
            elif step[0] == "follow":
                client.follow()
                told = f"TEST_SEED={SEED}: {history}"
                self.assertEqual(client.held, self.listed(client), told)
            else:
                self.do(*step)
