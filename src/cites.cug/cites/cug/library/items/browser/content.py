"""The base of the pages of folders, alerts and documents."""

from Acquisition import aq_chain, aq_inner
from cites.cug import _
from cites.cug.access.guard import caller, group_of, may
from cites.cug.access.policy import NAMING_STATES, Permission
from cites.cug.access.transitions import (
    available,
    MAX_COMMENT,
    review_history,
    transitions_of,
    way_back,
)
from cites.cug.interfaces import ILibraryFolder
from cites.cug.library.items.actions import (
    audience,
    CHOOSE,
    may_undo_opening,
    OPENING,
    sharing_problem,
)
from cites.cug.library.items.browser.about_item import item_state
from cites.cug.library.items.readers import reader_in_words
from cites.cug.library.lists.labels import DONE, roles_in_words, STATES, TRANSITIONS
from cites.cug.web.forms.meanwhile import digest_of
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_name
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate


#: Transitions that offer a field for a comment on the page of the item.
COMMENTED = frozenset({"archive", "archive_chosen", "retract"})
#: The usual next transition, which gets the main button: the first that is possible.
PUBLISH = "publish"
NEXT_STEPS = (PUBLISH, "submit")
#: The page on which the readers are chosen, and the transitions that it does.
READERS_PAGE = "choose-readers"
BY_READERS = frozenset({CHOOSE, *OPENING})


class ContentPage(Page):
    """Knows where content lies, who can read it, and what the reader may do with it."""

    macros = ViewPageTemplateFile("templates/content.pt")
    max_comment = MAX_COMMENT

    @cached_property
    def url(self) -> str:
        return self.context.absolute_url()

    @property
    def page_title(self) -> Any:
        return self.context.title

    @cached_property
    def group(self) -> Any:
        return group_of(self.context)

    def trail(self) -> list[dict[str, Any]]:
        """The folders above this content that the reader may see, the library first."""
        above = aq_chain(aq_inner(self.context))[1:]
        folders = [parent for parent in above if ILibraryFolder.providedBy(parent)]
        titles = [
            *(local_text(folder) for folder in folders[:-1]),
            _("common_library_link"),
        ]
        return [
            {"url": folder.absolute_url(), "title": title}
            for folder, title in zip(folders[::-1], titles[::-1], strict=False)
            if may(Permission.READ, folder)
        ]

    @cached_property
    def audience(self) -> dict[str, Any]:
        """As ``actions.audience``, with state and roles in words."""
        found = audience(self.context, self.group)
        return self.in_words(found)

    def in_words(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            **found,
            "state_title": STATES.get(found["state"], found["state"]),
            "readers": [*roles_in_words(found["roles"]), *self.named_in_words(found)],
        }

    def named_in_words(self, found: dict[str, Any]) -> list[str]:
        """The readers that the item names, each with the number of members."""
        return [
            f"{reader_in_words(reader, self.language)} ({number})"
            for reader, number in found["named"].items()
        ]

    @cached_property
    def available(self) -> list[str]:
        """The changes of state that the reader may make now."""
        return available(self.context)

    def transitions(self) -> list[dict[str, Any]]:
        """The buttons for all changes of state that the reader may make now."""
        names = [name for name in self.available if self.has_button(name)]
        # What is for chosen readers is where it should be.
        steps = () if self.audience["state"] in NAMING_STATES else NEXT_STEPS
        next_step = next((name for name in steps if name in names), None)
        return [
            {
                "name": name,
                "title": TRANSITIONS[name],
                "commented": name in COMMENTED,
                "primary": "primary" if name == next_step else None,
                "page": READERS_PAGE if name == CHOOSE else None,
                "form": self.form_of(name),
            }
            for name in names
        ]

    @cached_property
    def based_on(self) -> str:
        """The hidden input by which its buttons tell which state the reader has seen."""
        return digest_of(item_state(self.context))

    def has_button(self, name: str) -> bool:
        """Whether a transition has one; the page of the readers does several.

        What the handling code forbids to publish has none for that.
        """
        if name != PUBLISH:
            return name == CHOOSE or name not in BY_READERS
        target = transitions_of(self.context)[name].target
        return sharing_problem(getattr(self.context, "handling", None), target) is None

    def form_of(self, name: str) -> tuple[str, str, str]:
        """Page, input and value of the form whose button does a transition."""
        if name == PUBLISH:
            return READERS_PAGE, "how", transitions_of(self.context)[name].target
        return "change-state", "transition", name

    def just_moved(self) -> dict[str, Any] | None:
        """Right after the reader's own change of state: what was done, the number of
        readers, and page and input of the form that undoes it.

        None if the page was not opened by such a change.
        """
        asked = self.request.form.get("moved")
        if not asked:
            return None
        last = review_history(self.context)[0]
        if (last.transition, last.actor) != (asked, caller()):
            return None
        done = _("library_published_text") if asked == PUBLISH else DONE[asked]
        told = {
            "done": translate(done, context=self.request),
            "count": self.audience["members"],
        }
        found = {"text": _("library_items_moved_text", mapping=told), "undo": None}
        if asked in BY_READERS:
            if may_undo_opening(self.context):
                found["undo"] = (READERS_PAGE, "undo", "1")
        elif back := way_back(self.context):
            found["undo"] = ("change-state", "transition", back)
        return found

    def may_edit(self) -> bool:
        return may(Permission.MODIFY, self.context)

    def may_delete(self) -> bool:
        return may(Permission.DELETE, self.context)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def name_of(self, user_id: str) -> str:
        """Full name of a user; each is looked up once for a page."""
        if user_id not in self._names:
            self._names[user_id] = full_name(user_id)
        return self._names[user_id]
