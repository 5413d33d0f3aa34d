"""The page that changes the state of an item or a folder."""

from cites.cug import _
from cites.cug.access.guard import caller, group_of, may
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import (
    available,
    do_transition,
    MAX_COMMENT,
    OUT_OF_TURN,
    OutOfTurn,
    REASONED,
    transitions_of,
)
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.items.browser.about_item import AboutItem
from cites.cug.library.items.browser.content import BY_READERS, READERS_PAGE
from cites.cug.library.lists.labels import TRANSITIONS
from cites.cug.reports.reason import consequence, ONLY_TOLD
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.local_texts import local_text
from collections.abc import Mapping
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import Interface


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


class ChangeState(AboutItem, SchemaForm):
    """``POST transition=…``. What changes the readers is done on the page of these."""

    before_inputs = ViewPageTemplateFile("templates/change_state.pt")
    id, id_prefix = "change-state", ""
    default_button = "save"
    cancel_label = _("common_back_change_nothing_label")

    def __call__(self) -> str:
        name = self.request.form.get("transition")
        if not isinstance(name, str) or name not in transitions_of(self.context):
            raise NotFound(name)
        self.transition = name
        if name in BY_READERS:
            return self.request.response.redirect(f"{self.cancel_url}/{READERS_PAGE}")
        return super().__call__()

    def render(self) -> str:
        """The page that asks, only for those who may do it now."""
        if self.transition not in available(self.context):
            self.out_of_turn()
            return ""
        return super().render()

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

    def current_state(self) -> Mapping[str, Any]:
        """The item; who reports it may do so whatever it says by now."""
        return {} if self.is_reasoned else super().current_state()

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
                library = f"{group_of(self.context).absolute_url()}/{LIBRARY_ID}"
                self.finish(_("common_reported_secretariat_told"), library)
        except OutOfTurn:
            self.out_of_turn()

    def out_of_turn(self) -> None:
        self.finish(OUT_OF_TURN, self.cancel_url, "warning")
