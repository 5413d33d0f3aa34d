"""The part of questions that says what new readers of an item get with it."""

from cites.cug import _
from cites.cug.library.items.widening import Dependents
from collections.abc import Iterable
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


KINDS = {
    "files": _("Pictures and files"),
    "translations": _("Translations"),
    "sightings": _("Sightings"),
    "corrections": _("Proposed corrections"),
    "versions": _("Earlier versions"),
    "bulletins": _("Bulletins made from it"),
    "copies": _("Copies of it"),
}
#: Kinds that have a page below the item.
PAGES = {"sightings": "sightings", "corrections": "corrections", "versions": "versions"}


class DependentsList:
    """Pages that ask before an item gets other readers."""

    context: Any
    request: Any
    dependents = ViewPageTemplateFile("templates/dependents.pt")

    def found_dependents(self) -> Iterable[Dependents]:
        """What depends on the item, and would follow what the page asks about."""
        raise NotImplementedError

    def dependent_rows(self) -> list[dict[str, Any]]:
        url = self.context.absolute_url()
        return [
            {
                "title": KINDS[one.kind],
                "url": f"{url}/{PAGES[one.kind]}" if one.kind in PAGES else None,
                "total": one.total,
                "outcome": _outcome(one),
                "opens": one.kind == "sightings" and one.follow < one.total,
            }
            for one in self.found_dependents()
        ]


def _outcome(one: Dependents) -> Message:
    if one.follow == one.total:
        return _("new readers read them too")
    if not one.follow:
        return _("they keep the readers that they have")
    return _(
        "new readers read ${number} of them; the others keep the readers that they have",
        mapping={"number": str(one.follow)},
    )
