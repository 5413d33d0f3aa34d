"""The page of a document."""

from cites.cug.core.codelists.lists import title
from cites.cug.library.items.browser.item import ItemPage
from cites.cug.library.items.browser.sheets import SheetsOfFile
from cites.cug.library.items.document import ILibraryDocument
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class DocumentPage(SheetsOfFile, ItemPage):
    """Shows facts and audience of the document, and the pages of its file."""

    template = ViewPageTemplateFile("templates/document.pt")
    schema = ILibraryDocument
    shown_apart = frozenset({"species"})

    @cached_property
    def kind(self) -> str:
        return title("document_type", self.context.document_type, self.language)

    def key_facts(self) -> list[dict[str, Any]]:
        found = self.part_facts("about")
        names = [self.species(name) for name in self.context.species or ()]
        if names:
            words = [
                f"{name['name']} ({name['common']})" if name["common"] else name["name"]
                for name in names
            ]
            found.append({"title": self.schema["species"].title, "words": words})
        return found

    def file(self) -> dict[str, Any] | None:
        file = self.context.file
        return self.file_facts(file) if file is not None else None
