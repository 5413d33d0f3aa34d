"""Office and OpenDocument files of several programs, with words where one can hide."""

import re
import xlsxwriter
from docx import Document
from io import BytesIO
from odf import dc, draw, meta, office, table, text
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from openpyxl import load_workbook, Workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from tests_nonnominal.files import planted_pictures as pictures
from tests_nonnominal.files.planting import secret
from zipfile import ZIP_DEFLATED, ZipFile


SHOWN = "Three cubs in crates"
OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
DOCX, XLSX, PPTX = (
    f"{OFFICE}wordprocessingml.document",
    f"{OFFICE}spreadsheetml.sheet",
    f"{OFFICE}presentationml.presentation",
)
ODT, ODS = f"{ODF}text", f"{ODF}spreadsheet"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def field(*pieces: str, data: str = "") -> str:
    """A field of Word whose code comes in pieces, some of which are fields."""
    runs = (
        piece
        if piece.startswith("<")
        else f"<w:r><w:instrText>{piece}</w:instrText></w:r>"
        for piece in pieces
    )
    held = f"<w:fldData>{data}</w:fldData>"
    start = f'<w:r><w:fldChar w:fldCharType="begin">{held}</w:fldChar></w:r>'
    return start + "".join(runs) + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


#: A piece of a field's code that has been deleted.
GONE = "<w:del w:id='8'><w:r><w:instrText>nothing</w:instrText></w:r></w:del>"
#: Fields that fetch: in pieces, in each other, in short form; and one that is a link.
FIELDS = f"""<w:p>
<w:r><w:instrText> PAGE </w:instrText></w:r>
<w:r><w:instrText> RD "C:/{secret("in no field")}" </w:instrText></w:r>
{field(" INCLUDE", GONE, f'TEXT "C:/{secret("around a deletion")}.docx" ')}
{field(" INCLUDE", f'PICTURE "C:/{secret("split")}.jpg" ', data=secret("data"))}
{field(" IF 1 = 1 ", field("RD ", secret("inner")), " 2 ")}
{field(" HYPERLINK ", f'"file:///C:/{secret("hyperlink")}"')}
{field(" HYPERLINK ", '"https://cites.example/field"')}
<w:fldSimple w:instr=' LINK Excel.Sheet "C:/{secret("simple")}" '>
 <w:r><w:t>fetched before</w:t></w:r></w:fldSimple></w:p>"""
#: Less usual places.
ODDS = f"""<w:p><w:permStart w:id="1" w:ed="{secret("permitted")}"/><w:permEnd w:id="1"/>
 <w:r><w:delText>{secret("deleted without a mark")}</w:delText></w:r>
 <w:hyperlink r:id="rIdMore4"><w:r><w:t>guide</w:t></w:r></w:hyperlink>
 <w:del w:id="7"><w:r><w:drawing><a:blip r:embed="rIdMore8" xmlns:a="a"/></w:drawing>
 </w:r></w:del><w:r><w:object r:id="rIdMore6"/></w:r>
 <w:r><w:drawing><wp:docPr id="9" name="{secret("n")}.jpg" xmlns:wp="wp"
  descr="C:\\Users\\{secret("described")}\\a.jpg" title="A crate"/></w:drawing></w:r>
 <w:r><w:pict><v:shape xmlns:v="v" xmlns:o="urn:schemas-microsoft-com:office:office"
  o:gfxdata="{secret("copy of a drawing")}"/></w:pict></w:r></w:p>
<w:sdt><w:sdtPr><w:tag w:val="{secret("control")}"/></w:sdtPr><w:sdtContent><w:p><w:r>
 <w:t>controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
#: Paragraphs of Word: what was put in, moved and deleted, and whose it is.
CHANGES = f"""
<w:p w:rsidR="00AB12CD"><w:r><w:t>{SHOWN}</w:t></w:r>
 <w:ins w:id="1" w:author="{secret("author")}" w:date="2026-01-01T00:00:00Z">
  <w:r><w:t xml:space="preserve"> put in</w:t></w:r></w:ins>
 <w:del w:id="2" w:author="{secret("author")}">
  <w:r><w:delText>{secret("deleted")}</w:delText></w:r></w:del>
 <w:r><w:rPr><w:b/><w:rPrChange w:id="3" w:author="{secret("author")}"><w:rPr/>
  </w:rPrChange></w:rPr><w:t>bold</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="4" w:author="{secret("author")}"/></w:rPr></w:pPr>
 <w:r><w:t>joined </w:t></w:r></w:p>
<w:p><w:r><w:t>to this</w:t></w:r></w:p>
<w:p><w:moveFrom w:id="5" w:author="{secret("author")}">
 <w:r><w:t>{secret("moved")}</w:t></w:r></w:moveFrom></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>
 <w:r><w:instrText> INCLUDEPICTURE "C:\\{secret("path")}\\a.jpg" </w:instrText></w:r>
 <w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
{FIELDS}{ODDS}
<w:p><w:smartTag w:element="{secret("tag")}"><w:r><w:t>tagged</w:t></w:r></w:smartTag>
 <w:r><w:t> stays</w:t></w:r></w:p>
"""
ROW = f"""<w:tr><w:trPr><w:del w:id="6" w:author="{secret("author")}"/></w:trPr>
<w:tc><w:p><w:r><w:t>{secret("row")}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""


def rewritten(content: bytes, changes: dict, more: dict[str, str | bytes]) -> bytes:
    """An archive with parts changed by functions on their text, and with more parts."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        made.comment = secret("archive").encode()
        for info in given.infolist():
            data = given.read(info)
            if info.filename in changes:
                data = changes[info.filename](data.decode()).encode()
            made.writestr(info.filename, data)
        for name, data in more.items():
            made.writestr(name, data)
    return stream.getvalue()


def before(mark: str, put: str):
    """Puts something before the first or only mark."""

    def change(xml: str) -> str:
        assert mark in xml, mark
        return xml.replace(mark, put + mark, 1)

    return change


def relation(number: int, kind: str, target: str, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    where = f'Type="{RELATIONS}/{kind}" Target="{target}"{mode}'
    return f'<Relationship Id="rIdMore{number}" {where}/>'


def docx() -> bytes:
    document = Document()
    for name in ("author", "comments", "keywords", "last_modified_by", "title"):
        setattr(document.core_properties, name, secret(name))
    paragraph = document.add_paragraph("commented")
    note, who = secret("comment"), secret("comment author")
    document.add_comment(paragraph.runs, text=note, author=who, initials=secret("in"))
    document.add_picture(BytesIO(pictures.jpeg()), Inches(1))
    document.add_table(1, 1).rows[0].cells[0].text = "cell"
    stream = BytesIO()
    document.save(stream)
    relations = "".join(
        (
            relation(1, "customXml", "../customXml/item9.xml"),
            relation(2, "people", "people.xml"),
            relation(3, "image", f"file:///C:/{secret('linked')}/a.jpg", outside=True),
            relation(4, "hyperlink", "https://cites.example/guide", outside=True),
            relation(5, "printerSettings", "printer.bin"),
            relation(6, "package", "embeddings/sheet.xlsx"),
            relation(8, "image", "media/deleted.png"),
        )
    )
    template = relation(1, "attachedTemplate", f"file:///{secret('t')}.dotx", True)
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return rewritten(
        stream.getvalue(),
        {
            "word/document.xml": lambda xml: before("<w:sectPr", CHANGES)(xml).replace(
                "</w:tbl>", ROW
            ),
            "word/_rels/document.xml.rels": before("</Relationships>", relations),
            "word/settings.xml": before(
                "</w:settings>",
                f'<w:attachedTemplate r:id="rIdMore1" xmlns:r="{RELATIONS}"/>'
                f'<w:docVars><w:docVar w:name="a" w:val="{secret("var")}"/></w:docVars>'
                f'<w:attachedSchema w:val="{secret("schema")}"/>'
                f'<w:rsids><w:rsid w:val="00AB12CD"/></w:rsids><!-- {secret("xml")} -->',
            ),
            "_rels/.rels": before(
                "</Relationships>",
                relation(7, "custom-properties", "docProps/custom.xml"),
            ),
            "[Content_Types].xml": before(
                "</Types>",
                f'<Default Extension="{secret("ending")}" ContentType="a/b"/>'
                '<Default Extension="xlsx" ContentType="application/octet-stream"/>'
                '<Default Extension="bin" ContentType="application/octet-stream"/>',
            ),
        },
        {
            "docProps/custom.xml": f'<P><p name="Case"><v>{secret("custom")}</v></p></P>',
            "customXml/item9.xml": f"<a>{secret('custom XML')}</a>",
            "word/people.xml": f'<p author="{secret("people")}"/>',
            "word/printer.bin": secret("printer"),
            "word/embeddings/sheet.xlsx": xlsx_by_openpyxl(),
            "word/media/deleted.png": pictures.png(),
            "word/nowhere.xml": f"<a>{secret('orphan')}</a>",
            "word/_rels/settings.xml.rels": f"{rels}{template}</Relationships>",
        },
    )


def xlsx_by_openpyxl() -> bytes:
    book = Workbook()
    book.properties.creator = secret("creator")
    book.properties.description = secret("description")
    sheet = book.active
    sheet["A1"] = SHOWN
    sheet["B1"] = "=1+1"
    sheet["A1"].comment = Comment(secret("comment"), secret("comment author"))
    sheet.add_image(SheetImage(BytesIO(pictures.png())), "C3")
    stream = BytesIO()
    book.save(stream)
    made = stream.getvalue()
    assert load_workbook(BytesIO(made)).active["A1"].comment
    path = f'<x15ac:absPath url="C:\\{secret("path")}\\" xmlns:x15ac="x15ac"/>'
    sharing = f'<fileSharing userName="{secret("user")}"/>'
    printer = relation(1, "printerSettings", "/xl/printerSettings1.bin")
    name = f'<definedName name="a" comment="{secret("named")}">1</definedName>'
    scenario = f'<scenario name="a" user="{secret("user")}" comment="{secret("why")}"/>'
    page = f'<webPublishItem id="1" destinationFile="C:\\{secret("published")}"/>'
    guarded = f'<protectedRange name="a" securityDescriptor="{secret("allowed")}"/>'
    cells = (
        f"<sheetData><row><cell><v>{secret('other book')}</v></cell></row></sheetData>"
    )
    linked = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<externalBook><sheetDataSet>{cells}</sheetDataSet></externalBook>"
        f'<ddeLink ddeService="a" ddeTopic="C:\\{secret("topic")}"/></externalLink>'
    )
    return rewritten(
        made,
        {
            "xl/workbook.xml": lambda xml: before("<bookViews", sharing + path)(
                before("</definedNames>", name)(
                    xml.replace("<definedNames/>", "<definedNames></definedNames>")
                )
            ),
            "xl/_rels/workbook.xml.rels": before(
                "</Relationships>", relation(1, "externalLink", "externalLink1.xml")
            ),
            "xl/worksheets/sheet1.xml": before(
                "</worksheet>",
                f"<protectedRanges>{guarded}</protectedRanges>"
                f"<scenarios>{scenario}</scenarios>"
                f"<webPublishItems>{page}</webPublishItems>",
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": before("</Relationships>", printer),
        },
        {"xl/printerSettings1.bin": secret("printer"), "xl/externalLink1.xml": linked},
    )


def xlsx_by_xlsxwriter() -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.set_properties({"author": secret("author"), "company": secret("company")})
    book.set_custom_property("Case", secret("case"))
    sheet = book.add_worksheet()
    sheet.write("A1", SHOWN)
    sheet.write_comment("A1", secret("comment"), {"author": secret("comment author")})
    sheet.insert_image("C3", "a.jpg", {"image_data": BytesIO(pictures.jpeg())})
    sheet.insert_chart("C9", _chart(book))
    sheet.write_url("A2", "https://cites.example/guide")
    sheet.write_url("A3", f"external:c:\\{secret('linked')}.xlsx", string="link")
    book.close()
    return stream.getvalue()


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Sheet1!$B$1:$B$2"})
    return chart


def pptx() -> bytes:
    deck = Presentation()
    deck.core_properties.author = secret("author")
    deck.core_properties.subject = secret("subject")
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = SHOWN
    slide.shapes.add_picture(BytesIO(pictures.jpeg()), 0, 0, Inches(1))
    data = CategoryChartData()
    data.categories = ["a", "b"]
    data.add_series("s", (1, 2))
    kind, place = XL_CHART_TYPE.LINE, (0, 0, Inches(2), Inches(2))
    slide.shapes.add_chart(kind, *place, data)
    stream = BytesIO()
    deck.save(stream)
    authors = f'<a><cmAuthor id="0" name="{secret("comment author")}"/></a>'
    tags = f'<a><tag name="A" val="{secret("tag")}"/></a>'
    wrong = f'<a:hlinkClick xmlns:a="a" invalidUrl="file://{secret("wrong link")}"/>'
    return rewritten(
        stream.getvalue(),
        {
            "ppt/_rels/presentation.xml.rels": before(
                "</Relationships>",
                relation(1, "commentAuthors", "commentAuthors.xml")
                + relation(2, "tags", "tags/tag1.xml"),
            ),
            "ppt/slides/_rels/slide1.xml.rels": before(
                "</Relationships>", relation(1, "comments", "../comments/comment1.xml")
            ),
            "ppt/presProps.xml": before(
                "</p:presentationPr>", f'<p:htmlPubPr title="{secret("published")}"/>'
            ),
            "ppt/slides/slide1.xml": lambda xml: re.sub(
                r'(<p:pic>.*?<p:cNvPr id="\d+" )name="[^"]*"',
                rf'\1name="{secret("file name")}.jpg"',
                before("</p:sld>", wrong)(xml),
                flags=re.DOTALL,
            ),
        },
        {
            "ppt/commentAuthors.xml": authors,
            "ppt/comments/comment1.xml": f"<a><text>{secret('comment')}</text></a>",
            "ppt/tags/tag1.xml": tags,
        },
    )


def _described(document) -> None:
    for element in (meta.InitialCreator, dc.Creator, dc.Subject, meta.Keyword):
        document.meta.addElement(element(text=secret(element.__name__)))
    custom = meta.UserDefined(name="Case", text=secret("custom"))
    document.meta.addElement(custom)
    document.addThumbnail(secret("thumbnail").encode())


def _note() -> office.Annotation:
    note = office.Annotation()
    note.addElement(dc.Creator(text=secret("comment author")))
    note.addElement(text.P(text=secret("comment")))
    return note


def odt() -> bytes:
    document = OpenDocumentText()
    _described(document)
    paragraph = text.P(text=SHOWN)
    paragraph.addElement(_note())
    paragraph.addText(" after the comment")
    document.text.addElement(paragraph)
    photo = document.addPicture("a.jpg", "image/jpeg", pictures.jpeg())
    frame = draw.Frame(width="2cm", height="2cm", anchortype="paragraph")
    frame.addElement(draw.Image(href=photo, type="simple"))
    linked = draw.Frame(width="2cm", height="2cm", anchortype="paragraph")
    linked.addElement(draw.Image(href=f"../{secret('linked')}.jpg", type="simple"))
    pictured = text.P()
    pictured.addElement(frame)
    pictured.addElement(linked)
    document.text.addElement(pictured)
    made = BytesIO()
    document.write(made)
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"<office:change-info><dc:creator>{secret('who')}</dc:creator></office:change-info>"
        f"<text:p>{secret('deleted')}</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes>"
    )
    described = (
        f'<text:p xmlns:x="http://www.w3.org/1999/xhtml" x:about="{secret("about")}">'
        f'<text:meta x:content="{secret("stated")}">held by a statement</text:meta>'
        "</text:p>"
    )
    forms = (
        '<office:forms xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0">'
        f'<form:form form:datasource="{secret("data")}" form:command="{secret("SQL")}"/>'
        '<f:model xmlns:f="http://www.w3.org/2002/xforms">'
        f"<f:instance><a>{secret('instance')}</a></f:instance></f:model></office:forms>"
    )
    return rewritten(
        made.getvalue(),
        {"content.xml": before("<text:p", forms + deleted + described)},
        {
            "Pictures/deleted.png": pictures.png(),
            "settings.xml2": secret("unknown"),
            "Configurations2/toolbar.xml": f"<a>{secret('toolbar')}</a>",
        },
    )


def ods() -> bytes:
    document = OpenDocumentSpreadsheet()
    _described(document)
    sheet, row, cell = table.Table(name="a"), table.TableRow(), table.TableCell()
    cell.addElement(_note())
    cell.addElement(text.P(text=SHOWN))
    row.addElement(cell)
    sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    made = BytesIO()
    document.write(made)
    return made.getvalue()


OFFICE_FILES = {
    "python-docx": (DOCX, docx),
    "openpyxl": (XLSX, xlsx_by_openpyxl),
    "XlsxWriter": (XLSX, xlsx_by_xlsxwriter),
    "python-pptx": (PPTX, pptx),
    "odfpy, text": (ODT, odt),
    "odfpy, sheet": (ODS, ods),
}
