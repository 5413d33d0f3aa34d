"""Witnesses sign the checkpoint: one that checks what it signs, as the protocol says."""

import base64
import json
from App.config import getConfiguration
from cites.cug.core.settings.deployment import records_url, SECTION
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.proof_files import whole_lines
from cites.cug.trail_desk.cosigning import ask_witnesses, check_witnesses, WitnessFailed
from cites.cug.trail_desk.proofs import list_checkpoints
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from tests.core.trail.tree_case import NOON, TreeCase, verify
from threading import Thread


DAY = timedelta(days=1)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, answer = self.server.add_checkpoint(self.path, body)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_args):
        pass


class TestWitness(HTTPServer):
    """C2SP tlog-witness, with a key of its own."""

    __test__ = False

    def __init__(self, name, origin_keys):
        super().__init__(("127.0.0.1", 0), Handler)
        self.name, self.now, self.asked = name, NOON, []
        self.origin_keys = [verify.read_key(key) for key in origin_keys]
        self.size, self.root = 0, b""
        self.changes = lambda line: line
        self.secret = Ed25519PrivateKey.generate()
        raw = b"\4" + self.secret.public_key().public_bytes_raw()
        self.key_id = sha256(name.encode() + b"\n" + raw).digest()[:4]
        self.key = f"{name}+{self.key_id.hex()}+{base64.b64encode(raw).decode()}"
        self.address = f"http://127.0.0.1:{self.server_port}/of/witness"

    def add_checkpoint(self, path, body):
        self.asked.append(body)
        head, _separator, note = body.partition("\n\n")
        old, *proof = head.split("\n")
        old = int(old.removeprefix("old "))
        size, root = verify.open_checkpoint(note, self.origin_keys)
        if path != "/of/witness/add-checkpoint" or old > size:
            return 400, ""
        if old != self.size:
            return 409, f"{self.size}\n"
        path = [base64.b64decode(line) for line in proof]
        if self.size:
            try:
                verify.check_consistency(self.size, self.root, size, root, path)
            except verify.Wrong:
                return 422, ""
        self.size, self.root = size, root
        return 200, self.changes(self.line(note))

    def line(self, note):
        seconds = int(self.now.timestamp())
        text = note.partition("\n\n")[0]
        signature = self.secret.sign(f"cosignature/v1\ntime {seconds}\n{text}\n".encode())
        whole = self.key_id + seconds.to_bytes(8, "big") + signature
        return f"\u2014 {self.name} {base64.b64encode(whole).decode()}\n"


class CosigningTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.section = getConfiguration().product_config[SECTION]
        self.now = NOON
        self.witness = self.started("witness.example.org")
        self.configure(self.witness)

    def started(self, name):
        witness = TestWitness(name, verifier_keys())
        thread = Thread(target=witness.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(witness.server_close)
        self.addCleanup(witness.shutdown)
        return witness

    def configure(self, *witnesses):
        words = (f"{one.address} {one.key}" for one in witnesses)
        self.section["trail-witnesses"] = " ".join(words)
        check_witnesses()

    def grow(self, number, days=0):
        self.now += days * DAY
        self.witness.now = self.now
        self.write(number, number)
        self.seal(self.now)

    def ask(self):
        ask_witnesses(self.now)

    def kept(self):
        return self.rows(
            "SELECT size, witness, line FROM audit_cosignature ORDER BY size"
        )

    def checked(self, key=None):
        with engine(records_url()).connect() as connection:
            file = b"".join(whole_lines(connection)).decode()
        verifier = verify.Verifier(verifier_keys(), [key or self.witness.key])
        verifier.file("trail", file)
        verifier.end_witnesses()
        return verifier

    def test_each_day_a_witness_signs_what_goes_on_from_what_it_signed(self):
        self.grow(5)
        self.ask()
        self.ask()
        self.grow(3)
        self.ask()
        self.assertEqual(1, len(self.witness.asked), "once a day")
        self.grow(600, days=1)
        self.ask()
        self.assertEqual(2, len(self.witness.asked))
        self.assertEqual([5, 608], [size for size, *_others in self.kept()])
        # It is content-free: what goes out is old size, hashes and the note.
        self.assertNotIn("customs-xa", "".join(self.witness.asked))
        verifier = self.checked()
        self.assertEqual([], verifier.wrong)
        seconds = int(self.now.timestamp())
        self.assertEqual({self.witness.name: (608, seconds)}, verifier.cosigned)
        # As @audit/checkpoints gives them.
        page = list_checkpoints(0, 9)
        given = [[one["witness"] for one in item.cosignatures] for item in page.items]
        self.assertEqual([[self.witness.name], [], [], [self.witness.name]], given)
        verifier = verify.Verifier(verifier_keys(), [self.witness.key])
        items = [item._asdict() for item in page.items]
        verifier.file("", json.dumps({"items": items, "keys": page.keys}))
        self.assertEqual([], verifier.wrong)
        self.assertEqual((608, seconds), verifier.cosigned[self.witness.name])

    def test_a_signature_that_is_not_the_witnesss_own_is_neither_kept_nor_believed(self):
        self.grow(5)
        for changes in (
            lambda line: "",
            lambda line: line.replace("witness.", "other."),
            lambda line: line[:40] + ("A" if line[40] != "A" else "B") + line[41:],
            lambda line: "\u2014 witness.example.org AAAA\n\0",
        ):
            self.witness.changes = changes
            self.witness.size = 0
            with self.assertRaises(WitnessFailed):
                self.ask()
        self.witness.now += DAY
        with self.assertRaises(WitnessFailed, msg="its clock is wrong"):
            self.ask()
        self.assertEqual([], self.kept())
        self.assertIn("signed none", self.checked().wrong[0][1])
        self.witness.now, self.witness.changes = NOON, lambda line: line
        self.ask()
        self.assertEqual([], self.checked().wrong)
        ((_size, _name, line),) = self.kept()
        changed = line[:60] + ("A" if line[60] != "A" else "B") + line[61:]
        self.do("UPDATE audit_cosignature SET line = ?", changed)
        self.assertIn("is not its own", self.checked().wrong[0][1])

    def test_the_witness_says_what_it_signed_last(self):
        self.grow(5)
        self.ask()
        self.do("DELETE FROM audit_cosignature")
        self.grow(7, days=1)
        self.ask()
        self.assertEqual([12], [size for size, *_others in self.kept()])
        # What it has signed of a portal before a restore does not fit any more.
        self.witness.size = 99
        self.grow(1, days=1)
        with self.assertRaises(WitnessFailed):
            self.ask()
        self.witness.size, self.witness.root = 12, b"another"
        with self.assertRaises(WitnessFailed):
            self.ask()
        self.assertEqual(1, len(self.kept()))

    def test_one_that_is_away_does_not_keep_others_from_signing(self):
        other = self.started("other.example.org")
        self.configure(self.witness, other)
        self.witness.server_close()
        self.grow(3)
        with self.assertRaises(WitnessFailed) as caught:
            self.ask()
        self.assertEqual("witness.example.org: unreachable", str(caught.exception))
        self.assertEqual(
            ["other.example.org"], [name for _size, name, _line in self.kept()]
        )

    def test_settings_that_are_wrong_or_unsafe_end_the_process(self):
        key = self.witness.key
        for words in (
            *(
                "https://a.example",
                f"http://a.example {key}",
                f"https://a.example {key}x",
            ),
            f"https://a.example {verifier_keys()[0]}",
            f"https://a.example {key.replace('witness', 'other')}",
        ):
            self.section["trail-witnesses"] = words
            with self.subTest(words), self.assertRaises(SystemExit):
                check_witnesses()

    def test_nobody_is_asked_without_settings_or_a_checkpoint(self):
        self.ask()
        self.section["trail-witnesses"] = ""
        self.grow(1)
        self.ask()
        self.assertEqual([], self.witness.asked)
