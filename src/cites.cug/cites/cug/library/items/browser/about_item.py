"""Forms that decide about an item, and what their decision is based on."""

from cites.cug import _
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.lists.labels import STATES
from cites.cug.web.forms.meanwhile import SentForm
from cites.cug.web.layout.times import moment
from collections.abc import Mapping, Sequence
from plone import api
from typing import Any
from zope.i18nmessageid import Message


def item_state(item: Any) -> dict[str, Any]:
    """What a decision about an item or a folder is based on, as ``current_state`` has it.

    Pictures and files count as part of an item, and what lies in a folder does not.
    """
    attached = item.objectValues() if ILibraryItem.providedBy(item) else ()
    return {
        "item.state": api.content.get_state(item),
        "item.handling": getattr(item, "handling", None),
        "item.readers": chosen_readers(item),
        "item.changed": [one.modified().micros() for one in (item, *attached)],
    }


class AboutItem(SentForm):
    """A form about ``item`` that comes back if the item was changed meanwhile."""

    @property
    def item(self) -> Any:
        return self.context

    @property
    def about_url(self) -> str:  # type: ignore[override] # of each item
        return self.item.absolute_url()

    def current_state(self) -> Mapping[str, Any]:
        return item_state(self.item)

    def now_in_words(self) -> Sequence[tuple[Message | str, Message | str]]:
        state = api.content.get_state(self.item)
        changed = moment(self.item.modified(), reader_language())
        return (
            (_("common_title_label"), self.item.title),
            (_("common_state_column"), STATES.get(state, state)),
            (_("library_item_last_changed_label"), changed.text),
        )
