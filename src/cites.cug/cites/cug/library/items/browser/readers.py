"""The page on which the Secretariat chooses the readers of an item or a folder."""

import json
from cites.cug import _
from cites.cug.access.chosen_readers import CHOSEN, last_readers
from cites.cug.access.guard import caller, group_of
from cites.cug.access.transitions import MAX_COMMENT, OUT_OF_TURN, OutOfTurn
from cites.cug.core.codelists.vocabularies import fixed_vocabulary, reader_language
from cites.cug.core.validation.errors import invalid, Refusal
from cites.cug.interfaces import ILibraryFolder
from cites.cug.library.items.actions import (
    audience_now,
    check_readers,
    check_sharing,
    compare_readers,
    open_to,
    opening_transitions,
    readers_now,
    readers_of_state,
    sharing_problem,
    undo_opening,
)
from cites.cug.library.items.browser.about_item import AboutItem
from cites.cug.library.items.browser.dependents import DependentsList
from cites.cug.library.items.nesting import check_choosing, folder_around
from cites.cug.library.items.readers import (
    active_members,
    find_readers,
    is_known,
    members_by_part,
    MOST_READERS,
    Part,
    reader_in_words,
    unusual_readers,
)
from cites.cug.library.items.widening import Dependents, dependents_of
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.forms.choice_widgets import RadioInput
from cites.cug.web.forms.confirm_form import TwoStepForm
from cites.cug.web.forms.people_input import LOOK_UP, PeopleInput
from cites.cug.web.layout.audience_parts import (
    is_part,
    part_label,
    part_of,
    persons_for_parts,
)
from cites.cug.web.layout.local_texts import local_text
from collections.abc import Mapping
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import Interface
from zope.schema.interfaces import IVocabularyTokenized


#: What the readers that are named in the form do to those of today.
ADD, ONLY = "add", "only"
HOW = {ADD: _("library_readers_add_option"), ONLY: _("library_readers_only_option")}
#: States that are chosen as a whole.
STATE_OPTIONS = {
    "enforcement": _("library_readers_enforcement_option"),
    "shared": _("library_readers_shared_option"),
}
EXPLAINED = {
    ADD: _("library_readers_add_text"),
    ONLY: _("library_readers_only_text"),
    "enforcement": _("library_labels_customs_police_wildlife_law"),
    "shared": _("library_readers_shared_text"),
}


class IChosenReaders(Interface):
    """The form: who shall read the item, and why."""

    how = schema.TextLine(title=_("library_readers_how_label"))
    readers = schema.List(
        title=_("common_readers_title"),
        description=_("library_readers_categories_countries_help"),
        value_type=schema.TextLine(),
        max_length=MOST_READERS,
        required=False,
    )
    comment = schema.TextLine(
        title=_("library_comment_kept_history_optional_label"),
        max_length=MAX_COMMENT,
        required=False,
    )


class HowInput(RadioInput):
    """Add readers, only these, or all of a state."""

    @cached_property
    def vocabulary(self) -> IVocabularyTokenized:
        return fixed_vocabulary(HOW | self.form.offered_states())

    @cached_property
    def former(self) -> set[str]:
        return set()

    def explain(self, token: str) -> Message:
        return EXPLAINED[token]


class ReadersInput(PeopleInput):
    """The input for readers. Those who have left stay in it, to be removed."""

    @property
    def ask_url(self) -> str:  # type: ignore[override] # of each item
        return self.form.action

    def title_of(self, token: str) -> str:
        if is_part(token):
            return part_label(part_of(token, self.form.language))
        return reader_in_words(token, self.form.language)

    def find_offers(self, typed: str) -> list[dict[str, str]]:
        return self.form.find_offers(typed)


class ChooseReaders(DependentsList, AboutItem, TwoStepForm):
    """``choose-readers``: who reads it now, and who shall.

    Says who gains and who loses the item before it is done. ``POST undo=1`` gives it back
    to those who read it before the caller's last change. ``GET ?q=`` answers scripts whom
    it can name.
    """

    page_title = _("library_choose_its_readers_title")
    schema = IChosenReaders
    inputs = {"how": HowInput, "readers": ReadersInput}
    id_prefix = ""
    holds_back = True
    submit_label = _("common_continue_button")
    before_inputs = ViewPageTemplateFile("templates/readers_now.pt")
    outcome = ViewPageTemplateFile("templates/readers_outcome.pt")
    parts_list = ViewPageTemplateFile("templates/reader_parts.pt")

    def __call__(self) -> Any:
        if self.request.method == "POST" and self.request.form.get("undo"):
            CheckAuthenticator(self.request)
            return self.undo()
        if self.request.method == "GET" and "q" in self.request.form:
            typed = str(self.request.form["q"])
            self.request.response.setHeader("Content-Type", "application/json")
            return json.dumps({"items": self.find_offers(typed)}, ensure_ascii=False)
        return super().__call__()

    @property
    def default_button(self) -> str:  # type: ignore[override] # of what was pressed
        """A look-up of readers, where no script runs, does nothing else."""
        return "" if LOOK_UP in self.request.form else "save"

    def find_offers(self, typed: str) -> list[dict[str, str]]:
        return find_readers(self.group, typed, self.language, self.handling)

    def undo(self) -> None:
        try:
            done = undo_opening(self.context)
        except OutOfTurn:
            self.finish(OUT_OF_TURN, self.cancel_url, "warning")
        except Refusal:
            message = _("library_readers_undo_impossible_text")
            self.finish(message, self.cancel_url, "warning")
        else:
            self.lead_to_item(done)

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

    def offered_states(self) -> dict[str, Message]:
        """The states that the caller can open it to."""
        possible = opening_transitions(self.context)
        return {
            state: title
            for state, title in STATE_OPTIONS.items()
            if state in possible and sharing_problem(self.handling, state) is None
        }

    def readers_at_first(self) -> tuple[str, ...]:
        """Today's readers; of what has none, those it named or its folder names."""
        around = folder_around(self.context)
        return (
            readers_now(self.context)
            or last_readers(self.context)
            or (last_readers(around) if around is not None else ())
        )

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
        return {"how": ADD, "readers": list(self.readers_at_first()), "comment": ""}

    def ask_first(self, act: Any, data: dict[str, Any]) -> None:
        members, named = active_members(self.group), data["readers"] or ()
        named = persons_for_parts(members, named, self.handling, "readers")
        # The question carries the persons that it names: parts may have others by then.
        self.request.form["readers"] = named
        target, readers = self.target_of(data["how"], named)
        super().ask_first(act, {**data, "target": target, "readers": readers})

    def target_of(self, how: str, named: Any) -> tuple[str, tuple[str, ...]]:
        """State and readers that the choice leads to. Raises InvalidValues."""
        if how in STATE_OPTIONS:
            check_sharing(self.context, how)
            target, readers = how, readers_of_state(self.context, how)
        else:
            before = self.readers_to_keep() if how == ADD else ()
            target = CHOSEN
            readers = check_readers(self.context, [*dict.fromkeys((*before, *named))])
        if set(readers) == set(readers_now(self.context)):
            raise invalid("readers", _("library_readers_same_error"))
        if self.is_folder and target == CHOSEN:
            check_choosing(self.context)
        return target, readers

    def readers_to_keep(self) -> list[str]:
        """Today's readers, without those who have left since."""
        now = readers_now(self.context)
        members = active_members(self.group)
        return [one for one in now if is_known(one, members)]

    def handle(self, data: dict[str, Any]) -> None:
        comment = data["comment"] or ""
        texts, who = {"comment": comment}, {"acting_user": caller()}
        require_confirmation(
            self.context, texts, read_decisions(self.request.form), **who
        )
        try:
            done = open_to(self.context, data["target"], data["readers"], comment)
        except OutOfTurn:
            self.finish(OUT_OF_TURN, self.cancel_url, "warning")
        else:
            self.lead_to_item(done)

    def lead_to_item(self, done: str) -> None:
        """To the page of the item, which says what was done and can undo it."""
        moved = urlencode({"moved": done})
        self.request.response.redirect(f"{self.cancel_url}?{moved}")

    # Who reads it now

    def now(self) -> dict[str, Any]:
        return self.in_parts(audience_now(self.context))

    def in_parts(self, users: set[str]) -> dict[str, Any]:
        parts: list[Part] = members_by_part(self.group, users, self.language)
        return {"number": len(users), "parts": parts}

    # What the question says

    @property
    def question(self) -> Message:
        number = self.change["lose"]["number"]
        if not number:
            return _("library_readers_share_with_them_question")
        return _("library_readers_lose_question", mapping={"count": number})

    @property
    def sure_label(self) -> Message:
        if self.change["lose"]["number"]:
            return _("library_readers_take_access_label")
        return _("library_readers_share_with_these_readers_label")

    @property
    def named(self) -> list[str]:
        return [reader_in_words(one, self.language) for one in self.asked["readers"]]

    @cached_property
    def change(self) -> dict[str, dict[str, Any]]:
        """The members who would gain or lose access, as ``in_parts`` lists them."""
        asked = self.asked
        change = compare_readers(self.context, asked["readers"], asked["target"])
        return {name: self.in_parts(users) for name, users in change._asdict().items()}

    def found_dependents(self) -> list[Dependents]:
        named = self.asked["readers"] if self.asked["target"] == CHOSEN else ()
        return dependents_of(self.context, self.asked["target"], named)

    def warnings(self) -> list[Message]:
        """One for each new reader who has received no item with this handling code."""
        handling = self.handling
        if handling is None or self.asked["target"] != CHOSEN:
            return []
        before = readers_now(self.context)
        new = [one for one in self.asked["readers"] if one not in before]
        return [
            _(
                "library_readers_never_received_item_handling_text",
                mapping={"reader": reader_in_words(one, self.language)},
            )
            for one in unusual_readers(self.group, new, handling)
        ]
