"""Which items a bulletin may have."""

from cites.cug import _
from cites.cug.access.chosen_readers import CHOSEN
from cites.cug.access.policy import HANDLING_NAMED_ONLY, readers
from cites.cug.core.codelists.lists import first_of, title
from cites.cug.core.validation.errors import FieldErrors, invalid, shown
from cites.cug.library.items.actions import sharing_problem
from cites.cug.library.lists.queries import open_rows
from cites.cug.library.tools.bulletins.schema import MOST_ITEMS
from collections.abc import Iterable
from plone import api
from typing import Any
from zope.i18nmessageid import Message


WORKFLOW = "cug_library_workflow"
NO_ITEMS = _("Choose at least one item.")
TOO_MANY = _("A bulletin has at most ${limit} items.", mapping={"limit": str(MOST_ITEMS)})
NO_SUCH_ITEM = _("There is no such published item.")
NAMED_ONLY = _("“${title}” is for named recipients only, and goes into no bulletin.")
NOT_OPEN = _(
    "“${title}” is not open to all for whom the bulletin is. Leave it out, or open it to"
    " them first."
)
TOO_LOOSE = _(
    "One of the items is marked ${code}: the bulletin cannot have a handling code that is"
    " less strict."
)


def read_items(group: Any, given: Any, audience: str) -> list[Any]:
    """The items with these UIDs in their order, each once.

    Raises InvalidValues, which names each that does not go into a bulletin.
    """
    if not isinstance(given, list | tuple) or not given:
        raise invalid("items", NO_ITEMS)
    if len(given) > MOST_ITEMS:
        raise invalid("items", TOO_MANY)
    uids = [uid for uid in given if isinstance(uid, str)]
    found, mistakes = open_rows(group, uids) if uids else {}, FieldErrors()
    for number, uid in enumerate(given):
        problem = _problem(found.get(uid) if isinstance(uid, str) else None, audience)
        if problem:
            mistakes.add(f"items[{number}]", problem)
    mistakes.raise_any()
    portal = api.portal.get()
    paths = [found[uid][0] for uid in dict.fromkeys(uids)]
    return [portal.unrestrictedTraverse(path) for path in paths]


def _problem(found: tuple[str, str, dict[str, Any]] | None, audience: str) -> Any:
    if found is None:
        return NO_SUCH_ITEM
    row = found[2]
    about = {"title": shown(row["title"])}
    if row["handling"] in HANDLING_NAMED_ONLY:
        return _(NAMED_ONLY, mapping=about)
    if not _is_open(row["state"], audience):
        return _(NOT_OPEN, mapping=about)
    return None


def _is_open(state: str, audience: str) -> bool:
    """Whether all who read content in the state ``audience`` read it in this one."""
    if audience == CHOSEN:
        return True
    return readers(WORKFLOW, audience) <= readers(WORKFLOW, state)


def check_handling(handling: str, items: Iterable[Any], audience: str) -> None:
    """Raise InvalidValues for a code that the items, or the audience, do not allow."""
    strictest = first_of("handling", {handling, *(item.handling for item in items)})
    problem: Message | None = sharing_problem(handling, audience)
    if strictest != handling:
        code = {"code": title("handling", strictest, "en")}
        problem = _(TOO_LOOSE, mapping=code)
    if problem:
        raise invalid("handling", problem)
