"""Cleans DOCX, XLSX and PPTX: keeps the parts that show something.

They are found by following the references between parts. A part that no kept part refers
to is left out. Names: ECMA-376.
"""

import posixpath
from cites.nonnominal.files import archives
from cites.nonnominal.files.cleaned import Cleaned, damaged, Removed
from cites.nonnominal.files.office_markup import clean_markup, describe_properties
from cites.nonnominal.files.office_relations import (
    clean_relations,
    drop_unused,
    links_in,
    REMARKABLE,
)
from lxml import etree


CONTENTS = "[Content_Types].xml"
#: First part of each kind, for files that do not name it.
MAIN_PARTS = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
#: Embedded fonts, which are scrambled by a key in the table of fonts.
FONTS = (".odttf", ".fntdata")
OFFICE = (".docx", ".xlsx", ".pptx")
ROOT = ""
#: Name of the empty list of references.
NONE = "Relationships"


def clean_office(content: bytes, kind: str) -> Cleaned:
    """Clean a file. Raises Uncleanable if it is damaged or cannot be cleaned."""
    removed = Removed()
    with archives.readable():
        made = _Package(archives.Parts(content), kind, removed).made()
    return Cleaned(made, kind, removed.all())


class _Package:
    """One file, whose references are followed from its first part."""

    def __init__(self, parts: archives.Parts, kind: str, removed: Removed):
        self.given, self.kind, self.removed = parts, kind, removed
        self.kept: dict[str, bytes] = {}

    def made(self) -> bytes:
        if CONTENTS not in self.given:
            raise damaged()
        waiting = [ROOT, *(name for name in MAIN_PARTS if name in self.given)]
        seen = set(waiting)
        while waiting:
            targets = self.keep(waiting.pop())
            waiting += sorted(targets - seen)
            seen |= targets
        self.note_rest(seen)
        if not any(name.endswith(".xml") for name in self.kept):
            raise damaged()
        self.kept[CONTENTS] = self.content_types()
        return archives.archive_of(self.kept, first=CONTENTS)

    def keep(self, name: str) -> set[str]:
        """Keep a part, cleaned. Returns the names of the parts that it refers to."""
        place = self.relations_of(name)
        relations = etree.Element(NONE)
        if place in self.given:
            relations = archives.parsed(self.given[place])
        dropped = clean_relations(relations, self.removed)
        if name != ROOT:
            self.kept[name] = self.cleaned(name, dropped, relations)
        if len(relations):
            self.kept[place] = archives.written(relations)
        targets = {self.found(name, link) for link in links_in(relations)}
        return targets & self.given.keys()

    def cleaned(self, name: str, dropped: set[str], relations: etree._Element) -> bytes:
        content, ending = self.given[name], posixpath.splitext(name)[1].lower()
        if ending == ".xml":
            tree = archives.parsed(content)
            clean_markup(tree, dropped, self.removed)
            drop_unused(relations, tree)
            return archives.written(tree)
        if ending in FONTS:
            return content
        if ending in OFFICE:
            inner = clean_office(content, self.kind)
            self.removed.take_over(inner.removed, posixpath.basename(name))
            return inner.content
        return archives.cleaned_picture(name, content, self.removed)

    @staticmethod
    def relations_of(name: str) -> str:
        folder, base = posixpath.split(name)
        return posixpath.join(folder, "_rels", f"{base}.rels")

    @staticmethod
    def found(name: str, link: str) -> str:
        """The name of the part that a link in another part points to."""
        link = link.partition("#")[0]
        path = posixpath.join("/", posixpath.dirname(name), link)
        return posixpath.normpath(path).lstrip("/")

    def note_rest(self, seen: set[str]) -> None:
        """Note the parts that are left out."""
        for name in self.given.keys() - seen - {CONTENTS}:
            base = posixpath.basename(name)
            if name.startswith("docProps/") and name.endswith(".xml"):
                describe_properties(archives.parsed(self.given[name]), self.removed)
            elif not name.endswith(".rels") and not base.startswith(REMARKABLE):
                self.removed.count("parts that show nothing")

    def content_types(self) -> bytes:
        """The list of content types, of the kept parts only."""
        tree = archives.parsed(self.given[CONTENTS])
        endings = {posixpath.splitext(name)[1].lower() for name in self.kept}
        for entry in list(tree):
            part = (entry.get("PartName") or "").lstrip("/")
            ending = f".{entry.get('Extension', '')}".lower()
            is_default = archives.local(entry) == "Default"
            if (ending not in endings) if is_default else (part not in self.kept):
                tree.remove(entry)
        return archives.written(tree)
