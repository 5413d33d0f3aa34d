"""The client against a served portal."""

from cug_client import CugError, plain_text
from pathlib import Path
from tests.clients.case import ClientCase, GROUP
from uuid import uuid4


SENDING = ("read:messages", "send:messages")
WRITING = ("read:library", "write:library")


class PortalTest(ClientCase):
    def file(self, name, content):
        path = Path(self.home, name)
        path.write_bytes(content)
        return path

    def test_a_message_is_sent_once_and_its_file_comes_back(self):
        group = self.client(scopes=SENDING).group(GROUP)
        words = {"subject": "EXERCISE", "body": "At gate 4.", "handling": "green"}
        told = {"to": ["police-xb"], "files": [self.file("a.txt", b"EXERCISE\n")]}
        key = uuid4().hex
        first, second = (group.send_message(**words, **told, key=key) for _ in range(2))
        self.assertEqual(first["id"], second["id"])
        portal = self.client("police-xb", SENDING)
        reader = portal.group(GROUP)
        (line,) = list(reader.messages(unread=True))
        message = reader.message(line["id"])
        said = (message["subject"], plain_text(message["body"]))
        self.assertEqual(said, ("EXERCISE", "At gate 4."))
        target = Path(self.home, "back.txt")
        portal.download(message["attachments"][0]["download"], target)
        self.assertEqual(target.read_bytes(), b"EXERCISE\n")

    def test_a_refusal_names_the_field(self):
        group = self.client(scopes=SENDING).group(GROUP)
        with self.assertRaises(CugError) as refused:
            group.send_message("EXERCISE", "x", handling="green", to=["nobody"])
        self.assertEqual(refused.exception.status, 400)
        self.assertIn("to", {one.partition("[")[0] for one in refused.exception.fields})
        with self.assertRaises(CugError) as refused:
            self.client(scopes=SENDING, language="fr").group("nothing").message("1")
        self.assertEqual(refused.exception.status, 404)

    def test_lists_are_read_page_by_page(self):
        portal = self.client(scopes=WRITING)
        group = portal.group(GROUP)
        made = {group.add_alert(self.alert(title=f"EXERCISE {n}"))["@id"] for n in "abc"}
        listed = group.connection.items(
            group.path("@library"), {"author": self.author}, 2
        )
        self.assertLessEqual(made, {one["@id"] for one in listed})
        document = group.add_document(
            self.file("b.txt", b"EXERCISE: cubs\n"),
            {"title": "EXERCISE", "document_type": "report", "handling": "green"},
        )
        target = Path(self.home, "back.txt")
        portal.download(group.item(document["@id"])["file"]["download"], target)
        self.assertIn("EXERCISE: cubs", target.read_text(encoding="utf-8"))

    def test_changes_are_followed_from_run_to_run(self):
        author = self.client(scopes=WRITING).group(GROUP)
        url = author.add_alert(self.alert())["@id"]
        self.publish(url)
        cursor = Path(self.home, "cursor")
        portal = self.client("police-xb")

        def run():
            return [(one.kind, one.url) for one in portal.group(GROUP).changes(cursor)]

        self.assertIn(("added", url), run())
        self.assertEqual(run(), [])
        self.restrict(url)
        self.assertEqual(run(), [("withdrawn", url)])
        portal.group(GROUP).changes(cursor).begin_anew()
        self.assertNotIn(url, {address for _kind, address in run()})

    def test_permits_and_the_report(self):
        portal = self.client("contact-xa")
        self.assertIsNone(portal.permit("XA", "none"))
        target = Path(self.home, "report.csv")
        size = portal.group(GROUP).trade_report("XA", 2026, target)
        self.assertEqual(size, target.stat().st_size)
        with self.assertRaises(ValueError):
            portal.group(GROUP).trade_report("XA", 2026, Path(self.home, "report.pdf"))
