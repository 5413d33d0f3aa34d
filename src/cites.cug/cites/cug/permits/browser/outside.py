"""What an outside source says of a permit, shown below the registry's answer.

The question goes by POST, so that neither number nor token stands in an address. The
look-up page shows the registry's answer first. Its script then sends this form and shows
the answer in its place; without scripts, a button of the form does.
"""

from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.settings.outside import environet_url
from cites.cug.core.validation import errors
from cites.cug.permits import outside
from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.browser.sheet import Sheet
from cites.cug.permits.outside import OutsideAnswer
from cites.cug.permits.outside_words import REFUSALS
from cites.cug.permits.query_parameters import (
    OutsideQuestion,
    read_outside_question,
    read_permit_query,
)
from cites.cug.permits.registry import find_permit
from cites.cug.permits.schema import at
from cites.cug.permits.sources.source import Refusal
from cites.cug.web.layout.lists import listed
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.i18n import translate
from zope.i18nmessageid import Message


KEPT = _("permits_outside_permit_kept_registry_text")


class Outside:
    """The part of a page that shows one permit from the outside source."""

    def __init__(
        self,
        page: PermitsPage,
        question: OutsideQuestion,
        answer: OutsideAnswer | None = None,
        problem: Message | str = "",
        wrong: Message | str = "",
    ):
        self.page, self.question = page, question
        #: ``wrong`` is what is wrong with the token that was typed.
        self.answer, self.problem, self.wrong = answer, problem, wrong

    @property
    def there(self) -> bool:
        """Whether an outside source is configured."""
        return outside.is_there()

    @property
    def environet(self) -> str:
        return environet_url()

    @property
    def untold(self) -> bool:
        """Whether the source has not been asked yet."""
        return self.answer is None and not self.problem and not self.wrong

    @property
    def busy(self) -> bool:
        """Whether the caller should ask again in a few seconds."""
        return self.answer is not None and self.answer.refusal == Refusal.BUSY

    @property
    def found(self) -> Any:
        return self.answer and self.answer.foreign

    @property
    def refusal(self) -> Message | str:
        if self.answer is None or self.answer.refusal is None:
            return self.problem
        return REFUSALS[self.answer.refusal]

    @cached_property
    def sheet(self) -> Sheet:
        key = self.question.country, self.question.number
        page = self.page
        return Sheet(self.answer, *key, page.language, parties=page.sees_parties)

    def unread(self) -> str:
        """Titles of the boxes that could not be read, with commas."""
        places = filter(None, map(at, self.found.unread))
        titles = (translate(one.box.title, context=self.page.request) for one in places)
        return listed(dict.fromkeys(titles), self.page.language)

    def may_keep(self) -> bool:
        """Whether the caller may store this permit: all boxes were read, and the
        permission is there.
        """
        if self.found is None or self.found.unread:
            return False
        return may(Permission.KEEP_ALL_PERMITS, api.portal.get())


class OutsidePage(PermitsPage):
    """``permits/outside``: the whole page with this part; scripts cut the part out."""

    template = ViewPageTemplateFile("templates/outside.pt")
    page_title = _("common_permits_link")

    def __call__(self) -> Any:
        if self.request.method != "POST" or not outside.is_there():
            raise NotFound("outside")
        CheckAuthenticator(self.request)
        try:
            asked = read_outside_question(self.request.form)
        except errors.InvalidValues as error:
            return self.refused(error)
        if self.text("keep"):
            return self.keep(asked)
        return self.shown(asked, outside.ask_outside)

    def refused(self, error: errors.InvalidValues) -> str:
        """Show the form again with the mistake in the token. Only the token was typed
        here: a mistake elsewhere is no request of our own page and answers 404.
        """
        if error.field != "token":
            raise NotFound("outside") from error
        country, number, stamp = read_permit_query(self.request.form)
        asked = OutsideQuestion(country, number, self.text("token"), stamp)
        self.outside = Outside(self, asked, wrong=error.message)
        self.request.response.setStatus(400)
        return self.template()

    def keep(self, asked: OutsideQuestion) -> Any:
        if not may(Permission.KEEP_ALL_PERMITS, api.portal.get()):
            raise NotFound("outside")
        shown = self.shown(asked, outside.keep_outside)
        if self.outside.answer is None or self.outside.answer.stored is None:
            return shown
        found = find_permit(asked.country, asked.number)
        return self.lead_on(f"{self.url}/{found.id}", KEPT)

    def shown(self, asked: OutsideQuestion, act: Any) -> str:
        try:
            answer = act(*asked, today=self.today, acting_user=self.user_id)
            self.outside = Outside(self, asked, answer)
        except errors.Refusal as refusal:
            refusal.set_status(self.request.response)
            self.outside = Outside(self, asked, problem=refusal.message)
        return self.template()
