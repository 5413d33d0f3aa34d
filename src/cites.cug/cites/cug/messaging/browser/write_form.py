"""The form to write a message; what is typed is kept as a draft."""

from cites.cug import _
from cites.cug.core.sql.session import write_session
from cites.cug.core.validation.errors import (
    FieldError,
    FieldErrors,
    InvalidValues,
    Missing,
)
from cites.cug.messaging.about import About, show_about, ShownAbout
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.sending import load_draft, save_draft, send_message
from cites.cug.messaging.addressing import resolve_recipients
from cites.cug.messaging.browser import beginnings, recipients
from cites.cug.messaging.browser.filing import outcome, with_outcome
from cites.cug.messaging.browser.letter_form import ILetterForm, LetterForm
from cites.cug.messaging.browser.recipients import chosen_addressees, JsonAnswer
from cites.cug.messaging.browser.write_widgets import ConfirmInput
from cites.cug.messaging.content import plain_text
from cites.cug.messaging.files import take_files
from cites.cug.messaging.mailbox import own_message, OwnMessage
from cites.cug.messaging.models import DeliveryKind, Folder
from cites.cug.messaging.schema import Addressees, ILetter, LETTER, Letter
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.requirement import NonNominal
from cites.cug.web.forms.widgets import HiddenInput
from cites.cug.web.layout.numbers import file_size
from cites.cug.web.layout.times import moment
from cites.cug.web.limits.use import count_attempt, OverLimit
from cites.cug.wsgi.body_limits import max_file_bytes
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form import button
from zope import schema


#: What is compared with a draft that was saved in another window.
TYPED = ("to", "subject", "handling", "body", "answer_by", "receipt")
CONFIRM_MANY = _("messaging_write_form_goes_people_confirm_meant_text")


class IWriteForm(ILetterForm):
    """What the form asks for; files that were sent earlier are in the draft."""

    many_confirmed = schema.Bool(
        title=_("messaging_write_form_number_of_recipients_label"), required=False
    )
    #: Id of the draft that keeps what is typed, once there is one.
    draft = schema.TextLine(title="Draft", required=False)
    #: Id of the message whose files the first draft takes over.
    files_from = schema.TextLine(title="Files of the message", required=False)


class WriteForm(LetterForm, JsonAnswer):
    """``messages/write``; ``?reply=ID``, ``reply_all``, ``forward`` and ``draft`` too.

    ``?to=…&about=PATH&handling=CODE`` begins a message about something in the group.
    """

    index = ViewPageTemplateFile("templates/write.pt")
    page_title = _("messaging_write_form_write_a_message_title")
    schema = IWriteForm
    order = (
        *("to", "subject", "handling", "body", "attachments", "answer_by", "receipt"),
        *("igo_confirmed", "many_confirmed", "draft", "reply_to", "files_from"),
        "about_token",
    )
    factories = {
        **LetterForm.factories,
        "many_confirmed": ConfirmInput,
        **dict.fromkeys(("draft", "reply_to", "files_from"), HiddenInput),
    }
    submit_label = _("messaging_write_form_save_draft_label")
    holds_back = True
    #: Another window may have saved the draft.
    changes = True
    who_was_faster = _("messaging_write_form_changed_in_another_window_heading")
    #: Drafts may lack what is required; ``send_message`` asks for it.
    ignoreRequiredOnExtract = True
    before_buttons = ViewPageTemplateFile("templates/write_status.pt")
    buttons = button.Buttons()
    handlers = button.Handlers()
    #: The answer to the script that saves a draft while its writer types.
    saved: dict[str, Any] | None = None

    @property
    def max_file_bytes(self) -> int:
        """Of one file."""
        return max_file_bytes()

    @property
    def action(self) -> str:
        return f"{self.url}/write"

    @property
    def default_button(self) -> str:  # type: ignore[override] # of each button
        """The button that removes a file saves the draft as well."""
        return "save" if "remove" in self.request.form else ""

    def initial_values(self) -> Mapping[str, Any]:
        """What the form begins with; raises Missing."""
        form = self.request.form
        if self.request.method == "POST":
            return {}
        names = ("draft", "reply", "reply_all", "forward")
        given = ((name, form.get(name)) for name in names)
        name, message_id = next(((n, v) for n, v in given if v), ("", None))
        if not isinstance(message_id, str):
            about = super().about_shown
            token = self.about_token if about else ""
            return {**beginnings.new(self, about), "about_token": token}
        if name == "draft":
            return beginnings.of_draft(
                load_draft(self.context, message_id, acting_user=self.user_id)
            )
        opened = open_message(self.context, message_id, acting_user=self.user_id)
        if name == "forward":
            return beginnings.forward(self, opened)
        return beginnings.reply(self, opened, to_all=name == "reply_all")

    def current_state(self) -> Mapping[str, Any]:
        """What the draft says now; {} before there is one, and when it is gone."""
        if self.draft_id is None:
            return {}
        if self.request.method == "POST":
            write_session()  # nobody may change it between this look and the change
        try:
            draft = load_draft(self.context, self.draft_id, acting_user=self.user_id)
        except Missing:
            return {}
        return {
            name: value
            for name, value in beginnings.of_draft(draft).items()
            if name in TYPED
        }

    def is_behind(self, data: Mapping[str, Any]) -> bool:
        behind = super().is_behind(data)
        self.changed_meanwhile = [
            both._replace(now=plain_text(both.now), typed=plain_text(both.typed))
            if both.label == ILetter["body"].title
            else both
            for both in self.changed_meanwhile
        ]
        return behind

    def update(self) -> None:
        sent = self.sent_already()
        if sent is not None:
            self.go(f"/{sent}")
            return
        super().update()

    def render(self) -> str:
        if not self.wants_json:
            return super().render()
        if self.saved is not None:
            return self.answer({**self.saved, "based_on": self.based_on})
        if self.changed_meanwhile:
            self.status = self.who_was_faster
        texts = [problem.message for _label, problem in self.summary] or [self.status]
        said = {"message": " ".join(map(self.said, texts)), "draft": self.draft_id}
        return self.answer(said, self.request.response.getStatus())

    @property
    def wants_json(self) -> bool:
        """Whether a script asks. A header would make it a request for a service."""
        return "scripted" in self.request.form

    def is_decided(self, data: dict[str, Any]) -> bool:
        """A draft may hold anything; ``send_message`` holds back what is sent."""
        return True

    # Buttons

    @button.buttonAndHandler(_("common_send_button"), name="send")
    def handle_send(self, action: Any) -> None:
        self.submit(self.send)

    @button.buttonAndHandler(_("messaging_write_form_save_draft_label"), name="save")
    def handle_save(self, action: Any) -> None:
        self.submit(self.save)

    @button.buttonAndHandler(_("common_discard_button"), name="discard")
    def handle_discard(self, action: Any) -> None:
        draft = self.draft_id
        if draft is None:
            self.go()
            return
        delete_messages(self.context, [draft], acting_user=self.user_id)
        said = outcome("trash", [draft], Folder.DRAFTS)
        self.go(with_outcome(f"?folder={Folder.DRAFTS}", said))

    def save(self, data: dict[str, Any]) -> None:
        written, options = self.written(data)
        number = str(self.request.form.get("remove") or "")
        removed = int(number) if number.isdecimal() else None
        with count_attempt(self.context, self.user_id, InvalidValues):
            self.keep(written, {**options, "removed": removed})
        if self.wants_json:
            now = moment(datetime.now(UTC), self.language)
            self.saved = {"draft": self.draft_id, "saved": now.iso}
        else:
            path = f"{self.url}/write?draft={self.draft_id}"
            self.finish(_("messaging_write_form_draft_saved"), path)

    def send(self, data: dict[str, Any]) -> None:
        """Send what was typed. What is refused is kept as a draft, with its files."""
        written, options = self.written(data)
        with count_attempt(self.context, self.user_id, InvalidValues):
            try:
                count = self.confirmed_count(written[1], bool(data["many_confirmed"]))
                # What is refused leaves no record of what was confirmed.
                with write_session().begin_nested():
                    send_message(
                        self.context,
                        *written,
                        igo_confirmed=bool(data["igo_confirmed"]),
                        decisions=read_decisions(self.request.form),
                        **options,
                    )
            except (InvalidValues, NonNominal, OverLimit):
                with suppress(InvalidValues):
                    self.keep(written, options)
                raise
        text = _("messaging_write_form_message_sent_recipients", mapping={"count": count})
        answered = written[0].reply_to
        self.finish(text, f"{self.url}/{answered}" if answered else self.url)

    def written(
        self, data: dict[str, Any]
    ) -> tuple[tuple[Letter, Addressees], dict[str, Any]]:
        """Letter and addressees, and the other arguments of the actions.

        Messages that were deleted meanwhile are left out, and an item that cannot be seen
        any more, so that the text is not lost.
        """
        uploads = take_files(data["attachments"] or ())
        write_session()
        for name in ("draft", "reply_to", "files_from"):
            row = self.own_row(data[name])
            gone = row is None or (name == "draft" and row.folder != Folder.DRAFTS)
            data[name] = None if gone else row.id
        said = {name: data[name] for name in LETTER if data[name] is not None}
        options = {
            "acting_user": self.user_id,
            "draft_id": data["draft"],
            "uploads": uploads,
            "files_from": data["files_from"] if data["draft"] is None else None,
            "about": self.about_there,
        }
        letter, chosen = Letter(**said), data["to"] or ()
        whom = chosen_addressees(self.context, chosen, self.user_id, letter.handling)
        return (letter, whom), options

    def own_row(self, message_id: Any) -> OwnMessage | None:
        """A message or draft, if it still lies in the mailbox."""
        try:
            return own_message(self.context, self.user_id, str(message_id))
        except Missing:
            return None

    def keep(
        self, written: tuple[Letter, Addressees], options: Mapping[str, Any]
    ) -> None:
        """Keep it as a draft, which the form goes on with. Raises InvalidValues."""
        self.widgets["draft"].value = save_draft(self.context, *written, **options)
        self.widgets["files_from"].value = ""

    def confirmed_count(self, addressees: Addressees, many_confirmed: bool) -> int:
        """To how many people it goes. Raises InvalidValues if that must be confirmed."""
        # What is wrong with the recipients is said by ``send_message``, with all else.
        found = FieldErrors().gather(
            resolve_recipients, self.context, addressees, self.user_id
        )
        count = len(found or ())
        if count > recipients.MANY and not many_confirmed:
            text = _(CONFIRM_MANY, mapping={"count": count})
            raise InvalidValues([("many_confirmed", FieldError(text))])
        return count

    def sent_already(self) -> str | None:
        """The id of the message that the draft has become.

        The form was sent twice, or one went back to it after sending.
        """
        draft = self.request.form.get("draft")
        row = self.own_row(draft) if draft else None
        return row.id if row is not None and row.kind == DeliveryKind.SENT else None

    # What the page shows

    @property
    def draft_id(self) -> str | None:
        return self.widgets["draft"].value or None

    @property
    def about_shown(self) -> ShownAbout | None:
        row = self.own_row(self.draft_id) if self.draft_id else None
        if row is None:
            return super().about_shown
        if row.about is None:
            return None
        return show_about(self.context, About.opened(row.seal, row.about))

    def files(self) -> list[dict[str, Any]]:
        """Files of the draft, or those that it will take over."""
        draft, source = self.draft_id, self.widgets["files_from"].value
        if draft:
            found = load_draft(self.context, draft, acting_user=self.user_id).files
        elif source:
            found = open_message(self.context, source, acting_user=self.user_id).files
        else:
            found = ()
        return [
            {
                "number": file.number if draft else None,
                "name": file.filename,
                "size": file_size(file.size, self.language),
            }
            for file in found
        ]

    @property
    def passes_on_red(self) -> bool:
        """Whether a message for named recipients is about to go to others."""
        is_red = self.widgets["handling"].value == ["red"]
        return is_red and "forward" in self.request.form
