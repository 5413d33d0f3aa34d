"""Report a doubt about a permit, with a message to the country of issue."""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.permits.browser.interfaces import IDoubts
from cites.cug.permits.browser.page import PermitsPage, query_of
from cites.cug.permits.lookup import consult
from cites.cug.permits.query_parameters import read_permit_query
from cites.cug.permits.verdict import LOOKS
from cites.cug.web.limits.use import OverLimit
from html import escape
from plone.protect import CheckAuthenticator
from typing import Any
from zExceptions import NotFound
from zope.component import getUtility
from zope.i18n import translate
from zope.i18nmessageid import Message


SUBJECT = _("Doubt about permit ${country} ${number}")
OPENING = _(
    "I have a paper document in front of me that raises doubts. Please check this permit:"
)
KEY = _("Country of issue: ${country}. Number: ${number}.")
RESULT = _("The registry says: ${verdict}.")
ASKED = _("Reason for doubt (no names of persons or companies):")


class DoubtPage(PermitsPage):
    """Makes a draft with what is known of the permit and opens it. Sends nothing."""

    def __call__(self) -> Any:
        if self.request.method != "POST":
            raise NotFound("doubt")
        CheckAuthenticator(self.request)
        try:
            question = read_permit_query(self.request.form)
        except InvalidValues as error:
            raise NotFound("doubt") from error
        try:
            answer = consult(*question, today=self.today, acting_user=self.user_id)
        except OverLimit:
            # That page says when the caller may go on.
            return self.lead_on(f"{self.url}?{query_of(question)}")
        found = answer.registered
        number = found.permit.number if found else question.number
        key = {"country": self.country(question.country), "number": number}
        verdict = self.say(LOOKS[answer.verdict].title)
        paragraphs = [
            self.say(OPENING),
            self.say(_(KEY, mapping=key)),
            self.say(_(RESULT, mapping={"verdict": verdict})),
            *(self.say(warning.text) for warning in answer.warnings),
            self.say(ASKED),
        ]
        path = getUtility(IDoubts)(
            self.context,
            question.country,
            self.say(_(SUBJECT, mapping={**key, "country": question.country})),
            "".join(f"<p>{escape(one)}</p>" for one in paragraphs),
            acting_user=self.user_id,
        )
        return self.lead_on(f"{self.context.absolute_url()}/{path}")

    def say(self, text: Message) -> str:
        return translate(text, context=self.request)
