"""A document whose file comes in pieces: it goes on where it broke, and is made once."""

import json
import os
import stat
import time
from base64 import b64encode
from cites.cug.core.settings import deployment
from cites.cug.core.sql.session import RecordsBusy
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.web.restapi import tus
from cites.cug.web.restapi.idempotency import KeyedRequest
from cites.cug.web.uploads import unfinished
from cites.cug.web.uploads.unfinished import UnfinishedUpload
from cites.cug.wsgi.body_limits import MB
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from tests.access.mailboxes import newest_event, told_since
from tests.core.sql.dying import dying_after_content
from tests.library.case import LibraryCase
from tests.library.samples import PDF
from unittest.mock import patch


DOCUMENT = {
    "@type": "LibraryDocument",
    "title": "EXERCISE: guide",
    "document_type": "report",
    "handling": "green",
}
TUS = {"Tus-Resumable": "1.0.0", "Accept": "application/json"}
LENGTH = len(PDF)
HALF = LENGTH // 2


def said(name="guide.pdf", **fields):
    """The header that announces a document."""
    given = {"filename": name, "json": json.dumps({**DOCUMENT, **fields})}
    return ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in given.items())


class TusCase(LibraryCase):
    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "uploads"
        named = {"TUS_TMP_FILE_DIR": str(self.folder)}
        environment = patch.dict(os.environ, named)
        environment.start()
        self.addCleanup(environment.stop)
        self.address = f"{self.library}/@tus-upload"

    def tus(self, verb, url, user="customs-xa", data=None, **headers):
        sent = {**TUS, **{k.replace("_", "-"): v for k, v in headers.items()}}
        if data is not None:
            sent = {"Content-Type": "application/offset+octet-stream", **sent}
        return self.ask(user, verb, url, headers=sent, data=data)

    def begin(self, user="customs-xa", length=LENGTH, metadata=None, **headers):
        announced = {"Upload-Length": str(length), "Upload-Metadata": metadata or said()}
        return self.tus("POST", self.address, user, **announced, **headers)

    def begun(self, **how):
        answer = self.begin(**how)
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.headers["Location"]

    def piece(self, url, offset, data, user="customs-xa", **headers):
        return self.tus("PATCH", url, user, data, Upload_Offset=str(offset), **headers)

    def documents(self):
        drafts = f"{self.group}/@library?state=draft"
        return self.rest("customs-xa", "GET", drafts, 200)["items_total"]

    def kept(self):
        return sorted(path.name for path in self.folder.iterdir())


class TusTest(TusCase):
    def test_a_broken_upload_goes_on_and_becomes_a_document(self):
        before = self.documents()
        url = self.begun()
        self.assertEqual(self.piece(url, 0, PDF[:HALF]).status_code, 204)
        asked = self.tus("HEAD", url)
        self.assertEqual((asked.status_code, asked.content), (200, b""))
        for name, value in (("Offset", HALF), ("Length", len(PDF))):
            self.assertEqual(asked.headers[f"Upload-{name}"], str(value))
        self.assertEqual(asked.headers["Upload-Metadata"], said())
        self.assertEqual(self.documents(), before)
        newest = newest_event()
        last = self.piece(url, HALF, PDF[HALF:])
        self.assertIn("library.add", told_since(newest))
        self.assertEqual((last.status_code, last.content), (204, b""))
        self.assertEqual(last.headers["Upload-Offset"], str(len(PDF)))
        document = self.rest("customs-xa", "GET", last.headers["Location"], 200)
        self.assertEqual(document["title"], DOCUMENT["title"])
        self.assertEqual(document["file"]["filename"], "guide.pdf")
        self.assertEqual(self.documents(), before + 1)
        self.assertEqual(self.kept(), [])
        asked = self.tus("HEAD", url)
        self.assertEqual(asked.headers["Upload-Offset"], str(len(PDF)))
        self.assertEqual(asked.headers["Location"], last.headers["Location"])

    def test_the_last_piece_sent_again_makes_no_other_document(self):
        before, url = self.documents(), self.begun()
        answers = [self.piece(url, 0, PDF) for _time in range(3)]
        with ThreadPoolExecutor(2) as both:
            other = self.begun()
            answers += both.map(lambda _n: self.piece(other, 0, PDF), range(2))
        done = {a.headers["Location"] for a in answers if a.status_code == 204}
        self.assertEqual(len(done), 2, [a.text for a in answers])
        self.assertLessEqual({a.status_code for a in answers}, {204, 423})
        self.assertEqual(self.documents(), before + 2)
        self.assertEqual(answers[1].headers["Idempotent-Replayed"], "true")

    def test_one_whose_process_dies_as_it_ends_makes_no_other_document(self):
        """Its records are still in the journal, and all its pieces on the disk."""
        address = self.begin().headers["Location"]
        self.piece(address, 0, PDF[:HALF])
        with dying_after_content(), patch.object(UnfinishedUpload, "give_up"):
            first = self.piece(address, HALF, PDF[HALF:])
        again = self.piece(address, HALF, PDF[HALF:])
        self.assertEqual("true", again.headers["Idempotent-Replayed"])
        self.assertEqual(first.headers["Location"], again.headers["Location"])

    def test_who_asks_just_as_it_ends_is_told_of_the_document(self):
        for verb, asked in (("HEAD", {}), ("PATCH", {"data": b"", "Upload_Offset": "0"})):
            with self.subTest(verb):
                url, find = self.begun(), tus.find_upload

                def ended(*whose, url=url, find=find):
                    with patch.object(tus, "find_upload", find):
                        self.assertEqual(self.piece(url, 0, PDF).status_code, 204)
                    return find(*whose)

                with patch.object(tus, "find_upload", ended):
                    answer = self.tus(verb, url, **asked)
                self.assertLess(answer.status_code, 300, answer.text)
                self.assertEqual(answer.headers["Upload-Offset"], str(LENGTH))
                self.assertIn(self.library, answer.headers["Location"])

    def test_an_empty_piece_changes_nothing(self):
        url = self.begun()
        for offset, data in ((0, b""), (0, PDF[:HALF]), (HALF, b"")):
            self.assertEqual(self.piece(url, offset, data).status_code, 204)
        self.assertEqual(self.tus("HEAD", url).headers["Upload-Offset"], str(HALF))

    def test_one_that_is_begun_anew_leaves_no_other(self):
        keep, times = KeyedRequest.keep, []

        def busy_at_first(keyed, done):
            times.append(done)
            if len(times) == 1:
                raise RecordsBusy("test")
            keep(keyed, done)

        with patch.object(KeyedRequest, "keep", busy_at_first):
            url = self.begun(Idempotency_Key="two")
        self.assertEqual(len(times), 2)
        self.assertEqual(len(self.kept()), 2)
        self.assertEqual(self.tus("HEAD", url).headers["Upload-Offset"], "0")

    def test_it_begins_once_for_a_key(self):
        first, second = (self.begin(Idempotency_Key="one") for _time in range(2))
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(first.json(), second.json())
        self.assertEqual(len(self.kept()), 2)

    def test_a_key_stands_for_what_was_announced_with_it(self):
        """That is sent in headers, beside an empty body."""
        first = self.begun(Idempotency_Key="one")
        for other in ({"length": LENGTH + 1}, {"metadata": said(title="EXERCISE: map")}):
            answer = self.begin(Idempotency_Key="one", **other)
            self.assertEqual(answer.status_code, 400, answer.text)
            self.assertIn("used for another request", answer.json()["message"])
        self.assertEqual(self.begun(Idempotency_Key="one"), first)

    def test_it_is_compared_with_no_tag_of_the_folder(self):
        url = self.begun()
        for tag in ('"x"', "*"):
            answer = self.piece(url, 0, PDF[:HALF], If_Match=tag)
            self.assertEqual(answer.status_code, 412, answer.text)
        answer = self.piece(url, 0, PDF[:HALF], If_None_Match="*")
        self.assertEqual(answer.status_code, 204, answer.text)

    def test_an_upload_is_of_the_member_who_began_it(self):
        url = self.begun()
        missing = f"{self.address}/{'0' * 32}"
        for user in ("police-xa", "secretariat"):
            for verb, data in (("HEAD", None), ("GET", None), ("PATCH", PDF)):
                with self.subTest(user=user, verb=verb):
                    here, there = (
                        self.tus(verb, one, user, data, Upload_Offset="0")
                        for one in (url, missing)
                    )
                    self.assertEqual((here.status_code, there.status_code), (404, 404))
                    self.assertEqual(here.text, there.text)
            self.assertEqual(self.tus("DELETE", url, user).status_code, 404)
        self.assertEqual(self.tus("HEAD", url).headers["Upload-Offset"], "0")
        self.piece(url, 0, PDF)
        self.assertEqual(self.tus("HEAD", url, "secretariat").status_code, 404)

    def test_who_may_not_add_begins_nothing(self):
        for user, status in (("outsider", 404), (None, 401)):
            self.assertEqual(self.begin(user).status_code, status)
        self.assertFalse(self.folder.exists())

    def test_it_goes_on_in_its_own_folder_alone(self):
        url = self.begun()
        other = url.replace(self.library, self.make_folder())
        self.assertEqual(self.tus("HEAD", other).status_code, 404)

    def test_pieces_follow_each_other_and_are_no_more_than_announced(self):
        url = self.begun()
        self.piece(url, 0, PDF[:HALF])
        for offset, data, status in (
            (0, PDF[:HALF], 409),
            (HALF + 1, b"x", 409),
            (HALF, PDF, 400),
            ("x", b"x", 400),
        ):
            with self.subTest(offset=offset):
                self.assertEqual(self.piece(url, offset, data).status_code, status)
        wrong = self.tus("PATCH", url, Content_Type="text/plain", data=b"x")
        self.assertEqual(wrong.status_code, 415)
        self.assertEqual(self.tus("HEAD", url).headers["Upload-Offset"], str(HALF))
        with unfinished.UnfinishedUpload("customs-xa", url[-32:]).held():
            busy = self.piece(url, HALF, PDF[HALF:])
        self.assertEqual(busy.status_code, 423)

    def test_what_is_wrong_is_told_before_the_file_comes(self):
        for field, how in (
            ("title", {"metadata": said(title="")}),
            ("document_type", {"metadata": said(document_type="novel")}),
            ("file", {"metadata": said("guide.exe")}),
            ("file", {"metadata": said("a\0b.pdf")}),
            ("nothing", {"metadata": said(nothing=1)}),
            ("title", {"metadata": said(title="Seen by Chinedu Okonkwo")}),
            ("file", {"metadata": said("Chinedu Okonkwo.pdf")}),
            ("@type", {"metadata": said(**{"@type": "Topic"})}),
            ("json", {"metadata": "json W10=,filename YS5wZGY="}),
            ("Upload-Metadata", {"metadata": "filename %%%"}),
            ("Upload-Metadata", {"metadata": "mode YQ=="}),
            ("Upload-Metadata", {"metadata": "filename YS5wZGY="}),
            ("Upload-Length", {"length": "many"}),
            ("Upload-Length", {"length": 0}),
        ):
            with self.subTest(how):
                answer = self.begin(**how)
                self.assertEqual(answer.status_code, 400, answer.text)
                self.assertIn(field, [one["field"] for one in answer.json()["errors"]])
        self.assertEqual(self.begin(length=51 * MB).status_code, 413)
        other = self.begin(**{"Tus-Resumable": "0.2.0"})
        self.assertEqual(
            (other.status_code, other.headers["Tus-Version"]), (412, "1.0.0")
        )
        self.assertFalse(self.folder.exists())

    def test_what_is_confirmed_is_recorded_once(self):
        text = {"title": "Seen by Chinedu Okonkwo", "non_nominal_confirmed": "A judge."}
        with patch("cites.cug.web.confirmation.requirement.record") as recorded:
            url = self.begun(metadata=said(**text))
            recorded.assert_not_called()
            self.assertEqual(self.piece(url, 0, PDF).status_code, 204)
        recorded.assert_called_once()

    def test_a_file_is_judged_as_any_other_and_can_be_sent_to_its_end_again(self):
        before = self.documents()
        url = self.begun(length=4)
        refused = self.piece(url, 0, b"MZ\0\0")
        self.assertEqual(refused.status_code, 400)
        self.assertEqual(refused.json()["errors"][0]["field"], "file")
        url = self.begun()
        away = InvalidValue("No scanner answers.")
        with patch("cites.cug.web.uploads.files.refuse_infected", side_effect=away):
            self.assertEqual(self.piece(url, 0, PDF).status_code, 400)
        self.assertEqual(self.documents(), before)
        self.assertEqual(self.piece(url, len(PDF), b"").status_code, 204)
        self.assertEqual(self.documents(), before + 1)

    def test_one_that_was_refused_is_never_whole_and_goes_on_with_its_last_byte(self):
        url = self.begun()
        away = InvalidValue("No scanner answers.")
        with patch("cites.cug.web.uploads.files.refuse_infected", side_effect=away):
            self.assertEqual(self.piece(url, 0, PDF).status_code, 400)
            head = self.tus("HEAD", url)
            stands = int(head.headers["Upload-Offset"])
            self.assertEqual((head.status_code, stands), (200, LENGTH - 1))
            self.assertEqual(head.headers["Upload-Length"], str(LENGTH))
            self.assertNotIn("Location", head.headers)
            # As clients go on: from where the portal says, to the end.
            self.assertEqual(self.piece(url, stands, PDF[stands:]).status_code, 400)
        done = self.piece(url, stands, PDF[stands:])
        self.assertEqual(done.status_code, 204, done.text)
        head = self.tus("HEAD", url)
        self.assertEqual(head.headers["Upload-Offset"], str(LENGTH))
        self.assertEqual(head.headers["Location"], done.headers["Location"])

    def test_what_was_removed_is_told_to_who_asks(self):
        url = self.begun()
        answer = self.piece(url, 0, PDF, Prefer="return=representation")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["@id"], answer.headers["Location"])

    def test_a_member_has_few_unfinished_uploads(self):
        urls = [self.begun() for _number in range(unfinished.MOST_UPLOADS)]
        full = self.begin()
        self.assertEqual(
            (full.status_code, full.json()["type"]), (413, "ContentTooLarge")
        )
        self.assertEqual(self.begin("police-xa").status_code, 201)
        self.assertEqual(self.tus("DELETE", urls[0]).status_code, 204)
        self.assertEqual(self.tus("DELETE", urls[0]).status_code, 404)
        self.begun(length=40 * MB)
        self.tus("DELETE", urls[1])
        self.begun(length=50 * MB)
        self.tus("DELETE", urls[2])
        self.assertEqual(self.begin(length=20 * MB).status_code, 413)

    def test_it_is_refused_where_the_disk_is_full(self):
        with patch.object(unfinished, "least_free", lambda: 2**60):
            self.assertEqual(self.begin().status_code, 507)
        self.assertEqual(self.kept(), [])

    def test_others_of_the_machine_read_nothing_of_it(self):
        self.begun()
        paths = [self.folder, *self.folder.iterdir()]
        modes = [stat.S_IMODE(path.stat().st_mode) for path in paths]
        self.assertEqual(modes, [0o700, 0o600, 0o600])
        self.assertNotIn("customs-xa", str(paths))

    def test_it_is_kept_for_a_day(self):
        url = self.begun()
        old = time.time() - unfinished.KEPT_SECONDS - 1
        for path in self.folder.iterdir():
            os.utime(path, (old, old))
        self.assertEqual(self.tus("HEAD", url).status_code, 404)
        self.assertEqual(self.piece(url, 0, PDF).status_code, 404)

    def test_a_token_to_write_is_enough_and_one_to_read_is_not(self):
        for scope, status in (("write:library", 201), ("read:library", 403)):
            given = {"name": scope, "scopes": [scope]}
            tokens = f"{self.portal}/@tokens"
            token = self.rest("customs-xa", "POST", tokens, 201, json=given)["token"]
            bearer = {"Authorization": f"Bearer {token}"}
            answer = self.begin(None, **bearer)
            self.assertEqual(answer.status_code, status, answer.text)
            if status == 201:
                url = answer.headers["Location"]
                self.assertEqual(self.tus("HEAD", url, None, **bearer).status_code, 200)
                last = self.piece(url, 0, PDF, None, **bearer)
                self.assertEqual(last.status_code, 204, last.text)

    def test_plones_name_of_the_folder_is_the_deployments(self):
        self.assertEqual(deployment.uploads_folder(), self.folder)
