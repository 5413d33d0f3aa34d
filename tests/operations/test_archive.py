"""Backups in a folder: only what is new is added, and no damage goes unnoticed.

`DAMAGES=100 SEED=7` makes so many at random, and the same ones again.
"""

import errno
import os
import random
import shutil
import sqlite3
import tempfile
import unittest
from base64 import b64encode
from cites.cug.core.encryption.keys import key_id, KeyTrouble
from cites.cug.core.sql.schema import revisions
from cites.cug.operations import restore as restoring
from cites.cug.operations.archive import Archive, Damaged, Encryption, PIECE_BYTES, Writer
from cites.cug.operations.faults import OperationFailed
from cites.cug.operations.progress import Progress
from cites.cug.operations.stores import Stores
from cites.cug.operations.verification import check_archive
from contextlib import closing
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from io import BytesIO
from pathlib import Path
from pyrage import x25519
from sqlalchemy import make_url
from tests.some import some
from types import SimpleNamespace
from unittest.mock import patch


DAMAGES = int(os.environ.get("DAMAGES", "24"))
SEED = int(os.environ.get("SEED", "15"))
FACTS = {"made": "2026-11-26", "keys": []}
SMALL = 4096


def back_up(archive, files, name, recipient=None, full=False):
    writer = Writer(archive, recipient, full)
    for path, data in files.items():
        writer.add(path, BytesIO(data))
    return writer.finish(f"{name}.json", FACTS), writer.added_bytes


def contents(archive, manifest):
    found = {}
    for path, file in archive.files(manifest).items():
        target = BytesIO()
        archive.extract(manifest, file, target)
        found[path] = target.getvalue()
    return found


def faults(archive):
    return list(check_archive(archive, Progress(quiet=True)))


class ArchiveTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = Path(folder.name) / "backup"
        self.archive = Archive(self.place)
        self.random = random.Random(SEED)

    def bytes(self, size):
        return self.random.randbytes(size)

    def test_what_was_backed_up_comes_back(self):
        files = {"a": self.bytes(2 * PIECE_BYTES + 5), "empty": b"", "c": b"word"}
        manifest, _added = back_up(self.archive, files, "1")
        self.assertEqual(files, contents(self.archive, manifest))
        self.assertEqual([], faults(self.archive))

    def test_what_is_there_is_not_written_again(self):
        old = self.bytes(4 * PIECE_BYTES)
        _manifest, first = back_up(self.archive, {"a": old}, "1")
        longer = {"a": old + b"new"}
        manifest, second = back_up(self.archive, longer, "2")
        self.assertGreater(first, 4 * PIECE_BYTES)
        self.assertLess(second, SMALL)
        self.assertEqual(longer, contents(self.archive, manifest))
        earlier = self.archive.find("1")
        self.assertEqual({"a": old}, contents(self.archive, earlier))

    def test_a_full_one_mends_what_is_damaged(self):
        files = {"a": self.bytes(SMALL)}
        manifest, _added = back_up(self.archive, files, "1")
        path = self.archive.piece_path(next(iter(manifest.pieces)))
        path.write_bytes(bytes(path.stat().st_size))
        self.assertTrue(faults(self.archive))
        back_up(self.archive, files, "2", full=True)
        self.assertEqual([], faults(self.archive))

    def test_all_files_are_for_one_account(self):
        back_up(self.archive, {"a": b"word"}, "1")
        for path in some(self.place.rglob("*")):
            mode = path.stat().st_mode & 0o777
            self.assertEqual(0o700 if path.is_dir() else 0o600, mode, path)

    def test_each_damage_is_found(self):
        back_up(self.archive, {"a": self.bytes(SMALL), "b": self.bytes(SMALL)}, "1")
        back_up(self.archive, {"a": self.bytes(SMALL), "c": self.bytes(SMALL)}, "2")
        kept = self.place.with_name("kept")
        shutil.copytree(self.place, kept)
        self.assertEqual([], faults(self.archive))
        files = sorted(path for path in self.place.rglob("*") if path.is_file())
        for number in range(DAMAGES):
            # Each kind of file, however few there are of it.
            kind = sorted(
                {path.parent.parts[len(self.place.parts) :][:1] for path in files}
            )
            wanted = kind[number % len(kind)]
            of_kind = [
                path
                for path in files
                if path.parent.parts[len(self.place.parts) :][:1] == wanted
                and path.name != ".lock"
            ]
            path = self.random.choice(of_kind)
            what = damage(path, self.random)
            self.assertTrue(faults(self.archive), f"{path}: {what}")
            shutil.copy(kept / path.relative_to(self.place), path)
        self.assertEqual([], faults(self.archive))

    def test_a_backup_of_later_that_is_hidden_is_found(self):
        back_up(self.archive, {"a": b"1"}, "1")
        newest = self.place / "newest"
        before = newest.read_text()
        back_up(self.archive, {"a": b"2"}, "2")
        newest.write_text(before)
        self.assertTrue(faults(self.archive))

    def test_a_full_disk_leaves_no_half_of_a_backup(self):
        back_up(self.archive, {"a": b"1"}, "1")
        before = sorted(self.place.rglob("*"))
        replace = os.replace

        def fill_up(source, target):
            if target == self.place / "newest":
                raise OSError(errno.ENOSPC, "No space left on device")
            replace(source, target)

        with patch.object(os, "replace", fill_up), self.assertRaises(OSError):
            back_up(self.archive, {"a": b"1"}, "2")
        self.assertEqual(before, sorted(self.place.rglob("*")))
        self.assertEqual([], faults(self.archive))

    def test_a_path_in_newest_leads_nowhere(self):
        back_up(self.archive, {"a": b"1"}, "1")
        (self.place / "newest").write_text("../../etc/passwd 00\n")
        with self.assertRaises(Damaged):
            self.archive.newest_manifest()


class StoresTest(unittest.TestCase):
    def test_programs_of_postgresql_know_the_server_as_the_portal_does(self):
        url = "postgresql+psycopg2://cug:secret@/cug?host=db.example.org&port=5433"
        address = make_url(f"{url}&sslmode=verify-full&sslrootcert=/etc/root.crt")
        found = Stores(address, None, None, Path("var")).libpq
        self.assertEqual("verify-full", found["PGSSLMODE"])
        self.assertEqual("/etc/root.crt", found["PGSSLROOTCERT"])
        self.assertEqual(("db.example.org", "5433"), (found["PGHOST"], found["PGPORT"]))


class RestoreTest(unittest.TestCase):
    FILES = {"content/Data.fs": b"FS30", "records.sqlite": b"", "blobs/0x00/a.blob": b"a"}

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        home = Path(folder.name)
        var = home / "var"
        self.stores = Stores(
            records=make_url(f"sqlite:///{var}/records/records.sqlite"),
            content=var / "filestorage" / "Data.fs",
            blobs=var / "blobstorage",
            var=var,
        )
        self.archive = Archive(home / "backup")
        keys = patch.object(restoring, "keyring", lambda: SimpleNamespace(ids=["k"]))
        keys.start()
        self.addCleanup(keys.stop)

    def back_up(self, files, **facts):
        writer = Writer(self.archive, None, full=False)
        for path, data in files.items():
            writer.add(path, BytesIO(data))
        kind = {
            "records": "sqlite",
            "content": "file",
            "keys": ["k"],
            "schema": revisions()[0],
            "version": "1",
            **facts,
        }
        self.manifest = writer.finish("1.json", kind)

    def restore(self, keys=None):
        quiet = Progress(quiet=True)
        restoring.restore(self.stores, self.archive, self.manifest, quiet, keys)

    def test_whoever_is_interrupted_begins_anew(self):
        self.back_up(self.FILES)
        extract, written = Archive.extract, []

        def end_at_the_last(*arguments):
            extract(*arguments)
            written.append(arguments)
            if len(written) == len(self.FILES):
                raise KeyboardInterrupt

        with patch.object(Archive, "extract", end_at_the_last):
            self.assertRaises(KeyboardInterrupt, self.restore)
        self.assertTrue(self.stores.marker.exists())
        self.restore()
        self.assertFalse(self.stores.marker.exists())
        self.assertEqual(b"FS30", self.stores.content.read_bytes())
        self.assertEqual(b"a", (self.stores.blobs / "0x00" / "a.blob").read_bytes())

    def test_it_has_not_ended_before_the_streams_of_the_trail_are_others(self):
        given = self.archive.place.parent / "given.sqlite"
        with closing(sqlite3.connect(given)) as records, records:
            records.execute("CREATE TABLE audit_stream (name TEXT, stream TEXT)")
            records.execute("INSERT INTO audit_stream VALUES ('network', 'as it was')")
        self.back_up({**self.FILES, "records.sqlite": given.read_bytes()})
        with patch.object(restoring, "renew_ids", side_effect=KeyboardInterrupt):
            self.assertRaises(KeyboardInterrupt, self.restore)
        self.assertTrue(self.stores.marker.exists())
        self.restore()
        with closing(sqlite3.connect(self.stores.records_file)) as records:
            ((stream,),) = records.execute("SELECT stream FROM audit_stream")
        self.assertRegex(stream, "^[0-9a-f]{32}$")

    def test_nothing_is_written_over(self):
        self.back_up(self.FILES)
        self.restore()
        with self.assertRaisesRegex(OperationFailed, "Data.fs"):
            self.restore()

    def test_nothing_is_written_without_the_keys(self):
        self.back_up(self.FILES, keys=["k", "another"])
        self.assertRaisesRegex(KeyTrouble, "another", self.restore)
        self.assertFalse(self.stores.content.exists())

    def test_saved_keys_of_another_portal_are_not_put(self):
        self.back_up(self.FILES, keys=[key_id(bytes(32))])
        saved, wrong = (self.stores.var.with_name(name) for name in ("saved", "wrong"))
        for path, key in ((saved, bytes(32)), (wrong, bytes(range(32)))):
            path.write_text(f"{b64encode(key).decode()}\n")
        keys = self.stores.var / "keys" / "message-keys"
        with patch.object(restoring, "message_keys_file", lambda: keys):
            with self.assertRaisesRegex(KeyTrouble, str(wrong)):
                self.restore(wrong)
            self.assertFalse(keys.exists())
            self.restore(saved)
        self.assertEqual(saved.read_text(), keys.read_text())
        self.assertEqual(0o600, keys.stat().st_mode & 0o777)

    def test_another_profile_is_refused(self):
        self.back_up(self.FILES, records="postgresql", content="records")
        self.assertRaisesRegex(OperationFailed, "same profile", self.restore)

    def test_no_file_is_put_elsewhere(self):
        self.back_up({"blobs/../../outside": b"x"})
        self.assertRaises(Damaged, self.restore)
        self.assertFalse((self.stores.var.parent / "outside").exists())


def damage(path, chance):
    """A bit, the end, or the whole file."""
    what = chance.choice(["bit", "cut", "missing"])
    data = bytearray(path.read_bytes())
    if what == "bit":
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
    elif what == "cut":
        path.write_bytes(data[: chance.randrange(len(data))])
    else:
        path.unlink()
    return what


class EncryptedTest(unittest.TestCase):
    SECRET = b"a word that must not be there"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        named = "cites.cug.operations.archive.keyed_digest"
        self.enterContext(patch(named, lambda purpose, text: f"keyed-{text}"[:40]))

    def identity(self):
        """The recipient, and the file of its secret as age-keygen writes it."""
        secret = x25519.Identity.generate()
        recipient = str(secret.to_public())
        path = self.home / recipient[-8:]
        path.write_text(f"# created: today\n# public key: {recipient}\n{secret}\n")
        return recipient, path

    def test_it_says_nothing_of_what_is_in_it(self):
        recipient, identity = self.identity()
        archive = Archive(self.home / "backup", identity)
        files = {"secret-name": self.SECRET}
        manifest, _added = back_up(archive, files, "1", recipient)
        for path in some(archive.place.rglob("*")):
            if path.is_file():
                self.assertNotIn(self.SECRET, path.read_bytes())
                self.assertNotIn(b"secret-name", path.read_bytes())
        self.assertEqual(files, contents(archive, manifest))
        self.assertEqual([], faults(archive))

    def test_only_the_secret_of_its_recipient_opens_it(self):
        recipient, _identity = self.identity()
        _other, wrong = self.identity()
        archive = Archive(self.home / "backup", wrong)
        manifest, _added = back_up(archive, {"a": self.SECRET}, "1", recipient)
        self.assertRaisesRegex(OperationFailed, "open", contents, archive, manifest)
        archive.identity = None
        self.assertRaisesRegex(OperationFailed, "identity", contents, archive, manifest)
        archive.identity = self.home / "no-secret"
        archive.identity.write_text("AGE-SECRET-KEY-1NONE\n")
        self.assertRaisesRegex(OperationFailed, "no secret", contents, archive, manifest)

    def test_a_key_of_ssh_opens_it_too(self):
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        identity = self.home / "id_ed25519"
        identity.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        )
        archive = Archive(self.home / "backup", identity)
        manifest, _added = back_up(archive, {"a": self.SECRET}, "1", public.decode())
        self.assertEqual({"a": self.SECRET}, contents(archive, manifest))

    def test_another_word_is_no_recipient(self):
        for word in ("age1example", "backup@example.org", "ssh-rsa x"):
            self.assertRaisesRegex(OperationFailed, word, Encryption, word)
