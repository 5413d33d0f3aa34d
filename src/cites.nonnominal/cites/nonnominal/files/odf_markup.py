"""Cleans the XML of OpenDocument files of changes, comments, scripts and paths."""

from cites.nonnominal import _
from cites.nonnominal.files.archives import local, take_out
from cites.nonnominal.files.cleaned import Removed, Uncleanable
from lxml import etree


#: Removed elements → name in the list of what was removed; "" is not listed.
TAKEN_OUT = {
    "annotation": "comments",
    "annotation-end": "",
    "tracked-changes": "tracked changes",
    "change": "",
    "change-start": "",
    "change-end": "",
    "scripts": "scripts",
    "event-listeners": "scripts",
    "script": "scripts",
    "dde-connection-decls": "connections to data",
    "dde-source": "connections to data",
    "dde-links": "connections to data",
    "database-source-sql": "connections to data",
    "database-source-query": "connections to data",
    "database-source-table": "connections to data",
    "meta": "",
    "model": "connections to data",
}
#: An element around shown text, whose attributes are statements of programs.
STATED = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}meta"
STATEMENTS = "http://www.w3.org/1999/xhtml"
#: Elements that are refused, because the page would have a hole without them.
REFUSED = frozenset(("object-ole", "applet", "plugin", "binary-data"))
TRACE_ATTRIBUTES = frozenset(
    ("rsid", "paragraph-rsid", "datasource", "command", "database-name")
)
LINK = "{http://www.w3.org/1999/xlink}href"
WEB = ("http://", "https://", "mailto:")
ELSEWHERE = "removed"


def clean_open_markup(root: etree._Element, removed: Removed) -> None:
    """Clean a tree in place. Raises Uncleanable if visible content would be lost."""
    for element in list(root.iter(etree.Element)):
        name = local(element)
        if name in REFUSED:
            text = _("files_file_contains_object_another_text")
            raise Uncleanable(text)
        for key in list(element.attrib):
            qualified = etree.QName(key)
            is_statement = qualified.namespace == STATEMENTS
            if is_statement or qualified.localname in TRACE_ATTRIBUTES:
                del element.attrib[key]
        _clean_link(element, name, removed)
    for element in [one for one in root.iter(etree.Element) if _goes(one)]:
        spoken = TAKEN_OUT[local(element)]
        if spoken:
            removed.count(spoken, _number_in(element))
        if element.getparent() is not None:
            take_out(element)


def _goes(element: etree._Element) -> bool:
    return local(element) in TAKEN_OUT and element.tag != STATED


def _number_in(element: etree._Element) -> int:
    if local(element) != "tracked-changes":
        return 1
    return sum(1 for _child in element.iterchildren(etree.Element))


def _clean_link(element: etree._Element, name: str, removed: Removed) -> None:
    """Keep links to the web and to parts of the file; replace all others."""
    target = element.get(LINK, "")
    is_part = not target or target.startswith("#") or _is_inside(target)
    is_web = name == "a" and target.lower().startswith(WEB)
    if not is_part and not is_web:
        removed.add("path", target)
        element.set(LINK, ELSEWHERE)


def _is_inside(target: str) -> bool:
    path = target.removeprefix("./")
    return ":" not in path and not path.startswith(("/", "../"))
