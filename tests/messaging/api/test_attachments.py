"""Files of messages over HTTP."""

import tempfile
from cites.cug.wsgi.body_limits import max_file_bytes, max_form_bytes
from contextlib import contextmanager
from tests.messaging.http import in_json, MessagesHttpCase
from tests_nonnominal.files.planted_pdfs import by_pikepdf
from tests_nonnominal.files.planting import found_in


MARK = "----------mark"
LINE = b"EXERCISE: three cubs in crates".ljust(2**10 - 1) + b"\n"


@contextmanager
def form_of(size):
    """A form with a text of that size, which takes no room in memory."""
    with tempfile.TemporaryFile() as body:
        for name, value in (("subject", "EXERCISE"), ("to", "police-xb")):
            part = f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            body.write(f"--{MARK}\r\n{part}".encode())
        part = 'name="attachments"; filename="report.txt"\r\n\r\n'
        body.write(f"--{MARK}\r\nContent-Disposition: form-data; {part}".encode())
        body.writelines(LINE for _line in range(size // len(LINE)))
        body.write(LINE[: size % len(LINE)])
        body.write(f"\r\n--{MARK}--\r\n".encode())
        body.seek(0)
        yield body


class FilesTest(MessagesHttpCase):
    def send_form(self, *parts, user="customs-xa", status=201):
        return self.done(user, "POST", "", status, files=parts)

    def stream(self, body, headers=()):
        kind = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
        return self.ask("customs-xa", "POST", "", {**kind, **dict(headers)}, data=body)

    def test_in_json(self):
        message = self.post(attachments=[in_json("crate.txt", b"three cubs")])
        (file,) = message["attachments"]
        self.assertEqual(file["filename"], "crate.txt")
        self.assertEqual(file["content-type"], "text/plain")
        self.assertEqual(file["size"], 10)
        answer = self.ask("police-xb", "GET", file["download"])
        self.assertEqual(answer.content, b"three cubs")
        self.assertEqual(self.listed("police-xb")["items"][0]["attachments_total"], 1)

    def test_in_a_form(self):
        message = self.send_form(
            ("subject", (None, "EXERCISE: été")),
            ("to", (None, "police-xb, wildlife-xa")),
            ("to", (None, "customs-xb")),
            ("categories", (None, "igo")),
            ("receipt", (None, "0")),
            ("answer_by", (None, "2099-12-31")),
            ("draft", (None, "false")),
            ("attachments", ("crate.txt", b"three cubs")),
            ("attachments", ("Über die Küste.txt", "prêt".encode())),
        )
        expected = {"police-xb", "wildlife-xa", "customs-xb", "igo-unodc", "igo-interpol"}
        self.assertEqual(set(message["to"]), expected)
        self.assertEqual(message["subject"], "EXERCISE: été")
        self.assertFalse(message["receipt"])
        self.assertEqual(message["answer_by"], "2099-12-31")
        names = [file["filename"] for file in message["attachments"]]
        self.assertEqual(names, ["crate.txt", "Über die Küste.txt"])

    def test_an_empty_choice_of_files_is_none(self):
        letter = (("subject", (None, "EXERCISE")), ("to", (None, "police-xb")))
        message = self.send_form(*letter, ("attachments", ("", b"")))
        self.assertEqual(message["attachments"], [])

    def test_a_download_is_saved_and_never_shown_or_kept(self):
        name = 'Öl "2026"; 100%.txt'
        message = self.post(attachments=[in_json(name)])
        (file,) = message["attachments"]
        headers = self.ask("police-xb", "GET", file["download"]).headers
        disposition = headers["Content-Disposition"]
        self.assertTrue(disposition.startswith("attachment; filename="), disposition)
        encoded = "%C3%96l%20%222026%22%3B%20100%25.txt"
        self.assertTrue(disposition.endswith(f"filename*=UTF-8''{encoded}"), disposition)
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["Cache-Control"], "private, no-store")
        self.assertEqual(headers["Content-Length"], str(file["size"]))

    def test_a_large_file_comes_whole(self):
        with form_of(20 * 2**20) as body:
            answer = self.stream(body)
        self.assertEqual(answer.status_code, 201, answer.text)
        (file,) = answer.json()["attachments"]
        self.assertEqual(file["size"], 20 * 2**20)
        content = self.ask("police-xb", "GET", file["download"]).content
        self.assertEqual(len(content), file["size"])
        self.assertTrue(content.startswith(LINE))

    def test_too_large_a_file(self):
        before = self.stored()
        with form_of(max_file_bytes() + 1) as body:
            self.assertBad(self.stream(body), "attachments[0]")
        self.assertEqual(self.stored(), before)

    def test_too_large_a_request_is_not_read(self):
        letter = {"subject": "x" * (80 * 2**20), "to": ["police-xb"]}
        with form_of(max_form_bytes() + 1) as body:
            for answer, most in (
                (self.stream(body), 102),
                (self.ask("customs-xa", "POST", "", json=letter), 68),
            ):
                self.assertEqual(answer.status_code, 413)
                said = f"You can send at most {most} MB here."
                self.assertEqual(answer.json()["message"], said)

    def test_files_are_cleaned_and_the_sender_is_told(self):
        file = in_json("guide.pdf", by_pikepdf())
        sent = self.post(attachments=[file])
        removed = sent["metadata_removed"]
        self.assertIn("scripts", {entry["key"] for entry in removed})
        self.assertEqual({entry["filename"] for entry in removed}, {"guide.pdf"})
        download = sent["attachments"][0]["download"]
        content = self.ask("police-xb", "GET", download).content
        self.assertEqual(found_in(content), set())
        self.assertNotIn("metadata_removed", self.get("police-xb", sent["id"]))

    def test_of_others(self):
        file = self.post(attachments=[in_json("crate.txt")])["attachments"][0]["download"]
        for user in ("customs-xb", "secretariat"):
            self.assertMissing(user, "GET", file)
            self.assertMissing(user, "DELETE", file)


class DraftFilesTest(MessagesHttpCase):
    def setUp(self):
        super().setUp()
        self.draft = self.post(draft=True)["id"]
        self.files = f"{self.draft}/attachments"

    def add(self, *names, user="customs-xa", status=201):
        parts = [("attachments", (name, b"found: cubs")) for name in names]
        return self.done(user, "POST", self.files, status, files=parts)["attachments"]

    def names(self):
        files = self.get("customs-xa", self.draft)["attachments"]
        return [file["filename"] for file in files]

    def test_they_come_and_go(self):
        self.assertEqual([file["number"] for file in self.add("a.txt", "b.txt")], [0, 1])
        self.done("customs-xa", "DELETE", f"{self.files}/0", 204)
        self.assertEqual(self.names(), ["b.txt"])
        self.assertMissing("customs-xa", "DELETE", f"{self.files}/0")
        (file,) = self.add("c.txt")
        self.assertEqual(self.names(), ["b.txt", "c.txt"])
        self.assertTrue(file["download"].endswith(f"/{file['number']}"))
        json = {"attachments": [in_json("d.txt")]}
        self.done("customs-xa", "POST", self.files, 201, json=json)
        self.done("customs-xa", "POST", f"{self.draft}/send")
        message = self.get("police-xb", self.draft)
        self.assertEqual(message["attachments_total"], 3)

    def test_bad_ones_are_named_and_none_is_kept(self):
        parts = [("attachments", ("a.txt", b"found")), ("attachments", ("b.exe", b"MZ"))]
        answer = self.ask("customs-xa", "POST", self.files, files=parts)
        self.assertBad(answer, "attachments[1]")
        self.assertIn("b.exe", answer.json()["errors"][0]["message"])
        self.assertBad(self.ask("customs-xa", "POST", self.files, json={}), "attachments")
        self.assertEqual(self.names(), [])

    def test_not_of_what_is_sent_nor_of_others(self):
        parts = [("attachments", ("a.txt", b"x"))]
        self.assertMissing("police-xb", "POST", self.files, files=parts)
        self.add("a.txt")
        self.assertMissing("police-xb", "DELETE", f"{self.files}/0")
        self.done("customs-xa", "POST", f"{self.draft}/send")
        for user in ("customs-xa", "police-xb"):
            self.assertMissing(user, "POST", self.files, files=parts)
            self.assertMissing(user, "DELETE", f"{self.files}/0")
