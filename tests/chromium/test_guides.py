"""The help on paper: whole, on A4 with numbered pages, after its contents."""

import pytest
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.web.help.page import help_text
from importlib import metadata
from io import BytesIO
from pikepdf import Pdf
from tests.chromium.guides import PAGES, printed, READER
from tests.library.marked import text_of_pdf


A4 = (595, 842)


@pytest.mark.parametrize(("part", "language"), [("members", "ar"), ("secretariat", "fr")])
def test_the_help_is_printed_with_its_parts(visit, portal, part, language):
    text = help_text(part, language)
    page = visit(READER)
    data = printed(page, f"{portal.group}/{PAGES[part]}?set_language={language}")
    with Pdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        for sheet in pdf.pages:
            width, height = (round(float(one)) for one in sheet.mediabox[2:])
            assert abs(width - A4[0]) < 2 and abs(height - A4[1]) < 2
        total = len(pdf.pages)
        (title,) = outline.root
        assert title.title == text.title
        headings = [one.title for one in title.children]
        # The first is the heading of the contents.
        assert headings[1:] == [one.title for one in text.sections]
        pictures = sum(len(sheet.get_images()) for sheet in pdf.pages)
    assert pictures == text.body.count(".webp")
    sheets = text_of_pdf(data).split("\f")[:total]
    for number, sheet in enumerate(sheets, 1):
        counted = f"{number} / {total}", f"{total} / {number}"
        assert any(one in sheet for one in counted)
    first, second = sheets[:2]
    assert LANGUAGES[language] in first
    assert metadata.version("cites.cug") in first
    if language == "fr":  # letters are joined in Arabic
        assert text.title in first
        assert text.sections[-1].title in first
        assert text.sections[0].title in second
    # Nothing of the screen that paper cannot use.
    button = page.locator("[data-print]").text_content()
    assert button and button not in first
