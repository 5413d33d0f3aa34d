"""Six keys to the portal, and what an answer may hold for whoever has one.

The tests beside this module are the numbered findings on stock Plone; `docs/security.md`
lists them.
"""

import unittest
from cites.cug.access.roles import Category
from plone.app.testing import SITE_OWNER_NAME
from tests.access.canaries import Canaried
from tests.access.channels import Channel
from tests.access.layer import CANARY_SERVED, strangers_names
from tests.access.matrix import may_see
from tests.access.probe import about, Answer, Caller, TOKEN


#: Key → its column in the matrix and its account.
KEYS = {
    "anonymous": ("anonymous", None),
    "outsider": ("outsider", "outsider"),
    "igo": ("igo", "igo-interpol"),
    "enforcement": ("customs", "customs-xb"),
    "secretariat": ("secretariat", "secretariat"),
    "manager": ("manager", SITE_OWNER_NAME),
}
#: Answers in the order of the keys. A page leads strangers to the login page.
HIDDEN_PAGE = "302 404 404 404 404 404"
HIDDEN_JSON = "401 404 404 404 404 404"
MANAGERS_PAGE = "302 404 404 404 404 200"
MANAGERS_JSON = "401 404 404 404 404 200"
#: About what nobody has seen yet but its author and the Secretariat.
DRAFT_PAGE = "302 404 404 404 200 404"
DRAFT_JSON = "401 404 404 404 200 404"
SHARED_PAGE = "302 404 200 200 200 404"
SHARED_JSON = "401 404 200 200 200 404"


class KnownLeakTest(unittest.TestCase):
    """Asks with all six keys; no answer may tell of what its key does not open."""

    layer = CANARY_SERVED
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.address = self.portal.absolute_url()
        self.objects = self.layer["objects"]
        self.callers = {
            key: Caller(account, self.address) for key, (_kind, account) in KEYS.items()
        }

    def one(self, name: str, group: str = "cheetahs") -> Canaried:
        (found,) = (o for o in self.objects if (o.group, o.name) == (group, name))
        return found

    def content(self, obj: Canaried):
        return self.portal.unrestrictedTraverse(obj.path)

    def ask(self, key: str, path: str, obj: Canaried | None = None, **kw) -> Answer:
        filled = about(obj) if obj else None
        answer = self.callers[key].ask(Channel(path, **kw), filled)
        self.assert_tells_nothing(key, answer)
        return answer

    def ask_all(self, path: str, obj: Canaried | None = None, **kw) -> dict[str, Answer]:
        return {key: self.ask(key, path, obj, **kw) for key in KEYS}

    def expect(self, statuses: str, path: str, obj: Canaried | None = None, **kw):
        """All six answers, which must have these statuses."""
        answers = self.ask_all(path, obj, **kw)
        found = " ".join(str(answer.status) for answer in answers.values())
        self.assertEqual(statuses, found, f"{kw} {path}")
        return answers

    def expect_all(self, statuses: str, paths: str, obj=None, **kw) -> None:
        for path in paths.split():
            self.expect(statuses, path, obj, **kw)

    def assert_tells_nothing(self, key: str, answer: Answer) -> None:
        secret, names = self.kept_from(key)
        told = (answer.shown & secret) | answer.names(names)
        self.assertFalse(told, f"{key}: {answer.asked}")
        self.assertNotIn("traceback", answer.text.lower(), f"{key}: {answer.asked}")

    def kept_from(self, key: str) -> tuple[set[str], set[str]]:
        """Canaries, and names of members, that this key must not show."""
        kind, account = KEYS[key]
        seen = [obj for obj in self.objects if may_see(kind, obj.group, obj.name)]
        known = (obj.canaries.union(obj.path.split("/")) for obj in seen)
        hidden = (obj.canaries for obj in self.objects if obj not in seen)
        # One account is named like a kind of member, which is no secret.
        names = strangers_names(account).difference(Category)
        return set().union(*hidden).difference(*known), names

    def seen_by(self, key: str) -> list[Canaried]:
        kind = KEYS[key][0]
        return [obj for obj in self.objects if may_see(kind, obj.group, obj.name)]

    def assert_alike(self, first: dict[str, Answer], second: dict[str, Answer]) -> None:
        """Key for key the same status, headers that matter and body."""
        for key in KEYS:
            one, two = (comparable(answers[key]) for answers in (first, second))
            self.assertEqual(one, two, key)


def comparable(answer: Answer) -> tuple[int, str | None, str]:
    text = TOKEN.sub("", answer.response.text)
    return answer.status, answer.response.headers.get("Content-Type"), text
