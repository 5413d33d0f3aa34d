"""What a stranger sees of a group: how to ask for access, confirm, answer."""

from cites.cug import _
from cites.cug.codelists.lists import entries
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.page import Page
from cites.cug.membership.access_requests import applicant_actions
from cites.cug.membership.access_requests.application import CATEGORIES
from cites.cug.membership.access_requests.application import InvalidApplication
from cites.cug.membership.access_requests.application import LONGEST
from cites.cug.membership.access_requests.application import LONGEST_OTHERS
from cites.cug.membership.access_requests.application import NO_OFFICE
from cites.cug.membership.access_requests.application import validate_application
from cites.cug.membership.access_requests.models import RequestSource
from cites.cug.membership.access_requests.settings import rules_of
from cites.cug.membership.access_requests.text_fields import lines
from cites.cug.membership.access_requests.text_fields import MAX_TEXT
from cites.cug.membership.access_requests.text_fields import one_line
from cites.cug.membership.access_requests.text_fields import too_long
from cites.cug.validation.errors import REQUIRED
from datetime import datetime
from datetime import UTC
from math import ceil
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import NamedTuple
from zExceptions import NotFound
from zope.i18nmessageid import Message


class FormField(NamedTuple):
    """How a value is asked for."""

    name: str
    title: Message
    kind: str
    #: What browsers fill in by themselves.
    autocomplete: str
    help: Message | None = None


FIELDS = (
    FormField("country", _("Country"), "select", "country"),
    FormField("last_name", _("Last name"), "text", "family-name"),
    FormField("first_name", _("First name"), "text", "given-name"),
    FormField("organisation", _("Organisation"), "text", "organization"),
    FormField("function", _("Function"), "text", "organization-title"),
    FormField(
        "telephone",
        _("Telephone"),
        "tel",
        "tel",
        _("With + and the country code, or as you dial it within your country."),
    ),
    FormField(
        "email",
        _("Official e-mail address"),
        "email",
        "email",
        _("Of your office. A link to confirm the request goes there."),
    ),
    FormField("category", _("Category asked for"), "select", "off"),
)
#: Filled in by programs only: people do not see it.
TRAP = "website"


class RequestAccessPage(Page):
    """What the group says of itself to who may want to join, and the form."""

    template = ViewPageTemplateFile("templates/request_access.pt")
    page_title = _("Ask for access")
    sent = False
    wait: int | None = None

    def __call__(self) -> str:
        self.rules = rules_of(self.context)
        if not self.rules.accepts:
            raise NotFound
        self.mistakes: dict[str, Message] = {}
        if self.request.method == "POST":
            self.ask()
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/request-access"

    def ask(self) -> None:
        form = self.request.form
        if form.get(TRAP):
            self.sent = True
            return
        try:
            applicant_actions.ask_for_access(
                self.context,
                validate_application(form, self.rules),
                source=RequestSource.FORM,
                language=reader_language(),
                ip=self.request.getClientAddr(),
                at=datetime.now(UTC),
            )
        except InvalidApplication as error:
            self.mistakes = dict(reversed(error.mistakes))
            self.request.response.setStatus(400)
        except applicant_actions.TooManyRequests as error:
            seconds = error.wait.total_seconds()
            self.wait = ceil(seconds / 60)
            self.request.response.setStatus(429)
            self.request.response.setHeader("Retry-After", str(ceil(seconds)))
        else:
            self.sent = True

    def fields(self) -> list[dict[str, Any]]:
        language = reader_language()
        titles = entries("category", language)
        countries = entries("country", language)
        options = {
            "country": [pair for pair in countries if pair[0] not in NO_OFFICE],
            "category": [pair for pair in titles if pair[0] in CATEGORIES],
        }
        return [
            {
                **field._asdict(),
                "value": one_line(self.request.form.get(field.name)),
                "mistake": self.mistakes.get(field.name),
                "limit": LONGEST.get(field.name, LONGEST_OTHERS),
                "options": options.get(field.name, ()),
                "described": " ".join(self._described(field)) or None,
            }
            for field in FIELDS
        ]

    def _described(self, field: FormField) -> list[str]:
        there = {"help": field.help, "mistake": self.mistakes.get(field.name)}
        return [f"request-{field.name}-{what}" for what, text in there.items() if text]


class LinkPage(Page):
    """A page that a link in a letter opens. Opening it changes nothing: programs that
    look for danger in mails open all links."""

    done = False

    def __call__(self) -> str:
        form = self.request.form
        self.id, self.key = one_line(form.get("id")), one_line(form.get("key"))
        self.now = datetime.now(UTC)
        self.mistake: Message | None = None
        self.works = self.look()
        if not self.works and not rules_of(self.context).accepts:
            # A group that takes no requests is known to nobody outside.
            raise NotFound
        if self.works and self.request.method == "POST":
            self.act()
        if not self.works:
            self.request.response.setStatus(400)
        return self.template()

    def look(self) -> bool:
        """Whether the link still does something."""
        raise NotImplementedError

    def act(self) -> None:
        """Do what it is for."""
        raise NotImplementedError


class ConfirmRequestPage(LinkPage):
    template = ViewPageTemplateFile("templates/confirm_request.pt")
    page_title = _("Confirm your request")

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/confirm-request"

    def look(self) -> bool:
        return applicant_actions.can_confirm(self.context, self.id, self.key, self.now)

    def act(self) -> None:
        try:
            applicant_actions.confirm(self.context, self.id, self.key, at=self.now)
            self.done = True
        except applicant_actions.InvalidLink:
            self.works = False


class AnswerQuestionPage(LinkPage):
    template = ViewPageTemplateFile("templates/answer_question.pt")
    page_title = _("Answer a question")

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/answer-question"

    def look(self) -> bool:
        self.question = applicant_actions.open_question(
            self.context, self.id, self.key, self.now
        )
        return self.question is not None

    def act(self) -> None:
        self.text = lines(self.request.form.get("answer"))
        if not self.text or len(self.text) > MAX_TEXT:
            self.mistake = too_long(MAX_TEXT) if self.text else REQUIRED
            self.request.response.setStatus(400)
            return
        try:
            applicant_actions.answer_question(
                self.context, self.id, self.key, self.text, at=self.now
            )
            self.done = True
        except applicant_actions.InvalidLink:
            self.works = False
