"""A mailbox leaves the portal as a zip archive of mails."""

import email
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.messaging.actions import exporting
from cites.cug.messaging.actions.filing import delete_messages, empty_trash
from cites.cug.messaging.models import Delivery, Message
from cites.cug.messaging.schema import Addressees
from cites.cug.web.layout.people import full_name
from cites.cug.web.uploads.files import Upload
from datetime import date, timedelta
from email.policy import default
from io import BytesIO
from sqlalchemy import select, update
from tests.messaging.case import MessagingCase
from unittest.mock import patch
from zipfile import ZipFile


READER = "customs-xa"


class ExportingCase(MessagingCase):
    def export(self, user=READER):
        """The mails by name, as bytes."""
        target = BytesIO()
        counts = list(exporting.export_mailbox(self.group, target, acting_user=user))
        archive = ZipFile(target)
        self.assertIsNone(archive.testzip())
        self.assertEqual(list(range(1, len(archive.namelist()) + 1)), counts)
        return {name: archive.read(name) for name in archive.namelist()}

    def mails(self, user=READER):
        parsed = (
            email.message_from_bytes(mail, policy=default)
            for mail in self.export(user).values()
        )
        return {mail["Message-ID"]: mail for mail in parsed}

    def mail(self, message_id, user=READER):
        return self.mails(user)[f"<{message_id}@portal.invalid>"]

    def time_of(self, message_id):
        found = select(Delivery.time).where(Delivery.message_id == message_id)
        return session().scalars(found).first()


class MailsTest(ExportingCase):
    def test_each_message_of_the_mailbox_is_one_in_its_folder(self):
        self.assertEqual({}, self.export())
        messages = [
            ("inbox", self.send("police-xb", READER)),
            ("sent", self.send(READER, "police-xb")),
            ("drafts", self.draft(READER, "police-xb")),
            ("trash", self.send("police-xb", READER)),
        ]
        self.send("police-xb", "igo-unodc")
        gone = self.send("police-xb", READER)
        delete_messages(self.group, [gone], acting_user=READER)
        empty_trash(self.group, acting_user=READER)
        delete_messages(self.group, [messages[-1][1]], acting_user=READER)
        times = [self.time_of(one) for _folder, one in messages]
        expected = {
            f"{folder}/{time:%Y-%m-%d-%H%M%S}-{one[:8]}.eml"
            for (folder, one), time in zip(messages, times, strict=True)
        }
        self.assertEqual(expected, set(self.export()))

    def test_its_head_is_that_of_the_message(self):
        answer_by = date.today() + timedelta(days=3)
        first = self.send("police-xb", READER, handling="amber_strict", body="Cubs")
        second = self.send(READER, "police-xb", reply_to=first, answer_by=answer_by)
        found, answer = self.mail(first), self.mail(second)
        name = full_name("police-xb")
        (sender,) = found["From"].addresses
        address = "police-xb@portal.invalid"
        self.assertEqual((name, address), (sender.display_name, sender.addr_spec))
        self.assertEqual("Exercise", found["Subject"])
        self.assertEqual("TLP:AMBER+STRICT", found["X-TLP"])
        self.assertEqual(self.group.title, found["X-Group"])
        written = self.time_of(first).replace(microsecond=0)
        self.assertEqual(written, found["Date"].datetime)
        self.assertIn("Cubs", found.get_content())
        self.assertEqual("text/html", found.get_content_type())
        for mail, reply_to, until in (
            (found, None, None),
            (answer, found["Message-ID"], answer_by.isoformat()),
        ):
            self.assertEqual(reply_to, mail["In-Reply-To"])
            self.assertEqual(reply_to, mail["References"])
            self.assertEqual(until, mail["Reply-By"])

    def test_readers_see_of_the_addressees_what_they_see_in_the_portal(self):
        named, organisation = (READER, "wildlife-xa"), "UNODC (exercise)"
        for addressees, groups in (
            (Addressees(named, everyone=True), [exporting.EVERYONE]),
            (Addressees(named, ("police",)), ["Police"]),
            (Addressees(named, countries=("XC",)), ["Pixieland (exercise)"]),
            (Addressees(named, organisations=(organisation,)), [organisation]),
            (Addressees(named), []),
        ):
            message = self.send("police-xb", options={"addressees": addressees})
            for user, people in (
                ("police-xb", list(named)),
                (READER, [READER] if groups else list(named)),
            ):
                to = self.mail(message, user)["To"]
                shown = [group.display_name for group in to.groups if group.display_name]
                self.assertEqual(groups, shown)
                addresses = [f"{name}@portal.invalid" for name in people]
                self.assertEqual(addresses, [one.addr_spec for one in to.addresses])

    def test_files_come_whole_in_lines_of_base64(self):
        contents = {"données.txt": b"line\n" * 20_001, "short.txt": b"note"}
        uploads = [Upload(name, BytesIO(data)) for name, data in contents.items()]
        message = self.send(
            "police-xb", READER, body="Cubs", options={"uploads": uploads}
        )
        mail = self.mail(message)
        self.assertEqual("multipart/mixed", mail.get_content_type())
        self.assertIn("Cubs", mail.get_body(("html",)).get_content())
        files = list(mail.iter_attachments())
        found = {one.get_filename(): one.get_payload(decode=True) for one in files}
        self.assertEqual(contents, found)
        self.assertEqual({"text/plain"}, {one.get_content_type() for one in files})
        (written,) = self.export().values()
        self.assertEqual(written.count(b"\n"), written.count(b"\r\n"))
        self.assertLessEqual(max(map(len, written.splitlines())), 78)
        self.assertTrue(written.endswith(b"--\r\n"))

    def test_what_was_changed_outside_the_portal_says_so(self):
        forged, other = (self.send("police-xb", READER, body="Cubs") for _ in "12")
        table = update(Message).where(Message.id == forged)
        session().execute(table.values(sender="secretariat"))
        said = exporting.UNTRUSTED in b"".join(self.export().values())
        self.assertTrue(said)
        for name, mail in self.export().items():
            untrusted = name.endswith(f"{forged[:8]}.eml")
            self.assertEqual(untrusted, mail.endswith(exporting.UNTRUSTED), name)
        self.assertIn("Cubs", self.mail(other).get_content())


class CountedTest(ExportingCase):
    def test_an_export_is_counted_and_on_record_before_it_is_made(self):
        for number in (0, 1):
            self.assertEqual(number, exporting.messages_to_export(self.group, READER))
            count = exporting.announce_export(self.group, acting_user=READER)
            self.assertEqual(number, count)
            self.send("police-xb", READER)
        query = select(AuditEvent).where(AuditEvent.action == "message.export")
        events = session().scalars(query.order_by(AuditEvent.id)).all()
        self.assertEqual([{"messages": 0}, {"messages": 1}], [e.detail for e in events])
        self.assertEqual({READER}, {event.actor for event in events})

    def test_the_strictest_handling_code_is_that_of_the_whole(self):
        for code, strictest in (
            ("green", "green"),
            ("amber_strict", "amber_strict"),
            ("amber", "amber_strict"),
        ):
            if code == "green":
                self.assertIsNone(exporting.export_handling(self.group, READER))
            message = self.send("police-xb", READER, handling=code)
            self.assertEqual(
                strictest, exporting.export_handling(self.group, READER), message
            )

    def test_each_member_exports_so_often_in_an_hour(self):
        with patch.object(exporting, "use") as counted:
            exporting.announce_export(self.group, acting_user=READER)
        limits = {exporting.Limit.EXPORTS: 1}
        counted.assert_called_once_with(self.group, READER, limits)
