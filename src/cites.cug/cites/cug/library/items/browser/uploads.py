"""The pages that take several files at once, and the one that changes their order."""

import json
from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.characters import fit_text
from cites.cug.core.validation.errors import InvalidValues, mistakes_in, unknown_code
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.items.attachments import IAttachment
from cites.cug.library.items.document import ILibraryDocument
from cites.cug.library.items.file_actions import (
    add_document,
    attach_file,
    move_attachment,
)
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.panel import DecisionPanel
from cites.cug.web.confirmation.requirement import HELD_BACK, NonNominal
from cites.cug.web.forms.once import keep_outcome, outcome_before
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.page import Page
from cites.cug.web.limits.use import OverLimit
from cites.cug.web.uploads.cleaning_notices import tell_removed
from cites.cug.web.uploads.files import DOCUMENT_TYPES, IMAGE_TYPES, Upload, uploads_in
from cites.cug.wsgi.body_limits import max_file_bytes
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zExceptions import MethodNotAllowed
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.schema.interfaces import ValidationError


class UploadOutcome(NamedTuple):
    """One file: its address and what was removed from it, or why it was refused."""

    name: str
    id: str = ""
    url: str = ""
    message: Message | str = ""


class UploadPage(Page):
    """Takes several files. Scripts send one file at a time, with what it shows, and ask
    for JSON.
    """

    template = ViewPageTemplateFile("templates/upload.pt")
    tiles = ViewPageTemplateFile("templates/upload_tiles.pt")
    #: What says of each file what it shows.
    caption_field: Any = IAttachment["description"]
    accepted = DOCUMENT_TYPES | IMAGE_TYPES
    outcomes: list[UploadOutcome] = []
    held_back: NonNominal | None = None
    over: OverLimit | None = None

    @property
    def max_bytes(self) -> int:
        """Of one file."""
        return max_file_bytes()

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.outcomes = self.taken_before() or self.take_all()
            if not self.outcomes:
                self.outcomes = [
                    UploadOutcome("", message=_("common_no_file_was_chosen_error"))
                ]
            if any(not outcome.url for outcome in self.outcomes):
                self.request.response.setStatus(400)
            if self.over is not None:
                self.over.set_status(self.request.response)
        if "json" in (self.request.getHeader("Accept") or ""):
            return self.as_json()
        return self.template()

    def take_all(self) -> list[UploadOutcome]:
        outcomes = [self.take(one) for one in uploads_in(self.request.form)]
        if stored := [outcome.id for outcome in outcomes if outcome.id]:
            keep_outcome(self.request, stored)
        return outcomes

    def taken_before(self) -> list[UploadOutcome]:
        """What was stored when the same files were sent before, as far as it is there."""
        before = outcome_before(self.request) or ()
        items = [self.context[name] for name in before if name in self.context]
        return [
            UploadOutcome(one.title, one.getId(), one.absolute_url()) for one in items
        ]

    def take(self, upload: Upload) -> UploadOutcome:
        try:
            item = self.store(upload)
        except ValidationError as error:
            mistake, *_others = mistakes_in(error)
            return UploadOutcome(upload.filename, message=mistake.message)
        except (InvalidValues, OverLimit) as error:
            self.over = error if isinstance(error, OverLimit) else self.over
            return UploadOutcome(upload.filename, message=error.message)
        except NonNominal as error:
            tell_removed(self.request)  # of a file that is not kept
            self.held_back = error
            return UploadOutcome(upload.filename, message=HELD_BACK)
        told = tell_removed(self.request)
        return UploadOutcome(item.title, item.getId(), item.absolute_url(), told)

    def store(self, upload: Upload) -> Any:
        raise NotImplementedError

    @property
    def typed_caption(self) -> str:
        """What was typed without scripts, as long as a file is refused."""
        typed = self.request.form.get("description", "")
        wrong = any(not outcome.url for outcome in self.outcomes)
        return typed if wrong and isinstance(typed, str) else ""

    def caption(self) -> str:
        """What the file shows: without scripts, each of them. Raises ValidationError."""
        value = self.request.form.get("description", "")
        if isinstance(value, str):
            value = fit_text(value)
        self.caption_field.validate(value)
        return value

    @property
    def decided(self) -> dict[str, Any]:
        """Arguments for actions: who stores the file, what it shows, and what was decided
        about texts.
        """
        return {
            "acting_user": caller(),
            "decisions": read_decisions(self.request.form),
            "description": self.caption(),
        }

    def decision(self) -> str:
        return DecisionPanel(self.context, self.request, self.held_back)()

    @property
    def place(self) -> Message | str:
        """The title of what the files are put into."""
        return self.context.title

    def as_json(self) -> str:
        self.request.response.setHeader("Content-Type", "application/json")
        items = [
            {
                "name": outcome.name,
                "@id": outcome.url or None,
                "message": translate(outcome.message, context=self.request),
            }
            for outcome in self.outcomes
        ]
        return json.dumps({"items": items})

    @property
    def endings(self) -> str:
        return ",".join(sorted({end for ends in self.accepted.values() for end in ends}))


class AlertUpload(UploadPage):
    """Takes pictures and files for an alert."""

    page_title = _("library_add_pictures_and_files_title")
    choices = ()

    def store(self, upload: Upload) -> Any:
        name, stream = upload
        return attach_file(self.context, stream, name, **self.decided)


class FolderUpload(UploadPage):
    """Takes documents for a folder: drafts that share their kind and handling code."""

    page_title = _("library_uploads_add_several_documents_title")
    caption_field: Any = ILibraryDocument["description"]

    @property
    def place(self) -> Message | str:
        is_library = self.context.getId() == LIBRARY_ID
        return _("common_library_link") if is_library else local_text(self.context)

    @property
    def choices(self) -> list[dict[str, Any]]:
        return [self.choice(name) for name in ("document_type", "handling")]

    def choice(self, name: str) -> dict[str, Any]:
        field = ILibraryDocument[name].bind(self.context)
        chosen = self.request.form.get(name, field.default)
        terms = [
            (term.token, self.explained(name, term), term.token == chosen)
            for term in field.vocabulary
        ]
        return {"name": name, "title": field.title, "terms": terms}

    def explained(self, name: str, term: Any) -> str:
        """The title of a code; for a handling code, its meaning too."""
        if name != "handling":
            return term.title
        meaning = title("handling_meaning", term.token, reader_language())
        return f"{term.title} – {meaning}"

    def store(self, upload: Upload) -> Any:
        return add_document(
            self.context,
            upload.stream,
            upload.filename,
            document_type=self.code("document_type"),
            handling=self.code("handling"),
            **self.decided,
        )

    def code(self, name: str) -> str:
        field = ILibraryDocument[name].bind(self.context)
        token = self.request.form.get(name) or None
        if token is not None and not isinstance(token, str):
            raise unknown_code(token)
        field.validate(token)
        return token


class MoveAttachment(Page):
    """Moves a picture or file up or down among those of its alert."""

    def __call__(self) -> str:
        if self.request.method != "POST":
            raise MethodNotAllowed(self.request.method)
        CheckAuthenticator(self.request)
        steps = 1 if self.request.form.get("down") else -1
        move_attachment(self.context, steps, acting_user=caller())
        alert = aq_parent(aq_inner(self.context))
        return self.request.response.redirect(f"{alert.absolute_url()}/edit#attachments")
