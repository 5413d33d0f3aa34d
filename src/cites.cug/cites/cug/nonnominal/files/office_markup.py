"""The XML of Office files: changes accepted, comments and traces of people taken out."""

import re
from cites.cug.nonnominal.files.archives import local, take_out, unwrap
from cites.cug.nonnominal.files.cleaned import names, Removed
from cites.cug.nonnominal.files.office_fields import clean_fields
from cites.cug.nonnominal.files.office_relations import ELSEWHERE
from lxml import etree


#: How the namespaces of references end, of both kinds of the format.
REFERRING_SPACE = "/relationships"
#: Tracked changes of text: what was put in stays without its mark, the rest goes.
ACCEPTED = frozenset(("ins", "moveTo", "conflictIns"))
DELETED = frozenset(("del", "moveFrom", "conflictDel"))
CHANGED_FORMAT = names(
    "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tblGridChange"
    " tcPrChange trPrChange numberingChange cellIns cellDel cellMerge"
)
MARKS = names(
    "moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd"
    " customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart"
    " customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd"
    " customXmlMoveToRangeStart customXmlMoveToRangeEnd"
)
#: Around a paragraph's or row's properties: nothing is shown in them.
PROPERTIES = frozenset(("rPr", "trPr", "numPr"))
COMMENTS = names("commentRangeStart commentRangeEnd commentReference annotationRef")
#: Of programs, not of what is shown.
TRACES = names(
    "rsids docVars mailMerge attachedTemplate proofErr lastRenderedPageBreak"
    " dataBinding writeProtection fileSharing fileRecoveryPr absPath"
    " customWorkbookViews customSheetViews revisionPtr docId smartTagType svgBlip"
    " customerData tags smartTags connections rsid tag fldData delText delInstrText"
    " permStart permEnd attachedSchema schemaLibrary saveThroughXslt webPublishItems"
    " htmlPubPr imgProps sheetDataSet"
)
UNWRAPPED = frozenset(("customXml", "smartTag"))
IN_THE_WAY = frozenset(("customXmlPr", "smartTagPr"))
#: Attributes that name people, programs or sittings.
TRACE_ATTRIBUTES = names(
    "rsidR rsidRPr rsidRDefault rsidP rsidTr rsidDel rsidSect paraId textId author"
    " initials userId providerId refreshedBy userName codeName documentId"
    " securityDescriptor"
)
#: The same, of one element alone.
OWN_TRACES = {"scenario": names("user comment"), "definedName": names("comment")}
PEOPLE = frozenset(("author", "userName", "refreshedBy"))
VML_OFFICE = "urn:schemas-microsoft-com:office:office"
#: The last is a copy of a drawing, packed.
VML_TRACES = frozenset(("title", "href", "gfxdata"))
#: Names of places; what needs one gets another.
PATHS = {"invalidUrl": "", "ddeTopic": ELSEWHERE}
#: Titles and descriptions that a program made of the name of a file.
DESCRIBED = names("docPr cNvPr shape imagedata")
DESCRIBING = names("name descr title alt")
#: Some must have a name: programs take a file without it for damaged.
PICTURE = "Picture"
FILE_NAME = re.compile(
    r"([a-z]:|file:)?[\\/].*|[^\\/]+\.(jpe?g|png|gif|tiff?|bmp|webp|hei[cf]|[ew]mf|svg)",
    re.IGNORECASE,
)
#: Elements that are nothing without what they refer to.
REFERRING = names(
    "legacyDrawing legacyDrawingHF customPr custData externalData videoFile"
    " audioFile wavAudioFile quickTimeFile contentPart subDoc printerSettings"
)
TAKEN_OUT = COMMENTS | TRACES | IN_THE_WAY
CHANGED = ACCEPTED | DELETED | CHANGED_FORMAT | MARKS


def clean_markup(root: etree._Element, dropped: set[str], removed: Removed) -> None:
    """``dropped`` are the ids of references that are not there any more."""
    markup = _Markup(root, dropped, removed)
    for element in list(root.iter(etree.Element)):
        markup.clean(element)
    markup.join_paragraphs()
    # Their codes are whole when what was deleted in them is gone.
    clean_fields(root, removed)


def describe_properties(root: etree._Element, removed: Removed) -> None:
    """What a part of properties says, by name."""
    for element in root.iter(etree.Element):
        if (element.text or "").strip():
            parent = element.getparent()
            own = parent.get("name") if parent is not None else None
            removed.add(f"document:{own or local(element)}", element.text)


class _Markup:
    """One part while it is cleaned."""

    def __init__(self, root: etree._Element, dropped: set[str], removed: Removed):
        self.root, self.dropped, self.removed = root, dropped, removed
        #: Paragraphs whose end was deleted: they go on in the next.
        self.open_paragraphs: list[etree._Element] = []

    def clean(self, element: etree._Element) -> None:
        refers = self.clean_attributes(element)
        name = local(element)
        if element is self.root:
            return
        if refers and name in REFERRING:
            self.drop(element)
        elif name in CHANGED:
            self.settle_change(element, name)
        elif name in TAKEN_OUT:
            self.drop(element)
        elif name in UNWRAPPED and self.holds(element):
            unwrap(element)
        elif name == "cNvPr" and "Pic" in local(element.getparent()):
            element.set("name", PICTURE)  # else that of the file it was

    def clean_attributes(self, element: etree._Element) -> bool:
        """Answers whether it referred to something that was taken out."""
        refers, of_element = False, local(element)
        for key, value in element.attrib.items():
            space, name = etree.QName(key).namespace or "", etree.QName(key).localname
            if space.endswith(REFERRING_SPACE) and value in self.dropped:
                refers = True
            elif name in PATHS and value == PATHS[name]:
                continue
            elif name in PATHS:
                self.removed.add("path", value)
                if PATHS[name]:
                    element.set(key, PATHS[name])
                    continue
            elif name in DESCRIBING and of_element in DESCRIBED:
                if not FILE_NAME.fullmatch(value):
                    continue
                self.removed.add("path", value)
                if name == "name":
                    element.set(key, PICTURE)
                    continue
            elif not _is_trace(of_element, space, name):
                continue
            if name in PEOPLE:
                self.removed.add(name, value)
            del element.attrib[key]
        return refers

    def holds(self, element: etree._Element) -> bool:
        """Whether it was not taken out with something around it."""
        while (parent := element.getparent()) is not None:
            element = parent
        return element is self.root

    def drop(self, element: etree._Element) -> None:
        if self.holds(element):
            take_out(element)

    def settle_change(self, element: etree._Element, name: str) -> None:
        if not self.holds(element):
            return
        self.removed.count("tracked changes")
        parent = element.getparent()
        if local(parent) in PROPERTIES:
            if name in DELETED:
                self.delete_around(parent)
            self.drop(element)
        elif name in ACCEPTED:
            unwrap(element)
        else:
            take_out(element)

    def delete_around(self, properties: etree._Element) -> None:
        """A whole row, or the end of a paragraph."""
        around = properties.getparent()
        if local(properties) == "trPr":
            take_out(around)
        elif local(around) == "pPr":
            self.open_paragraphs.append(around.getparent())

    def join_paragraphs(self) -> None:
        for paragraph in self.open_paragraphs:
            following = paragraph.getnext()
            if not self.holds(paragraph) or following is None:
                continue
            if local(following) != "p":
                continue
            place = 1 if len(following) and local(following[0]) == "pPr" else 0
            content = [child for child in paragraph if local(child) != "pPr"]
            following[place:place] = content
            take_out(paragraph)


def _is_trace(element: str, space: str, attribute: str) -> bool:
    if space == VML_OFFICE:
        return attribute in VML_TRACES
    return attribute in TRACE_ATTRIBUTES or attribute in OWN_TRACES.get(element, ())
