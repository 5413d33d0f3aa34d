"""Plone's own ways to hand in files."""

import requests
from tests.library.http import as_json
from tests.library.http import HttpTestCase
from tests.library.samples import HTML
from tests.library.samples import PDF
from tests.library.samples import SVG


class ClosedTest(HttpTestCase):
    def test_other_ways_are_closed(self):
        alert = self.make(self.alert())["@id"]
        file = self.make({"@type": "File", "file": as_json(PDF, "a.pdf")}, alert)["@id"]
        before = self.stored()
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
        self.assertEqual(self.ask("GET", f"{file}/@@download/file").content, PDF)
