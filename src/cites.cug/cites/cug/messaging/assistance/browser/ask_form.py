"""The form to ask for assistance."""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.messaging.assistance.actions import ask
from cites.cug.messaging.assistance.browser.page import AssistancePage
from cites.cug.messaging.assistance.schema import IAsked, IDENTIFICATION, KINDS
from cites.cug.messaging.browser.letter_form import ILetterForm, LetterForm
from cites.cug.messaging.browser.recipients import chosen_addressees, tokens_in
from cites.cug.messaging.files import take_files
from cites.cug.messaging.schema import DEFAULT_HANDLING, Letter
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.limits.use import count_attempt
from collections.abc import Mapping
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope import schema
from zope.i18n import translate


LETTER = ("subject", "body", "handling", "answer_by")
#: So many species the link to the directory names.
MOST_NAMED = 20
IDENTIFY = _("messaging_ask_form_which_species_is_this")


class IAskForm(ILetterForm):
    """What the form asks for."""

    kind = IAsked.get("kind")
    attachments = schema.Field(title=_("common_pictures_and_files_label"), required=False)


class AskForm(LetterForm, AssistancePage):
    """``{group}/assistance/ask?about=&kind=&to=``"""

    index = ViewPageTemplateFile("templates/ask.pt")
    page_title = _("common_ask_for_assistance_button")
    schema = IAskForm
    order = (
        *("kind", "to", "subject", "handling", "body", "attachments", "answer_by"),
        *("igo_confirmed", "about_token"),
    )
    submit_label = _("common_send_the_request_label")
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
    def directory_url(self) -> str:
        """Who may help otherwise, with the species that it is about."""
        about, place = self.about_shown, f"{self.context.absolute_url()}/directory"
        names = about.species[:MOST_NAMED] if about else ()
        query = urlencode([("species", name) for name in names])
        return f"{place}?{query}" if query else place

    def files(self) -> tuple[Any, ...]:
        """None are kept: there is no draft of a request."""
        return ()

    def handle(self, data: dict[str, Any]) -> None:
        uploads = take_files(data["attachments"] or ())
        said = {name: data[name] for name in LETTER if data[name] is not None}
        letter, chosen = Letter(**said), data["to"] or ()
        addressees = chosen_addressees(
            self.context, chosen, self.user_id, letter.handling
        )
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
        self.finish(_("messaging_ask_form_request_sent"), f"{self.place}/{made}")
