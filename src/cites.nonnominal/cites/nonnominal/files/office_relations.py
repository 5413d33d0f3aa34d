"""Cleans the references between parts of an Office file, and to the outside."""

from cites.nonnominal import _
from cites.nonnominal.files.cleaned import names, Removed, Uncleanable
from lxml import etree


#: Kinds of parts that show something, by the last word of their relationship. All other
#: kinds are left out: what programs invent is often about people.
SHOWN = names(
    # in all
    "officeDocument theme themeOverride image hyperlink package font"
    " chart chartUserShapes chartStyle chartColorStyle chartEx"
    " diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing"
    # text
    " styles stylesWithEffects settings webSettings fontTable numbering footnotes"
    " endnotes header footer glossaryDocument"
    # tables
    " worksheet chartsheet sharedStrings calcChain sheetMetadata table pivotTable"
    " pivotCacheDefinition externalLink externalLinkPath drawing"
    " volatileDependencies slicer slicerCache timeline timelineCache"
    " rdRichValue rdRichValueStructure rdRichValueTypes richValueRel"
    # slides
    " slide slideLayout slideMaster notesSlide notesMaster handoutMaster presProps"
    " viewProps tableStyles"
)
#: Kinds that a part must name by their id. The others are used by being there.
BY_ID = names("image hyperlink package chart chartEx header footer")
#: Kinds that are refused, because visible content would be lost.
REFUSED = {
    "vbaProject": _("files_file_contains_macros_accepted_error"),
    "wordVbaData": _("files_file_contains_macros_accepted_error"),
    "xlMacrosheet": _("files_file_contains_macros_accepted_error"),
    "xlIntlMacrosheet": _("files_file_contains_macros_accepted_error"),
    "dialogsheet": _("files_file_contains_macros_accepted_error"),
}
OBJECT = _("files_file_contains_object_another_text")
REFUSED |= dict.fromkeys(("oleObject", "control", "activeXControlBinary"), OBJECT)
REFUSED |= dict.fromkeys(
    ("audio", "video", "media"),
    _("files_office_relations_file_contains_sound_video_text"),
)
REFUSED["aFChunk"] = OBJECT
#: Removed kinds → name in the list of what was removed.
SPOKEN = {
    "comments": "comments",
    "commentsExtended": "comments",
    "commentsIds": "comments",
    "commentsExtensible": "comments",
    "threadedComment": "comments",
    "commentAuthors": "authors of comments",
    "authors": "authors of comments",
    "person": "authors of comments",
    "people": "authors of comments",
    "core-properties": "document properties",
    "extended-properties": "document properties",
    "custom-properties": "document properties",
    "thumbnail": "thumbnails",
    "customXml": "custom XML",
    "customXmlProps": "custom XML",
    "printerSettings": "printer settings",
    "attachedTemplate": "template",
    "revisionHeaders": "tracked changes",
    "usernames": "tracked changes",
    "connections": "connections to data",
    "queryTable": "connections to data",
    "mailMergeSource": "connections to data",
    "pivotCacheRecords": "copied source data",
    "vmlDrawing": "comments",
    "oleObject": "connections to data",
}
#: First letters of the names of parts that are listed by their relationship already.
REMARKABLE = (
    "comment",
    "threadedComment",
    "person",
    "people",
    "thumbnail",
    "item",
    "printerSettings",
)
WEB = ("http://", "https://", "mailto:")
#: Replaces a path on a sender's machine.
ELSEWHERE = "removed"


def clean_relations(tree: etree._Element, removed: Removed) -> set[str]:
    """Clean references in place; returns the ids of those removed. Raises Uncleanable."""
    dropped: set[str] = set()
    for entry in list(tree):
        kind = _kind(entry)
        outside = entry.get("TargetMode") == "External"
        if kind in REFUSED and not outside:
            raise Uncleanable(REFUSED[kind])
        if kind not in SHOWN:
            removed.count(SPOKEN.get(kind, f"Office {kind}"))
            dropped.add(entry.get("Id") or "")
            tree.remove(entry)
        elif outside and not _may_lead_there(kind, entry):
            removed.add("path", entry.get("Target") or "")
            entry.set("Target", ELSEWHERE)
    return dropped


def drop_unused(tree: etree._Element, part: etree._Element) -> None:
    """Remove references that a cleaned part no longer uses, as by deleted text."""
    used = {value for element in part.iter(etree.Element) for value in element.values()}
    for entry in list(tree):
        if _kind(entry) in BY_ID and entry.get("Id") not in used:
            tree.remove(entry)


def links_in(tree: etree._Element) -> set[str]:
    """Targets of the references inside the file."""
    inside = (entry for entry in tree if entry.get("TargetMode") != "External")
    return {entry.get("Target") or "" for entry in inside}


def _kind(entry: etree._Element) -> str:
    return (entry.get("Type") or "").rpartition("/")[2]


def _may_lead_there(kind: str, entry: etree._Element) -> bool:
    """Whether an external target may stay: links to the web, which the reader opens.

    Pictures from the web would be fetched on opening the file.
    """
    target = (entry.get("Target") or "").lower()
    return target == ELSEWHERE or (kind == "hyperlink" and target.startswith(WEB))
