"""Plone's own ways to hand in files and to go through content are closed.

The gate offers members none of Plone's pages but a few, so these would stay closed behind
it if they were forgotten: they are asked for without the gate.
"""

import requests
from cites.cug.demo.testing import PASSWORD
from cites.cug.web.publishing.publication_policy import check_publication
from tests.library.http import as_json, HttpTestCase
from tests.library.samples import HTML, PDF, SVG
from zope.component import getGlobalSiteManager


class ClosedTest(HttpTestCase):
    def without_gate(self):
        handlers = getGlobalSiteManager()
        self.assertTrue(handlers.unregisterHandler(check_publication))
        self.addCleanup(handlers.registerHandler, check_publication)

    def assertClosed(self, method, url, status=404, user="customs-xa", **kw):
        with self.subTest(method=method, url=url):
            auth = (user, PASSWORD)
            answer = requests.request(method, url, auth=auth, timeout=120, **kw)
            self.assertEqual(answer.status_code, status)

    def test_there_is_no_folder_contents_inside_a_group(self):
        self.without_gate()
        for folder in (self.library.removesuffix("/library"), self.library):
            self.assertClosed("GET", f"{folder}/folder_contents", user="secretariat")

    def test_other_ways_in_are_closed(self):
        alert = self.make(self.alert())["@id"]
        file = self.make({"@type": "File", "file": as_json(PDF, "a.pdf")}, alert)["@id"]
        before = self.stored()
        content = self.ask("GET", f"{file}/@@download/file").content
        self.without_gate()
        resumable = {"Tus-Resumable": "1.0.0", "Upload-Length": "5"}
        json = {"Accept": "application/json", **resumable}
        for method, url, kw in (
            ("POST", f"{alert}/fileUpload", {"files": {"file": ("x.svg", SVG)}}),
            ("POST", f"{alert}/@@fileUpload", {"files": {"file": ("x.svg", SVG)}}),
            ("POST", f"{self.portal}/fileUpload", {"files": {"file": ("x.svg", SVG)}}),
            ("POST", f"{alert}/@tus-upload", {"headers": json}),
            ("HEAD", f"{alert}/@tus-upload/x", {"headers": json}),
            ("PATCH", f"{alert}/@tus-upload/x", {"headers": json, "data": PDF}),
            ("POST", f"{file}/@tus-replace", {"headers": json}),
        ):
            self.assertClosed(method, url, **kw)
        for method in ("PUT", "MKCOL", "PROPPATCH"):
            self.assertClosed(method, file, 405, data=HTML)
        self.assertEqual(self.stored(), before)
        self.assertEqual(self.ask("GET", f"{file}/@@download/file").content, content)

    def test_inputs_have_no_pages(self):
        alert = self.make(self.alert())["@id"]
        self.without_gate()
        for form in (f"{alert}/edit", f"{self.library}/++add++Alert"):
            for page in (
                "@@z3cform_validate_field?fname=form.widgets.title",
                "++widget++form.widgets.title",
                "++widget++form.widgets.specimens/x",
            ):
                self.assertClosed("GET", f"{form}/{page}")
