"""The form to write a message; what is typed is kept as a draft."""

from cites.cug import _
from cites.cug.access.body_limits import MAX_FILE_BYTES
from cites.cug.codelists.lists import entries
from cites.cug.confirmation.panel import Decision
from cites.cug.confirmation.requirement import HELD_BACK
from cites.cug.confirmation.requirement import NonNominal
from cites.cug.forms.editor import editor_settings
from cites.cug.layout.times import moment
from cites.cug.limits.use import OverLimit
from cites.cug.limits.use import trying
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.sending import load_draft
from cites.cug.messaging.address_book import search_address_book
from cites.cug.messaging.browser.attachments import ENDINGS
from cites.cug.messaging.browser.filing import outcome
from cites.cug.messaging.browser.filing import with_outcome
from cites.cug.messaging.browser.form_state import forward
from cites.cug.messaging.browser.form_state import of_draft
from cites.cug.messaging.browser.form_state import reply
from cites.cug.messaging.browser.form_state import Typed
from cites.cug.messaging.browser.form_state import typed_in
from cites.cug.messaging.browser.recipients import everyone
from cites.cug.messaging.browser.recipients import JsonAnswer
from cites.cug.messaging.browser.recipients import offered
from cites.cug.messaging.browser.recipients import Reached
from cites.cug.messaging.browser.recipients import reached
from cites.cug.messaging.browser.retention_notice import keep_draft
from cites.cug.messaging.browser.retention_notice import kept_files
from cites.cug.messaging.browser.retention_notice import send_typed
from cites.cug.messaging.browser.retention_notice import sent_already
from cites.cug.messaging.browser.rows import addressee_names
from cites.cug.messaging.browser.tokens import addressees_of
from cites.cug.messaging.browser.tokens import tokens_in
from cites.cug.messaging.models import Folder
from cites.cug.messaging.schema import MAX_SUBJECT
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import InvalidValues
from cites.cug.validation.rich_text import as_typed
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any


#: Where a mistake in a field is mended: field → id of its input, and its label.
INPUTS = {
    "to": ("find", _("To")),
    "categories": ("find", _("To")),
    "countries": ("find", _("To")),
    "subject": ("subject", _("Subject")),
    "handling": ("handling", _("Handling code")),
    "body": ("body", _("Text")),
    "attachments": ("files", _("Files")),
    "answer_by": ("answer_by", _("Answer by")),
    "igo_confirmed": ("igo_confirmed", _("Intergovernmental organisations")),
    "many_confirmed": ("many_confirmed", _("Number of recipients")),
    "decision": ("decision", ""),
}


class WritePage(JsonAnswer):
    """New, or one of ``?reply=``, ``?reply_all=``, ``?forward=``, ``?draft=`` an id."""

    template = ViewPageTemplateFile("templates/write.pt")
    fields = ViewPageTemplateFile("templates/write_fields.pt")
    page_title = _("Write a message")
    max_subject = MAX_SUBJECT
    max_file_bytes = MAX_FILE_BYTES
    endings = ENDINGS
    held_back: NonNominal | None = None

    def __call__(self) -> str:
        form = self.request.form
        self.mistakes: list[tuple[str, FieldError]] = []
        self.offered: list[dict[str, str]] = []
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.act(form)
        self.typed = self.begin(form)
        return self.template()

    def begin(self, form: Mapping[str, Any]) -> Typed:
        """What the form starts with; raises UnknownMessage."""
        for name in ("draft", "reply", "reply_all", "forward"):
            message_id = form.get(name)
            if isinstance(message_id, str) and message_id:
                break
        else:
            return Typed(tokens_in(form))
        mailbox = {"acting_user": self.user_id}
        if name == "draft":
            return of_draft(load_draft(self.context, message_id, **mailbox))
        opened = open_message(self.context, message_id, **mailbox)
        if name == "forward":
            return forward(self, opened)
        return reply(self, opened, to_all=name == "reply_all")

    def act(self, form: Mapping[str, Any]) -> str:
        self.typed = typed_in(form)
        done = sent_already(self, self.typed)
        if done is not None:
            return self.go(f"/{done}")
        action = form.get("action")
        if action == "discard":
            return self.discard()
        if action not in ("save", "send") and not form.get("remove"):
            return self.look_up(str(form.get("find") or ""))
        try:
            with trying(self.context, self.user_id, InvalidValues, NonNominal):
                self.typed = keep_draft(self, self.typed, form)
                if action == "send":
                    return self.sent(send_typed(self, self.typed))
        except InvalidValues as error:
            return self.refuse(error.mistakes)
        except NonNominal as error:
            self.held_back = error
            return self.refuse([("decision", FieldError(HELD_BACK))])
        except OverLimit as error:
            return self.refuse_over(error)
        return self.saved()

    def look_up(self, words: str) -> str:
        """Without scripts: the form again, with whom the words may mean."""
        found = search_address_book(self.context, words, self.user_id, self.language)
        groups = [] if words else [everyone(self, found.everyone)]
        self.offered = [*groups, *offered(self, found)]
        return self.template()

    def refuse(self, mistakes: list[tuple[str, FieldError]]) -> str:
        self.mistakes = mistakes
        if self.wants_json:
            text = " ".join(self.said(mistake.message) for _name, mistake in mistakes)
            return self.answer({"message": text, "draft": self.typed.draft}, 400)
        self.request.response.setStatus(400)
        return self.template()

    def refuse_over(self, error: OverLimit) -> str:
        """What was typed stays; and once a draft holds it, the draft does."""
        answer = self.refuse([("letter", FieldError(error.message))])
        error.set_status(self.request.response)
        return answer

    def saved(self) -> str:
        if self.wants_json:
            now = moment(datetime.now(UTC), self.language)
            return self.answer({"draft": self.typed.draft, "saved": now.iso})
        IStatusMessage(self.request).add(_("The draft has been saved."))
        return self.go(f"/write?draft={self.typed.draft}")

    def sent(self, count: int) -> str:
        text = _("Your message has been sent. Recipients: ${count}")
        text = _(text, mapping={"count": count})
        IStatusMessage(self.request).add(text)
        return self.go(f"/{self.typed.reply_to}" if self.typed.reply_to else "")

    def discard(self) -> str:
        draft = self.typed.draft
        if draft is None:
            return self.go()
        delete_messages(self.context, [draft], acting_user=self.user_id)
        said = outcome("trash", [draft], Folder.DRAFTS)
        return self.go(with_outcome(f"?folder={Folder.DRAFTS}", said))

    @property
    def wants_json(self) -> bool:
        """Not asked for by a header: that would make it a request for a service."""
        return "scripted" in self.request.form

    @property
    def chosen(self) -> list[dict[str, str]]:
        """Recipients, each with its name."""
        names = (addressee_names(self, addressees_of([t])) for t in self.typed.tokens)
        pairs = zip(self.typed.tokens, names, strict=True)
        return [{"token": token, "title": name} for token, (name,) in pairs]

    @property
    def everyone(self) -> dict[str, str]:
        found = search_address_book(self.context, "", self.user_id, self.language)
        return everyone(self, found.everyone)

    @cached_property
    def reached(self) -> Reached:
        return reached(self, self.typed.addressees, self.typed.handling)

    def decision(self) -> str:
        labels = {name: label for name, (_target, label) in INPUTS.items()}
        return Decision(self.context, self.request, self.held_back, labels)()

    def summary(self) -> list[dict[str, Any]]:
        """Each mistake with the input where it is mended, in the order of the page."""
        order = list(INPUTS)
        named = [(name.partition("[")[0], mistake) for name, mistake in self.mistakes]
        named.sort(key=lambda one: order.index(one[0]) if one[0] in INPUTS else -1)
        elsewhere = ("letter", "")
        return [
            {
                "target": INPUTS.get(name, elsewhere)[0],
                "field": INPUTS.get(name, elsewhere)[1],
                "text": mistake.message,
            }
            for name, mistake in named
        ]

    def notes(self, target: str) -> list[Any]:
        """What is wrong in one input."""
        return [one["text"] for one in self.summary() if one["target"] == target]

    def codes(self) -> list[dict[str, Any]]:
        return [
            {"code": code, "title": words, "meaning": self.handling_meaning(code)}
            for code, words in entries("handling", self.language)
        ]

    def body(self) -> str:
        """In the field; the editor may begin with another text, ``formatted``."""
        return self.typed.bare or as_typed(self.typed.body)

    def formatted(self) -> str | None:
        return self.typed.body if self.typed.bare else None

    def editor(self) -> str:
        return editor_settings(_("Text"), self.request)

    def files(self) -> list[dict[str, Any]]:
        return kept_files(self, self.typed)

    @property
    def today(self) -> str:
        return date.today().isoformat()

    @property
    def passes_on_red(self) -> bool:
        """Whether a message for named recipients is about to go to others."""
        return self.typed.handling == "red" and "forward" in self.request.form
