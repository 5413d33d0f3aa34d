"""The details of an event in words; programs and files get them as they are stored."""

from cites.cug import _
from collections.abc import Mapping
from typing import Any
from zope.i18nmessageid import Message


#: What the pages of the trail call a detail. One that is not here keeps its name.
TITLES = {
    "category": _("Category"),
    "code": _("Code"),
    "country": _("Country"),
    "format": _("Format"),
    "handling": _("Handling code"),
    "language": _("Language"),
    "list": _("List"),
    "member": _("Member"),
    "method": _("Kind of request"),
    "more": _("Further ones in that minute"),
    "name": _("Name"),
    "note": _("Note"),
    "organisation": _("Organisation"),
    "readers": _("Readers"),
    "reason": _("Reason"),
    "setting": _("Setting"),
    "step": _("Refused by"),
    "version": _("Version"),
    "what": _("Page or service"),
}
#: Where something was refused: the values of ``step``.
STEPS = {
    "limit": _("a limit"),
    "log-in": _("the pause after wrong log-ins"),
    "password": _("the password"),
    "permission": _("what the member may do"),
    "rule": _("a rule of the page or service"),
    "second-factor": _("the second factor"),
    "token": _("the scopes of the token"),
}


def in_words(detail: Mapping[str, Any]) -> list[tuple[Message | str, Any]]:
    """Titles and values, in the order of the stored names."""
    return [
        (
            TITLES.get(name, name),
            STEPS.get(value, value) if name == "step" else value,
        )
        for name, value in sorted(detail.items())
    ]
