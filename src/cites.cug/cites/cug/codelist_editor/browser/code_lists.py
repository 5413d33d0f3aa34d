"""The page on which the Secretariat corrects code lists."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelist_editor import actions
from cites.cug.core.codelists import lists
from cites.cug.core.codelists.corrections import (
    MalformedCorrection,
    readable_corrections,
    TITLE_LENGTH,
)
from cites.cug.core.codelists.entry import Entry
from cites.cug.core.codelists.shipped import shipped_entries
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.settings.languages import CONVENTION, LANGUAGES
from cites.cug.core.validation.errors import invalid
from cites.cug.core.validation.query_parameters import MAX_START, number
from cites.cug.web.forms.inputs import FilteredPage, Input, WORDS
from cites.cug.web.forms.page_forms import FormsPage, PageForm
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.restapi.batching import Batch
from cites.nonnominal.names.spelling import fold
from collections.abc import Iterator, Sequence
from functools import cached_property
from plone.autoform.directives import widget
from plone.protect import CheckAuthenticator
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound
from zope import schema
from zope.i18nmessageid import Message
from zope.interface.interface import InterfaceClass


ORIGINS = {
    "cites": _("codelist_editor_code_lists_these_are_cites_codes"),
    "iso": _("codelist_editor_code_lists_these_are_iso_codes"),
    "first": _("codelist_editor_code_lists_codes_traffic_light_protocol_text"),
    "ours": _("codelist_editor_code_lists_codes_portal_own_cites_text"),
}
CHANGED = _("codelist_editor_code_lists_code_list_changed")
#: Codes on a page.
SIZE = 25


def _title_in(language: str) -> schema.TextLine:
    return schema.TextLine(
        title=_(
            "common_field_language_label",
            mapping={"field": _("common_title_label"), "language": LANGUAGES[language]},
        ),
        max_length=TITLE_LENGTH,
        required=language in CONVENTION,
        missing_value="",
    )


#: A code with its titles.
IEntry: Any = InterfaceClass(
    "IEntry",
    (Schema,),
    {
        "code": schema.TextLine(title=_("common_code_label"), max_length=60),
        **{language: _title_in(language) for language in LANGUAGES},
        "hidden": schema.Bool(
            title=_("codelist_editor_code_lists_offer_code_any_more_label"),
            required=False,
        ),
    },
    __module__=__name__,
)


class ICorrections(Schema):
    """All corrections of a list as text."""

    widget("corrections", rows=8)
    corrections = schema.Text(
        title=_("codelist_editor_code_lists_corrections_each_line_label"),
        description=_("codelist_editor_code_lists_line_each_code_code_help"),
        required=False,
        missing_value="",
    )


class EntryForm(PageForm):
    """Corrects, adds or hides one code. Nobody overwrites another's correction."""

    schema = IEntry
    id = "entry"
    changes = True
    submit_label = _("codelist_editor_code_lists_save_this_code_label")

    @property
    def page_title(self) -> Message:  # type: ignore[override] # of what is to be done
        return (
            _("codelist_editor_code_lists_correct_this_code")
            if self.page.chosen
            else _("codelist_editor_code_lists_add_a_code")
        )

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each list
        return self.page.url if self.page.chosen else ""

    def initial_values(self) -> dict[str, Any]:
        code = self.page.chosen
        entry = lists.code_list(self.page.list_name).entries.get(code)
        entry = entry or Entry("", {})
        titles = {language: entry.titles.get(language, "") for language in LANGUAGES}
        return {"code": code, **titles, "hidden": not entry.current}

    def updateWidgets(self, prefix: str | None = None) -> None:
        super().updateWidgets(prefix)
        for language in LANGUAGES:
            self.widgets[language].lang = language

    def current_state(self) -> dict[str, Any]:
        current = dict(self.initial_values())
        del current["code"]
        return current

    def handle(self, data: dict[str, Any]) -> None:
        code = _spaced(data["code"])
        known = lists.code_list(self.page.list_name).entries.get(code) or Entry(code, {})
        titles = {language: _spaced(data[language]) for language in LANGUAGES}
        titles = {
            language: title
            for language, title in titles.items()
            if title or language in CONVENTION or language in known.titles
        }
        entry = Entry(code, titles, current=not data["hidden"])
        try:
            actions.correct_entry(
                self.context, self.page.list_name, entry, acting_user=caller()
            )
        except MalformedCorrection as error:
            raise invalid(error.field, error.reason) from error
        self.finish(CHANGED, self.page.list_url(entry.code))


class CorrectionsForm(PageForm):
    """Replaces all corrections of the list by lines of a text."""

    schema = ICorrections
    id, id_prefix = "replace", "list"
    changes = True
    submit_label = _("codelist_editor_code_lists_replace_all_corrections_label")

    def initial_values(self) -> dict[str, Any]:
        return {"corrections": lists.corrections_text(self.page.list_name)}

    def handle(self, data: dict[str, Any]) -> None:
        name, text = self.page.list_name, data["corrections"] or ""
        try:
            actions.replace_corrections(self.context, name, text, acting_user=caller())
        except MalformedCorrection as error:
            raise invalid("corrections", _at_line(error)) from error
        self.finish(CHANGED, self.page.url)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _at_line(error: MalformedCorrection) -> Message:
    where = {"line": error.line, "mistake": error.reason}
    return _("codelist_editor_code_lists_line", mapping=where)


class CodeLists(FormsPage, FilteredPage):
    """Shows one list with the titles of its codes, and forms to correct them."""

    template = ViewPageTemplateFile("templates/code_lists.pt")
    table = ViewPageTemplateFile("templates/table.pt")
    page_title = _("codelist_editor_code_lists_code_lists_title")
    navigation_entry = NavigationEntry(
        order=41,
        place=ADMINISTRATION,
        part="settings",
        explanation=_("codelist_editor_code_lists_explanation"),
    )
    forms = (EntryForm, CorrectionsForm)
    submit_label = _("common_show_label")

    def __call__(self) -> str:
        self.list_name = self._text("list") or lists.names()[0]
        if self.list_name not in lists.names():
            raise NotFound(self.list_name)
        if self.request.method == "POST" and "undo" in self.request.form:
            return self._undo()
        return super().__call__()

    @property
    def url(self) -> str:  # type: ignore[override] # of each list
        return self.list_url()

    @property
    def filter_url(self) -> str:
        return f"{self.context.absolute_url()}/code-lists"

    @property
    def chosen(self) -> str:
        """The code that is corrected; nothing if one is added."""
        code = self._text("code")
        return code if code in lists.code_list(self.list_name).entries else ""

    def list_url(self, code: str = "") -> str:
        """Address of the chosen list, or of one of its codes there."""
        if not code:
            return self.address(list=self.list_name)
        start = _page_of(code, self._ordered())
        address = self.address(
            list=self.list_name, **({"b_start": start} if start else {})
        )
        return f"{address}#code-{code.replace(' ', '-')}"

    def address(self, **query: Any) -> str:
        return f"{self.filter_url}?{urlencode(query)}"

    def inputs(self) -> list[Input]:
        """Which list, and what is in the code or a title."""
        return [
            Input(
                "list",
                _("common_list_title"),
                {},
                [(one, self._offer(one)) for one in lists.names()],
            ),
            Input("text", _("codelist_editor_code_lists_code_or_title"), WORDS),
        ]

    def _offer(self, name: str) -> str:
        """The title of a list, with the number of its corrections."""
        title, corrected = (
            lists.list_title(name, reader_language()),
            self._corrections(name),
        )
        return f"{title} ({len(corrected)})" if corrected else title

    def typed(self, name: str) -> str:
        return self.list_name if name == "list" else self.sought

    def title(self) -> str:
        """Title of the chosen list."""
        return lists.list_title(self.list_name, reader_language())

    @property
    def languages(self) -> dict[str, str]:
        """Code → own name of each language that has a column."""
        return LANGUAGES

    def origin(self) -> Message:
        """A sentence about whose codes these are."""
        return ORIGINS[lists.origin(self.list_name)]

    @property
    def sought(self) -> str:
        """What is in the code or a title of each code that is shown."""
        return self._text("text")

    def _ordered(self) -> list[Entry]:
        """The codes of the chosen list, those no longer offered last."""
        ordered = lists.code_list(self.list_name).ordered[reader_language()]
        return sorted(ordered, key=lambda entry: not entry.current)

    @cached_property
    def found(self) -> list[Entry]:
        """Those that are asked for, and the one that is corrected."""
        sought = fold(self.sought)
        return [
            entry
            for entry in self._ordered()
            if entry.code == self.chosen or sought in fold(" | ".join(_words(entry)))
        ]

    @cached_property
    def start(self) -> int:
        """The first one of the page: that with the code that is corrected."""
        if self.chosen:
            return _page_of(self.chosen, self.found)
        return number(self.request.form, "b_start", 0, 0, MAX_START)

    @property
    def paging(self) -> dict[str, Any]:
        asked = {"list": self.list_name, "text": self.sought}
        return Batch(self.filter_url, asked, self.start, SIZE).paging(len(self.found))

    def rows(self) -> Iterator[dict[str, Any]]:
        """One page of what was found: a telephone shows each code as a block."""
        shipped = {entry.code for entry in shipped_entries(self.list_name)}
        corrected = self._corrections(self.list_name)
        for entry in self.found[self.start : self.start + SIZE]:
            code = entry.code
            query = {"list": self.list_name, "text": self.sought, "code": code}
            yield {
                "entry": entry,
                "titles": [
                    {"language": language, "title": entry.titles.get(language, "")}
                    for language in LANGUAGES
                ],
                "anchor": f"code-{code.replace(' ', '-')}",
                "url": f"{self.address(**query)}#entry",
                "chosen": code == self.chosen,
                "corrected": code in corrected and code in shipped,
                "added": code in corrected and code not in shipped,
            }

    @property
    def entry_form(self) -> str:
        """In the row of the code that is corrected, or below the table."""
        return self.made_forms[0].box()

    @property
    def corrections_form(self) -> PageForm:
        return self.made_forms[1]

    def _corrections(self, list_name: str) -> dict[str, Entry]:
        return readable_corrections(list_name, lists.corrections_text(list_name))

    def _text(self, name: str) -> str:
        return _spaced(self.text(name))

    def _undo(self) -> str:
        CheckAuthenticator(self.request)
        code = self._text("undo")
        actions.undo_correction(self.context, self.list_name, code, acting_user=caller())
        IStatusMessage(self.request).add(CHANGED)
        self.request.response.redirect(self.list_url(code))
        return ""


def _words(entry: Entry) -> tuple[str, ...]:
    """What a code is found by."""
    return (entry.code, *(entry.title(language) for language in LANGUAGES))


def _page_of(code: str, entries: Sequence[Entry]) -> int:
    """Where the page with the code begins; the first one if it is not there."""
    places = (place for place, entry in enumerate(entries) if entry.code == code)
    return next(places, 0) // SIZE * SIZE
