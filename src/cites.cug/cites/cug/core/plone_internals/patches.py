"""Patches of Plone's classes, and functions that they share with views.

``configure.zcml`` applies the patches. collective.monkeypatcher keeps the original under
its name with the prefix ``_old_``: what replaces it is compared with it in a test.
"""

from cites.cug.core.plone_internals.transactions import has_changed_content
from cites.cug.core.plone_internals.users import IKnownRoles
from cites.cug.core.plone_internals.versions import is_first_version
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from plone.app.theming.interfaces import IThemePlugin
from plone.app.theming.utils import theming_policy
from plone.batching.batch import Batch
from plone.dexterity.content import Container
from plone.i18n.interfaces import ILanguageSchema
from plone.i18n.utility import LanguageUtility
from plone.registry.interfaces import IRegistry
from plone.restapi.exceptions import QueryParsingError
from Products.BTreeFolder2.BTreeFolder2 import BTreeFolder2Base
from Products.CMFEditions.interfaces.IArchivist import ArchivistError
from Products.CMFEditions.interfaces.IStorage import StorageError
from Products.PlonePAS.sheet import MutablePropertySheet
from Products.ZCTextIndex.ParseTree import ParseError, QueryError
from types import SimpleNamespace
from typing import Any
from zExceptions import BadRequest, NotFound
from zope.component import getUtilitiesFor, getUtility, queryUtility
from zope.interface import directlyProvides


#: Exceptions of the catalogue and of batches for values of a wrong type.
SENSELESS = (
    *(AssertionError, AttributeError, LookupError, TypeError, ValueError),
    QueryParsingError,
)
#: Number of the first version.
FIRST_VERSION = "0"
#: Statuses of answers to what was asked wrongly, in hundreds.
CALLERS_FAULT = 4
#: Most levels of the tree in a query. The path index counts up to the given number, so
#: that a large one would occupy a process forever.
DEEPEST = 99
#: Most items that one page of a list of Plone's has, whatever is asked for.
MOST_LISTED = 500
#: Most wildcards in one word of a searched text.
MOST_WILDCARDS = 2
#: Stands for a theme that is switched off.
NO_THEME = SimpleNamespace(isThemeEnabled=lambda: False)


@contextmanager
def question() -> Iterator[None]:
    """Turn the failures of a query into BadRequest."""
    try:
        yield
    except SENSELESS as error:
        raise BadRequest("The query cannot be understood.") from error


@contextmanager
def missing_version(number: str | None) -> Iterator[None]:
    """Turn the failure of a query for a missing version into NotFound."""
    try:
        yield
    except (ArchivistError, OverflowError, StorageError, ValueError) as error:
        if number is None:
            raise
        raise NotFound from error


def query_text(index: Any, record: Any, resultset: Any = None) -> Any:
    """The text index's ``query_index``, with limits.

    Raises ValueError for a text that cannot be searched, and for a word with many
    wildcards: each multiplies the possible matches.
    """
    for word in " ".join(record.keys).split():
        if word.count("*") > MOST_WILDCARDS:
            raise ValueError(word)
    try:
        return index._old_query_index(record, resultset)
    except (ParseError, QueryError, RecursionError) as error:
        raise ValueError("The text cannot be looked for.") from error


def query_paths(index: Any, record: Any, resultset: Any = None) -> Any:
    """The path index's ``query_index``, with limited levels."""
    for name in ("depth", "level", "navtree_start"):
        levels = getattr(record, name, None)
        if isinstance(levels, int):
            setattr(record, name, max(-1, min(levels, DEEPEST)))
    return index._old_query_index(record, resultset)


def begin_batch(batch: Any, request: Any, results: Any) -> None:
    """Replaces ``HypermediaBatch.__init__``, with a limited size.

    An item as a whole takes some ten milliseconds: all of a large library at once would
    occupy a thread for a quarter of an hour. Raises BadRequest for a negative size.
    """
    try:
        batch._old___init__(request, results)
    except AssertionError as error:
        if batch.b_size >= 0:
            raise
        raise BadRequest("Invalid b_size: Not a positive integer") from error
    if batch.b_size > MOST_LISTED:
        batch.b_size = MOST_LISTED
        batch.batch = Batch(results, MOST_LISTED, batch.b_start)


def roles_of_roster(provider: Any, principal_id: str) -> tuple[str, ...]:
    """Replaces ``WorkspaceRoles.getRoles``, which puts all names of groups together anew.

    Plone asks for each group of a user, of whom each request has some dozens.
    """
    name, _colon, uid = (principal_id or "").rpartition(":")
    if uid != provider.uid:
        return ()
    return provider.workspace.available_groups.get(name, ())


def stored_roles(provider: Any, principal_id: str) -> Collection[str]:
    """Replaces ``DefaultLocalRoleAdapter.getRoles``, which reads them for each principal.

    There is another provider each time that somebody's roles are found out.
    """
    own = provider.__dict__
    if "_read" not in own:
        own["_read"] = provider._rolemap
    return own["_read"].get(principal_id, ())


def local_roles_allowed(
    manager: Any, user: Any, obj: Any, wanted: Collection[str]
) -> int | None:
    """The plug-in's ``checkLocalRolesAllowed``, which asks first what is known already.

    Zope asks it of each page and service. Whom known roles do not let in, it looks at.
    """
    known = queryUtility(IKnownRoles)
    if known is not None and not known(user, obj).isdisjoint(wanted):
        return 1
    return manager._old_checkLocalRolesAllowed(user, obj, wanted)


class UnreadProperties(MutablePropertySheet):
    """The properties of a user, which are read once somebody asks for one of them.

    Plone reads those of the caller in each request, which takes a tenth of a short one,
    and few requests of programs need any.
    """

    def __init__(self, plugin: Any, user: Any):
        self._id = plugin.getId()
        user_id, is_group = user.getId(), getattr(user, "isGroup", lambda: None)()
        # Not the user itself: that has this sheet, and both would be garbage in a ring.
        who = SimpleNamespace(getId=lambda: user_id, isGroup=lambda: is_group)
        self._unread = plugin, who

    def __getattr__(self, name: str) -> Any:
        """What Plone's sheet has of its own."""
        own = self.__dict__
        if name not in ("_schema", "_properties") or "_unread" not in own:
            raise AttributeError(name)
        plugin, who = own.pop("_unread")
        own |= vars(plugin._old_getPropertiesForUser(who))
        return own[name]


def properties_of_user(plugin: Any, user: Any, request: Any = None) -> UnreadProperties:
    """The property plug-in's ``getPropertiesForUser``, which waits until it is needed."""
    return UnreadProperties(plugin, user)


def read_content(service: Any) -> Any:
    """Replaces ``ContentGet.reply``: answers 404 for versions that do not exist."""
    with question(), missing_version(service.request.form.get("version")):
        return service._old_reply()


def version_of(serializer: Any, version: Any) -> Any:
    """The JSON's ``getVersion``: what nobody has changed yet is its own first version."""
    is_first = str(version) == FIRST_VERSION and is_first_version(serializer.context)
    return serializer.context if is_first else serializer._old_getVersion(version)


def log_error(log: Any, info: Any) -> str | None:
    """The log's ``raising``, for failures alone: who is refused is answered why.

    Zope would write each refusal with its traceback, among which nobody finds a failure.
    """
    request = getattr(log, "REQUEST", None)
    status = request.response.getStatus() if request else None
    if status is not None and status // 100 == CALLERS_FAULT:
        return None
    return log._old_raising(info)


def attribute_of_portal(portal: Any, name: str) -> Any:
    """The portal's ``__getattr__``, which looks first for what lies in the portal.

    Plone's looks for a field of that name before, in the schemas of all behaviors, and
    each request asks several times for the group and for the users.
    """
    tree = portal._tree
    if tree is not None and name in tree:
        return tree[name]
    return portal._old___getattr__(name)


def attribute_of_folder(folder: Any, name: str) -> Any:
    """The ``__getattr__`` of folders; what cannot be a field is sought in no schema."""
    if name.isidentifier():
        return Container._old___getattr__(folder, name)
    if folder._tree is None:
        raise AttributeError(name)
    return BTreeFolder2Base.__getattr__(folder, name)


def _language_settings(_utility: Any) -> Any:
    """The language utility's ``settings``, without asking whether all of them are there.

    Each of them is still read when it is needed, once for each request.
    """
    registry = getUtility(IRegistry)
    return registry.forInterface(ILanguageSchema, prefix="plone", check=False)


language_settings = property(_language_settings)


def direct_interfaces(request: Any) -> list[Any]:
    """Replaces ``directlyProvidedBy`` for the layers of a request, which only lists them.

    What that answers sorts them and all that they extend.
    """
    bases = request.__provides__.__bases__[:-1] if "__provides__" in vars(request) else ()
    return list(dict.fromkeys(one for base in bases for one in base.interfaces()))


def also_provide(request: Any, *more: Any) -> None:
    """Replaces ``alsoProvides`` for layers of a request: see ``direct_interfaces``."""
    directlyProvides(request, *direct_interfaces(request), *more)


def tool_of_site(site: Any, name: str, default: Any = None) -> Any:
    """Replaces ``getToolByName`` where only what lies in the site itself is meant.

    Plone's wraps what it has found anew, which takes longer than all else there.
    """
    return site._getOb(name, default)


class NegotiatedLanguages(LanguageUtility):
    """The language utility, for as long as one request's language is looked for."""

    settings = cached_property(_language_settings)


def language_utility(interface: Any, name: str = "", context: Any = None) -> Any:
    """Replaces ``getUtility`` where a request's language is looked for.

    Plone's reads where its settings are each time that it needs one, ten times.
    """
    found = getUtility(interface, name, context)
    return NegotiatedLanguages() if type(found) is LanguageUtility else found


def policy_of_plugins(request: Any = None) -> Any:
    """Replaces ``theming_policy`` where the plug-ins of the theme hear of a request.

    Without any, it need not be found out which theme there is.
    """
    has_some = next(iter(getUtilitiesFor(IThemePlugin)), None) is not None
    return theming_policy(request) if has_some else NO_THEME


def transformed(transformer: Any, request: Any, result: Any, encoding: str) -> Any:
    """The ``__call__`` of the chain of transforms, which changes pages alone.

    On JSON it would only check whether a request has written that must not: who has
    written nothing passes.
    """
    kind = request.response.getHeader("Content-Type") or ""
    parents = request.get("PARENTS")
    is_json = kind.startswith("application/json")
    if is_json and parents and not has_changed_content(parents[-1]):
        return None
    return transformer._old___call__(request, result, encoding)
