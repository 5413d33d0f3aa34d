"""The page that changes the state of an item or a folder."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category, CATEGORY_GROUP
from cites.cug.access.transitions import (
    available,
    do_transition,
    NoReason,
    OutOfTurn,
    REASONED,
    transitions_of,
)
from cites.cug.confirmation.panel import Decision
from cites.cug.confirmation.requirement import (
    HELD_BACK,
    NonNominal,
    reason_in,
    require_confirmation,
)
from cites.cug.library.actions import audience, check_sharing
from cites.cug.library.browser.content import ContentPage, PAGES
from cites.cug.library.labels import TRANSITIONS
from cites.cug.limits.use import OverLimit
from cites.cug.reports.reason import ONLY_TOLD
from cites.cug.validation.characters import fit_text
from cites.cug.validation.errors import InvalidValue, InvalidValues
from collective.workspace.interfaces import IWorkspace
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound


#: Transitions that open the item to more members, and cannot be taken back by those.
ASKED_FIRST = frozenset({"publish", "share"})
MAX_COMMENT = 1000


class ChangeState(ContentPage):
    """``POST transition=…``. Publishing and sharing ask on a page of their own."""

    template = ViewPageTemplateFile("templates/change_state.pt")
    error: str | None = None
    held_back: NonNominal | None = None

    def __call__(self) -> str:
        self.name = self.text("transition")
        if self.name not in transitions_of(self.context):
            raise NotFound(self.name)
        if self.name in PAGES:
            return self.request.response.redirect(f"{self.url}/{PAGES[self.name]}")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if self.name not in ASKED_FIRST or self.request.form.get("confirmed"):
                return self.change()
        if self.name not in available(self.context):
            return self.out_of_turn()
        return self.ask()

    def change(self) -> str:
        about = {"acting_user": caller()}
        try:
            comment = fit_text(self.comment)
        except InvalidValue as error:
            return self.refuse(error.doc())
        try:
            texts = {} if self.is_reasoned else {"comment": comment}
            require_confirmation(
                self.context, texts, reason_in(self.request.form), **about
            )
            if not do_transition(self.context, self.name, comment):
                return self.lead_on(self.url, ONLY_TOLD)
        except NonNominal as error:
            self.held_back = error
            return self.refuse(HELD_BACK)
        except OutOfTurn:
            return self.out_of_turn()
        except OverLimit as error:
            answer = self.refuse(error.message)
            error.set_status(self.request.response)
            return answer
        except NoReason:
            self.request.response.setStatus(400)
            return self.template()
        except InvalidValues as error:
            return self.refuse(error.message)
        return self.request.response.redirect(self.next_place())

    def next_place(self) -> str:
        """Address of the item, or of the library if the reader cannot see it now."""
        if may(Permission.READ, self.context):
            return f"{self.url}?{urlencode({'moved': self.name})}"
        text = _("Reported. The Secretariat has been told.")
        IStatusMessage(self.request).add(text)
        return self.trail()[0]["url"]

    @property
    def is_reasoned(self) -> bool:
        return self.name in REASONED

    @property
    def comment(self) -> str:
        return str(self.request.form.get("comment") or "")[:MAX_COMMENT].strip()

    def decision(self) -> str:
        return Decision(self.context, self.request, self.held_back)()

    def ask(self) -> str:
        try:
            check_sharing(self.context, self.target)
        except InvalidValues as error:
            return self.refuse(error.message)
        return self.template()

    def refuse(self, message: str) -> str:
        self.error = message
        self.request.response.setStatus(400)
        return self.template()

    def out_of_turn(self) -> str:
        text = _("This cannot be done from the state it has now. Please look again.")
        return self.lead_on(self.url, text, "warning")

    @property
    def page_title(self) -> Any:
        return TRANSITIONS[self.name]

    @property
    def target(self) -> str:
        return transitions_of(self.context)[self.name].target

    @cached_property
    def audience_after(self) -> dict[str, Any]:
        return self.in_words(audience(self.context, self.group, self.target))

    @property
    def opens_to_igos(self) -> bool:
        return self.name == "share"

    def igo_members(self) -> list[dict[str, Any]]:
        """Members of IGOs who could read the item, by organisation and name."""
        group = CATEGORY_GROUP[Category.IGO]
        members = [
            {"organisation": entry.get("organisation") or "", "name": self.name_of(one)}
            for one, entry in IWorkspace(self.group).members.items()
            if group in entry["groups"]
        ]
        return sorted(members, key=lambda member: tuple(member.values()))
