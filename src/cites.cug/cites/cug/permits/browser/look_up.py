"""Look up a permit: an officer types country and number, and reads the answer.

The form uses GET, so that the look-up can be repeated. The address contains only the
question.
"""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.permits.browser.interfaces import IDoubts, ISpecimenForms
from cites.cug.permits.browser.outside import Outside
from cites.cug.permits.browser.page import PermitsPage, query_of
from cites.cug.permits.browser.sheet import Sheet
from cites.cug.permits.lookup import (
    consult,
    LookupAnswer,
    recent_lookups,
)
from cites.cug.permits.query_parameters import (
    OutsideQuestion,
    PermitQuery,
    read_permit_query,
)
from cites.cug.permits.registry import Registered
from cites.cug.permits.verdict import LOOKS
from cites.cug.web.forms.inputs import EXACT, FilteredPage, Input
from cites.cug.web.layout.times import moment
from cites.cug.web.limits.use import OverLimit
from collections.abc import Mapping
from functools import cached_property
from html import escape
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.component import getUtility
from zope.i18n import translate
from zope.i18nmessageid import Message


SUBJECT = _("permits_look_up_doubt_about_permit_subject")
OPENING = _("permits_look_up_i_paper_document_front_text")
KEY = _("permits_look_up_country_of_issue_number")
RESULT = _("permits_look_up_the_registry_says")
ASKED = _("permits_look_up_reason_doubt_no_names_text")
#: Scripts remember the country, and let it be typed.
COUNTRY = {
    "data-remember": "cites.cug.permits.country",
    "data-several": _("permits_look_up_several_countries_their_names_text"),
    "data-type-ahead": _("permits_look_up_no_such_country"),
}
STAMP = _("permits_look_up_box_5b_stamp_compared_text")


class LookUpPage(PermitsPage, FilteredPage):
    """The form, and below it the permit that was found."""

    template = ViewPageTemplateFile("templates/look_up.pt")
    page_title = _("common_permits_link")
    answer: LookupAnswer | None = None
    question: PermitQuery | None = None
    filter_class = "card permit-question"
    submit_label, submit_class = _("permits_look_up_look_up"), "primary"

    def __call__(self) -> str:
        form = self.request.form
        if form.get("country") or form.get("number"):
            self.ask(form)
        return self.template()

    def ask(self, form: Mapping[str, Any]) -> None:
        try:
            self.question = read_permit_query(form)
        except InvalidValues as error:
            self.show_mistake(error)
            return
        try:
            self.answer = consult(
                *self.question, today=self.today, acting_user=self.user_id
            )
        except OverLimit as over:
            self.question = None
            self.show_mistake(over)

    @property
    def filter_title(self) -> Message | None:
        return _("permits_look_up_another_permit_link") if self.answer else None

    def inputs(self) -> list[Input]:
        needed = {"required": "required"}
        focus = {} if self.answer else {"autofocus": "autofocus"}
        paper = EXACT | {"maxlength": "70", "autocapitalize": "characters"}
        typing = {"autocorrect": "off", "enterkeyhint": "search"}
        return [
            Input(
                "country",
                _("common_country_of_issue_column"),
                needed | COUNTRY | focus,
                self.countries(),
                _("common_please_choose_option"),
            ),
            Input(
                "number",
                _("permits_look_up_number_permit_certificate"),
                needed | paper | typing,
                help=_("permits_look_up_box_1_spaces_dashes_help"),
            ),
            Input(
                "stamp",
                _("permits_look_up_number_security_stamp"),
                paper | typing,
                help=STAMP,
            ),
        ]

    def typed(self, name: str) -> str:
        """What is answered is not asked again, but the number that was not found."""
        if name == "country":
            return self.text(name).strip().upper()
        is_answered = self.found if name == "number" else self.answer
        return "" if is_answered else self.text(name)

    @cached_property
    def sheet(self) -> Sheet | None:
        if self.answer is None:
            return None
        asked = self.question
        return Sheet(
            self.answer,
            asked.country,
            asked.number,
            self.language,
            parties=self.sees_parties,
        )

    @property
    def outside(self) -> Outside:
        """The part of the page that asks the outside source, shown after the registry's
        answer.
        """
        country, number, stamp = self.question
        return Outside(self, OutsideQuestion(country, number, stamp=stamp))

    @property
    def found(self) -> Registered | None:
        return self.answer.registered if self.answer else None

    def specimens(self) -> list[Mapping[str, Any]]:
        """Descriptions of this country's permit forms, to compare with the paper."""
        return getUtility(ISpecimenForms)(self.context, self.question.country)

    def recent(self) -> list[dict[str, Any]]:
        """What the reader has looked up of late, to be looked up again."""
        return [
            {
                "title": f"{self.country(one.country)} {one.number}",
                "url": f"{self.url}?{query_of(one)}",
                "when": moment(one.when, self.language),
            }
            for one in recent_lookups(self.user_id)
        ]

    def query(self) -> str:
        """The question as a query string."""
        asked = self.question._asdict()
        return urlencode({name: value for name, value in asked.items() if value})


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
