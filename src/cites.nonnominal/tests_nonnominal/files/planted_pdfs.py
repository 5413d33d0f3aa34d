"""PDF of several programs, with words in every place that the format has for them."""

import img2pdf
import pikepdf
import zlib
from io import BytesIO
from pikepdf import Array, Dictionary, Name, Pdf
from reportlab.pdfgen import canvas
from tests_nonnominal.files import planted_pictures as pictures
from tests_nonnominal.files.planting import secret


SHOWN = "Three cubs in crates"
LINK = "https://cites.example/guide"


def by_reportlab() -> bytes:
    """Properties, a comment on the page, a link, two pages, a picture."""
    stream = BytesIO()
    page = canvas.Canvas(stream)
    page.setAuthor(secret("Author"))
    page.setTitle(secret("Title"))
    page.setKeywords(secret("Keywords"))
    page.setCreator(secret("Creator"))
    page.drawString(72, 700, SHOWN)
    page.textAnnotation(secret("note"), Rect=[72, 600, 100, 620])
    page.linkURL(LINK, (72, 500, 200, 520))
    page.bookmarkPage("here")
    page.addOutlineEntry("Crates", "here")
    page.showPage()
    page.drawString(72, 700, "second page")
    page.save()
    return stream.getvalue()


def by_img2pdf() -> bytes:
    """A photo as the camera made it, put in as it is."""
    return img2pdf.convert(
        pictures.jpeg(),
        author=secret("Author"),
        title=secret("Title"),
        rotation=img2pdf.Rotation.ifvalid,
    )


def by_pikepdf() -> bytes:
    """Everything else, in the catalogue, on the page and in a picture."""
    with Pdf.open(BytesIO(by_reportlab())) as pdf:
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [secret("XMP creator")]
            xmp["xmpMM:DocumentID"] = secret("XMP id")
        pdf.attachments["list.txt"] = secret("attachment").encode()
        root, page = pdf.Root, pdf.pages[0].obj
        script = Dictionary(S=Name.JavaScript, JS=f"app.alert('{secret('script')}')")
        root.OpenAction = pdf.make_indirect(script)
        root.Names.JavaScript = Dictionary(Names=Array(["a", script]))
        root.AA = Dictionary(WC=script)
        root.PieceInfo = Dictionary(Maker=Dictionary(Private=secret("PieceInfo")))
        root.AcroForm = _form(pdf, script)
        page.PieceInfo = Dictionary(Maker=Dictionary(Private=secret("on page")))
        page.LastModified = secret("LastModified")
        page.Thumb = _picture(pdf, b"\0" * 12, Width=2, Height=2)
        page.Metadata = pdf.make_stream(secret("page XMP").encode())
        page.Annots = Array([*page.Annots, *_notes(pdf, script)])
        photo = _picture(pdf, pictures.jpeg(), Width=96, Height=64)
        photo.Filter = Name.DCTDecode
        photo.Metadata = pdf.make_stream(secret("picture XMP").encode())
        photo.ColorSpace = Array([Name.ICCBased, _profile(pdf)])
        page.Resources.XObject = Dictionary(Photo=photo)
        drawing = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form)
        drawing.BBox = [0, 0, 9, 9]
        drawing.PieceInfo = Dictionary(Maker=Dictionary(Private=secret("in drawing")))
        page.Resources.XObject.Drawing = drawing
        stream = BytesIO()
        pdf.save(stream)
        return stream.getvalue()


def packed() -> bytes:
    """Pictures in each way that they can be packed, and layers."""
    jpeg, jp2 = pictures.jpeg(), pictures.jp2()
    end = jpeg.rindex(b"\xff\xd9")
    chain = Array([Name.FlateDecode, Name.DCTDecode])
    with Pdf.open(BytesIO(by_reportlab())) as pdf:
        photos = {
            "/Endless": (jpeg[:end], Name.DCTDecode),
            "/Twice": (zlib.compress(jpeg), chain),
            "/Once": (jpeg, Array([Name.DCTDecode])),
            "/Boxes": (jp2, Name.JPXDecode),
            "/Pixels": (jp2[jp2.index(b"\xff\x4f\xff\x51") :], Name.JPXDecode),
        }
        drawn = pdf.pages[0].obj.Resources.XObject = Dictionary()
        for name, (data, filters) in photos.items():
            drawn[name] = _picture(pdf, data, Width=96, Height=64, Filter=filters)
        damaged = pdf.make_stream(secret("profile").encode(), N=3)
        colours = Dictionary(Damaged=Array([Name.ICCBased, damaged]))
        pdf.pages[0].obj.Resources.ColorSpace = colours
        usage = Dictionary(User=Dictionary(Type=Name.Ind, Name=secret("layer of")))
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Map", Usage=usage))
        view = Dictionary(Creator=secret("layers by"), ON=Array([layer]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=view)
        (link,) = (n for n in pdf.pages[0].obj.Annots if n.Subtype == Name.Link)
        link.PA = Dictionary(S=Name.URI, URI=secret("link before"))
        whole = pdf.make_stream(secret("whole document").encode())
        pdf.trailer.AdditionalStreams = Array([Name.Source, whole])
        stream = BytesIO()
        pdf.save(stream)
        return stream.getvalue()


def _picture(pdf: Pdf, data: bytes, **keys: object) -> pikepdf.Stream:
    keys = {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, **keys}
    return pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, **keys)


def _profile(pdf: Pdf) -> pikepdf.Stream:
    return pdf.make_stream(pictures.profile(), N=3)


def _form(pdf: Pdf, script: Dictionary) -> Dictionary:
    signature = Dictionary(Type=Name.Sig, Name=secret("signer"), Reason=secret("reason"))
    field = Dictionary(FT=Name.Sig, T="signature", V=pdf.make_indirect(signature))
    asked = Dictionary(FT=Name.Tx, T="port", V="XA", AA=Dictionary(K=script))
    fields = [pdf.make_indirect(one) for one in (field, asked)]
    return Dictionary(Fields=Array(fields), SigFlags=3, XFA=secret("XFA"))


def _notes(pdf: Pdf, script: Dictionary) -> list[pikepdf.Object]:
    box, who = Array([9, 9, 99, 99]), secret("who")
    file = Dictionary(Type=Name.Filespec, F=secret("path"))
    file.EF = Dictionary(F=pdf.make_stream(secret("attached").encode()))
    notes = (
        Dictionary(Subtype=Name.FreeText, Contents=secret("free text")),
        Dictionary(Subtype=Name.FileAttachment, FS=file),
        Dictionary(Subtype=Name.Popup, Contents=secret("popup")),
        Dictionary(Subtype=Name.Square, IC=[0, 0, 0], Contents=secret("box")),
        Dictionary(Subtype=Name.Link, A=script),
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=secret("launch"))),
    )
    for note in notes:
        note.Type, note.Rect, note.T = Name.Annot, box, who
        note.NM, note.M = secret("NM"), secret("M")
    return [pdf.make_indirect(note) for note in notes]


def revised() -> bytes:
    """Changed once after it was finished: the first text is still in the file."""
    first = canvas_of(secret("first text"))
    with Pdf.open(BytesIO(first)) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
        size = int(pdf.trailer.Size)
        root = pdf.trailer.Root.objgen[0]
    start = first.rindex(b"startxref")
    previous = int(first[start:].split()[1])
    place = len(first)
    text = f"BT /F1 12 Tf 72 700 Td ({SHOWN}) Tj ET".encode()
    body = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n"
    body %= (number, len(text), text)
    table = f"xref\n{number} 1\n{place:010} 00000 n \n".encode()
    trailer = f"trailer\n<</Size {size}/Root {root} 0 R/Prev {previous}>>\n".encode()
    end = f"startxref\n{place + len(body)}\n%%EOF\n".encode()
    return first + body + table + trailer + end


def canvas_of(text: str) -> bytes:
    stream = BytesIO()
    page = canvas.Canvas(stream, pageCompression=0)
    page.drawString(72, 700, text)
    page.save()
    return stream.getvalue()


PDFS = {
    "reportlab": by_reportlab,
    "img2pdf": by_img2pdf,
    "pikepdf": by_pikepdf,
    "packed": packed,
    "revised": revised,
}
