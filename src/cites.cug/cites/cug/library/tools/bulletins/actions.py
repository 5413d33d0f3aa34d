"""Makes a bulletin: a draft document of the library, which the Secretariat publishes."""

from cites.cug import _
from cites.cug.access.chosen_readers import CHOSEN
from cites.cug.access.guard import require
from cites.cug.access.policy import (
    HANDLING_NAMED_ONLY,
    Permission,
    PUBLISHED_STATES,
    readers,
)
from cites.cug.core.codelists.lists import first_of, handling_in_words, title
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import FieldErrors, invalid, shown
from cites.cug.library.items.actions import LIBRARY_ID, sharing_problem
from cites.cug.library.items.file_actions import add_document
from cites.cug.library.items.origins import remember_origins
from cites.cug.library.lists.filters import FILTERS, ORIGINS
from cites.cug.library.lists.queries import open_rows
from cites.cug.library.tools.bulletins.contents import (
    Bulletin,
    charts_of,
    entry_of,
    exercise_mark,
    map_of,
)
from cites.cug.library.tools.bulletins.schema import AUDIENCES, MOST_ITEMS
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.times import reader_today
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from plone import api
from typing import Any, NamedTuple
from zope.i18n import translate
from zope.i18nmessageid import Message


DEMONSTRATION = "cites.cug:demo"
#: What kind of document a bulletin is.
BULLETIN = "bulletin"
#: As many as the fields of a document take.
MOST_VALUES = 50
SUMMARY = _("library_bulletins_items_for")


WORKFLOW = "cug_library_workflow"
NO_ITEMS = _("library_bulletins_choose_least_item")
TOO_MANY = _("library_bulletin_most_items", mapping={"limit": str(MOST_ITEMS)})
NO_SUCH_ITEM = _("library_bulletins_no_such_published_item")
NAMED_ONLY = _("library_bulletins_named_recipients_goes_into_text")
NOT_OPEN = _("library_bulletins_open_all_whom_bulletin_text")
TOO_LOOSE = _("library_bulletins_items_marked_bulletin_handling_text")


def is_suitable(row: Mapping[str, Any]) -> bool:
    """Whether some bulletin may have the item of this row of a list."""
    open_to_all = row["handling"] not in HANDLING_NAMED_ONLY
    return open_to_all and row["state"] in PUBLISHED_STATES


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


class Made(NamedTuple):
    """The draft document, and the letters of its texts that its font could not set."""

    document: Any
    not_set: list[str]


def make_bulletin(
    group: Any,
    uids: Any,
    values: Mapping[str, Any],
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> Made:
    """Make a draft of the items with these UIDs, in their order.

    ``values`` are those of ``IBulletin``. Raises InvalidValues for items and handling
    codes that do not fit, and NonNominal for a title that may name somebody.
    """
    # Imported here because it takes long and is seldom needed.
    from cites.cug.library.tools.bulletins.paper import not_set, typeset

    folder = group[LIBRARY_ID]
    require(Permission.PUBLISH, group)
    require(Permission.ADD_DOCUMENT, folder)
    items = read_items(group, uids, values["audience"])
    check_handling(values["handling"], items, values["audience"])
    language = values["language"]
    audience = translate(AUDIENCES[values["audience"]], target_language=language)
    summary = _(SUMMARY, mapping={"number": len(items), "audience": audience})
    bulletin = _bulletin(group, items, values, audience)
    document = add_document(
        folder,
        typeset(bulletin),
        f"bulletin-{reader_today().isoformat()}.pdf",
        acting_user=acting_user,
        decisions=decisions,
        title=values["title"],
        description=translate(summary, target_language=language),
        document_type=BULLETIN,
        handling=values["handling"],
        language=language,
        languages=[language],
        countries=_values(items, "country"),
        species=_values(items, "species"),
    )
    remember_origins(document, items)
    document.is_excerpt = True
    document.reindexObject(idxs=[ORIGINS])
    detail = {"items": [item.UID() for item in items], "audience": values["audience"]}
    record("library.bulletin", target=document, acting_user=acting_user, detail=detail)
    return Made(document, not_set(bulletin))


def _values(items: Iterable[Any], name: str) -> list[str]:
    """What the items have of a filter, each once."""
    found = chain.from_iterable(FILTERS[name].values(item) for item in items)
    return list(dict.fromkeys(found))[:MOST_VALUES]


def _bulletin(
    group: Any, items: Sequence[Any], values: Mapping[str, Any], audience: str
) -> Bulletin:
    language = values["language"]
    handling = handling_in_words(values["handling"], language)
    return Bulletin(
        title=values["title"],
        group=local_text(group, language=language),
        language=language,
        handling=handling["code"],
        handling_title=handling["title"],
        handling_meaning=handling["meaning"],
        audience=audience,
        day=reader_today(),
        is_exercise=is_exercise(items),
        entries=[entry_of(item, language) for item in items],
        charts=charts_of(items, language),
        drawing=map_of(items),
    )


def is_exercise(items: Iterable[Any]) -> bool:
    """Whether this is a demonstration, or an item says itself that it is an exercise."""
    setup = api.portal.get_tool("portal_setup")
    if setup.getLastVersionForProfile(DEMONSTRATION) != "unknown":
        return True
    marks = [exercise_mark(language) for language in LANGUAGES]
    return any(mark in item.title for item in items for mark in marks)
