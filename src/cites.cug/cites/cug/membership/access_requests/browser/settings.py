"""What the Secretariat sets: rules for requests, and the words of the letters."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists.entry import LANGUAGES
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.page import LANGUAGES as LANGUAGE_NAMES
from cites.cug.membership.access_requests import letter_texts
from cites.cug.membership.access_requests import settings
from cites.cug.membership.access_requests.browser.desk import DeskPage
from cites.cug.membership.access_requests.letter_texts import LetterName
from cites.cug.membership.access_requests.letter_texts import LetterText
from cites.cug.membership.access_requests.text_fields import lines
from cites.cug.membership.access_requests.text_fields import one_line
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


LETTERS = {
    LetterName.CONFIRM: _("Please confirm your request"),
    LetterName.QUESTION: _("A question"),
    LetterName.APPROVED: _("Approved: a new account"),
    LetterName.ADDED: _("Approved: who had an account"),
    LetterName.DECLINED: _("Declined"),
}
#: What a preview shows in place of what is not known yet.
SAMPLES = {
    "first_name": "Officer",
    "last_name": "Exercise",
    "organisation": "Customs Administration (exercise)",
    "link": "https://portal.example/…",
    "login": "officer@customs.example",
    "hours": "48",
    "days": "14",
    "category": "…",
    "reason": "…",
    "question": "…?",
}


class RulesPage(DeskPage):
    """Whether the group takes requests, and from which addresses."""

    template = ViewPageTemplateFile("templates/requests_rules.pt")
    page_title = _("Rules for requests")

    def __call__(self) -> str:
        self.rules = settings.rules_of(self.context)
        self.mistakes: list[tuple[str, Message]] = []
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if self.keep():
                IStatusMessage(self.request).add(_("The rules have been saved."))
                return self.request.response.redirect(self.url)
            self.request.response.setStatus(400)
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.desk_url}-rules"

    def keep(self) -> bool:
        form = self.request.form
        self.rules = settings.AccessRequestRules(
            accepts=bool(form.get("accepts")),
            free_mail=bool(form.get("free_mail")),
            refused_domains=lines(form.get("refused_domains")),
            official_domains=lines(form.get("official_domains")),
        )
        try:
            settings.set_rules(self.context, self.rules, acting_user=caller())
        except settings.InvalidRules as error:
            self.mistakes = error.mistakes
            return False
        return True

    def mistakes_of(self, field: str) -> list[Message]:
        return [message for name, message in self.mistakes if name == field]


class LettersPage(DeskPage):
    """One letter in one language at a time."""

    template = ViewPageTemplateFile("templates/requests_letters.pt")
    page_title = _("Letters")

    def __call__(self) -> str:
        form = self.request.form
        name, language = form.get("letter"), form.get("language")
        self.name = LetterName(name) if name in list(LetterName) else LetterName.CONFIRM
        self.language = language if language in LANGUAGES else reader_language()
        self.words = letter_texts.words_of(self.context, self.name, self.language)
        self.mistakes: list[tuple[str, Message]] = []
        self.preview: LetterText | None = None
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            done = self.act()
            if done is not None:
                IStatusMessage(self.request).add(done)
                return self.request.response.redirect(self.url(self.name, self.language))
        return self.template()

    def act(self) -> Message | None:
        form, by = self.request.form, {"acting_user": caller()}
        if "back" in form:
            letter_texts.forget_words(self.context, self.name, self.language, **by)
            return _("The letter is as shipped again.")
        subject, text = one_line(form.get("subject")), lines(form.get("text"))
        self.words = LetterText(subject, text)
        try:
            fitting = letter_texts.validate_letter(self.name, self.words)
        except letter_texts.InvalidWords as error:
            self.mistakes = error.mistakes
            self.request.response.setStatus(400)
            return None
        if "preview" in form:
            samples = {**SAMPLES, "group": self.context.title}
            self.preview = letter_texts.fill_in(fitting, samples)
            return None
        letter_texts.change_words(self.context, self.name, self.language, fitting, **by)
        return _("The letter has been saved.")

    def url(self, name: LetterName, language: str) -> str:
        return f"{self.desk_url}-letters?letter={name.value}&language={language}"

    def letters(self) -> list[dict[str, Any]]:
        return [
            {"value": name.value, "title": title, "chosen": name is self.name}
            for name, title in LETTERS.items()
        ]

    def languages(self) -> list[dict[str, Any]]:
        return [
            {"value": code, "title": title, "chosen": code == self.language}
            for code, title in LANGUAGE_NAMES.items()
        ]

    def variables(self) -> list[str]:
        return [f"${{{name}}}" for name in letter_texts.variables(self.name)]

    def is_own(self) -> bool:
        return (
            letter_texts.group_letter(self.context, self.name, self.language) is not None
        )

    def mistakes_of(self, field: str) -> list[Message]:
        return [message for name, message in self.mistakes if name == field]
