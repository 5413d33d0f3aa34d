"""Every way out of a library file: originals for the Secretariat, else marked copies."""

import base64
import transaction
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.trail import AuditEvent
from plone.namedfile.file import NamedBlobFile
from sqlalchemy import select
from tests.library import samples
from tests.library.case import LibraryCase
from tests.library.marked import changed_part, pdf, photograph, pixels, text_of_pdf
from typing import NamedTuple


PDF, JPEG = pdf(), photograph()
#: Below an object that holds a file in ``{field}``.
CHANNELS = """
@@download @@download/{field} @@download/{field}/x.pdf download download/{field}
@@display-file @@display-file/{field} @@display-file/{field}/x display-file/{field}
@@images/{field} @@images/{field}.jpeg @@images/{field}/large
@@images/{field}/preview @@images/{field}/icon @@images/{field}/nothing
images/{field} @@images @@images/{field}-1
@@download-version?version_id=0&field_id={field} download-version?version_id=0
@@download-version?version_id=0&field_id={field}&do_not_stream=1
@@download-version?version_id=0&field_id={field}&filename=x.txt
@@download-version?version_id=1&field_id={field} {field} {field}/data {field}/open
{field}/_blob {field}/_blob/open @@{field} ++attribute++{field} {field}_large
{field}_preview ++widget++form.widgets.{field}/@@download
view/++widget++form.widgets.{field}/@@download edit/++widget++{field}/@@download
@@images-test @@image_scale/{field} @@thumbnail manage_DAVget manage_FTPget
index_html get_data get_size data content @@content-core @@view
@@plone.app.contenttypes.file @@contents @@export @@zip @@download-all @@attachment
@@document @history/0 @@tus-upload @@working-copy @@rfc822 @@pdf . view versions
versions?version=1
"""
#: Narrower pictures are too small for words, and for what they show.
READABLE = 64
MEMBERS = ("customs-xa", "customs-xb", "police-xa", "wildlife-xc", "contact-xa")


class Held(NamedTuple):
    """Something with a file in it, as its address, and that file."""

    url: str
    field: str
    data: bytes

    def channels(self, answer):
        """All addresses; ``answer``: its JSON."""
        yield from (
            f"{self.url}/{path.format(field=self.field)}" for path in CHANNELS.split()
        )
        file = answer[self.field]
        yield file["download"]
        for scale in file.get("scales", {}).values():
            yield scale["download"]
        portal, _, path = self.url.partition("/cheetahs/")
        for way in (f"resolveuid/{answer['UID']}", f"++api++/cheetahs/{path}"):
            yield f"{portal}/{way}/@@download/{self.field}"
            yield f"{portal}/{way}/@@images/{self.field}/large"


def field(name, data):
    encoded = base64.b64encode(data).decode()
    return {"filename": name, "data": encoded, "encoding": "base64"}


class DeliveryCase(LibraryCase):
    def stored(self, url, field="file"):
        """The bytes in the database, which are not those that were sent: cleaned."""
        transaction.begin()
        path = url.removeprefix(f"{self.portal}/")
        item = self.layer["portal"].unrestrictedTraverse(path)
        return getattr(item, field).data

    def holding(self, url, field="file"):
        return Held(url, field, self.stored(url, field))

    def held(self, handling):
        """A PDF and a picture, each as a document and in an alert."""
        alert = self.make(handling=handling)
        found = [
            self.holding(self.attach(alert, "Image", "image", "a.jpg", JPEG), "image"),
            self.holding(self.attach(alert, "File", "file", "a.pdf", PDF)),
        ]
        self.open(alert, handling)
        for name, data in (("b.pdf", PDF), ("b.jpg", JPEG)):
            document = self.document(name, data, handling)
            found.append(self.holding(document))
        return found

    def attach(self, alert, kind, name, filename, data):
        body = {"@type": kind, "title": filename, name: field(filename, data)}
        return self.rest("customs-xa", "POST", alert, 201, json=body)["@id"]

    def document(self, name, data, handling, *moves):
        encoded = base64.b64encode(data).decode()
        document = self.make_document(name=name, data=encoded, handling=handling)
        if moves:
            self.move(document, *moves)
        else:
            self.open(document, handling)
        return document

    def open(self, item, handling):
        """To all of enforcement; where that takes names, by naming members."""
        if handling != "red":
            return self.move(item, "submit", "publish")
        readers = [f"member:{name}" for name in MEMBERS]
        choose = f"{item}/@workflow/choose"
        self.rest("secretariat", "POST", choose, 200, json={"readers": readers})

    def assertMarked(self, data, original, user, place):
        self.assertNotEqual(data, original, place)
        if data.startswith(b"%PDF"):
            self.assertIn(user, text_of_pdf(data), place)
        elif (shown := pixels(data)).width >= READABLE:
            plain = pixels(original)
            part = changed_part(shown, plain.resize(shown.size))
            self.assertGreater(part, 0.5, place)


class WaysOutTest(DeliveryCase):
    def walk(self, user, held):
        """What each address answers with a file: address → bytes."""
        answer = self.rest("secretariat", "GET", held.url, 200)
        found = {}
        for address in held.channels(answer):
            got = self.ask(user, "GET", address)
            self.assertIn(got.status_code, (200, 301, 302, 400, 401, 403, 404), address)
            kind = got.headers.get("Content-Type", "")
            if got.ok and kind.startswith(("image/", "application/pdf")):
                found[address] = got.content
            else:
                # Neither the file nor what stands in it, in whatever wrapping.
                self.assertNotIn(held.data[:400], got.content, address)
        return found

    def test_each_is_marked_or_refused(self):
        for handling in ("amber", "red"):
            for held in self.held(handling):
                found = self.walk("customs-xb", held)
                self.assertGreaterEqual(len(found), 8, held)
                for address, data in found.items():
                    self.assertMarked(data, held.data, "customs-xb", address)

    def test_the_secretariat_takes_originals(self):
        for held in self.held("amber_strict"):
            found = self.walk("secretariat", held)
            self.assertEqual(found[f"{held.url}/@@download/{held.field}"], held.data)
            self.assertEqual(found[f"{held.url}/@@display-file"], held.data)

    def test_for_everybody_where_the_handling_code_allows_it(self):
        for held in self.held("green"):
            for user in ("customs-xb", "secretariat"):
                answer = self.ask(user, "GET", f"{held.url}/@@download/{held.field}")
                self.assertEqual(answer.content, held.data)

    def test_each_kind_of_member_has_their_own(self):
        document = self.document("b.pdf", PDF, "amber", "publish", "share")
        copies = {}
        for user in (*MEMBERS, "igo-interpol"):
            answer = self.ask(user, "GET", f"{document}/@@download/file")
            copies[user] = text_of_pdf(answer.content)
        for user, text in copies.items():
            self.assertIn(f"· {user} ·", text)
        self.assertIn("XB · customs · customs-xb · 20", copies["customs-xb"])
        self.assertIn("igo · igo-interpol · 20", copies["igo-interpol"])
        self.assertRegex(copies["police-xa"], r"\d\d:\d\d:\d\d UTC")


class VersionsTest(DeliveryCase):
    def old_file(self, item, user):
        query = "@@download-version?version_id=0&field_id=file"
        return self.ask(user, "GET", f"{item}/{query}")

    def test_authors_get_marked_copies_of_what_was(self):
        item = self.make_document(
            name="a.pdf", data=base64.b64encode(PDF).decode(), handling="amber"
        )
        self.assertMarked(
            self.old_file(item, "customs-xa").content, PDF, "customs-xa", item
        )
        self.assertEqual(self.old_file(item, "secretariat").content, self.stored(item))

    def test_what_was_amber_then_or_is_so_now(self):
        item = self.make_document(
            name="a.pdf", data=base64.b64encode(PDF).decode(), handling="amber"
        )
        change = {"handling": "green", "file": field("b.txt", b"words")}
        self.rest("customs-xa", "PATCH", item, 204, json=change)
        self.assertMarked(
            self.old_file(item, "customs-xa").content, PDF, "customs-xa", item
        )
        self.assertEqual(
            self.ask("customs-xa", "GET", f"{item}/@@download").content, b"words"
        )

    def test_nothing_but_files_of_versions_that_are(self):
        item = self.make_document()
        for query in ("", "?version_id=x", "?version_id=7&field_id=file"):
            answer = self.ask("secretariat", "GET", f"{item}/@@download-version{query}")
            self.assertEqual(answer.status_code, 404)
        for name in ("title", "__parent__", "nothing", "__ac_local_roles__"):
            query = f"?version_id=0&field_id={name}"
            answer = self.ask("secretariat", "GET", f"{item}/@@download-version{query}")
            self.assertEqual(answer.status_code, 404)


class AnswersTest(DeliveryCase):
    def test_a_copy_has_no_parts(self):
        item = self.document("b.pdf", PDF, "amber")
        headers = {"Range": "bytes=0-9"}
        answer = self.ask("customs-xb", "GET", f"{item}/@@download/file", headers=headers)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Accept-Ranges"], "none")
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.content))
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertNotIn("ETag", answer.headers)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        whole = self.ask("secretariat", "GET", f"{item}/@@download/file", headers=headers)
        self.assertEqual((whole.status_code, whole.content), (206, b"%PDF-1.5\n%"))

    def test_the_end_of_a_file_may_be_asked_for(self):
        url = f"{self.document('b.pdf', PDF, 'amber')}/@@download/file"
        content = self.ask("secretariat", "GET", url).content
        size = len(content)
        for part, status, expected in (
            ("-9", 206, content[-9:]),
            (f"-{size}", 206, content),
            (f"-{size + 1}", 200, content),
            (f"-{10**30}", 200, content),
            (f"{size}-", 200, content),
        ):
            headers = {"Range": f"bytes={part}"}
            answer = self.ask("secretariat", "GET", url, headers=headers)
            self.assertEqual((status, expected), (answer.status_code, answer.content))
            self.assertEqual(str(len(expected)), answer.headers["Content-Length"])
            self.assertEqual(status == 206, "Content-Range" in answer.headers)

    def test_head_tells_nothing_of_the_file(self):
        item = self.document("b.jpg", JPEG, "amber")
        for path in ("@@download/file", "@@images/file", "@@display-file"):
            answer = self.ask("customs-xb", "HEAD", f"{item}/{path}")
            self.assertEqual((answer.status_code, answer.content), (200, b""), path)

    def test_what_cannot_be_marked_stays_with_the_secretariat(self):
        item = self.document("b.pdf", PDF, "amber")
        transaction.begin()
        (stored,) = self.layer["portal"].cheetahs.library.objectValues()
        stored.file = NamedBlobFile(b"%PDF-1.7 and no more", "application/pdf", "b.pdf")
        transaction.commit()
        for path in ("@@download/file", "@@display-file", "@@images/file"):
            answer = self.ask("customs-xb", "GET", f"{item}/{path}")
            self.assertIn(answer.status_code, (403, 404), path)
        self.assertTrue(self.ask("secretariat", "GET", f"{item}/@@download").ok)

    def test_other_types_leave_as_they_are(self):
        item = self.document("b.docx", samples.docx(), "red")
        answer = self.ask("customs-xb", "GET", f"{item}/@@download/file")
        self.assertEqual(answer.content, self.stored(item))

    def test_each_file_that_leaves_is_on_record(self):
        item = self.document("b.pdf", PDF, "amber")
        self.ask("customs-xb", "GET", f"{item}/@@download/file")
        self.ask("secretariat", "GET", f"{item}/@@display-file")
        query = "version_id=0&field_id=file"
        self.ask("secretariat", "GET", f"{item}/@@download-version?{query}")
        with autonomous_transaction() as connection:
            events = select(AuditEvent.actor, AuditEvent.detail).where(
                AuditEvent.action == "library.download"
            )
            rows = connection.execute(events.order_by(AuditEvent.id)).all()
        file = {"field": "file"}
        self.assertEqual(
            [tuple(row) for row in rows],
            [
                ("customs-xb", file | {"marked": True}),
                ("secretariat", file | {"marked": False}),
                ("secretariat", file | {"marked": False, "version": 1}),
            ],
        )
