"""Changes of state as screens offer them, and what is on record of them."""

from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.policy import Transition
from cites.cug.access.policy import TRANSITIONS
from collections.abc import Mapping
from collections.abc import Sequence
from DateTime import DateTime
from plone import api
from Products.CMFCore.WorkflowCore import WorkflowException
from typing import Any
from typing import NamedTuple


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


def move(item: Any, name: str, comment: str = "") -> None:
    """Do a transition as the caller; KeyError for a name the workflow does not have.

    Raises NoReason, or OutOfTurn.
    """
    require(Permission(transitions_of(item)[name].permission), item)
    if name in REASONED and not comment:
        raise NoReason(name)
    workflows = api.portal.get_tool("portal_workflow")
    try:
        workflows.doActionFor(item, name, comment=comment)
    except WorkflowException as error:
        raise OutOfTurn(name) from error


def history(item: Any) -> list[Move]:
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
    moves = history(item)
    if len(moves) < 2:
        return None
    now, before = moves[0].state, moves[1].state
    for name in available(item):
        transition = transitions_of(item)[name]
        if now in transition.sources and transition.target == before:
            return name
    return None
