"""Removes codes of Word fields that fetch external content; the shown text stays.

Codes may be split into pieces, and nested. Names: ECMA-376, part 1, 17.16.
"""

from cites.nonnominal.files.archives import local, unwrap
from cites.nonnominal.files.cleaned import names, Removed
from cites.nonnominal.files.office_relations import WEB
from lxml import etree


FETCHING = names(
    "DDE DDEAUTO LINK INCLUDE INCLUDETEXT INCLUDEPICTURE IMPORT DATABASE RD EMBED"
)
LINK = "HYPERLINK"


def clean_fields(root: etree._Element, removed: Removed) -> None:
    """Remove field codes that point anywhere but to the web or into the file."""
    outside, *codes = _codes(root)
    for pieces in codes:
        code = "".join(piece.text or "" for piece in pieces)
        if _fetches(code):
            removed.add("path", code)
            for piece in pieces:
                piece.text = None
    for piece in outside:  # the field's beginning was deleted
        removed.add("path", piece.text or "")
        piece.text = None
    for field in list(root.iter("{*}fldSimple")):
        code = next((v for k, v in field.items() if k.endswith("}instr")), "")
        if _fetches(code):
            removed.add("path", code)
            unwrap(field)


def _codes(root: etree._Element) -> list[list[etree._Element]]:
    """The pieces of each field code, nested ones apart; first those outside fields."""
    outermost: list[etree._Element] = []
    codes, open_ones = [outermost], [outermost]
    for element in root.iter("{*}fldChar", "{*}instrText"):
        if local(element) == "instrText":
            open_ones[-1].append(element)
        elif "begin" in element.values():
            codes.append([])
            open_ones.append(codes[-1])
        elif "end" in element.values() and len(open_ones) > 1:
            open_ones.pop()
    return codes


def _fetches(code: str) -> bool:
    kind, _space, rest = code.strip().partition(" ")
    if kind.upper() != LINK:
        return kind.upper() in FETCHING
    target = rest.strip()
    is_inside = not target or target.startswith("\\")  # a switch: to a bookmark
    return not is_inside and not target.strip('"').lower().startswith(WEB)
