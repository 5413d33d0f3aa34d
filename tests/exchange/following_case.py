"""Clients that follow changes, and a history that is drawn.

``TEST_HISTORY=600`` draws so many steps; ``TEST_SEED`` draws the same ones again. Each
earlier cursor and moment is asked again at the end.
"""

import os
import random
from cites.cug.access.guard import on_roster
from cites.cug.exchange.changes import WITHDRAWN
from datetime import datetime, timedelta, UTC
from plone import api
from plone.app.testing import login, logout
from tests.sampling import SEED
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest


STEPS = int(os.environ.get("TEST_HISTORY", "60"))
MOST_KEPT = 40


class Kept(NamedTuple):
    """What a client had at a moment, to go on from there later."""

    cursor: object
    held: dict
    step: int


class Client:
    """Keeps what it is told, as ``docs/rest-exchange.md`` says."""

    def __init__(self, user, list_some):
        #: ``list_some``: answers a page, for a cursor and a size.
        self.user, self.list_some = user, list_some
        self.cursor, self.held, self.told = None, {}, []
        #: What it could read at any step, and the moment at which each ended.
        self.listed, self.ended, self.kept = {}, {}, []
        #: What lists showed before each moment.
        self.shown = []

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

    def note(self, listed, moment):
        """What lists show after a step."""
        self.shown.append((moment, self.listed))
        for uid in self.listed.keys() - listed.keys():
            self.ended[uid] = moment
        self.listed = dict(listed)
        self.ended |= dict.fromkeys(listed)

    def keep(self, step):
        self.kept.append(Kept(self.cursor, dict(self.held), step))

    def go_back(self, kept):
        self.cursor, self.held, self.told = kept.cursor, dict(kept.held), []


class HistoryMixin:
    """``draw`` names what may happen, ``do`` does it, ``listed`` is what a list shows."""

    #: Changes are noted at the moment of their step, after all that was made before.
    now = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)

    def check_history(self, *clients):
        self.history = []
        chance = random.Random(SEED)
        for client in clients:
            client.keep(0)
        for step in range(1, STEPS + 1):
            self.now += timedelta(seconds=1)
            deed = self.draw(chance)
            self.history.append(deed)
            asked = deed[0] in ("ask", "follow")
            if not asked:
                self.do(*deed)
            for client in clients:
                client.note(self.listed_by(client), self.now)
                if asked and self.may_ask(client):
                    self.go_on(client, step, *deed)
        self.told = f"TEST_SEED={SEED} TEST_HISTORY={STEPS}: {self.history}"
        for client in clients:
            if self.may_ask(client):
                self.replay(client, chance)

    def since(self, moment):
        """The cursor of a client that asks for what has changed since then."""
        raise NotImplementedError

    def may_ask(self, client):
        return on_roster(client.user, api.portal.get().cheetahs)

    def listed_by(self, client):
        return self.listed(client) if self.may_ask(client) else {}

    def go_on(self, client, step, deed, size):
        (client.ask if deed == "ask" else client.follow)(size)
        client.keep(step)
        if deed == "follow":
            told = f"TEST_SEED={SEED}: {self.history}"
            self.assertEqual(client.held, client.listed, told)

    def replay(self, client, chance):
        """Each earlier cursor leads to what can be read now, and names nothing else but
        what could be read before.
        """
        kept = chance.sample(client.kept, min(len(client.kept), MOST_KEPT))
        client.log_in()
        for step in chance.sample(range(STEPS), MOST_KEPT // 4):
            moment, shown = client.shown[step]
            since = self.since(moment)
            kept.append(Kept(since, {} if since is None else shown, step))
        for one in kept:
            client.go_back(one)
            client.follow(chance.randrange(1, 8))
            since = f"{client.user} from step {one.step}, {self.told}"
            self.assertEqual(client.held, client.listed, since)
            self.check_told(client, client.told, since)

    def check_told(self, client, changes, since):
        for change in changes:
            self.assertIn(change.uid, client.ended, f"could never be read: {since}")
            if change.kind == WITHDRAWN:
                ended = client.ended[change.uid] or self.now
                late = f"tells of {change} later than {ended}: {since}"
                self.assertTrue(change.modified <= ended or not self.is_timed, late)

    #: Whether a withdrawal tells the moment at which the item could be read no more.
    is_timed = True
