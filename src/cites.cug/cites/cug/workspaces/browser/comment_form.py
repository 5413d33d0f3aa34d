"""The form for a comment: a new one, an answer to one, or a change of one's own."""

import transaction
from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import about, invalid, InvalidValue, Refusal
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.page_forms import PageForm
from cites.cug.web.forms.widgets import FilesInput, TextInput
from cites.cug.web.uploads.files import Upload
from cites.cug.workspaces.actions import comments
from cites.cug.workspaces.capabilities import comment_to_edit
from cites.cug.workspaces.rendering import quotation
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.i18n import translate
from zope.i18nmessageid import Message


class IText(Schema):
    """What a comment says."""

    text = schema.Text(
        title=_("common_text_label"),
        description=_("workspaces_comment_form_plain_text_mentions_reader_help"),
    )


class IComment(IText):
    """A comment with what comes with it."""

    files = schema.Field(title=_("common_pictures_and_files_label"), required=False)


class CommentInput(TextInput):
    rows = 6

    def toFieldValue(self, raw: str) -> str:
        return raw  # the action judges it

    def limits(self) -> dict[str, str]:
        return {"maxlength": str(comments.MAX_LENGTH)}

    def attributes(self) -> dict[str, str]:
        readers = translate(_("common_members_link"), context=self.request)
        asks = {"data-mentions": f"{self.form.action}/@mentions", "data-readers": readers}
        return {**super().attributes(), **asks}


class CommentForm(PageForm):
    """Part of the page of a topic: a comment, or the answer to ``replied_to``."""

    before_inputs = ViewPageTemplateFile("templates/comment_about.pt")
    schema: Any = IComment
    id = "write"
    id_prefix = ""
    form_class = "member-form write-comment"
    inputs = {"text": CommentInput, "files": FilesInput}
    holds_back = True
    permission = Permission.COMMENT
    submit_label, submit_value = _("common_send_button"), "comment"
    button_name = "do"
    #: Parameters that say which comment it is about.
    carried: tuple[str, ...] = ("reply",)
    done: Message | None = None

    @property
    def page_title(self) -> Message:  # type: ignore[override] # of an answer
        to = self.page.replied_to
        if to is None:
            return _("workspaces_write_a_comment_link")
        name = self.page.readers.get(to.author_username, to.author_name)
        return _("workspaces_comment_form_reply_to", mapping={"author": name})

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of an answer
        return self.action if self.page.replied_to is not None else ""

    def initial_values(self) -> dict[str, str]:
        kept = self.page.draft_line.restored
        return {"text": str(kept.get("text") or "") if kept else self.first_text()}

    def first_text(self) -> str:
        to = self.page.replied_to
        return quotation(to.text) if to is not None and self.page.text("quote") else ""

    def is_decided(self, data: dict[str, Any]) -> bool:
        return True  # the action asks

    def handle(self, data: dict[str, Any]) -> None:
        decisions = read_decisions(self.request.form)
        try:
            made = self.write(data, acting_user=self.page.user_id, decisions=decisions)
        except (InvalidValue, Refusal) as error:
            transaction.abort()
            if isinstance(error, Refusal):
                raise
            raise invalid("text", error.doc()) from error
        self.page.draft_line.forget()
        self.page.lead_on(self.page.link_to(int(made.id)), self.done)

    def write(self, data: dict[str, Any], **who: Any) -> Any:
        """Write it. Returns the comment."""
        files = [_taken(upload) for upload in data["files"] or ()]
        reply_to = self.page.number("reply")
        made = comments.add_comment(self.context, data["text"], reply_to=reply_to, **who)
        for file in files:
            comments.attach_file(self.context, file, comment_id=int(made.id), **who)
        self.page.__dict__.pop("places", None)
        return made


class ChangeCommentForm(CommentForm):
    """Changes one's own comment."""

    schema = IText
    page_title = _("workspaces_comment_form_change_the_comment_title")
    submit_label, submit_value = _("common_save_label"), "edit"
    carried = ("comment", "edit")
    changes = True
    done = _("common_changes_saved")

    def first_text(self) -> str:
        comment = self.page.replied_to
        own = comment is not None and comment.author_username == self.page.user_id
        return comment.text if own else ""

    def current_state(self) -> dict[str, str]:
        return {"text": self.first_text()}

    def write(self, data: dict[str, Any], **who: Any) -> Any:
        comment = comment_to_edit(self.context, self.page.edited)
        comments.edit_comment(self.context, comment, data["text"], **who)
        return comment


def _taken(upload: Upload) -> Any:
    """The checked file of a comment. A refusal names the file."""
    try:
        return comments.take_attachment(upload.stream, upload.filename)
    except InvalidValue as error:
        raise invalid("files", about(upload.filename, error.doc())) from error
