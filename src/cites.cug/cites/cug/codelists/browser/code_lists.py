"""The page on which the Secretariat corrects code lists."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists import actions, lists
from cites.cug.codelists.corrections import MalformedCorrection, readable_corrections
from cites.cug.codelists.entry import Entry, LANGUAGES
from cites.cug.codelists.shipped import shipped_entries
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.interfaces import IOwnPage
from collections.abc import Iterator
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import implementer


ORIGINS = {
    "cites": _("These are CITES codes."),
    "iso": _("These are ISO codes."),
    "first": _("These are the codes of the Traffic Light Protocol (TLP 2.0)."),
    "ours": _("These codes are this portal's own, not CITES codes."),
}


@implementer(IOwnPage)
class CodeLists(BrowserView):
    """Shows one list with the titles of its codes, and forms to correct them."""

    page_title = _("Code lists")

    table = ViewPageTemplateFile("templates/table.pt")
    forms = ViewPageTemplateFile("templates/forms.pt")
    error: MalformedCorrection | None = None
    error_in = ""

    def __call__(self) -> str:
        self.list_name = self._text("list") or lists.names()[0]
        if self.list_name not in lists.names():
            raise NotFound(self.list_name)
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if self._change():
                return self.request.response.redirect(self.list_url())
        return self.index()

    def list_url(self, code: str = "") -> str:
        """Address of the chosen list, or of the form for one of its codes."""
        query = {"list": self.list_name} | ({"code": code} if code else {})
        anchor = "#entry" if code else ""
        return f"{self.context.absolute_url()}/code-lists?{urlencode(query)}{anchor}"

    def all_lists(self) -> list[dict[str, Any]]:
        """Links to every list."""
        language = reader_language()
        return [
            {
                "name": name,
                "title": lists.list_title(name, language),
                "chosen": name == self.list_name,
                "corrections": len(self._corrections(name)),
            }
            for name in lists.names()
        ]

    def title(self) -> str:
        """Title of the chosen list."""
        return lists.list_title(self.list_name, reader_language())

    def origin(self) -> Message:
        """A sentence about whose codes these are."""
        return ORIGINS[lists.origin(self.list_name)]

    def rows(self) -> Iterator[dict[str, Any]]:
        """The codes of the chosen list, those no longer offered last."""
        shipped = {entry.code for entry in shipped_entries(self.list_name)}
        corrected = self._corrections(self.list_name)
        ordered = lists.code_list(self.list_name).ordered[reader_language()]
        for entry in sorted(ordered, key=lambda entry: not entry.current):
            code = entry.code
            yield {
                "entry": entry,
                "url": self.list_url(code),
                "corrected": code in corrected and code in shipped,
                "added": code in corrected and code not in shipped,
            }

    def form_entry(self) -> dict[str, Any]:
        """What the form for one code shows: as it was sent, as it is stored, or empty."""
        if self.error_in == "entry":
            return self._sent()
        entry = lists.code_list(self.list_name).entries.get(self._text("code"))
        entry = entry or Entry("", "", "", "")
        return {
            "code": entry.code,
            "hidden": not entry.current,
            **{language: entry.title(language) for language in LANGUAGES},
        }

    def text(self) -> str:
        """All corrections of the list, one on each line."""
        if self.error_in == "text":
            return self.request.form.get("corrections", "")
        return lists.corrections_text(self.list_name)

    def _corrections(self, list_name: str) -> dict[str, Entry]:
        return readable_corrections(list_name, lists.corrections_text(list_name))

    def _text(self, name: str) -> str:
        value = self.request.form.get(name, "")
        return " ".join(value.split()) if isinstance(value, str) else ""

    def _sent(self) -> dict[str, Any]:
        fields = {name: self._text(name) for name in ("code", *LANGUAGES)}
        return fields | {"hidden": bool(self.request.form.get("hidden"))}

    def _change(self) -> bool:
        """Do what the button asks for; False if there is a mistake to correct first."""
        form, who = self.request.form, {"acting_user": caller()}
        self.error_in = "text" if "replace" in form else "entry"
        try:
            if "undo" in form:
                code = self._text("undo")
                actions.undo_correction(self.context, self.list_name, code, **who)
            elif "replace" in form:
                text = str(form.get("corrections", ""))
                actions.replace_corrections(self.context, self.list_name, text, **who)
            else:
                sent = self._sent()
                current = not sent.pop("hidden")
                entry = Entry(**sent, current=current)
                actions.correct_entry(self.context, self.list_name, entry, **who)
        except MalformedCorrection as error:
            self.error = error
            self.request.response.setStatus(400)
            return False
        IStatusMessage(self.request).add(_("The code list has been changed."))
        return True
