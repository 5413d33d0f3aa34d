"""Pages: the translations of an item, with the forms to add, correct and remove one."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import InvalidValue, Missing
from cites.cug.library.tools.translations.actions import (
    add_translation,
    change_translation,
    find_translation,
    may_translate,
    NOT_YOURS,
    remove_translation,
)
from cites.cug.library.tools.translations.schema import left_out, schema_of, TEXTS
from cites.cug.library.tools.translations.texts import is_outdated, translator_of
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from collections.abc import Mapping
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import Interface


PLACE = "translate"


class TranslationForm(SchemaForm):
    """Base of the forms about translations of the item that they stand at."""

    id = "translation"
    before_inputs = ViewPageTemplateFile("templates/original.pt")

    @cached_property
    def language(self) -> str:
        return reader_language()

    @property
    def schema(self) -> Any:
        return schema_of(self.context)

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/view"

    @property
    def place(self) -> str:
        return f"{self.context.absolute_url()}/{PLACE}"

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        return left_out(self.context, data)

    def original_body(self) -> str:
        """The original's text as HTML; a document has none."""
        body = getattr(self.context, "body", None)
        return body.output_relative_to(self.context) if body is not None else ""

    @cached_property
    def original(self) -> str | None:
        """The language of the original, in words."""
        code = self.context.language
        return title("language", code, self.language) if code else None


class TranslationsPage(TranslationForm):
    """``{item}/translate``: for whoever may read the item."""

    index = ViewPageTemplateFile("templates/translations.pt")
    page_title = _("library_translations_title")
    reminder = holds_back = True
    submit_label = _("library_translations_add_the_translation_label")

    @property
    def action(self) -> str:
        return self.place

    @property
    def obstacle(self) -> Message | None:
        return None if may_translate(self.context, caller()) else NOT_YOURS

    def initial_values(self) -> Mapping[str, Any]:
        taken = (self.context.language, *(self.context.translations or {}))
        return {} if self.language in taken else {"language": self.language}

    def handle(self, data: dict[str, Any]) -> None:
        made = add_translation(
            self.context,
            data,
            acting_user=caller(),
            decisions=read_decisions(self.request.form),
        )
        self.finish(_("library_translation_added"), f"{self.url}?in={made}")

    def rows(self) -> list[dict[str, Any]]:
        found = self.context.translations or {}
        whose = {code: translator_of(self.context, one) for code, one in found.items()}
        names = full_names({one for one in whose.values() if one})
        return [
            {
                "code": code,
                "language": title("language", code, self.language),
                "title": one["title"],
                "who": names.get(whose[code], ""),
                "time": moment(one["changed"], self.language),
                "is_outdated": is_outdated(self.context, one),
                "read": f"{self.url}?in={code}",
                "change": None if self.obstacle else f"{self.place}/{code}",
                "remove": None if self.obstacle else f"{self.place}/{code}/remove",
            }
            for code, one in found.items()
        ]


class OneTranslation(TranslationForm):
    """Base of the forms about one translation."""

    def __call__(self, code: str) -> str:
        if not may_translate(self.context, caller()):
            raise Missing(code)
        self.code, self.found = code, find_translation(self.context, code)
        return super().__call__()

    @property
    def about(self) -> str:  # type: ignore[override] # of each translation
        return title("language", self.code, self.language)

    @property
    def trail(self) -> dict[str, Message]:  # type: ignore[override] # of each item
        return {"view": self.context.title, PLACE: TranslationsPage.page_title}

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each item
        return self.place


class ChangeTranslation(OneTranslation):
    """``{item}/translate/<language>``: write it anew after what the original says."""

    page_title = _("library_translations_correct_the_translation_title")
    changes = reminder = holds_back = True
    not_asked = ("language",)

    @property
    def action(self) -> str:
        return f"{self.place}/{self.code}"

    def initial_values(self) -> Mapping[str, Any]:
        return {name: self.found[name] for name in TEXTS if name in self.schema}

    def stored(self) -> dict[str, Any]:
        return dict(self.initial_values())

    def handle(self, data: dict[str, Any]) -> None:
        change_translation(
            self.context,
            self.code,
            {**data, "language": self.code},
            acting_user=caller(),
            decisions=read_decisions(self.request.form),
        )
        self.finish(_("common_changes_saved"), f"{self.url}?in={self.code}")


class RemoveTranslation(ConfirmForm, OneTranslation):
    """``{item}/translate/<language>/remove``"""

    schema = Interface
    before_inputs = ""
    page_title = _("library_translations_remove_this_translation_title")
    submit_label = _("common_remove_label")
    paragraphs = (_("library_translations_original_stays_earlier_versions_text"),)

    @property
    def action(self) -> str:
        return f"{self.place}/{self.code}/remove"

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        return {}

    def handle(self, data: dict[str, Any]) -> None:
        remove_translation(self.context, self.code, acting_user=caller())
        self.finish(_("library_translation_removed"), self.place)


class TranslationPages(Addresses):
    """The addresses below ``{item}/translate``."""

    pages = {
        (): TranslationsPage,
        (None,): ChangeTranslation,
        (None, "remove"): RemoveTranslation,
    }
