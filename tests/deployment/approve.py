"""Run in a deployment: approves requests for access, and dies at a given point.

``approve.py POINT`` makes a request, prints its id, approves it and is killed there;
``approve.py look ID …`` does what the clock does after the next start and prints what
there is then.
"""

import json
import os
import signal
import sys
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.sql.replay import apply_left
from cites.cug.core.sql.session import write_session
from cites.cug.membership.access_requests import (
    accounts,
    applicant_actions,
    approval,
    decision_actions,
)
from cites.cug.membership.access_requests.application import Application
from cites.cug.membership.access_requests.letters import ApprovedLetter
from cites.cug.membership.access_requests.models import RequestSource, RequestState
from cites.cug.membership.access_requests.retention import settle_approvals
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from zope.component.hooks import setSite


#: Point → when the process dies: which step of a commit, before or after whose part.
POINTS = {
    "before": None,
    "voted": ("tpc_vote", "~~"),
    "content-kept": ("tpc_finish", "~a"),
    "both-kept": ("tpc_finish", "~~"),
}
NOW = datetime.now(UTC)


class Killer:
    """Takes part in a commit and ends the process at its turn in one step of it."""

    def __init__(self, step, key):
        self.key = key
        setattr(self, step, self.die)

    def sortKey(self):
        return self.key

    def die(self, _transaction):
        os.kill(os.getpid(), signal.SIGKILL)

    def nothing(self, _transaction):
        pass

    abort = commit = tpc_begin = tpc_vote = tpc_finish = tpc_abort = nothing


def ask(group):
    number = os.urandom(4).hex()
    application = Application(
        "XA",
        "Exercise",
        "Officer",
        "Customs (exercise)",
        "Port control",
        "+41229178139",
        f"{number}@customs.example",
        "customs",
    )
    request = applicant_actions.new_request(
        group, application, RequestSource.FORM, "en", NOW
    )
    request.state = RequestState.PENDING.value
    write_session().add(request)
    request_id = request.id
    transaction.commit()
    print(request_id, flush=True)
    return request_id


def approve(group, point, request_id):
    by = {"acting_user": "secretariat", "at": NOW}
    decision_actions.approve(group, request_id, Category.CUSTOMS, **by)
    if POINTS[point] is None:
        os.kill(os.getpid(), signal.SIGKILL)
    step, key = POINTS[point]
    transaction.get().join(Killer(step, key))
    transaction.commit()


def settle(root):
    """What the start of the portal does, and then its clock."""
    apply_left(root)
    transaction.begin()
    for _turn in range(3):
        settle_approvals()
        transaction.commit()


def look(group, request_id):
    request = decision_actions.find_request(group, request_id)
    user_id = accounts.account_of(request.email)
    letter = user_id and ApprovedLetter().write(request.id, "en", group)
    members = IWorkspace(group).members
    there = {
        "state": request.state,
        "settled": request.settled,
        "account": user_id,
        "decided": request.user_id,
        "member": user_id in members,
        "way_in": bool(letter) and "/passwordreset?key=" in letter[1],
        "notes": len(approval._noted(group)),
    }
    print(json.dumps(there))


portal = app.portal  # noqa: F821 - `bin/instance run` gives Zope's root
setSite(portal)
what, *which = sys.argv[sys.argv.index("approve") + 1 :]
if what == "look":
    settle(app._p_jar.root())  # noqa: F821
    for request_id in which:
        look(portal.cheetahs, request_id)
else:
    approve(portal.cheetahs, what, ask(portal.cheetahs))
