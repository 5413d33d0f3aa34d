"""The page of one request: what is known about it, and the decisions."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.mailing.smtp import note_waiting_mail
from cites.cug.membership.access_requests import (
    applicant_actions,
    decision_actions,
    queries,
    scope,
)
from cites.cug.membership.access_requests.browser.desk import DeskPage, STATES
from cites.cug.membership.access_requests.models import OPEN, RequestState
from cites.cug.membership.access_requests.schema import IApproval, IQuestion, IReason
from cites.cug.membership.access_requests.text_fields import one_line
from cites.cug.web.forms.confirm_form import TwoStepForm
from cites.cug.web.forms.page_forms import FormsPage, PageForm
from cites.cug.web.layout.people import full_name
from cites.cug.web.layout.times import moment
from collections.abc import Callable
from datetime import datetime, UTC
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


#: How a check came out; others say neither.
GOOD, BAD = "good", "bad"
IS_MEMBER = _("membership_access_requests_this_address_error")
OFFICIAL = _("membership_one_domain_address_list_country_official_text")
NOT_OFFICIAL = _("membership_one_domain_address_list_country_text")
NO_LIST = _("membership_one_no_official_domains_listed_text")
FREE_MAIL = _("membership_one_free_email_service_anyone_text")
UNKNOWN_NUMBER = _("membership_one_telephone_number_no_range_text")
OTHER_COUNTRY = _("membership_one_telephone_number_belongs_another_text")


class Check(NamedTuple):
    """Something that is known about a request: ``GOOD``, ``BAD`` or neither."""

    kind: str
    text: Message


class DecisionForm(PageForm):
    """One way to decide on the request that the page shows."""

    id_prefix = "decision"
    permission = Permission.VET
    #: What is said afterwards.
    done: Message
    #: Whether an e-mail tells the person.
    writes_to_person = True

    @property
    def is_offered(self) -> bool:
        return self.page.asked.state in OPEN and self.page.may_vet()

    def handle(self, data: dict[str, Any]) -> None:
        asked_for = self.context, self.page.asked.id
        self.decide(
            *asked_for, *data.values(), acting_user=caller(), at=datetime.now(UTC)
        )
        said = note_waiting_mail(self.done) if self.writes_to_person else self.done
        self.finish(said, self.action)


class EndorseForm(DecisionForm):
    id = "endorse"
    page_title = _("membership_one_endorse_title")
    permission = Permission.ENDORSE
    paragraphs = (_("membership_one_say_person_works_organization_text"),)
    submit_label = _("membership_one_endorse_the_request_label")
    done = _("membership_one_request_endorsed")
    writes_to_person = False

    @property
    def is_offered(self) -> bool:
        asked = self.page.asked
        mine = asked.country == scope.own_country(self.context)
        waits = asked.state == RequestState.PENDING.value
        return waits and mine and may(Permission.ENDORSE, self.context)

    def decide(self, group: Any, request_id: str, **who: Any) -> None:
        decision_actions.endorse(group, request_id, scope.own_country(group), **who)


class ApproveForm(TwoStepForm, DecisionForm):
    """Asks first where what is known speaks against it."""

    schema = IApproval
    id = "approve"
    page_title = _("membership_one_approve_title")
    submit_label = _("membership_one_approve_add_as_member_label")
    done = _("membership_one_approved_person_told_by_mail")
    decide = staticmethod(decision_actions.approve)
    question = _("membership_one_approve_spite_question")
    outcome = ViewPageTemplateFile("templates/requests_doubts.pt")
    sure_label = _("membership_one_approve_all_the_same_label")

    @property
    def carried_names(self) -> tuple[str, ...]:
        return (*super().carried_names, self.id)

    @property
    def doubts(self) -> list[Message]:
        return [check.text for check in self.page.checks if check.kind == BAD]

    def ask_first(
        self, act: Callable[[dict[str, Any]], Any], data: dict[str, Any]
    ) -> None:
        if self.doubts:
            super().ask_first(act, data)
        else:
            act(data)

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override] # of each request
        category = self.page.code("category", self.page.asked.category)
        return (
            _(
                "membership_one_category_decides_what_person_text",
                mapping={"category": category},
            ),
            _("membership_one_new_account_added_roster_text"),
        )

    def initial_values(self) -> dict[str, str]:
        return {"category": self.page.asked.category}


class QuestionForm(DecisionForm):
    schema = IQuestion
    id = "ask"
    page_title = _("membership_one_ask_a_question_title")
    submit_label = _("membership_one_send_the_question_label")
    submit_class = ""
    done = _("membership_one_question_sent")
    decide = staticmethod(decision_actions.ask_applicant)


class DeclineForm(DecisionForm):
    schema = IReason
    id = "decline"
    page_title = _("common_decline_title")
    submit_label = _("membership_one_decline_the_request_label")
    submit_class = "danger"
    done = _("membership_one_declined_applicant_told")
    decide = staticmethod(decision_actions.decline)


class RequestPage(FormsPage, DeskPage):
    """Shows one request, with a form for each decision."""

    template = ViewPageTemplateFile("templates/requests_one.pt")
    forms = (EndorseForm, ApproveForm, QuestionForm, DeclineForm)

    def __call__(self) -> str:
        self.country = scope.country(self.context)
        request_id = one_line(self.request.form.get("id"))
        self.asked = decision_actions.find_request(self.context, request_id, self.country)
        return super().__call__()

    @property
    def page_title(self) -> str:
        return self.asked.full_name

    @property
    def url(self) -> str:  # type: ignore[override] # of each request
        return f"{self.desk_url}-one?id={self.asked.id}"

    @cached_property
    def known(self) -> Any:
        return queries.request_details(self.context, self.asked, self.country)

    @cached_property
    def checks(self) -> list[Check]:
        """What is known about the request, in words."""
        known = self.known
        # Whoever was approved is one.
        is_member = known.is_member and self.asked.state != RequestState.APPROVED.value
        found = [
            (is_member, "", IS_MEMBER),
            (known.official is True, GOOD, OFFICIAL),
            (known.official is False, BAD, NOT_OFFICIAL),
            (known.official is None, "", NO_LIST),
            (known.free_mail, BAD, FREE_MAIL),
            (not known.known_number, BAD, UNKNOWN_NUMBER),
        ]
        if known.number_country:
            country = self.code("country", known.number_country)
            text = _(OTHER_COUNTRY, mapping={"country": country})
            found.append((True, BAD, text))
        return [Check(kind, text) for holds, kind, text in found if holds]

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
        ]

    def questions(self) -> list[Any]:
        return applicant_actions.questions(self.asked)
