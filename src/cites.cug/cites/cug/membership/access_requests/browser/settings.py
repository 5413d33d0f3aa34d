"""Settings of the Secretariat: rules for requests, and texts of the letters."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.entry import LANGUAGES
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.settings.languages import LANGUAGES as LANGUAGE_NAMES
from cites.cug.membership.access_requests import letter_texts, settings
from cites.cug.membership.access_requests.browser.desk import DeskPage
from cites.cug.membership.access_requests.letter_texts import LetterName, LetterText
from cites.cug.membership.access_requests.letters import LETTERS
from cites.cug.membership.access_requests.text_fields import (
    MAX_TEXT,
    OutsideLine,
    OutsideText,
)
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.local_texts import local_text
from plone.autoform.directives import widget
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form import button


#: Sample values in the preview of a letter.
SAMPLES = {
    "first_name": "Officer",
    "last_name": "Exercise",
    "organisation": "Customs Administration (exercise)",
    "link": "https://portal.example/…",
    "portal": "https://portal.example",
    "login": "officer@customs.example",
    "hours": "48",
    "days": "14",
    "category": "…",
    "reason": "…",
    "question": "…?",
}


class RulesPage(SchemaForm, DeskPage):
    """Whether the group takes requests, and from which e-mail addresses."""

    schema = settings.IRequestRules
    page_title = _("membership_settings_rules_for_requests_title")
    id = "rules"
    changes = True
    trail = {"requests": _("common_requests_for_access_link")}

    @property
    def action(self) -> str:
        return f"{self.desk_url}-rules"

    def initial_values(self) -> dict[str, Any]:
        return settings.rules_of(self.context)._asdict()

    def handle(self, data: dict[str, Any]) -> None:
        rules = settings.AccessRequestRules(**data)
        settings.set_rules(self.context, rules, acting_user=caller())
        self.finish(_("membership_rules_saved"), self.action)


class ILetter(Schema):
    """The text of a letter."""

    subject = OutsideLine(
        title=_("common_subject_label"), max_length=letter_texts.MAX_SUBJECT
    )
    widget("text", rows=18)
    text = OutsideText(title=_("common_text_label"), max_length=MAX_TEXT, required=True)


class LettersPage(SchemaForm, DeskPage):
    """Changes one letter in one language."""

    index = ViewPageTemplateFile("templates/requests_letters.pt")
    before_inputs = ViewPageTemplateFile("templates/requests_letter_kind.pt")
    schema = ILetter
    page_title = _("membership_access_requests_letters_title")
    id, buttons_prefix = "letter", ""
    changes = True
    preview: LetterText | None = None
    buttons, handlers = SchemaForm.buttons.copy(), SchemaForm.handlers.copy()

    def __call__(self) -> str:
        form = self.request.form
        name, language = form.get("letter"), form.get("language")
        self.letter = LetterName(name) if name in list(LetterName) else LetterName.CONFIRM
        self.language = language if language in LANGUAGES else reader_language()
        return super().__call__()

    def initial_values(self) -> dict[str, Any]:
        return letter_texts.words_of(self.context, self.letter, self.language)._asdict()

    def updateWidgets(self, prefix: str | None = None) -> None:
        super().updateWidgets(prefix)
        for one in self.widgets.values():
            one.lang = self.language

    def handle(self, data: dict[str, Any]) -> None:
        words = LetterText(**data)
        letter_texts.change_words(
            self.context, self.letter, self.language, words, acting_user=caller()
        )
        self.finish(_("membership_settings_letter_saved"), self.action)

    @button.buttonAndHandler(_("membership_settings_preview"), name="preview")
    def handle_preview(self, action: Any) -> None:
        self.submit(self.show_preview)

    def show_preview(self, data: dict[str, Any]) -> None:
        fitting = letter_texts.validate_letter(self.letter, LetterText(**data))
        samples = {**SAMPLES, "group": local_text(self.context, language=self.language)}
        self.preview = letter_texts.fill_in(fitting, samples)

    @button.buttonAndHandler(
        _("membership_settings_restore_the_original_text"),
        name="back",
        condition=lambda form: form.is_own(),
    )
    def handle_back(self, action: Any) -> None:
        letter_texts.forget_words(
            self.context, self.letter, self.language, acting_user=caller()
        )
        self.finish(
            _("membership_settings_original_text_letter_restored_text"), self.action
        )

    @property
    def action(self) -> str:
        query = f"letter={self.letter.value}&language={self.language}"
        return f"{self.desk_url}-letters?{query}"

    def letters(self) -> list[dict[str, Any]]:
        return [
            {"value": name.value, "title": title, "chosen": name is self.letter}
            for name, title in LETTERS.items()
        ]

    def languages(self) -> list[dict[str, Any]]:
        return [
            {"value": code, "title": title, "chosen": code == self.language}
            for code, title in LANGUAGE_NAMES.items()
        ]

    def variables(self) -> list[str]:
        return [f"${{{name}}}" for name in letter_texts.variables(self.letter)]

    def is_own(self) -> bool:
        own = letter_texts.group_letter(self.context, self.letter, self.language)
        return own is not None
