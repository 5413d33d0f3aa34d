"""The page of an item's versions: a list, one version, or two compared."""

from cites.cug import _
from cites.cug.access.guard import caller, may, require
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.library.items.browser.content import ContentPage
from cites.cug.library.items.comparison import compare_versions
from cites.cug.library.items.values import field_text
from cites.cug.library.items.versions import go_back, item_then, versions
from cites.cug.web.layout.times import moment
from functools import cached_property
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamed
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope.schema import getFieldsInOrder


class VersionsPage(ContentPage):
    """``?version=2`` shows a version, ``?old=1&new=2`` compares, POST restores one."""

    template = ViewPageTemplateFile("templates/versions.pt")
    page_title = _("library_versions_title")
    error: str | None = None

    def __call__(self) -> str:
        if self.request.method == "POST":
            return self.go_back()
        return self.template(
            shown=self.shown(self.number("version")),
            compared=self.compared(self.number("old"), self.number("new")),
        )

    def number(self, name: str) -> int | None:
        """The version that this parameter names; None without it. Raises Missing."""
        text = str(self.request.form.get(name) or "")
        if not text:
            return None
        if text not in {str(version.number) for version in self.all}:
            raise Missing(text)
        return int(text)

    @cached_property
    def all(self) -> list[Any]:
        return versions(self.context)

    def rows(self) -> list[dict[str, Any]]:
        """All versions for the template, the newest first."""
        return [
            {
                "number": version.number,
                "author": self.name_of(version.author),
                "time": moment(version.time, self.language),
                "note": version.note,
                "before": version.number - 1,
            }
            for version in self.all
        ]

    @property
    def schema(self) -> Any:
        """The schema of the portal type, without those of behaviours."""
        return next(iter(iterSchemata(self.context)))

    def shown(self, number: int | None) -> dict[str, Any] | None:
        """The filled-in fields of one version."""
        if number is None:
            return None
        then = item_then(self.context, number)
        texts = [
            {
                "title": field.title,
                "text": field_text(field, then, self.language),
                "download": self.download(number, name, getattr(then, name, None)),
            }
            for name, field in getFieldsInOrder(self.schema)
        ]
        latest = number == self.all[0].number
        return {
            "number": number,
            "fields": [field for field in texts if field["text"]],
            "may_go_back": not latest and may(Permission.REVERT, self.context),
        }

    def download(self, number: int, name: str, value: Any) -> str | None:
        """Address of the file that the field had in this version; else None."""
        if not INamed.providedBy(value):
            return None
        query = {
            "version_id": number - 1,
            "field_id": name,
            "filename": value.filename or name,
        }
        return f"{self.url}/@@download-version?{urlencode(query)}"

    def compared(self, old: int | None, new: int | None) -> dict[str, Any] | None:
        """The fields that differ between two versions, whichever is named first."""
        if old is None or new is None:
            return None
        old, new = sorted((old, new))
        before, after = item_then(self.context, old), item_then(self.context, new)
        found = compare_versions(self.schema, before, after, self.language)
        return {"old": old, "new": new, "differences": list(found)}

    def go_back(self) -> str:
        CheckAuthenticator(self.request)
        require(Permission.REVERT, self.context)
        number = self.number("version")
        if number is None:
            raise Missing("")
        try:
            go_back(self.context, number, acting_user=caller())
        except InvalidValues as error:
            self.error = error.message
            self.request.response.setStatus(400)
            return self.template(shown=None, compared=None)
        text = _("library_version_has_been_restored", mapping={"number": number})
        return self.lead_on(self.url, text)
