"""The page that changes the state of an item or a folder."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category, CATEGORY_GROUP
from cites.cug.access.transitions import (
    available,
    do_transition,
    MAX_COMMENT,
    OUT_OF_TURN,
    OutOfTurn,
    REASONED,
    transitions_of,
)
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.library.items.actions import audience, check_sharing, LIBRARY_ID
from cites.cug.library.items.browser.content import ContentPage, PAGES
from cites.cug.library.items.browser.dependents import DependentsList
from cites.cug.library.items.widening import Dependents, dependents_of
from cites.cug.library.lists.labels import TRANSITIONS
from cites.cug.reports.reason import consequence, ONLY_TOLD
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.local_texts import local_text
from collective.workspace.interfaces import IWorkspace
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import Interface


#: Transitions that open the item to more members, and cannot be taken back by those.
ASKED_FIRST = frozenset({"publish", "share"})


class IComment(Interface):
    """What the history says of a change of state."""

    comment = schema.Text(
        title=_("library_comment_kept_history_optional_label"),
        max_length=MAX_COMMENT,
        required=False,
    )


class IReason(Interface):
    """Why somebody reports the item."""

    comment = schema.Text(
        title=_("common_identified_part_text_label"),
        max_length=MAX_COMMENT,
    )


class ChangeState(DependentsList, SchemaForm):
    """``POST transition=…``. Publishing and sharing ask on a page of their own."""

    before_inputs = ViewPageTemplateFile("templates/change_state.pt")
    id, id_prefix = "change-state", ""
    default_button = "save"
    cancel_label = _("common_back_change_nothing_label")

    def __call__(self) -> str:
        name = self.request.form.get("transition")
        if not isinstance(name, str) or name not in transitions_of(self.context):
            raise NotFound(name)
        self.transition = name
        if name in PAGES:
            return self.request.response.redirect(f"{self.cancel_url}/{PAGES[name]}")
        if self.request.method == "POST" and not self.is_pressed:
            CheckAuthenticator(self.request)  # the question was asked for by a form
        return super().__call__()

    @property
    def is_pressed(self) -> bool:
        answered = self.transition not in ASKED_FIRST or self.request.form.get(
            "confirmed"
        )
        return super().is_pressed and bool(answered)

    def update(self) -> None:
        super().update()
        if self.obstacle is not None:
            self.refuse()

    def render(self) -> str:
        """The question, only for those who may do now what it asks about."""
        if self.transition not in available(self.context):
            self.out_of_turn()
            return ""
        return super().render()

    @cached_property
    def obstacle(self) -> Message | None:
        if self.transition in ASKED_FIRST and self.transition in available(self.context):
            try:
                check_sharing(self.context, self.target)
            except InvalidValues as error:
                return error.message
        return None

    @property
    def schema(self) -> Any:
        return IReason if self.is_reasoned else IComment

    @property
    def is_reasoned(self) -> bool:
        return self.transition in REASONED

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override] # of a report
        return (consequence(self.context, caller()),) if self.is_reasoned else ()

    @property
    def page_title(self) -> Message:
        return TRANSITIONS[self.transition]

    submit_label = page_title

    @property
    def submit_class(self) -> str:  # type: ignore[override] # of each transition
        return "danger" if self.is_reasoned else "primary"

    @property
    def about(self) -> str:  # type: ignore[override] # of each item
        return local_text(self.context)

    @property
    def action(self) -> str:
        return f"{self.cancel_url}/change-state"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each item
        return self.context.absolute_url()

    def handle(self, data: dict[str, Any]) -> None:
        comment = data.get("comment") or ""
        texts = {} if self.is_reasoned else {"comment": comment}
        decisions = read_decisions(self.request.form)
        require_confirmation(self.context, texts, decisions, acting_user=caller())
        try:
            if not do_transition(self.context, self.transition, comment):
                self.finish(ONLY_TOLD, self.cancel_url)
            elif may(Permission.READ, self.context):
                moved = urlencode({"moved": self.transition})
                self.request.response.redirect(f"{self.cancel_url}?{moved}")
            else:
                library = f"{self.page.group.absolute_url()}/{LIBRARY_ID}"
                self.finish(_("common_reported_secretariat_told"), library)
        except OutOfTurn:
            self.out_of_turn()

    def out_of_turn(self) -> None:
        self.finish(OUT_OF_TURN, self.cancel_url, "warning")

    # What the question says

    @cached_property
    def page(self) -> ContentPage:
        """The page of the item, which knows its readers in words."""
        return ContentPage(self.context, self.request)

    @property
    def target(self) -> str:
        return transitions_of(self.context)[self.transition].target

    @cached_property
    def audience_after(self) -> dict[str, Any]:
        return self.page.in_words(audience(self.context, self.page.group, self.target))

    def found_dependents(self) -> list[Dependents]:
        return dependents_of(self.context, self.target)

    @property
    def opens_to_igos(self) -> bool:
        return self.transition == "share"

    def igo_members(self) -> list[dict[str, Any]]:
        """Members of IGOs who could read the item, by organisation and name."""
        group, name_of = CATEGORY_GROUP[Category.IGO], self.page.name_of
        members = [
            {"organisation": entry.get("organisation") or "", "name": name_of(one)}
            for one, entry in IWorkspace(self.page.group).members.items()
            if group in entry["groups"]
        ]
        return sorted(members, key=lambda member: tuple(member.values()))
