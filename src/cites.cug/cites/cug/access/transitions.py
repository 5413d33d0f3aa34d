"""Changes of state as screens offer them, and what is on record of them."""

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
    """One change of state in the past; ``transition`` is None for the beginning."""

    transition: str | None
    state: str
    actor: str
    time: DateTime
    comment: str


#: Transitions by which one says something of what others wrote.
REASONED = frozenset({"report"})


class OutOfTurn(Exception):
    """The transition does not start from the state the item has now."""


class NoReason(Exception):
    """The transition asks why, and nothing was said."""


def workflow_of(item: Any) -> str:
    (workflow,) = api.portal.get_tool("portal_workflow").getChainFor(item)
    return workflow


def transitions_of(item: Any) -> dict[str, Transition]:
    """All of the item's workflow, whether possible now or not."""
    return TRANSITIONS[workflow_of(item)]


def available(item: Any) -> list[str]:
    """What the caller may do with the item now, in the order of the policy."""
    workflows = api.portal.get_tool("portal_workflow")
    allowed = {found["id"] for found in workflows.getTransitionsFor(item)}
    return [name for name in transitions_of(item) if name in allowed]


class IReporting(Interface):
    """What becomes of a transition by which one says something of what others wrote; a
    global utility.
    """

    def __call__(item, reason) -> bool:  # type: ignore[empty-body] # of an interface
        """Put it on record; whether the caller may change the item's state by it."""


def do_transition(item: Any, name: str, comment: str = "") -> bool:
    """Do a transition as the caller; KeyError for a name the workflow does not have.

    Whether the state has changed: a report may have those told who decide, and no more.
    Raises NoReason, or OutOfTurn.
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
        workflows.doActionFor(item, name, comment=comment)
    except WorkflowException as error:
        raise OutOfTurn(name) from error
    return True


#: With these every transition of a report, and back, can be done.
DECIDING = (Role.SECRETARIAT.value, Role.GUEST.value)


def move_unasked(item: Any, name: str, comment: str = "") -> None:
    """Do a transition that follows from a decision, whoever has taken it."""
    with api.env.adopt_roles(list(DECIDING)):
        api.portal.get_tool("portal_workflow").doActionFor(item, name, comment=comment)


def review_history(item: Any) -> list[Move]:
    """Every change of state, the last one first."""
    return _moves(item.workflow_history.get(workflow_of(item), ()))


def told_history(item: Any) -> list[Move]:
    """The same as the workflow tells it to the caller.

    Not by whom something was reported, nor why, but to those who decide on it.
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
    """The transition that undoes the last one exactly, if the caller may do it."""
    moves = review_history(item)
    if len(moves) < 2:
        return None
    now, before = moves[0].state, moves[1].state
    for name in available(item):
        transition = transitions_of(item)[name]
        if now in transition.sources and transition.target == before:
            return name
    return None
