import subprocess
import unittest
import zlib
from cites.nonnominal.files.cleaned import Uncleanable
from cites.nonnominal.files.cleaning import clean
from io import BytesIO
from pikepdf import Array, Dictionary, Name, Pdf, PdfImage
from tests_nonnominal.files import planted_pdfs as planted
from tests_nonnominal.files import planted_pictures as pictures
from tests_nonnominal.files.planting import found_in, MARK
from tests_nonnominal.files.test_pictures import difference


PDF = "application/pdf"


def text_of(content):
    """What a reader sees, by another program."""
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=content, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


def profile_of(pdf, packed):
    stream = pdf.make_stream(b"", N=3)
    stream.write(packed, filter=Name.FlateDecode)
    return Array([Name.ICCBased, stream])


class PdfTest(unittest.TestCase):
    def test_nothing_that_was_planted_is_found(self):
        for name, make in planted.PDFS.items():
            with self.subTest(name):
                content = make()
                self.assertTrue(found_in(content), "nothing was planted")
                self.assertEqual(found_in(clean(content, PDF).content), set())

    def test_what_was_there_is_told(self):
        removed = dict(clean(planted.by_pikepdf(), PDF).removed)
        self.assertIn(MARK, removed["PDF:Author"])
        self.assertEqual(removed["XMP:creator"].strip(), f"{MARK} XMP creator")
        for key in (
            "scripts",
            "attached files",
            "comments",
            "actions",
            "signatures",
            "thumbnails",
            "data of programs",
            "picture: EXIF:Artist",
        ):
            self.assertIn(key, removed)
        removed = dict(clean(planted.revised(), PDF).removed)
        self.assertEqual(removed["earlier revisions"], "1")

    def test_what_is_shown_stays(self):
        for name in ("reportlab", "pikepdf", "revised"):
            made = clean(planted.PDFS[name](), PDF).content
            self.assertIn(planted.SHOWN, text_of(made), name)
        self.assertIn("second page", text_of(clean(planted.by_reportlab(), PDF).content))

    def test_links_outline_and_pictures_stay(self):
        with Pdf.open(BytesIO(clean(planted.by_pikepdf(), PDF).content)) as pdf:
            notes = list(pdf.pages[0].Annots)
            kinds = [str(note.Subtype) for note in notes]
            self.assertIn("/Square", kinds)
            self.assertNotIn("/FreeText", kinds)
            links = [str(n.A.URI) for n in notes if "/A" in n and "/URI" in n.A]
            self.assertEqual(links, [planted.LINK])
            with pdf.open_outline() as outline:
                self.assertEqual([item.title for item in outline.root], ["Crates"])
            photo = pdf.pages[0].Resources.XObject.Photo
            self.assertTrue(photo.read_raw_bytes().startswith(b"\xff\xd8"))
            fields = {str(f.T): f for f in pdf.Root.AcroForm.Fields}
            self.assertEqual(str(fields["port"].V), "XA")
            self.assertNotIn("/V", fields["signature"])

    def test_packed_pictures_stay(self):
        given, made = planted.packed(), clean(planted.packed(), PDF).content
        with Pdf.open(BytesIO(made)) as pdf:
            photos = pdf.pages[0].Resources.XObject
            for name in ("/Endless", "/Twice", "/Once", "/Boxes", "/Pixels"):
                with self.subTest(name), PdfImage(photos[name]).as_pil_image() as photo:
                    between = difference(photo, pictures.drawn())
                    self.assertLess(between, 80)
                    self.assertEqual(photo.size, pictures.SIZE)
        self.assertEqual(text_of(made), text_of(given))
        self.assertIn("attached files", dict(clean(given, PDF).removed))

    def test_bounds(self):
        """What grows without end, and what is packed too deep to be looked at."""
        packer = zlib.compressobj(9)
        million = bytes(2**20)
        bomb = b"".join(packer.compress(million) for _ in range(300)) + packer.flush()
        deep = Dictionary(PieceInfo=MARK)
        for _ in range(60):
            deep = Dictionary(K=deep)
        for resources in (
            lambda pdf: Dictionary(ColorSpace=Dictionary(A=profile_of(pdf, bomb))),
            lambda _pdf: Dictionary(A=deep),
        ):
            with Pdf.new() as pdf:
                pdf.add_blank_page()
                pdf.pages[0].obj.Resources = resources(pdf)
                stream = BytesIO()
                pdf.save(stream)
            with self.assertRaises(Uncleanable):
                clean(stream.getvalue(), PDF)

    def test_cleaned_again_nothing_is_found(self):
        for name, make in planted.PDFS.items():
            once = clean(make(), PDF).content
            self.assertEqual(clean(once, PDF).removed, [], name)
