"""What the Secretariat sets: rules for requests, and the words of the letters."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists.entry import LANGUAGES
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.membership.access_requests import rules
from cites.cug.membership.access_requests import texts
from cites.cug.membership.access_requests.fields import lines
from cites.cug.membership.access_requests.fields import one_line
from cites.cug.membership.access_requests.texts import Name
from cites.cug.membership.access_requests.texts import Words
from cites.cug.membership.access_requests.views.desk import DeskPage
from cites.cug.shell.page import LANGUAGES as LANGUAGE_NAMES
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


LETTERS = {
    Name.CONFIRM: _("Please confirm your request"),
    Name.QUESTION: _("A question"),
    Name.APPROVED: _("Approved: a new account"),
    Name.ADDED: _("Approved: who had an account"),
    Name.DECLINED: _("Declined"),
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

    template = ViewPageTemplateFile("../templates/requests_rules.pt")
    page_title = _("Rules for requests")

    def __call__(self) -> str:
        self.rules = rules.rules_of(self.context)
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
        self.rules = rules.Rules(
            accepts=bool(form.get("accepts")),
            free_mail=bool(form.get("free_mail")),
            refused_domains=lines(form.get("refused_domains")),
            official_domains=lines(form.get("official_domains")),
        )
        try:
            rules.set_rules(self.context, self.rules, acting_user=caller())
        except rules.InvalidRules as error:
            self.mistakes = error.mistakes
            return False
        return True

    def mistakes_of(self, field: str) -> list[Message]:
        return [message for name, message in self.mistakes if name == field]


class LettersPage(DeskPage):
    """One letter in one language at a time."""

    template = ViewPageTemplateFile("../templates/requests_letters.pt")
    page_title = _("Letters")

    def __call__(self) -> str:
        form = self.request.form
        name, language = form.get("letter"), form.get("language")
        self.name = Name(name) if name in list(Name) else Name.CONFIRM
        self.language = language if language in LANGUAGES else reader_language()
        self.words = texts.words_of(self.context, self.name, self.language)
        self.mistakes: list[tuple[str, Message]] = []
        self.preview: Words | None = None
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
            texts.forget_words(self.context, self.name, self.language, **by)
            return _("The letter is as shipped again.")
        subject, text = one_line(form.get("subject")), lines(form.get("text"))
        self.words = Words(subject, text)
        try:
            fitting = texts.fit(self.name, self.words)
        except texts.InvalidWords as error:
            self.mistakes = error.mistakes
            self.request.response.setStatus(400)
            return None
        if "preview" in form:
            samples = {**SAMPLES, "group": self.context.title}
            self.preview = texts.fill_in(fitting, samples)
            return None
        texts.change_words(self.context, self.name, self.language, fitting, **by)
        return _("The letter has been saved.")

    def url(self, name: Name, language: str) -> str:
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
        return [f"${{{name}}}" for name in texts.variables(self.name)]

    def is_own(self) -> bool:
        return texts.own(self.context, self.name, self.language) is not None

    def mistakes_of(self, field: str) -> list[Message]:
        return [message for name, message in self.mistakes if name == field]
