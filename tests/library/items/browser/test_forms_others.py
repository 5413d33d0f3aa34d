"""Forms of documents, folders, groups, pictures and files."""

from tests.library.http import as_json, Form, HttpTestCase, Screen
from tests.library.samples import docx, PDF, picture, SVG


class OtherFormsTest(HttpTestCase):
    def test_a_document_with_its_file(self):
        form = Form(self, f"{self.library}/++add++LibraryDocument")
        typed = {
            "title": "EXERCISE: guide",
            "document_type": "report",
            "languages": ["fr"],
            "species": "cheetah\r\nFelis ficta\r\ncheetah",
        }
        sent = form.send(**typed, files={"file": ("guide.pdf", PDF)})
        self.assertEqual(sent.status, 302, sent.mistakes)
        url = sent.location.removesuffix("/view")
        item = self.ask("GET", url).json()
        self.assertEqual(item["file"]["content-type"], "application/pdf")
        self.assertEqual(item["species"], ["Acinonyx jubatus", "Felis ficta"])
        # Another title, the same file.
        edit = Form(self, f"{url}/edit")
        self.assertIn("guide.pdf", edit.text)
        self.assertEqual(edit.send(title="EXERCISE: book").status, 302)
        again = self.ask("GET", url).json()
        self.assertEqual(again["title"], "EXERCISE: book")
        self.assertEqual(again["file"], item["file"])
        # Another file.
        edit = Form(self, f"{url}/edit")
        sent = edit.send(files={"file": ("new.docx", docx())})
        self.assertEqual(sent.status, 302, sent.mistakes)
        self.assertEqual(self.ask("GET", url).json()["file"]["filename"], "new.docx")

    def test_a_document_needs_a_file(self):
        form = Form(self, f"{self.library}/++add++LibraryDocument")
        before = self.stored()
        for files in ({}, {"file": ("", b"")}):
            refused = form.send(title="x", document_type="report", files=files)
            self.assertIn("must be filled in", refused.mistakes["form-widgets-file"])
        self.assertEqual(self.stored(), before)

    def test_pictures_and_files_of_an_alert(self):
        alert = self.make(self.alert())["@id"]
        for kind, field, name, good in (
            ("Image", "image", "photo.png", picture()),
            ("File", "file", "report.pdf", PDF),
        ):
            form = Form(self, f"{alert}/++add++{kind}")
            bad = form.send(files={field: ("drawing.svg", SVG)})
            self.assertIn("svg", bad.mistakes[f"form-widgets-{field}"])
            sent = form.send(title="EXERCISE", files={field: (name, good)})
            self.assertEqual(sent.status, 302, sent.mistakes)
            child = self.ask("GET", f"{alert}/{name}").json()
            self.assertEqual(child[field]["filename"], name)
            edit = Form(self, f"{alert}/{name}/edit")
            self.assertEqual(edit.send(description="What it shows").status, 302)
        self.assertEqual(self.ask("GET", alert).json()["items_total"], 2)

    def test_folders_and_groups(self):
        form = Form(self, f"{self.library}/++add++LibraryFolder", user="secretariat")
        sent = form.send(title="EXERCISE: guides")
        self.assertEqual(sent.status, 302, sent.mistakes)
        edit = Form(self, f"{self.library}/edit", user="secretariat")
        self.assertEqual(edit.send(description="All of it").status, 302)
        group = f"{self.portal}/cheetahs"
        edit = Form(self, f"{group}/edit", user="secretariat")
        self.assertEqual(edit.send(group_owner="CITES Secretariat").status, 302)
        answer = self.ask("GET", group, user="secretariat").json()
        self.assertEqual(answer["group_owner"], "CITES Secretariat")

    def test_forms_are_for_those_who_may(self):
        alert = self.make(self.alert())["@id"]
        for user, url, status in (
            ("customs-xa", f"{self.library}/++add++LibraryFolder", 403),
            ("customs-xa", f"{self.library}/edit", 403),
            ("customs-xa", f"{self.portal}/cheetahs/edit", 403),
            ("customs-xb", f"{alert}/edit", 404),
            ("customs-xb", f"{alert}/upload", 404),
            ("customs-xb", f"{alert}/++add++Image", 404),
            ("outsider", f"{self.library}/++add++Alert", 404),
            ("outsider", f"{self.library}/upload", 404),
        ):
            answer = self.browse("GET", url, user=user)
            self.assertEqual(answer.status_code, status, (user, url))

    def test_other_types_have_no_form(self):
        alert = self.make(self.alert())["@id"]
        for url in (
            f"{alert}/++add++Alert",
            f"{self.library}/++add++Document",
            f"{self.library}/++add++Image",
            f"{self.library}/++add++Nonsense",
        ):
            self.assertEqual(self.browse("GET", url).status_code, 404, url)

    def test_attachments_are_listed_and_moved(self):
        alert = self.make(self.alert())["@id"]
        for name in ("a.pdf", "b.pdf"):
            self.make({"@type": "File", "file": as_json(PDF, name)}, alert)
        listed = Form(self, f"{alert}/edit").tree
        self.assertEqual(self.names(listed), ["a.pdf", "b.pdf"])
        token = Form(self, f"{alert}/edit").values["_authenticator"][0]
        down = {"down": "1", "_authenticator": token}
        self.assertEqual(
            self.browse("POST", f"{alert}/a.pdf/move", data={}).status_code, 403
        )
        self.browse("POST", f"{alert}/a.pdf/move", data=down)
        self.assertEqual(self.names(Form(self, f"{alert}/edit").tree), ["b.pdf", "a.pdf"])
        links = Form(self, f"{alert}/edit").tree.xpath("//*[@id='attachments']//@href")
        self.assertIn(f"{alert}/a.pdf/delete", links)
        self.assertEqual(self.browse("GET", f"{alert}/a.pdf/delete").status_code, 200)

    def test_a_caption_of_a_tile_is_not_saved_over_anothers(self):
        alert = self.make(self.alert())["@id"]
        self.make({"@type": "File", "file": as_json(PDF, "a.pdf")}, alert)
        url = f"{alert}/a.pdf"
        (tile,) = Form(self, f"{alert}/edit").tree.xpath(
            "//form[@action=$url]", url=f"{url}/edit"
        )
        typed = {**dict(tile.form_values()), "form.buttons.save": "1"}
        typed["form.widgets.description"] = "Mine"
        other = {"title": "EXERCISE: list", "description": "Another's"}
        self.assertEqual(self.ask("PATCH", url, json=other).status_code, 204)
        behind = Screen(self.browse("POST", f"{url}/edit", data=typed))
        self.assertEqual(412, behind.status)
        self.assertIn("Another's", behind.tree.text_content())
        self.assertEqual("Another's", self.ask("GET", url).json()["description"])
        # Pressed once more it is saved, and nothing but the caption.
        (form,) = behind.tree.xpath("//form[@id='form']")
        again = {**dict(form.form_values()), "form.buttons.save": "1"}
        saved = Screen(self.browse("POST", f"{url}/edit", data=again))
        self.assertEqual(f"{alert}/edit#attachments", saved.location)
        stored = self.ask("GET", url).json()
        self.assertEqual(
            ("EXERCISE: list", "Mine"), (stored["title"], stored["description"])
        )

    def names(self, tree):
        return tree.xpath("//*[@id='attachments']//p[@class='name']/a/text()")
