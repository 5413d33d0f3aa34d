"""Letters to persons who ask for access, and the notice to those who decide.

A letter is written when it is sent, from the records of that moment. The outbox contains
only the e-mail address: no names and no keys of links.
"""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.core.sql.session import session
from cites.cug.login.reset import first_password_days, first_password_link
from cites.cug.login.user_folders import login_name
from cites.cug.mailing.interfaces import ILetterKind, INoticeKind
from cites.cug.mailing.outbox import queue_letter
from cites.cug.membership.access_requests import approval
from cites.cug.membership.access_requests.letter_texts import (
    fill_in,
    LetterName,
    words_of,
)
from cites.cug.membership.access_requests.links import link_to
from cites.cug.membership.access_requests.models import (
    AccessRequest,
    ApplicantQuestion,
    OPEN,
    RequestState,
)
from cites.cug.membership.invitations import invitations_of
from cites.cug.web.layout.local_texts import local_text
from datetime import datetime, timedelta, UTC
from plone import api
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


CONFIRM_WITHIN = timedelta(hours=48)
ANSWER_WITHIN = timedelta(days=14)
KIND = "cites.cug.access-request."
DESK_KIND = "cites.cug.access-request"
#: Names of the pages in the group.
DESK = "requests"
CONFIRM_PAGE = "confirm-request"
ANSWER_PAGE = "answer-question"


def queue_request_letter(
    group: Any,
    request: AccessRequest,
    name: LetterName,
    reference: str,
    at: datetime,
    *,
    wanted: bool = True,
) -> None:
    """Put a letter to the applicant into the outbox.

    ``reference`` is the id of the request or question. With ``wanted`` False the entry is
    made, but no letter is sent.
    """
    queue_letter(
        KIND + name,
        reference,
        group.UID(),
        request.email,
        request.language,
        at=at,
        wanted=wanted,
    )


class RequestLetter:
    """A kind of letter. Its reference is the id of a request or of a question."""

    name: LetterName

    def write(self, reference: str, language: str, group: Any) -> tuple[str, str] | None:
        request = self.request_of(reference)
        if request is None:
            return None
        more = self.values(request, reference, language, group)
        if more is None:
            return None
        common = {
            "group": local_text(group, language=language),
            "first_name": request.first_name,
            "last_name": request.last_name,
            "organisation": request.organisation,
        }
        return fill_in(words_of(group, self.name, language), {**common, **more})

    def request_of(self, reference: str) -> AccessRequest | None:
        return session().get(AccessRequest, reference)

    def values(
        self, request: AccessRequest, reference: str, language: str, group: Any
    ) -> dict[str, str] | None:
        """Values of this letter's own variables; None if the letter is no longer
        needed.
        """
        raise NotImplementedError


@implementer(ILetterKind)
class ConfirmLetter(RequestLetter):
    name = LetterName.CONFIRM

    def values(self, request, reference, language, group):
        if request.state != RequestState.UNCONFIRMED.value:
            return None
        page = f"{group.absolute_url()}/{CONFIRM_PAGE}"
        hours = int(CONFIRM_WITHIN / timedelta(hours=1))
        return {"link": link_to(page, self.name, reference), "hours": str(hours)}


@implementer(ILetterKind)
class QuestionLetter(RequestLetter):
    name = LetterName.QUESTION

    def request_of(self, reference):
        question = session().get(ApplicantQuestion, reference)
        return question and session().get(AccessRequest, question.request_id)

    def values(self, request, reference, language, group):
        question = session().get(ApplicantQuestion, reference)
        if request.state not in OPEN or question.answered is not None:
            return None
        page = f"{group.absolute_url()}/{ANSWER_PAGE}"
        return {
            "question": question.question,
            "link": link_to(page, self.name, reference),
            "days": str(ANSWER_WITHIN.days),
        }


@implementer(ILetterKind)
class ApprovedLetter(RequestLetter):
    """To a person with a new account: the link to set its password."""

    name = LetterName.APPROVED

    def values(self, request, reference, language, group):
        # No letter if the account was not made because of a crash.
        if not approval.finish_approval(group, request):
            return None
        return self.told(request, language, group)

    def told(self, request, language, group):
        return {
            "category": title("category", request.category, language),
            "portal": api.portal.get().absolute_url(),
            "login": self.login_of(request),
            **self.way_in(request, group),
        }

    def login_of(self, request):
        users = api.portal.get_tool("acl_users")
        return login_name(users, request.user_id) if request.user_id else request.email

    def way_in(self, request, group):
        days = first_password_days()
        return {"link": first_password_link(request.user_id), "days": str(days)}


@implementer(ILetterKind)
class AddedLetter(ApprovedLetter):
    """To a person who had an account before: the link to the invitation."""

    name = LetterName.ADDED

    def values(self, request, reference, language, group):
        now = datetime.now(UTC)
        waits = any(one.request_id == reference for one in invitations_of(group, now))
        return self.told(request, language, group) if waits else None

    def way_in(self, request, group):
        return {"link": f"{api.portal.get().absolute_url()}/invitations"}


@implementer(ILetterKind)
class DeclinedLetter(RequestLetter):
    name = LetterName.DECLINED

    def values(self, request, reference, language, group):
        return {"reason": request.reason or ""}


@implementer(INoticeKind)
class DeskNotice:
    """Tells those who decide that a request waits."""

    def wanted(self, notice, group) -> bool:
        request = session().get(AccessRequest, notice.reference)
        return request is not None and request.state in OPEN

    def lines(self, notices, group, language) -> list[str]:
        requests = {notice.reference for notice in notices}
        name = local_text(group, language=language)
        text = _(
            "membership_letters_requests_for_access_waiting",
            mapping={"group": name, "count": len(requests)},
        )
        said = translate(text, target_language=language)
        return [said, f"{group.absolute_url()}/{DESK}"]


LETTERS = {
    LetterName.CONFIRM: _("membership_letters_please_confirm_your_request"),
    LetterName.QUESTION: _("membership_letters_a_question"),
    LetterName.APPROVED: _("membership_letters_approved_a_new_account"),
    LetterName.ADDED: _("membership_letters_approved_account"),
    LetterName.DECLINED: _("membership_access_requests_declined"),
}
