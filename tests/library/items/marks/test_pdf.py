"""Marks on each page of a PDF file."""

import unittest
from cites.cug.library.items.marks.drawing import Unmarkable
from cites.cug.library.items.marks.pdf import mark_pdf
from io import BytesIO
from pikepdf import Array, Encryption, Pdf
from tests.library.marked import pdf, PLANTED, text_of_pdf, WORDS


def marked_pdf(data: bytes) -> bytes:
    target = BytesIO()
    mark_pdf(BytesIO(data), target, WORDS)
    return target.getvalue()


class PdfTest(unittest.TestCase):
    def test_every_page_of_every_size_and_turn(self):
        for rotation in (0, 90, 180, 270):
            data = pdf((595, 842), (842, 595), (200, 100), (595, 842), rotation=rotation)
            pages = text_of_pdf(marked_pdf(data)).split("\f")[:4]
            for page in pages:
                self.assertIn("customs-xa · 2026-11-25 14:05:09 UTC", page)
            self.assertIn(PLANTED, pages[0])

    def test_a_page_that_begins_elsewhere(self):
        data = BytesIO()
        with Pdf.open(BytesIO(pdf())) as made:
            made.pages[0].mediabox = Array([-300, 5000, 295, 5842])
            # Printers' marks lie outside of what is seen, or claim to.
            made.pages[0].trimbox = Array([0, 0, 1, 1])
            made.save(data)
        self.assertIn("customs-xa", text_of_pdf(marked_pdf(data.getvalue())))

    def test_pages_of_a_size_share_one_mark(self):
        one, many = (len(marked_pdf(pdf(*[(595, 842)] * n))) for n in (1, 100))
        self.assertLess(many - one, 99 * 800)

    def test_pages_of_any_size_cost_no_more_than_large_ones(self):
        many = [(500 + number, 700 + number) for number in range(300)]
        for sizes in ([(200_000, 300_000)], many):
            marked = marked_pdf(pdf(*sizes))
            self.assertLess(len(marked), 3000 * len(sizes) + 10_000)
            (page, *_others) = text_of_pdf(marked).split("\f")
            self.assertIn("customs-xa", page)

    def test_names_in_letters_that_the_font_has_not(self):
        target = BytesIO()
        mark_pdf(BytesIO(pdf()), target, "XA · Ω) Tj ET · zqname")
        self.assertIn("zqname", text_of_pdf(target.getvalue()))

    def test_what_is_locked_or_damaged(self):
        locked = BytesIO()
        with Pdf.open(BytesIO(pdf())) as made:
            made.save(locked, encryption=Encryption(owner="a", user="b"))
        for data in (locked.getvalue(), b"%PDF-1.7 and no more", b""):
            self.assertRaises(Unmarkable, marked_pdf, data)
