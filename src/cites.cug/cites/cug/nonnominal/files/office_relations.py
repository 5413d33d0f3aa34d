"""How the parts of an Office file refer to each other, and to the world."""

from cites.cug import _
from cites.cug.nonnominal.files.cleaned import names, Removed, Uncleanable
from lxml import etree


#: Kinds of parts that show something, by the last word of their relationship. What is not
#: here is left out: what programs invent is often about people.
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
#: Of these, those that the part names by their id; others count by being there.
BY_ID = names("image hyperlink package chart chartEx header footer")
#: What is not taken out but refused, since something that one sees would be missing.
REFUSED = {
    "vbaProject": _("The file holds macros, which are not accepted."),
    "wordVbaData": _("The file holds macros, which are not accepted."),
    "xlMacrosheet": _("The file holds macros, which are not accepted."),
    "xlIntlMacrosheet": _("The file holds macros, which are not accepted."),
    "dialogsheet": _("The file holds macros, which are not accepted."),
}
OBJECT = _(
    "The file holds an object of another program. Put a picture of it in its place."
)
REFUSED |= dict.fromkeys(("oleObject", "control", "activeXControlBinary"), OBJECT)
REFUSED |= dict.fromkeys(
    ("audio", "video", "media"), _("The file holds sound or video, take it out.")
)
REFUSED["aFChunk"] = OBJECT
#: What people call the parts that are left out.
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
#: How the names of parts begin that are named by their relationship already.
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
#: In place of a path on somebody's machine.
ELSEWHERE = "removed"


def clean_relations(tree: etree._Element, removed: Removed) -> set[str]:
    """Answers the ids of the references that were taken out."""
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
    """What a cleaned part does not refer to any more, as pictures in deleted text."""
    used = {value for element in part.iter(etree.Element) for value in element.values()}
    for entry in list(tree):
        if _kind(entry) in BY_ID and entry.get("Id") not in used:
            tree.remove(entry)


def links_in(tree: etree._Element) -> set[str]:
    """Where references within the file lead to."""
    inside = (entry for entry in tree if entry.get("TargetMode") != "External")
    return {entry.get("Target") or "" for entry in inside}


def _kind(entry: etree._Element) -> str:
    return (entry.get("Type") or "").rpartition("/")[2]


def _may_lead_there(kind: str, entry: etree._Element) -> bool:
    """Links to follow, to the web; pictures would be fetched when one reads."""
    target = (entry.get("Target") or "").lower()
    return target == ELSEWHERE or (kind == "hyperlink" and target.startswith(WEB))
