"""The page of one request: what is known about it, and the decisions."""

from cites.cug import _
from cites.cug.access.guard import caller, may, require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.codelists.lists import entries, title
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.people import full_name
from cites.cug.layout.times import moment
from cites.cug.membership.access_requests import (
    applicant_actions,
    decision_actions,
    queries,
    scope,
)
from cites.cug.membership.access_requests.browser.desk import DeskPage, STATES
from cites.cug.membership.access_requests.models import OPEN, RequestState
from cites.cug.membership.access_requests.text_fields import (
    lines,
    MAX_TEXT,
    one_line,
    too_long,
)
from cites.cug.validation.errors import Refusal, REQUIRED
from datetime import datetime, UTC
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


class RequestPage(DeskPage):
    """Shows one request, and does what its buttons say."""

    template = ViewPageTemplateFile("templates/requests_one.pt")

    def __call__(self) -> str:
        self.country = scope.country(self.context)
        request_id = one_line(self.request.form.get("id"))
        self.asked = decision_actions.find_request(self.context, request_id, self.country)
        self.mistake: tuple[str, Message] | None = None
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            done = self.act()
            if done is not None:
                IStatusMessage(self.request).add(done)
                return self.request.response.redirect(self.url)
            self.request.response.setStatus(400)
        self.known = queries.request_details(self.context, self.asked)
        return self.template()

    @property
    def page_title(self) -> str:
        return self.asked.full_name

    @property
    def url(self) -> str:
        return f"{self.desk_url}-one?id={self.asked.id}"

    def act(self) -> Message | None:
        """Do what the button says. The message for the reader; None if there is a
        mistake.
        """
        name = next((one for one in ACTIONS if one in self.request.form), None)
        if name is None:
            return None
        permission, done = ACTIONS[name]
        require(permission, self.context)
        try:
            return done if getattr(self, name)() else None
        except Refusal as refusal:
            self.mistake = ("state", refusal.message)
        return None

    def endorse(self) -> bool:
        country = scope.own_country(self.context)
        return bool(self.decide(decision_actions.endorse, country))

    def approve(self) -> bool:
        given = self.request.form.get("category")
        if given not in list(Category):
            self.mistake = ("category", _("Choose a category."))
            return False
        return bool(self.decide(decision_actions.approve, Category(given)))

    def decline(self) -> bool:
        text = self.text("reason")
        return text is not None and bool(self.decide(decision_actions.decline, text))

    def question(self) -> bool:
        text = self.text("question_text")
        return text is not None and bool(
            self.decide(decision_actions.ask_applicant, text)
        )

    def text(self, field: str) -> str | None:
        text = lines(self.request.form.get(field))
        if text and len(text) <= MAX_TEXT:
            return text
        self.mistake = (field, too_long(MAX_TEXT) if text else REQUIRED)
        return None

    def decide(self, action: Any, *given: Any) -> Any:
        by = {"acting_user": caller(), "at": datetime.now(UTC)}
        return action(self.context, self.asked.id, *given, **by)

    def mistake_of(self, field: str) -> Message | None:
        return self.mistake[1] if self.mistake and self.mistake[0] == field else None

    def typed(self, field: str) -> str:
        return lines(self.request.form.get(field)) if self.mistake else ""

    def is_open(self) -> bool:
        return self.asked.state in OPEN

    def may_endorse(self) -> bool:
        mine = self.asked.country == scope.own_country(self.context)
        waits = self.asked.state == RequestState.PENDING.value
        return waits and mine and may(Permission.ENDORSE, self.context)

    def state_title(self, state: str | None = None) -> Message:
        return STATES[RequestState(state or self.asked.state)]

    def code(self, list_name: str, code: str) -> str:
        return title(list_name, code, reader_language())

    def when(self, time: datetime | None) -> Any:
        return time and moment(time, reader_language())

    def name(self, user_id: str) -> str:
        return full_name(user_id)

    def others(self) -> list[dict[str, Any]]:
        return [
            {
                "url": f"{self.desk_url}-one?id={other.id}",
                "name": other.full_name,
                "state": self.state_title(other.state),
                "created": self.when(other.created),
            }
            for other in self.known.others
            if self.country in (None, other.country)
        ]

    def questions(self) -> list[Any]:
        return applicant_actions.questions(self.asked)

    def categories(self) -> list[tuple[str, str]]:
        return entries("category", reader_language())


#: Button → the permission it needs, and the message afterwards.
ACTIONS = {
    "endorse": (Permission.ENDORSE, _("The request is endorsed.")),
    "approve": (
        Permission.VET,
        _("The request is approved. The person will be written to."),
    ),
    "decline": (Permission.VET, _("The request is declined. The person will be told.")),
    "question": (Permission.VET, _("The question will be sent.")),
}
