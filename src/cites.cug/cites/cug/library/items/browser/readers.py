"""The page on which the Secretariat chooses the readers of an item or a folder."""

from cites.cug import _
from cites.cug.access.chosen_readers import CHOSEN, last_readers
from cites.cug.access.guard import caller, group_of
from cites.cug.access.transitions import MAX_COMMENT, OUT_OF_TURN, OutOfTurn
from cites.cug.core.codelists.vocabularies import fixed_vocabulary, reader_language
from cites.cug.interfaces import ILibraryFolder
from cites.cug.library.items.actions import check_readers, choose_readers, compare_readers
from cites.cug.library.items.browser.dependents import DependentsList
from cites.cug.library.items.nesting import check_choosing, folder_around
from cites.cug.library.items.readers import (
    MOST_READERS,
    offered_readers,
    reader_in_words,
    unusual_readers,
)
from cites.cug.library.items.widening import Dependents, dependents_of
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.forms.choice_widgets import SeveralInput
from cites.cug.web.forms.confirm_form import TwoStepForm
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.people import full_names
from collections.abc import Iterable, Mapping
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import Interface
from zope.schema.interfaces import IVocabularyTokenized


class IChosenReaders(Interface):
    """The form: whom the item names, and why."""

    readers = schema.List(
        title=_("common_readers_title"),
        description=_("library_readers_categories_countries_help"),
        value_type=schema.TextLine(),
        max_length=MOST_READERS,
    )
    comment = schema.TextLine(
        title=_("library_comment_kept_history_optional_label"),
        max_length=MAX_COMMENT,
        required=False,
    )


class ReadersInput(SeveralInput):
    """Readers, found while one types. Those who have left since stay to be taken out."""

    @cached_property
    def vocabulary(self) -> IVocabularyTokenized:
        offered = offered_readers(self.form.group, self.form.language, self.form.handling)
        named = self.form.named_so_far()
        gone = {one: reader_in_words(one, self.form.language) for one in named}
        return fixed_vocabulary(gone | offered)

    @cached_property
    def former(self) -> set[str]:
        return set()


class ChooseReaders(DependentsList, TwoStepForm):
    """``choose-readers``: says who gains and who loses the item before it is done."""

    page_title = _("library_choose_its_readers_title")
    schema = IChosenReaders
    inputs = {"readers": ReadersInput}
    id_prefix = ""
    changes = True
    holds_back = True
    submit_label = _("common_continue_button")
    sure_label = _("library_readers_share_with_these_readers_label")
    outcome = ViewPageTemplateFile("templates/readers_outcome.pt")
    question = _("library_readers_share_readers_question")

    @cached_property
    def group(self) -> Any:
        return group_of(self.context)

    @cached_property
    def language(self) -> str:
        return reader_language()

    @cached_property
    def is_folder(self) -> bool:
        return ILibraryFolder.providedBy(self.context)

    @property
    def handling(self) -> str | None:
        """The handling code; folders have none, and what lies in them has its own."""
        return getattr(self.context, "handling", None)

    def named_so_far(self) -> tuple[str, ...]:
        """The readers that it names, or else those of the folder that it lies in."""
        around = folder_around(self.context)
        named = last_readers(self.context)
        return named or (last_readers(around) if around is not None else ())

    @property
    def about(self) -> str:  # type: ignore[override] # of each item
        return local_text(self.context)

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/choose-readers"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each item
        return self.context.absolute_url()

    def initial_values(self) -> Mapping[str, Any]:
        return {"readers": list(self.named_so_far()), "comment": ""}

    def ask_first(self, act: Any, data: dict[str, Any]) -> None:
        readers = check_readers(self.context, data["readers"])
        if self.is_folder:
            check_choosing(self.context)
        super().ask_first(act, {**data, "readers": readers})

    def handle(self, data: dict[str, Any]) -> None:
        comment = data["comment"] or ""
        texts, who = {"comment": comment}, {"acting_user": caller()}
        require_confirmation(
            self.context, texts, read_decisions(self.request.form), **who
        )
        try:
            choose_readers(self.context, data["readers"], comment)
        except OutOfTurn:
            self.finish(OUT_OF_TURN, self.cancel_url, "warning")
        else:
            self.finish(_("library_readers_chosen"), self.cancel_url)

    # What the question says

    @property
    def named(self) -> list[str]:
        return [reader_in_words(one, self.language) for one in self.asked["readers"]]

    @cached_property
    def change(self) -> dict[str, list[str]]:
        """Names of who would gain and who would lose the item, by alphabet."""
        change = compare_readers(self.context, self.asked["readers"])
        return {name: _names(users) for name, users in change._asdict().items()}

    def found_dependents(self) -> list[Dependents]:
        return dependents_of(self.context, CHOSEN, self.asked["readers"])

    def warnings(self) -> list[Message]:
        """What is out of the ordinary with these readers."""
        readers, handling = self.asked["readers"], self.handling
        if handling is None:
            return []
        return [
            _(
                "library_readers_never_received_item_handling_text",
                mapping={"reader": reader_in_words(one, self.language)},
            )
            for one in unusual_readers(self.group, readers, handling)
        ]


def _names(users: Iterable[str]) -> list[str]:
    return sorted(full_names(users).values(), key=str.casefold)
