"""Queries from callers, without the parts that would widen access or fail."""

import json
import re
from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.plone_internals.patches import missing_version, question
from cites.cug.core.plone_internals.versions import FIRST_NOTE, is_first_version
from cites.cug.core.validation.errors import FieldError, invalid, unknown_code
from cites.cug.interfaces import ICugLayer
from collections.abc import Mapping
from datetime import datetime, UTC
from plone import api
from plone.app.content.browser.vocabulary import VocabularyView
from plone.app.querystring.interfaces import IQueryModifier
from plone.app.querystring.querybuilder import QueryBuilder
from plone.restapi.interfaces import IZCatalogCompatibleQuery
from plone.restapi.search.query import ZCatalogCompatibleQueryAdapter
from plone.restapi.services.history.get import HistoryGet
from plone.restapi.services.search.get import SearchGet
from plone.restapi.services.vocabularies.get import VocabulariesGet
from Products.CMFCore.permissions import ManagePortal
from typing import Any
from zope.component import adapter
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.interface import implementer, Interface


#: Indexes that callers never set. Roles alone decide what the caller may see, not dates.
NOT_ASKED = frozenset({"allowedRolesAndUsers", "effectiveRange", "show_inactive"})
#: Indexes that callers may query and sort by. Others would tell what nobody may ask, as
#: who is on a roster, or who wrote an alert that names no author. Site managers are no
#: exception: they may be members, too.
ASKED = frozenset(
    {
        "Creator",
        "Date",
        "Description",
        "SearchableText",
        "Subject",
        "Title",
        "Type",
        "UID",
        "alert_type",
        "created",
        "document_type",
        "effective",
        "getId",
        "getObjPositionInParent",
        "handling",
        "id",
        "incident_day",
        "is_folderish",
        "library_countries",
        "library_species",
        "library_terms",
        "library_time",
        "modified",
        "path",
        "portal_type",
        "review_state",
        "sortable_title",
    }
)
#: Those of them that nothing can be sorted by: Plone would fail.
WITHOUT_ORDER = frozenset({"Description", "SearchableText", "Title"})
#: Parameters of a query beside the indexes.
MANNER = frozenset({"sort_order", "sort_limit", "b_start", "b_size"})
#: Names removed from forms; the last would let callers choose methods to call.
NOT_TAKEN = NOT_ASKED | {"summary_serializer_metadata"}
#: Prefix of the names of Plone's operations.
OPERATION = "plone.app.querystring.operation"
ABSOLUTE_PATH = f"{OPERATION}.string.absolutePath"
#: The operations for the index of paths. Plone adds the second where none is.
PATHS = frozenset({ABSOLUTE_PATH, f"{OPERATION}.string.path"})
#: Operations that look up content to which the caller may have no access: their results
#: would tell whether it exists.
LOOK_UP = PATHS | frozenset(
    {
        f"{OPERATION}.path.isWithin",
        f"{OPERATION}.path.isWithinRelative",
        f"{OPERATION}.reference.is",
        f"{OPERATION}.string.relativePath",
    }
)
#: A path, perhaps with a depth, for which Plone asks nothing but the catalogue. Any text
#: without a slash would be looked up as a UID.
PLAIN_PATH = re.compile(r"/(?:(?!\.\.)[^:])*(?:::\d+)?", re.ASCII)

#: Prefix of the names of the add-on's vocabularies.
OWN = "cites.cug."


def may_ask(index: str) -> bool:
    """Whether callers may query an index."""
    return index in ASKED


def narrow_query(query: Mapping[str, Any]) -> dict[str, Any]:
    """The query without indexes that nobody may query."""
    asked = {
        name: value
        for name, value in query.items()
        if name in MANNER or (name != "sort_on" and may_ask(name.partition(".")[0]))
    }
    order = narrow_order(query.get("sort_on"))
    return {**asked, "sort_on": order} if order else asked


def narrow_order(sort_on: Any) -> Any:
    """The indexes to sort by, if they may all be queried and have an order; else None."""
    names = [sort_on] if isinstance(sort_on, str) else sort_on or ()
    return sort_on if {*names} <= ASKED - WITHOUT_ORDER else None


def narrow_form(form: dict[str, Any]) -> None:
    """Remove from the form, in place, what no page or service may take from it."""
    for name in [name for name in form if name.partition(".")[0] in NOT_TAKEN]:
        del form[name]


@implementer(IZCatalogCompatibleQuery)
@adapter(Interface, ICugLayer)
class CallersQuery(ZCatalogCompatibleQueryAdapter):
    """The query of ``@search``, narrowed to what callers may ask."""

    def __call__(self, query: dict[str, Any]) -> dict[str, Any]:
        return super().__call__(narrow_query(query))


@implementer(IQueryModifier)
class CallersCriteria:
    """The criteria of ``@querystring-search``, each with an index that may be queried.

    Raises InvalidValues for an operation or a path that would look up content.
    """

    def __call__(self, query: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
        kept = []
        for number, row in enumerate(query or ()):
            criterion = dict(row)
            if may_ask(str(criterion.get("i"))):
                self._check_path(criterion, f"[{number}]")
                kept.append(row)
        return kept

    def _check_path(self, criterion: Mapping[str, Any], place: str) -> None:
        is_path, operation = criterion.get("i") == "path", str(criterion.get("o"))
        if not is_path and operation not in LOOK_UP:
            return
        if not is_path or operation not in PATHS:
            error = unknown_code(operation).inside(f"{place}.o")
            raise invalid("query", *error.mistakes)
        value = criterion.get("v")
        if not isinstance(value, str) or not PLAIN_PATH.fullmatch(value):
            text = _("common_this_cannot_be_understood_error")
            raise invalid("query", FieldError(text, f"{place}.v"))


class CallersResults(QueryBuilder):
    """``querybuilderresults``: what the criteria find, sorted only by allowed indexes."""

    # ``query`` is a named argument, so that Zope answers 400 if it is missing.
    def __call__(
        self, query: Any, *args: Any, sort_on: Any = None, **options: Any
    ) -> Any:
        return super().__call__(query, *args, sort_on=narrow_order(sort_on), **options)


class SearchService(SearchGet):
    """``@search``"""

    def reply(self) -> Any:
        with question():
            return super().reply()


class Vocabulary(VocabularyView):
    """``@@getVocabulary``"""

    def __call__(self) -> str:
        with question():
            self._narrow_criteria()
            return super().__call__()

    def _narrow_criteria(self) -> None:
        """Plone hands them to some vocabularies as they come."""
        try:
            query = json.loads(self.request.form.get("query", ""))
        except ValueError:
            return
        if isinstance(query, dict):
            criteria = CallersCriteria()(query.get("criteria"))
            order = narrow_order(query.get("sort_on"))
            query.pop("sort_on", None)
            kept = {**query, "criteria": criteria}
            kept |= {"sort_on": order} if order else {}
            self.request.form["query"] = json.dumps(kept)

    def parsed_query(self) -> dict[str, Any]:
        return narrow_query(super().parsed_query())


class Vocabularies(VocabulariesGet):
    """``@vocabularies``: the code lists. Plone's would tell users, groups and more."""

    def reply(self) -> Any:
        answer = super().reply()
        if isinstance(answer, list):
            return [row for row in answer if self._is_open(row["title"])]
        return answer

    def _has_permission_to_access_vocabulary(self, vocabulary_name: str) -> bool:
        allowed = super()._has_permission_to_access_vocabulary(vocabulary_name)
        return allowed and self._is_open(vocabulary_name)

    def _is_open(self, name: str) -> bool:
        return name.startswith(OWN) or may(ManagePortal, getSite())


class Versions(HistoryGet):
    """``@history``, with the first version of what nobody has changed, as on its page."""

    def reply(self) -> Any:
        with missing_version(self.version):
            answer = super().reply()
        if self.version is not None:
            return answer
        if is_first_version(self.context):
            answer = [*answer, self.first()]
        for one in answer:
            if one["type"] == "versioning" and not one["actor"]["id"]:
                # Of an item that names nobody Plone would say that who asks wrote it.
                one["actor"] |= {"fullname": "", "username": None}
        return answer

    def first(self) -> dict[str, Any]:
        """As Plone shows the first version once there is a second one."""
        item, user_id = self.context, self.context.Creator()
        user = api.portal.get_tool("portal_membership").getMemberInfo(user_id) or {}
        made = datetime.fromtimestamp(int(item.created().timeTime()), UTC)
        edited = translate("Edited", "plone", context=self.request)
        site_url = getSite().absolute_url()
        return {
            "type": "versioning",
            "action": edited,
            "transition_title": edited,
            "actor": {
                "@id": f"{site_url}/@users/{user_id}",
                "id": user_id,
                "fullname": user.get("fullname") or user_id,
                "username": None,
            },
            "time": made.isoformat(timespec="seconds"),
            "comments": translate(FIRST_NOTE, context=self.request),
            "version": 0,
            "@id": f"{item.absolute_url()}/@history/0",
            "may_revert": may(Permission.REVERT, item),
        }
