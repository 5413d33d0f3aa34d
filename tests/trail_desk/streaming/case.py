"""A trail in records of its own, and who takes it: a file, and a receiver with TLS."""

import json
import socket
import ssl
import time
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.trail_desk.streaming.delivery import stream_trail
from contextlib import suppress
from datetime import timedelta
from tests.core.trail.tree_case import NOON, TreeCase
from tests.permits.outside import Authority
from threading import Event, Thread


class Receiver:
    """Reads each connection to its end, and ends it then."""

    def __init__(self, certificate=None, authority=None):
        self.got = []
        #: How many connections are dropped without being read.
        self.drops = 0
        #: Whether it ends connections after the handshake, in TLS as well.
        self.refuses = False
        #: Unset: it does not end connections.
        self.ends = Event()
        self.ends.set()
        self.context = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        if authority is not None:
            self.context.verify_mode = ssl.CERT_REQUIRED
            self.context.load_verify_locations(authority)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = Thread(target=self._serve, daemon=True)
        self.thread.start()

    def close(self):
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.ends.set()
        self.thread.join()

    def _serve(self):
        while True:
            try:
                line, _address = self.socket.accept()
            except OSError:
                return
            with line, suppress(OSError):
                self._take(line)

    def _take(self, line):
        if self.drops:
            self.drops -= 1
            # What was not read is reset.
            line.recv(1)
            return
        if self.context is not None:
            line = self.context.wrap_socket(line, server_side=True)
        if self.refuses:
            line.setblocking(False)
            with suppress(ssl.SSLError):
                line.unwrap()
            time.sleep(0.3)
            line.close()
            return
        data = b""
        while piece := line.recv(65536):
            data += piece
        self.got.append(data)
        self.ends.wait(30)
        line.close()


def frames(data):
    """The messages of a stream of syslog, by the lengths before them."""
    found = []
    while data:
        length, _space, rest = data.partition(b" ")
        found.append(rest[: int(length)].decode())
        data = rest[int(length) :]
    return found


class StreamCase(TreeCase):
    def setUp(self):
        super().setUp()
        self.section = getConfiguration().product_config[SECTION]
        self.now = NOON

    def sealed(self, number, seed=1):
        self.write(number, seed)
        self.seal(self.now)

    def configure(self, **settings):
        self.section.update(
            {f"trail-{name.replace('_', '-')}": str(v) for name, v in settings.items()}
        )

    def receiver(self, certificate=None, authority=None):
        made = Receiver(certificate, authority)
        self.addCleanup(made.close)
        return made

    def secured(self, **settings):
        """A receiver with TLS that the portal trusts."""
        authority = Authority(self.folder, "authority")
        receiver = self.receiver(authority.certificate("receiver"))
        self.configure(stream_authorities=authority.file, **settings)
        return receiver

    def run_job(self):
        """As the clock does, all of it."""
        while stream_trail(lambda: self.now):
            pass

    def later(self, **time):
        self.now += timedelta(**time)

    def file_records(self, *files):
        lines = [line for file in files for line in file.read_bytes().splitlines()]
        return [json.loads(line) for line in lines]

    def stream(self):
        """Position, error, and whether it is claimed."""
        query = "SELECT position, last_error, claimed_until FROM audit_stream"
        ((position, error, until),) = self.rows(query)
        return position, error, until is not None

    def assertWhole(self, records, size):
        """Each leaf once and in its order, beside the checkpoints."""
        leaves = [one["position"] for one in records if "leaf" in one]
        self.assertEqual(list(range(size)), leaves)
