"""Each kind of caller changes what the table says; what is refused changes nothing."""

import transaction
import unittest
from base64 import b64encode
from cites.cug.access.policy import TRANSITIONS
from cites.cug.core.sql.session import session
from cites.cug.library.tools.corrections.models import Correction
from cites.cug.library.tools.sightings.queries import stored_sightings
from cites.cug.reports.register import forget_reports, reports_about
from plone.app.discussion.interfaces import IConversation
from sqlalchemy import func, select
from tests.access.canaries import bring_to, Canaried, png
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import newest_event, told_since
from tests.access.matrix import CALLERS, ITEMS, may_see
from tests.access.nonsense import senseless
from tests.access.probe import about, Caller, told_of
from tests.access.writes import TELLS, WRITES
from tests.some import some


ALERT = {"@type": "Alert", "title": "New", "alert_type": "other", "handling": "green"}
PICTURE = {
    "@type": "Image",
    "image": {
        "data": b64encode(png("new")).decode(),
        "encoding": "base64",
        "filename": "dot.png",
        "content-type": "image/png",
    },
}
#: Action → how it is asked for, and what says that it was done.
ACTIONS = {
    "edit": ("PATCH", "{path}", {"description": "changed"}, 204),
    "delete": ("DELETE", "{path}", None, 204),
    "attach": ("POST", "{path}", PICTURE, 201),
    "revert": ("PATCH", "{path}/@history", {"version": 0}, 200),
    "add-alert": ("POST", "{path}", ALERT, 201),
    "lock": ("POST", "{path}/@lock", {}, 200),
    "unlock": ("DELETE", "{path}/@lock", {}, 200),
    "add-topic": ("POST", "{path}", {"@type": "Topic", "title": "New"}, 201),
    "invite": ("POST", "{path}/@roster", {"id": "wildlife-xa"}, 204),
    "rename": ("PATCH", "{path}", {"title": "changed"}, 204),
    "comment": ("POST", "{path}/@comments", {"text": "changed"}, 204),
    "choose": (
        "POST",
        "{path}/@workflow/choose",
        {"readers": ["country:XB", "category:police"]},
        200,
    ),
    "sight": ("POST", "{path}/@sightings", {"country": "XA"}, 201),
    "translate": ("PATCH", "{path}/@translations/fr", {"title": "Nouveau"}, 204),
    "correct": (
        "POST",
        "{path}/@corrections",
        {"field": "location", "value": "Elsewhere"},
        201,
    ),
    "report": ("POST", "{path}/@workflow/report", {"comment": "It names somebody"}, 200),
    "add-folder": ("POST", "{path}", {"@type": "LibraryFolder", "title": "New"}, 201),
}
#: What is not done to documents.
OF_ALERTS = ("attach", "correct", "sight", "translate")
#: What leaves no record in the trail: who edits just now is told until the edit ends.
SILENT = frozenset({"lock", "unlock"})
NOBODY: frozenset[str] = frozenset()
TRANSITION_NAMES = frozenset().union(*TRANSITIONS.values())


@for_each(CALLERS)
class TestWrites(unittest.TestCase):
    """One test for each kind of caller, made from the table."""

    layer = CANARY_HTTP

    def setUp(self):
        self.portal = self.layer["portal"]
        self.objects = [o for o in self.layer["objects"] if o.group == "cheetahs"]

    def try_all(self, kind: str) -> None:
        caller = Caller(CALLERS[kind], self.portal.absolute_url())
        for row, allowed in WRITES.items():
            action, _, name = row.partition(" ")
            objects = self.objects_of(name)
            self.assertTrue(objects, row)
            for obj in objects:
                if action in OF_ALERTS and obj.kind != "alert":
                    continue
                told = kind in TELLS.get(row, NOBODY)
                with self.subTest(row, kind=obj.kind):
                    self.attempt(kind, caller, action, obj, kind in allowed, told)

    def objects_of(self, name: str) -> list[Canaried]:
        what, _, state = name.partition(" ")
        names = {f"{kind} {state}" for kind in ITEMS} if what == "item" else {name}
        if what == "item":
            names -= {f"image {state}", f"file {state}"}
        return [obj for obj in self.objects if obj.name in names]

    def attempt(self, kind, caller, action, obj, allowed, told) -> None:
        before = self.condition(obj)
        way = ("POST", f"{{path}}/@workflow/{action}", {}, 200)
        method, path, body, done = ACTIONS.get(action, way)
        channel = Channel(path, json=True, method=method, body=body)
        newest = newest_event()
        answer = caller.ask(channel, about(obj))
        if told or allowed:
            self.assertEqual(action not in SILENT, told_since(newest) != [], action)
        if told:
            self.assertEqual(202, answer.status, answer.text)
            self.assertEqual(before, self.condition(obj))
            self.assertTrue(reports_about(obj.uid))
        elif allowed:
            self.assertEqual(done, answer.status, answer.text)
            if action != "unlock" or before["locked"]:
                self.assertNotEqual(before, self.condition(obj))
            self.undo(obj, action, before)
        else:
            self.assertEqual(self.refusal(kind, obj), answer.status, answer.text)
            # Who may not is told the same, whatever is sent.
            again = caller.ask(channel._replace(body=senseless(body)), about(obj))
            self.assertEqual(told_of(answer), told_of(again))
            self.assertEqual(before, self.condition(obj))

    def refusal(self, kind: str, obj: Canaried) -> int:
        if kind == "anonymous":
            return 401
        return 403 if may_see(kind, obj.group, obj.name) else 404

    def condition(self, obj: Canaried) -> dict | None:
        """All of an object that a request might change; None once it is gone."""
        transaction.abort()
        try:
            content = self.portal.unrestrictedTraverse(obj.path)
        except KeyError:
            return None
        (brain,) = self.portal.portal_catalog.unrestrictedSearchResults(UID=obj.uid)
        return {
            "state": brain.review_state,
            "history": len(next(iter(content.workflow_history.values()), ())),
            "text": (content.title, content.Description()),
            "dates": (content.modified(), content.effective_date),
            "children": sorted(getattr(content, "objectIds", list)()),
            "roles": content.get_local_roles(),
            "creators": content.creators,
            "row": brain.library_row,
            "translations": getattr(content, "translations", None),
            "sightings": len(stored_sightings(obj.uid)),
            "corrections": corrections_to(obj.uid),
            "comments": len(IConversation(content)),
            "team": sorted(getattr(content, "_team", ())),
            "locked": bool(content.wl_lockValues()),
        }

    def undo(self, obj: Canaried, action: str, before: dict) -> None:
        """Let the next row find what this one found."""
        if action in TRANSITION_NAMES:
            bring_to(self.portal.unrestrictedTraverse(obj.path), before["state"])
            forget_reports(obj.uid)
            transaction.commit()


def corrections_to(uid: str) -> int:
    """How many corrections of an alert have been proposed."""
    query = select(func.count()).where(Correction.item_uid == uid)
    return session().scalar(query) or 0


class TestOutOfTurn(unittest.TestCase):
    layer = CANARY_HTTP

    def test_a_transition_from_another_state_is_a_bad_request(self):
        portal = self.layer["portal"]
        secretariat = Caller("secretariat", portal.absolute_url())
        workflow = TRANSITIONS["cug_library_workflow"]
        for obj in some(
            obj
            for obj in self.layer["objects"]
            if obj.kind in ("alert", "document") and not obj.name.endswith("below")
        ):
            state = obj.name.partition(" ")[2]
            for name in (*workflow, "nonsense"):
                if name == "report":  # the state itself says who may, or nobody
                    continue
                fits = name in workflow and state in workflow[name].sources
                if fits or (name in workflow and workflow[name].target == state):
                    continue
                way = Channel(f"{{path}}/@workflow/{name}", json=True, method="POST")
                answer = secretariat.ask(way._replace(body={}), about(obj))
                self.assertEqual(400, answer.status, f"{obj.name}, {name}")
