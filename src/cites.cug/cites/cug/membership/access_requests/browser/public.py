"""Pages for strangers: ask for access, confirm the address, answer a question."""

from cites.cug import _
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.login.interfaces import IRequestPage
from cites.cug.mailing.smtp import note_waiting_mail
from cites.cug.membership.access_requests import applicant_actions
from cites.cug.membership.access_requests.application import comparable, contradictions
from cites.cug.membership.access_requests.models import RequestSource
from cites.cug.membership.access_requests.schema import IApplication
from cites.cug.membership.access_requests.settings import rules_of
from cites.cug.membership.access_requests.text_fields import MAX_TEXT, OutsideText
from cites.cug.membership.browser.link import ILink, LinkPage
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.local_texts import local_text
from datetime import datetime, UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import provider


#: A hidden field: only programs fill it in, and their requests are dropped.
TRAP = "website"


class RequestAccessPage(SchemaForm):
    """Describes the group to strangers, with the form to ask for access."""

    index = ViewPageTemplateFile("templates/request_access.pt")
    before_buttons = ViewPageTemplateFile("templates/trap.pt")
    page_title = _("common_request_access_title")
    schema = IApplication
    id = "request-access"
    paragraphs = (_("membership_public_all_fields_must_filled_text"),)
    nothing_done = _("membership_public_please_correct_what_marked_text")
    submit_label = _("common_request_access_title")
    novalidate = True
    #: No CSRF token: strangers have no session that another site could misuse.
    enableCSRFProtection = False
    sent = False

    def is_open_to_strangers(self) -> bool:
        return rules_of(self.context).accepts

    def __call__(self) -> str:
        if not self.is_open_to_strangers():
            raise NotFound
        return super().__call__()

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/request-access"

    @property
    def repeat_url(self) -> str:  # type: ignore[override] # one letter is enough
        return self.action

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        return contradictions(data, rules_of(self.context))

    def checked_data(self) -> dict[str, Any] | None:
        self.sent = bool(self.request.form.get(TRAP))
        return None if self.sent else super().checked_data()

    def handle(self, data: dict[str, Any]) -> None:
        applicant_actions.ask_for_access(
            self.context,
            comparable(data),
            source=RequestSource.FORM,
            language=reader_language(),
            ip=self.request.getClientAddr(),
            at=datetime.now(UTC),
        )
        self.sent = True

    @property
    def thanks(self) -> Message:
        return note_waiting_mail(applicant_actions.THANKS)


@provider(IRequestPage)
def request_page(portal: Any, place: str) -> str | None:
    """For the page on which one logs in; see ``IRequestPage``."""
    group = portal.get(place) if place in portal.objectIds() else None
    if not IClosedUserGroup.providedBy(group) or not rules_of(group).accepts:
        return None
    return f"{group.absolute_url()}/request-access"


class RequestLinkPage(LinkPage):
    """A page that a link in a letter opens.

    If the group takes no requests, a useless link answers 404: strangers must not learn
    that the group exists.
    """

    @property
    def group_title(self) -> str:
        return local_text(self.context)

    def is_open_to_strangers(self) -> bool:
        if rules_of(self.context).accepts:
            return True
        self.read_link()
        return self.works

    def __call__(self) -> str:
        if not self.is_open_to_strangers():
            raise NotFound
        return super().__call__()


class ConfirmRequestPage(RequestLinkPage):
    before_inputs = ViewPageTemplateFile("templates/confirm_request.pt")
    page_title = _("membership_public_confirm_your_request_title")
    id = "confirm-request"
    submit_label = _("membership_public_yes_it_was_me_label")
    thanks = _("membership_public_thank_secretariat_received_request_text")

    def look(self) -> bool:
        return applicant_actions.can_confirm(self.context, self.link, self.key, self.now)

    def follow(self, data: dict[str, Any]) -> None:
        applicant_actions.confirm(self.context, self.link, self.key, at=self.now)


class IAnswer(ILink):
    """The form for the answer to a question about a request."""

    answer = OutsideText(
        title=_("membership_public_your_answer_label"), max_length=MAX_TEXT, required=True
    )


class AnswerQuestionPage(RequestLinkPage):
    before_inputs = ViewPageTemplateFile("templates/answer_question.pt")
    schema = IAnswer
    page_title = _("membership_public_answer_a_question_title")
    id = "answer-question"
    submit_label = _("common_send_the_answer_label")
    thanks = _("membership_public_thank_secretariat_received_answer_text")

    def look(self) -> bool:
        self.question = applicant_actions.open_question(
            self.context, self.link, self.key, self.now
        )
        return self.question is not None

    def follow(self, data: dict[str, Any]) -> None:
        applicant_actions.answer_question(
            self.context, self.link, self.key, data["answer"], at=self.now
        )
