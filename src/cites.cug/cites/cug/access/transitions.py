"""Changes of state: the possible ones, and the history of those made."""

from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission, Transition, TRANSITIONS
from cites.cug.access.roles import Role
from collections.abc import Mapping, Sequence
from DateTime import DateTime
from plone import api
from Products.CMFCore.WorkflowCore import WorkflowException
from typing import Any, NamedTuple
from zope.component import getUtility
from zope.interface import Interface


class Move(NamedTuple):
    """A past change of state; ``transition`` is None for the first state."""

    transition: str | None
    state: str
    actor: str
    time: DateTime
    comment: str


#: Transitions that need a reason.
REASONED = frozenset({"report"})


#: Most characters of what the history says of a transition.
MAX_COMMENT = 1000
OUT_OF_TURN = _("access_transitions_done_state_now_please_text")


class OutOfTurn(Exception):
    """The transition does not start from the present state of the item."""


class NoReason(Exception):
    """The transition needs a reason, and none was given."""


def workflow_of(item: Any) -> str:
    (workflow,) = api.portal.get_tool("portal_workflow").getChainFor(item)
    return workflow


def transitions_of(item: Any) -> dict[str, Transition]:
    """All transitions of the item's workflow by name, whether possible now or not."""
    return TRANSITIONS[workflow_of(item)]


def available(item: Any) -> list[str]:
    """Names of the transitions that the caller may do now, in the order of the policy."""
    workflows = api.portal.get_tool("portal_workflow")
    allowed = {found["id"] for found in workflows.getTransitionsFor(item)}
    return [name for name in transitions_of(item) if name in allowed]


class IReporting(Interface):
    """Handles a report, which is a transition that needs a reason; a global utility."""

    def __call__(item, reason) -> bool:  # type: ignore[empty-body] # of an interface
        """Record the report. True if the item's state changes by it."""


def do_transition(item: Any, name: str, comment: str = "", **details: Any) -> bool:
    """Do a transition as the caller. Returns whether the state has changed.

    ``details`` are other variables of the workflow that it sets.
    A report may only inform those who decide on it, and leave the state as it is.
    Raises KeyError for a name that the workflow does not have, Unauthorized, NoReason and
    OutOfTurn.
    """
    require(Permission(transitions_of(item)[name].permission), item)
    if name in REASONED:
        if not comment:
            raise NoReason(name)
        if name not in available(item):
            raise OutOfTurn(name)
        if not getUtility(IReporting)(item, comment):
            return False
    workflows = api.portal.get_tool("portal_workflow")
    try:
        workflows.doActionFor(item, name, comment=comment, **details)
    except WorkflowException as error:
        raise OutOfTurn(name) from error
    return True


#: Roles with which every transition of a report, and of its decision, is possible.
DECIDING = (Role.SECRETARIAT.value, Role.GUEST.value)


def move_unasked(item: Any, name: str, comment: str = "") -> None:
    """Do a transition that follows from a decision, whatever the caller's rights."""
    with api.env.adopt_roles(list(DECIDING)):
        api.portal.get_tool("portal_workflow").doActionFor(item, name, comment=comment)


def review_history(item: Any) -> list[Move]:
    """All changes of state, the latest first."""
    return _moves(item.workflow_history.get(workflow_of(item), ()))


def why_reported(item: Any) -> str | None:
    """The reason for which the item was reported, without the reporter; None if it was
    not, or has been decided on.
    """
    last = next(iter(review_history(item)), None)
    return None if last is None or last.state != "reported" else last.comment


def told_history(item: Any) -> list[Move]:
    """The changes of state that the caller may see, the latest first.

    Only those who decide on reports see who has reported an item, and why.
    """
    workflows = api.portal.get_tool("portal_workflow")
    return _moves(workflows.getInfoFor(item, "review_history", ()))


def _moves(entries: Sequence[Mapping[str, Any]]) -> list[Move]:
    return [
        Move(
            entry.get("action"),
            entry["review_state"],
            entry.get("actor") or "",
            entry.get("time"),
            entry.get("comments") or "",
        )
        for entry in reversed(entries)
    ]


def way_back(item: Any) -> str | None:
    """The transition that returns to the state before, if the caller may do it."""
    moves = review_history(item)
    if len(moves) < 2:
        return None
    now, before = moves[0].state, moves[1].state
    for name in available(item):
        transition = transitions_of(item)[name]
        if now in transition.sources and transition.target == before:
            return name
    return None
