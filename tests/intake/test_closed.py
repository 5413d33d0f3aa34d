"""Plone's own ways to hand in files and to go through content are closed."""

import requests
from tests.library.case import LibraryCase
from tests.library.http import as_json
from tests.library.http import HttpTestCase
from tests.library.samples import HTML
from tests.library.samples import PDF
from tests.library.samples import SVG


class ClosedTest(LibraryCase):
    def test_there_is_no_folder_contents_inside_a_group(self):
        for folder in (self.group, self.library):
            for user in ("secretariat", "customs-xa"):
                self.page(user, f"{folder}/folder_contents", 404)


class OtherWaysInTest(HttpTestCase):
    def test_other_ways_are_closed(self):
        alert = self.make(self.alert())["@id"]
        file = self.make({"@type": "File", "file": as_json(PDF, "a.pdf")}, alert)["@id"]
        before = self.stored()
        content = self.ask("GET", f"{file}/@@download/file").content
        resumable = {"Tus-Resumable": "1.0.0", "Upload-Length": "5"}
        for method, url, kw in (
            ("POST", f"{alert}/fileUpload", {"files": {"file": ("x.svg", SVG)}}),
            ("POST", f"{alert}/@@fileUpload", {"files": {"file": ("x.svg", SVG)}}),
            ("POST", f"{self.portal}/fileUpload", {"files": {"file": ("x.svg", SVG)}}),
            ("POST", f"{alert}/@tus-upload", {"headers": resumable}),
            ("HEAD", f"{alert}/@tus-upload/x", {"headers": resumable}),
            ("PATCH", f"{alert}/@tus-upload/x", {"headers": resumable, "data": PDF}),
            ("POST", f"{file}/@tus-replace", {"headers": resumable}),
        ):
            answer = self.ask(method, url, **kw)
            self.assertEqual(answer.status_code, 404, (method, url))
        for method in ("PUT", "MKCOL", "PROPPATCH"):
            answer = requests.request(
                method,
                file,
                data=HTML,
                auth=("customs-xa", "cheetah-demo-2026"),
                timeout=9,
            )
            self.assertEqual(answer.status_code, 405, method)
        self.assertEqual(self.stored(), before)
        self.assertEqual(self.ask("GET", f"{file}/@@download/file").content, content)

    def test_inputs_have_no_pages(self):
        alert = self.make(self.alert())["@id"]
        for form in (f"{alert}/edit", f"{self.library}/++add++Alert"):
            for page in (
                "@@z3cform_validate_field?fname=form.widgets.title",
                "++widget++form.widgets.title",
                "++widget++form.widgets.specimens/x",
            ):
                answer = self.browse("GET", f"{form}/{page}")
                self.assertEqual(answer.status_code, 404, (form, page))
