"""The part of questions that says what new readers of an item get with it."""

from cites.cug import _
from cites.cug.library.items.widening import Dependents
from collections.abc import Iterable
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


KINDS = {
    "files": _("common_pictures_and_files_label"),
    "translations": _("library_translations_title"),
    "sightings": _("library_sightings"),
    "corrections": _("library_dependents_proposed_corrections"),
    "versions": _("library_dependents_earlier_versions"),
    "bulletins": _("library_dependents_bulletins_made_from_it"),
    "copies": _("library_dependents_copies_of_it"),
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
        return _("library_dependents_new_readers_read_them")
    if not one.follow:
        return _("library_dependents_they_keep_readers_they_text")
    return _(
        "library_dependents_new_readers_read_them_text",
        mapping={"number": str(one.follow)},
    )
