"""Of a file that is refused nothing stays, whichever way it came in."""

from cites.cug.core.programs.workers import file_from_worker
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import autonomous_transaction, Base, engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.web.confirmation.decisions import CONFIRMED
from cites.cug.web.uploads.inspection import clean_upload
from contextlib import contextmanager, nullcontext
from lxml import html
from pathlib import Path
from sqlalchemy import func, select
from tests.library.http import as_json, Form
from tests.library.samples import damaged_docx, EXE, PDF, picture
from tests.web.uploads.test_virus_scanner import configured
from tests.workspaces.case import WorkspaceTestCase
from unittest import mock


#: How many files somebody has handed in, whatever became of them; and the ids of events,
#: which are counted by themselves.
COUNTED = ("rate_use", "audit_unsealed")


@contextmanager
def nothing_may_be_large():
    """Files of a few bytes are too large: what is asked is not how long they travel."""
    with (
        mock.patch("cites.cug.web.uploads.files.max_file_bytes", lambda: 1),
        mock.patch(
            "cites.cug.library.items.api.field_deserializers.MAX_JSON_FILE_BYTES", 1
        ),
    ):
        yield


def no_scanner():
    return configured("/nowhere/clamd.ctl")


#: Name of the file, its content, and what the portal finds of it.
REFUSALS = {
    "too large": ("report.pdf", PDF, nothing_may_be_large),
    "not scanned": ("report.pdf", PDF, no_scanner),
    "damaged": ("report.docx", damaged_docx(), nullcontext),
    "cut off": ("photo.png", picture(size=(90, 90))[:60], nullcontext),
    "of an unknown type": ("report.pdf", EXE, nullcontext),
    "named after somebody": ("Passport of Mr John Smith.pdf", PDF, nullcontext),
}


class FilesCase(WorkspaceTestCase):
    """A place for each way in, where the member may write."""

    maxDiff = None

    def setUp(self):
        super().setUp()
        self.topic = self.make_topic()
        self.alert = self.make(self.alert())["@id"]
        messages = f"{self.group}/@messages"
        letter = {"subject": "EXERCISE", "to": ["police-xb"], "draft": True}
        self.draft = self.created(self.ask("POST", messages, json=letter))

    def token(self):
        """What makes a form one of ours."""
        page = html.fromstring(self.browse("GET", f"{self.portal}/notifications").text)
        return page.xpath("//input[@name='_authenticator']/@value")[0]

    def form(self, url, **fields):
        """Sends a file in a form of ours."""
        data = {"_authenticator": self.token(), **fields}

        def send(name, content):
            return self.browse("POST", url, data=data, files={"files": (name, content)})

        return send


class RefusedTest(FilesCase):
    def stored(self):
        """What lies in the database, in the catalog, on disk and in the records."""
        portal = self.site
        portal._p_jar.sync()
        storage = portal._p_jar.db().storage
        blobs = Path(storage.temporaryDirectory()).parent
        with engine(records_url()).connect() as connection:
            rows = {
                name: connection.scalar(select(func.count()).select_from(table))
                for name, table in Base.metadata.tables.items()
                if name not in COUNTED
            }
            # Log-ins by password with the request itself are written whatever follows.
            others = select(func.count()).where(AuditEvent.action != "login")
            rows["audit_event"] = connection.scalar(others)
        return {
            "objects": len(storage),
            "catalog": sorted(portal.portal_catalog._catalog.uids),
            "blobs": sorted(str(path) for path in blobs.rglob("*.bl*")),
            "rows": rows,
        }

    def assertNothingStays(self, send):
        for what, (name, data, found) in REFUSALS.items():
            with self.subTest(what):
                before = self.stored()
                with found():
                    answer = send(name, data)
                self.assertEqual(answer.status_code, 400, answer.text[:500])
                self.assertEqual(self.stored(), before)

    def test_a_document_in_json(self):
        self.assertNothingStays(
            lambda name, data: self.ask(
                "POST", self.library, json=self.document(file=as_json(data, name))
            )
        )

    def test_a_document_by_form(self):
        form = Form(self, f"{self.library}/++add++LibraryDocument")
        values = {name: ones[0] for name, ones in form.values.items()}
        values |= {
            "form.widgets.title": "EXERCISE",
            "form.widgets.document_type": "report",
            "form.buttons.save": "1",
        }
        self.assertNothingStays(
            lambda name, data: self.browse(
                "POST", form.url, data=values, files={"form.widgets.file": (name, data)}
            )
        )

    def test_several_documents_at_once(self):
        fields = {"document_type": "report", "handling": "amber"}
        self.assertNothingStays(self.form(f"{self.library}/upload", **fields))

    def test_a_reason_for_a_file_that_is_refused_is_no_reason_for_anything(self):
        reason = {CONFIRMED: "The officer agrees."}
        fields = {"document_type": "report", "handling": "amber", **reason}
        name = "Passport of Mr John Smith.pdf"
        for url in (f"{self.library}/upload", f"{self.alert}/upload"):
            before = self.stored()
            answer = self.form(url, **fields)(name, EXE)
            self.assertEqual(answer.status_code, 400)
            self.assertEqual(self.stored(), before)

    def test_a_file_in_an_alert(self):
        self.assertNothingStays(self.form(f"{self.alert}/upload"))
        self.assertNothingStays(
            lambda name, data: self.ask(
                "POST", self.alert, json={"@type": "File", "file": as_json(data, name)}
            )
        )

    def test_a_file_of_a_message(self):
        letter = {"subject": "EXERCISE", "body": "A crate.", "to": ["police-xb"]}
        messages = f"{self.group}/@messages"
        self.assertNothingStays(
            lambda name, data: self.ask(
                "POST", messages, json={**letter, "attachments": [as_json(data, name)]}
            )
        )
        self.assertNothingStays(
            lambda name, data: self.ask(
                "POST", messages, data=letter, files={"attachments": (name, data)}
            )
        )

    def test_a_file_of_a_draft(self):
        """Which may name anybody: it is not sent yet."""
        files = f"{self.draft}/attachments"
        page = f"{self.group}/messages/{self.draft.rpartition('/')[2]}/attachments"
        with mock.patch.dict(REFUSALS):
            del REFUSALS["named after somebody"]
            self.assertNothingStays(
                lambda name, data: self.ask(
                    "POST", files, files={"attachments": (name, data)}
                )
            )
            self.assertNothingStays(self.form(page))

    def test_a_file_of_a_comment(self):
        comments = f"{self.topic}/@comments"
        self.assertNothingStays(
            lambda name, data: self.ask(
                "POST",
                comments,
                json={"text": "See this", "attachments": [as_json(data, name)]},
            )
        )
        self.browse("GET", self.topic)  # what a member has seen is written down
        self.assertNothingStays(self.form(self.topic, do="comment", text="See this"))
        self.assertNothingStays(
            lambda name, data: self.ask(
                "POST", self.topic, json={"@type": "File", "file": as_json(data, name)}
            )
        )


class BusyTest(FilesCase):
    """Where too many files are read at once, only the choice of the file is lost."""

    def setUp(self):
        super().setUp()
        turns = mock.Mock(acquire=lambda timeout: False)
        busy = mock.patch("cites.cug.core.programs.bounds._turns", turns)
        busy.start()
        self.addCleanup(busy.stop)

    def assertBusy(self, answer):
        self.assertEqual(answer.status_code, 503, answer.text[:500])
        self.assertEqual(answer.headers["Retry-After"], "5")
        self.assertIn("Too many files are being read at once", answer.text)

    def test_programs(self):
        document = self.document(file=as_json(PDF, "report.pdf"))
        answer = self.ask("POST", self.library, json=document)
        self.assertBusy(answer)
        self.assertEqual(answer.json()["type"], "ServiceUnavailable")
        letter = {"subject": "EXERCISE", "body": "A crate.", "to": ["police-xb"]}
        letter["attachments"] = [as_json(PDF, "report.pdf")]
        self.assertBusy(self.ask("POST", f"{self.group}/@messages", json=letter))

    def test_forms_keep_what_was_typed(self):
        answer = self.form(self.topic, do="comment", text="Seen at dawn")("a.pdf", PDF)
        self.assertBusy(answer)
        self.assertIn("Seen at dawn", answer.text)
        form = Form(self, f"{self.library}/++add++LibraryDocument")
        values = {name: ones[0] for name, ones in form.values.items()}
        values |= {"form.widgets.title": "EXERCISE cubs", "form.buttons.save": "1"}
        files = {"form.widgets.file": ("a.pdf", PDF)}
        answer = self.browse("POST", form.url, data=values, files=files)
        self.assertBusy(answer)
        self.assertIn("EXERCISE cubs", answer.text)


class OthersWriteMeanwhileTest(FilesCase):
    """Cleaning takes its time, and nobody who writes waits for it."""

    def assertNobodyWaits(self, send, *statuses):
        cleaned = []

        def work_while_another_writes(work, stream, **arguments):
            with autonomous_transaction():
                cleaned.append(work)
            return file_from_worker(work, stream, **arguments)

        place = "cites.cug.web.uploads.files.file_from_worker"
        with mock.patch(place, work_while_another_writes):
            answer = send("Mr John Smith.pdf", PDF)
        self.assertIn(answer.status_code, statuses, answer.text[:500])
        self.assertIn(clean_upload, cleaned)

    def test_files_of_the_library(self):
        reason = {CONFIRMED: "The officer agrees."}
        fields = {"document_type": "report", "handling": "amber", **reason}
        self.assertNobodyWaits(self.form(f"{self.library}/upload", **fields), 200)
        self.assertNobodyWaits(self.form(f"{self.alert}/upload", **reason), 200)

    def test_files_of_messages(self):
        self.assertNobodyWaits(
            lambda name, data: self.ask(
                "POST", f"{self.draft}/attachments", files={"attachments": (name, data)}
            ),
            201,
        )
        page = f"{self.group}/messages/{self.draft.rpartition('/')[2]}/attachments"
        self.assertNobodyWaits(self.form(page), 201)
        typed = {"buttons.save": "1", "subject": "EXERCISE", "handling": "amber"}
        form = self.form(f"{self.group}/messages/write", **typed)
        self.assertNobodyWaits(form, 200, 302)
        letter = {"subject": "EXERCISE", "to": ["police-xb"], "draft": True}
        self.assertNobodyWaits(
            lambda name, data: self.ask(
                "POST",
                f"{self.group}/@messages",
                headers={"Idempotency-Key": "once"},
                json={**letter, "attachments": [as_json(data, name)]},
            ),
            201,
        )

    def test_files_of_comments(self):
        reason = {CONFIRMED: "The officer agrees."}
        self.assertNobodyWaits(
            self.form(self.topic, do="comment", text="See this", **reason), 302
        )
        self.assertNobodyWaits(
            lambda name, data: self.ask(
                "POST",
                f"{self.topic}/@comments",
                json={"text": "x", "attachments": [as_json(data, name)], **reason},
            ),
            204,
        )
