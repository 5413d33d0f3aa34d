"""The portal's screens, by the account that can open them."""

from tests.chromium.portal import Portal
from typing import Any


MARK = "EXERCISE"
LANGUAGES = ("en", "fr", "es")
DESK = {"width": 1280, "height": 850}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 740}
#: One of each kind of member, and None, who is not logged in.
ACCOUNTS = (
    *(None, "outsider", "igo-interpol", "customs-xa", "contact-xa", "secretariat"),
    "admin",
)
OWN = (
    "profile",
    "account",
    "second-factor",
    "new-address",
    "own-events",
    "notifications",
    "api-tokens",
    "feeds",
    "interface",
    "help",
)
ANONYMOUS = (
    "cheetahs/request-access",
    "login",
    "mail_password_form",
    "passwordreset/expired",
    "stop-change?id=expired&key=expired",
    "cheetahs",
)
MESSAGES = (
    "cheetahs/messages",
    "cheetahs/messages?folder=sent",
    "cheetahs/messages?q=cubs&handling=amber",
    "cheetahs/messages/write",
    "cheetahs/messages/export",
    "cheetahs/assistance",
    "cheetahs/assistance/ask?kind=identification",
)
MEMBER = (
    "",
    *OWN,
    "cheetahs",
    "cheetahs/overview",
    "cheetahs/search-all",
    "cheetahs/search-all?q=cheetah",
    "cheetahs/library",
    "cheetahs/library?q=cub",
    "cheetahs/statistics",
    "cheetahs/map",
    "cheetahs/corrections",
    "cheetahs/followed",
    "cheetahs/summary",
    "cheetahs/workspaces",
    "cheetahs/members",
    "cheetahs/members?country=XA",
    "cheetahs/member?id=police-xa",
    "cheetahs/directory",
    "cheetahs/help",
    "cheetahs/permits",
    "cheetahs/permits?country=XA&number=none",
    *MESSAGES,
)
AUTHOR = (
    "invitations",
    "cheetahs/permits/search",
    "cheetahs/permits/search?view=statistics",
    "cheetahs/library/++add++Alert",
    "cheetahs/library/++add++LibraryDocument",
    "cheetahs/library/upload",
    "cheetahs/library/alert-imports",
    "cheetahs/workspaces/++add++Workspace",
)
SECRETARIAT = (
    "cheetahs/permits/new",
    "cheetahs/permits/import",
    "cheetahs/edit",
    "cheetahs/reports",
    "cheetahs/overruled-rules",
    "cheetahs/allowed-words",
    "cheetahs/limits",
    "cheetahs/assistance-counts",
    "cheetahs/use-report",
    "cheetahs/audit-trail",
    "cheetahs/audit-trail?result=refused",
    "cheetahs/unusual-use",
    "cheetahs/notices",
    "cheetahs/bulletin",
    "cheetahs/illegal-trade-report",
    "cheetahs/help-secretariat",
    "cheetahs/roster",
    "cheetahs/member-rules",
    "cheetahs/lost-device?member=police-xb",
    "cheetahs/propose-address?member=police-xb",
    "cheetahs/account-changes",
    "cheetahs/appointments",
    "cheetahs/end-sessions?member=police-xb",
    "cheetahs/service-accounts",
    "cheetahs/message-retention",
    "cheetahs/requests",
    "cheetahs/requests?state=declined",
    "cheetahs/requests-import",
    "cheetahs/requests-letters",
    "cheetahs/requests-rules",
    "cheetahs/administration",
    "cheetahs/code-lists",
    "cheetahs/code-lists?list=term&code=LIV",
    "cheetahs/taxa",
    "cheetahs/library/++add++LibraryFolder",
)
CONTACT_POINT = (
    "cheetahs/country-events",
    "cheetahs/requests",
    "cheetahs/illegal-trade-report",
    "cheetahs/overview",
)
MANAGER = (
    "",
    "cheetahs",
    "@@overview-controlpanel",
    "login-settings",
    "cheetahs/roster",
    "limit-settings",
    "portal-names",
    "health",
    "++add++ClosedUserGroup",
)


#: Of the demonstration: what enforcement officers read, and what IGOs read too.
ALERTS = (
    f"{MARK} – Seven cubs found in a holding house at Redrock",
    f"{MARK} – Five cubs in fruit crates on a dhow at Lagoon Port",
)
DOCUMENT = f"{MARK} – Telling spotted cats apart: skins and pieces of skin"
#: Each account that looks at one is in one of these workspaces.
TOPICS = (
    f"{MARK} – Crates with false floors: the same workshop?",
    f"{MARK} – Cheetah or leopard: one page for the counter",
)


def addresses(portal: Portal, account: str | None) -> list[str]:
    """All of an account's screens; those of items are one of each kind."""
    own = [f"{portal.address}/{path}" for path in _paths(account)]
    if account in ITEMS_OF:
        own += record_addresses(portal, account) + item_addresses(portal, account)
    return own


def _paths(account: str | None) -> tuple[str, ...]:
    match account:
        case None:
            return ANONYMOUS
        case "admin":
            return MANAGER
        case "outsider":
            return ("",)
        case "secretariat":
            return MEMBER + AUTHOR + SECRETARIAT
        case "customs-xa":
            return MEMBER + AUTHOR
        case "contact-xa":
            return CONTACT_POINT
    return MEMBER


ITEMS_OF = {
    "secretariat": (
        *("", "/edit", "/upload", "/versions", "/delete"),
        *("/choose-readers", "/corrections", "/sightings"),
    ),
    "customs-xa": (
        *("", "/sightings", "/translate"),
        "/corrections/propose?field=location",
    ),
    "igo-interpol": ("",),
}
#: What services list, and the screens of the first of each.
RECORDS_OF = {
    "secretariat": (
        ("cheetahs/@directory", ("directory/{}",)),
        ("cheetahs/@access-requests", ("requests-one?id={}",)),
        ("cheetahs/@audit", ("audit-event?event={}",)),
        ("@permits/search", ("permits/{}", "permits/{}/correct", "permits/{}/status")),
    ),
    "customs-xa": (
        ("cheetahs/@messages", ("messages/{}", "messages/write?reply={}")),
        ("cheetahs/@requests", ("assistance/{}",)),
        ("@permits/search", ("permits/{}",)),
    ),
}


def record_addresses(portal: Portal, account: str) -> list[str]:
    """The screens of a message, a request, a permit and other records."""
    found = []
    for service, paths in RECORDS_OF.get(account, ()):
        one = portal.json(account, f"{portal.address}/{service}")["items"][0]
        found += [f"{portal.group}/{path.format(one['id'])}" for path in paths]
    return found


def item_addresses(portal: Portal, account: str) -> list[str]:
    """The screens of an alert with pictures, of one of them and of a document."""
    alert, picture = illustrated(portal, account)
    document = item_called(portal, account, DOCUMENT)
    found = [f"{alert}{page}" for page in ITEMS_OF[account]]
    if account != "igo-interpol":
        found.append(f"{alert}/change-state?transition=report")
    found += space_addresses(portal, account)
    return [*found, f"{picture}/view", document["@id"]]


def space_addresses(portal: Portal, account: str) -> list[str]:
    """The screens of one of the demonstration's workspaces, and of a topic in it."""
    topics = portal.json(account, f"{portal.group}/@topics", b_size="100")["items"]
    topic = next(one for one in topics if one["title"] in TOPICS)
    place = topic["workspace"]["@id"]
    own = [] if account.startswith("igo") else [f"{place}/++add++Topic"]
    return [place, f"{place}/team", topic["@id"], *own]


def illustrated(portal: Portal, account: str) -> tuple[str, str]:
    """An alert with a summary, a text and pictures; and its first picture."""
    alert = item_called(portal, account, ALERTS[account.startswith("igo")])
    pictures = [
        within["@id"]
        for within in portal.json(account, alert["@id"])["items"]
        if within["@type"] == "Image"
    ]
    return alert["@id"], pictures[0]


def item_called(portal: Portal, account: str, title: str) -> dict[str, Any]:
    """One of the demonstration's, whatever other tests have written by then."""
    (item,) = portal.items(account, q=title.removeprefix(f"{MARK} – "))
    assert item["title"] == title
    return item
