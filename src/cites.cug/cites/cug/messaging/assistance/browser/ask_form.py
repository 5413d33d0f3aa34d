"""The form to ask for assistance."""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.messaging.assistance.about import (
    a_permit,
    About,
    item_at,
    show_about,
    ShownAbout,
)
from cites.cug.messaging.assistance.actions import ask
from cites.cug.messaging.assistance.browser.page import AssistancePage
from cites.cug.messaging.assistance.schema import IAsked, IDENTIFICATION, KINDS
from cites.cug.messaging.browser.letter_form import ILetterForm, LetterForm
from cites.cug.messaging.browser.recipients import addressees_of, tokens_in
from cites.cug.messaging.files import take_files
from cites.cug.messaging.schema import DEFAULT_HANDLING, Letter
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.widgets import HiddenInput
from cites.cug.web.limits.use import count_attempt
from collections.abc import Mapping
from contextlib import suppress
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope import schema
from zope.i18n import translate


LETTER = ("subject", "body", "handling", "answer_by")
#: What the address says of a permit: ``permit:XA:number``; of an item its path.
PERMIT = "permit"
#: So many species the link to the directory names.
MOST_NAMED = 20
IDENTIFY = _("Which species is this?")


class IAskForm(ILetterForm):
    """What the form asks for."""

    kind = IAsked.get("kind")
    attachments = schema.Field(title=_("Pictures and files"), required=False)
    about_token = schema.TextLine(title="About", required=False)


class AskForm(LetterForm, AssistancePage):
    """``{group}/assistance/ask?about=&kind=&to=``"""

    index = ViewPageTemplateFile("templates/ask.pt")
    page_title = _("Ask for assistance")
    schema = IAskForm
    order = (
        *("kind", "to", "subject", "handling", "body", "attachments", "answer_by"),
        *("igo_confirmed", "about_token"),
    )
    factories = {**LetterForm.factories, "about_token": HiddenInput}
    submit_label = _("Send the request")
    reminder = True
    folder = ""

    @property
    def action(self) -> str:
        return f"{self.place}/ask"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each group
        return self.place

    @property
    def default_button(self) -> str:  # type: ignore[override] # of what was pressed
        """A look-up of recipients, where no script runs, sends nothing."""
        return "" if "look_up" in self.request.form else "save"

    def initial_values(self) -> Mapping[str, Any]:
        form = self.request.form
        if self.request.method == "POST":
            return {}
        kind = form.get("kind")
        identify = kind == IDENTIFICATION
        return {
            "kind": kind if kind in KINDS else None,
            "to": tokens_in(form),
            "subject": translate(IDENTIFY, context=self.request) if identify else "",
            "handling": DEFAULT_HANDLING,
            "about_token": self.about_token if self.about_shown else "",
        }

    @property
    def about_token(self) -> str:
        form = self.request.form
        given = form.get("about_token") or form.get("about")
        return given if isinstance(given, str) else ""

    @property
    def about_shown(self) -> ShownAbout | None:
        """What the request will be about, as the asker sees it."""
        with suppress(InvalidValues):
            about = self.about_of_token()
            return show_about(self.context, about) if about else None
        return None

    @property
    def directory_url(self) -> str:
        """Who may help otherwise, with the species that it is about."""
        about, place = self.about_shown, f"{self.context.absolute_url()}/directory"
        names = about.species[:MOST_NAMED] if about else ()
        query = urlencode([("species", name) for name in names])
        return f"{place}?{query}" if query else place

    def about_of_token(self) -> About | None:
        """Raises InvalidValues where there is no such thing for the asker."""
        kind, _colon, rest = self.about_token.partition(":")
        if not kind:
            return None
        if kind == PERMIT:
            country, _colon, permit_number = rest.partition(":")
            return a_permit(country, permit_number)
        return item_at(self.context, f"{self.context.absolute_url()}/{kind}")

    def files(self) -> tuple[Any, ...]:
        """None are kept: there is no draft of a request."""
        return ()

    def handle(self, data: dict[str, Any]) -> None:
        uploads = take_files(data["attachments"] or ())
        said = {name: data[name] for name in LETTER if data[name] is not None}
        letter, addressees = Letter(**said), addressees_of(data["to"] or ())
        with count_attempt(self.context, self.user_id, InvalidValues):
            made = ask(
                self.context,
                data["kind"],
                letter,
                addressees,
                self.about_of_token(),
                acting_user=self.user_id,
                uploads=uploads,
                igo_confirmed=bool(data["igo_confirmed"]),
                decisions=read_decisions(self.request.form),
            )
        self.finish(_("Your request has been sent."), f"{self.place}/{made}")
