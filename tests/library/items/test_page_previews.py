"""Pages of files as pictures, to read without taking the file."""

import base64
from cites.cug.core.settings import deployment
from cites.cug.library.items import page_previews
from cites.cug.library.items.page_previews import NOTHING, Sheets, sheets_of
from io import BytesIO
from pikepdf import Array, Pdf
from tests.library import samples
from tests.library.case import LibraryCase
from tests.library.marked import changed_part, pdf, photograph, pixels
from unittest import mock, TestCase


class SheetsTest(LibraryCase):
    def document(self, name, data, handling="green", *moves):
        encoded = base64.b64encode(data).decode()
        document = self.make_document(name=name, data=encoded, handling=handling)
        self.move(document, *moves)
        return document

    def sheet(self, document, path="1", user="customs-xa"):
        answer = self.ask(user, "GET", f"{document}/sheet/{path}")
        self.assertEqual(answer.status_code, 200, answer.text[:500])
        self.assertEqual(answer.headers["Content-Type"], "image/jpeg")
        return pixels(answer.content)

    def images(self, document, user="customs-xa"):
        page = self.page(user, document)
        return page.xpath("//ol[@class='sheets']//img")

    def test_each_page_in_its_shape(self):
        document = self.document("a.pdf", pdf((595, 842), (842, 595)))
        first, second = self.images(document)
        self.assertEqual(first.get("alt"), "Page 1 of 2")
        self.assertEqual((first.get("width"), first.get("height")), ("1272", "1800"))
        self.assertEqual((second.get("width"), second.get("height")), ("1800", "1272"))
        self.assertEqual(first.get("loading"), "lazy")
        for image in (first, second):
            shape = int(image.get("width")) > int(image.get("height"))
            for part in image.get("srcset").split(", "):
                address, width = part.split()
                shown = pixels(self.ask("customs-xa", "GET", address).content)
                self.assertEqual(f"{shown.width}w", width)
                self.assertEqual(shown.width > shown.height, shape)

    def test_turned_pages(self):
        for rotation in (90, 180, 270):
            document = self.document("a.pdf", pdf((595, 842), rotation=rotation))
            (image,) = self.images(document)
            size = int(image.get("width")), int(image.get("height"))
            self.assertEqual(self.sheet(document, "1/large").size, size)

    def test_what_is_seen_of_a_page_however_large(self):
        wide, page = [0, 0, 2e6, 1e6], [0, 0, 595, 842]
        for box, cropped in ((wide, wide), (page, [9, 9, 409, 209])):
            data = BytesIO()
            with Pdf.open(BytesIO(pdf())) as made:
                made.pages[0].mediabox = Array(box)
                made.pages[0].cropbox = Array(cropped)
                made.save(data)
            document = self.document("a.pdf", data.getvalue())
            (image,) = self.images(document)
            self.assertEqual((image.get("width"), image.get("height")), ("1800", "900"))
            self.assertEqual(self.sheet(document).size, (900, 450))

    def test_pictures_are_scaled_and_never_made_larger(self):
        document = self.document("a.jpg", photograph(size=(3000, 2000)))
        self.assertEqual(self.sheet(document).size, (900, 600))
        self.assertEqual(self.sheet(document, "1/large").size, (1800, 1200))
        small = self.document("b.png", photograph("PNG", (120, 80)))
        self.assertEqual(self.sheet(small, "1/large").size, (120, 80))

    def test_a_file_in_an_alert(self):
        alert = self.make()
        data = base64.b64encode(pdf()).decode()
        file = {"filename": "a.pdf", "data": data, "encoding": "base64"}
        body = {"@type": "File", "title": "EXERCISE", "file": file}
        file = self.rest("customs-xa", "POST", alert, 201, json=body)["@id"]
        self.assertEqual(len(self.images(f"{file}/view")), 1)
        self.sheet(file)
        self.assertEqual(self.ask("police-xa", "GET", f"{file}/sheet/1").status_code, 404)

    def test_marked_where_files_are(self):
        document = self.document("a.pdf", pdf(), "amber", "submit", "publish")
        plain = self.sheet(document, user="secretariat")
        for user in ("customs-xb", "customs-xa"):
            self.assertGreater(changed_part(plain, self.sheet(document, user=user)), 0.5)
        open_to_all = self.document("a.pdf", pdf(), "green")
        theirs = self.sheet(open_to_all)
        ours = self.sheet(open_to_all, user="secretariat")
        self.assertEqual(changed_part(theirs, ours), 0)

    def test_they_go_with_their_item(self):
        document = self.document("a.pdf", pdf())
        self.sheet(document)
        uid = self.rest("customs-xa", "GET", document, 200)["UID"]
        kept = deployment.page_store().glob(f"{uid}-*")
        self.assertEqual(len(list(kept)), 1)
        self.rest("customs-xa", "DELETE", document, 204)
        kept = deployment.page_store().glob(f"{uid}-*")
        self.assertEqual(list(kept), [])

    def test_nothing_but_pages_that_are(self):
        document = self.document("a.pdf", pdf())
        for path in ("", "/0", "/2", "/x", "/-1", "/1/x", "/1/large/x", "/²", "/1e3"):
            answer = self.ask("customs-xa", "GET", f"{document}/sheet{path}")
            self.assertEqual(answer.status_code, 404, path)

    def test_other_files_have_no_pages_and_say_that_they_go_out_unmarked(self):
        for handling, warned in (("green", 0), ("amber", 1)):
            document = self.document("a.docx", samples.docx(), handling)
            page = self.page("customs-xa", document)
            self.assertFalse(page.xpath("//ol[@class='sheets']"))
            warnings = page.xpath("//p[contains(@class, 'warning')]")
            self.assertEqual(len(warnings), warned)
            answer = self.ask("customs-xa", "GET", f"{document}/sheet/1")
            self.assertEqual(answer.status_code, 404)


class File:
    contentType = "application/pdf"


class KeptTest(TestCase):
    """What a process remembers of files that it has opened."""

    def setUp(self):
        for name, value in (("_known", {}), ("MOST_KNOWN", 3)):
            self.patch(name, value)
        self.patch("file_key", lambda file: "key")
        self.look = self.patch("_look", mock.Mock(return_value=Sheets(1, ((1, 1),))))

    def patch(self, name, value):
        patcher = mock.patch.object(page_previews, name, value)
        self.addCleanup(patcher.stop)
        return patcher.start()

    def ask(self, *uids):
        return [sheets_of(uid, File()) for uid in uids]

    def test_a_file_is_opened_once(self):
        first, second = self.ask("a", "a")
        self.assertEqual(first, second)
        self.look.assert_called_once()

    def test_what_could_not_be_opened_is_tried_again(self):
        self.look.return_value = NOTHING
        self.ask("a", "a")
        self.assertEqual(self.look.call_count, 2)
        self.assertEqual(page_previews._known, {})

    def test_no_more_are_kept_than_the_bound(self):
        for number in range(20):
            self.ask(str(number))
            self.assertLessEqual(len(page_previews._known), 3)

    def test_the_last_one_is_kept_beyond_the_bound(self):
        self.ask("a", "b", "c", "d", "d")
        self.assertEqual(self.look.call_count, 4)

    def test_a_known_one_drops_no_other(self):
        self.ask("a", "b", "c", "c", "a", "b")
        self.assertEqual(self.look.call_count, 3)
