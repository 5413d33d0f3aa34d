"""Which section of the help fits which page."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from typing import Any, NamedTuple


class Topic(NamedTuple):
    """A section for members; one for the Secretariat goes before it, for who has it."""

    members: str
    secretariat: str = ""


#: Where no other fits.
START = Topic("home")
#: The first part of a page's address below the group, or else below the portal.
AREAS = {
    "": START,
    "overview": START,
    "summary": Topic("notices"),
    "search-all": Topic("search"),
    # The library, from one end to the other.
    "library": Topic("search"),
    "statistics": Topic("statistics"),
    "map": Topic("statistics"),
    "followed": Topic("following"),
    "alert-imports": Topic("import"),
    "alike": Topic("related"),
    "corrections": Topic("corrections", "corrections"),
    "bulletin": Topic("readers", "bulletins"),
    "group-offers": Topic("readers", "other-groups"),
    "reports": Topic("report", "reports"),
    "overruled-rules": Topic("non-nominal", "non-nominal"),
    "allowed-words": Topic("non-nominal", "non-nominal"),
    "illegal-trade-report": Topic("alerts", "annual-report"),
    # Messages.
    "messages": Topic("messages"),
    "message-retention": Topic("messages", "retention"),
    "assistance": Topic("assistance"),
    "assistance-counts": Topic("assistance", "assistance"),
    "notices": Topic("notices", "notices"),
    "workspaces": Topic("workspaces", "workspaces"),
    "permits": Topic("permits", "permits"),
    # Who is in the group.
    "requests": Topic("join", "requests"),
    "requests-import": Topic("join", "requests"),
    "requests-letters": Topic("join", "requests"),
    "requests-one": Topic("join", "requests"),
    "requests-rules": Topic("join", "requests"),
    "request-access": Topic("join"),
    "member": Topic("members", "members"),
    "members": Topic("members", "members"),
    "portraits": Topic("members"),
    "directory": Topic("directory", "directory"),
    "member-rules": Topic("members", "members"),
    "roster": Topic("members", "roster"),
    "edit-roster": Topic("members", "roster"),
    "team-roster": Topic("members", "roster"),
    "appointments": Topic("account-changes", "new-group"),
    "propose-address": Topic("address", "lost-device"),
    "lost-device": Topic("second-factor", "lost-device"),
    "end-sessions": Topic("account", "end-sessions"),
    "service-accounts": Topic("programs", "service-accounts"),
    # How the group is run.
    "audit-trail": Topic("account", "trail"),
    "unusual-use": Topic("account", "trail"),
    "use-report": Topic("home", "use-report"),
    "limits": Topic("messages", "limits"),
    "code-lists": Topic("alerts", "code-lists"),
    "taxa": Topic("alerts", "taxa"),
    # The own account.
    "profile": Topic("members"),
    "account": Topic("account"),
    "own-events": Topic("own-trail"),
    "country-events": Topic("own-trail"),
    "account-changes": Topic("account-changes", "lost-device"),
    "change-password": Topic("account"),
    "new-password": Topic("account"),
    "new-address": Topic("address"),
    "confirm-address": Topic("address"),
    "second-factor": Topic("second-factor"),
    "invitations": Topic("account-changes"),
    "stop-change": Topic("account-changes"),
    "notifications": Topic("notices"),
    "api-tokens": Topic("programs"),
    "interface": Topic("programs"),
    "feeds": Topic("account"),
}
#: The last part of the address of a page of the library.
LIBRARY_PAGES = {
    "++add++Alert": Topic("alerts"),
    "++add++LibraryDocument": Topic("alerts"),
    "++add++LibraryFolder": Topic("readers", "folders"),
    "edit": Topic("alerts"),
    "upload": Topic("files"),
    "move": Topic("alerts", "folders"),
    "translate": Topic("translations"),
    "machine-translation": Topic("translations"),
    "sightings": Topic("sightings"),
    "corrections": Topic("corrections", "corrections"),
    "change-state": Topic("readers", "publish"),
    "share-with-group": Topic("readers", "other-groups"),
    "choose-readers": Topic("readers", "publish"),
    "versions": Topic("alerts", "publish"),
    "report": Topic("report"),
}


def topic_of(path: str) -> Topic:
    """The section for a page, by its address below the group or the portal."""
    first, *others = path.split("/")
    if first == "library" and others:
        return LIBRARY_PAGES.get(others[-1], Topic("readers"))
    return AREAS.get(first, START)


def address_of_help(group: Any | None, path: str) -> str:
    """Where the help for a page is, below the group, or below the portal without one."""
    topic = topic_of(path)
    if topic.secretariat and group is not None and may(Permission.KEEP_ACCOUNTS, group):
        return f"help-secretariat#{topic.secretariat}"
    return f"help#{topic.members}"
