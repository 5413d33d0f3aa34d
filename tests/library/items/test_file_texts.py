"""Items are found by the words of their files, large ones a little later."""

import base64
import transaction
from cites.cug.core.jobs.job_runner import run_job
from cites.cug.core.jobs.registration import Job
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.library.items import file_texts
from cites.cug.library.items.file_texts import FileText
from cites.cug.library.items.jobs import read_files
from datetime import datetime, timedelta, UTC
from sqlalchemy import select, update
from tests.library import samples
from tests.library.case import LibraryCase, text_of
from tests.library.worded import MAKERS, worded
from unittest.mock import patch


class WordsOfFilesTest(LibraryCase):
    def found(self, word, user="customs-xa"):
        answer = self.rest(user, "GET", f"{self.group}/@library?q={word}", 200)
        return {item["@id"] for item in answer["items"]}

    def put(self, ending, word):
        data = base64.b64encode(worded(ending, word)).decode()
        return self.make_document(
            name=f"a.{ending}", data=data, title=f"EXERCISE {ending}"
        )

    def attach(self, alert, ending, word):
        data = base64.b64encode(worded(ending, word)).decode()
        file = {"filename": f"a.{ending}", "data": data, "encoding": "base64"}
        body = {"@type": "File", "title": "EXERCISE", "file": file}
        return self.rest("customs-xa", "POST", alert, 201, json=body)["@id"]

    def rows(self):
        with autonomous_transaction() as records:
            return records.execute(select(FileText.text, FileText.tries)).all()

    def leave_to_the_clock(self):
        """From now on every file is a large one."""
        small = patch.object(file_texts, "AT_ONCE_BYTES", 0)
        small.start()
        self.addCleanup(small.stop)

    def read_all(self):
        while run_job("tests", Job(read_files, 5)):
            pass

    def test_each_type_in_documents_and_in_alerts(self):
        alert = self.make()
        for ending in MAKERS:
            document = self.put(ending, f"zqdoc{ending}")
            self.assertEqual(self.found(f"zqdoc{ending}"), {document}, ending)
            self.attach(alert, ending, f"zqin{ending}")
            self.assertEqual(self.found(f"zqin{ending}"), {alert}, ending)

    def test_words_have_the_audience_of_their_item(self):
        self.put("docx", "zqhidden")
        self.assertEqual(self.found("zqhidden", "police-xb"), set())
        page = self.ask("police-xb", "GET", f"{self.put('pdf', 'zqpdf')}/words")
        self.assertEqual(page.status_code, 404)

    def test_large_files_are_read_by_the_clock(self):
        self.leave_to_the_clock()
        document, alert = self.put("pdf", "zqlarge"), self.make()
        file = self.attach(alert, "docx", "zqalso")
        self.assertEqual(self.found("zqlarge") | self.found("zqalso"), set())
        page = self.page("customs-xa", f"{file}/words")
        self.assertIn("still being read", text_of(page))
        self.read_all()
        self.assertEqual(self.found("zqlarge"), {document})
        self.assertEqual(self.found("zqalso"), {alert})
        self.assertIn("zqalso", text_of(self.page("customs-xa", f"{file}/words")))

    def test_what_takes_long_is_left_to_the_clock(self):
        with patch.object(file_texts, "AT_ONCE_SECONDS", 0):
            document = self.put("docx", "zqslow")
        self.assertEqual(self.rows(), [(None, 0)])
        self.read_all()
        self.assertEqual(self.found("zqslow"), {document})

    def test_words_of_plain_texts(self):
        for ending in ("txt", "csv"):
            data = base64.b64encode(f"a;b\n1;zqplain{ending}\n".encode()).decode()
            document = self.make_document(name=f"a.{ending}", data=data)
            self.assertEqual(self.found(f"zqplain{ending}"), {document})

    def test_a_file_that_is_replaced_is_read_anew(self):
        document = self.put("pdf", "zqbefore")
        data = base64.b64encode(worded("docx", "zqafter")).decode()
        file = {"filename": "b.docx", "data": data, "encoding": "base64"}
        self.rest("customs-xa", "PATCH", document, 204, json={"file": file})
        self.assertEqual(self.found("zqafter"), {document})
        self.assertEqual(self.found("zqbefore"), set())
        self.assertEqual(len(self.rows()), 1)

    def test_a_new_title_reads_no_file_again(self):
        document = self.put("pdf", "zqonce")
        with patch.object(file_texts, "read_text") as read:
            self.rest(
                "customs-xa", "PATCH", document, 204, json={"title": "EXERCISE new"}
            )
        read.assert_not_called()
        self.assertEqual(self.found("zqonce"), {document})

    def test_what_was_read_goes_with_its_file(self):
        alert = self.make()
        self.attach(alert, "pdf", "zqgone")
        self.rest("customs-xa", "DELETE", alert, 204)
        self.assertEqual(self.rows(), [])

    def test_a_run_that_was_killed_is_taken_up_again_but_not_for_ever(self):
        self.leave_to_the_clock()
        document = self.put("pdf", "zqkilled")
        long_ago = datetime.now(UTC) - timedelta(seconds=1)
        with autonomous_transaction() as records:
            records.execute(update(FileText).values(claimed_until=long_ago, tries=1))
        self.read_all()
        self.assertEqual(self.found("zqkilled"), {document})
        with autonomous_transaction() as records:
            values = {"text": None, "claimed_until": long_ago, "tries": 3}
            records.execute(update(FileText).values(values))
        self.read_all()
        self.assertEqual(self.rows(), [("", 4)])

    def test_what_another_process_reads_is_left_to_it(self):
        self.leave_to_the_clock()
        self.put("pdf", "zqtheirs")
        later = datetime.now(UTC) + timedelta(minutes=5)
        with autonomous_transaction() as records:
            records.execute(update(FileText).values(claimed_until=later, tries=1))
        self.assertFalse(run_job("tests", Job(read_files, 5)))
        self.assertEqual(self.rows(), [(None, 1)])
        transaction.abort()

    def test_a_scan_has_no_words(self):
        data = base64.b64encode(samples.PDF).decode()
        document = self.make_document(name="scan.pdf", data=data)
        self.assertIn(
            "may be a scan", text_of(self.page("customs-xa", f"{document}/words"))
        )
