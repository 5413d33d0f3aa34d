"""What tests of the outside source share: a hub as a process, and its certificates."""

import json
import sys
import tempfile
import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.core.settings.outside import OutsideService
from cites.cug.permits import outside
from collections.abc import Iterator
from contextlib import contextmanager
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from datetime import datetime, timedelta, UTC
from ipaddress import ip_address
from pathlib import Path
from tests.deployment.processes import free_port, listens, running, wait_until
from unittest.mock import patch


PROGRAM = Path(__file__).with_name("soap_server.py")


class Hub(unittest.TestCase):
    """A hub that each test starts; numbers tell it what to do."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix="cug-hub-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "asked"
        self.port = free_port()

    @contextmanager
    def hub(self, certificate: object = "", authority: object = "") -> Iterator[None]:
        asked = (self.port, self.file, certificate, authority)
        log = self.folder / "hub.log"
        with running(sys.executable, PROGRAM, *asked, log=log) as process:
            wait_until(lambda: listens(self.port), process, log)
            yield

    def asked(self) -> list[dict]:
        """What the hub has written down."""
        if not self.file.exists():
            return []
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def service(self, scheme="http", patience=8.0, **files) -> OutsideService:
        files = {"authorities": None, "certificate": None} | files
        url = f"{scheme}://127.0.0.1:{self.port}/api"
        return OutsideService(url, patience=patience, **files)

    def configure(self, **settings: str) -> None:
        """As the administrator does, until the end of the test."""
        section = getConfiguration().product_config[SECTION]
        url = f"http://127.0.0.1:{self.port}/api"
        changed = patch.dict(section, {"epix-url": url, **settings})
        changed.start()
        self.addCleanup(changed.stop)
        outside._guarded.cache_clear()
        self.addCleanup(outside._guarded.cache_clear)


class Authority:
    """Signs certificates; files lie in the folder, each with its key."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.name = folder, _name(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.file = folder / f"{name}.pem"
        made = self._certificate(self.name, self.key).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self._write(self.file, made, self.key)

    def certificate(self, name: str, **extra: str) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        address = x509.IPAddress(ip_address("127.0.0.1"))
        made = self._certificate(_name(name, **extra), key).add_extension(
            x509.SubjectAlternativeName([address]), critical=False
        )
        file = self.folder / f"{name}.pem"
        self._write(file, made, key)
        return file

    def _certificate(self, name, key):
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
        )

    def _write(self, file: Path, made, key) -> None:
        signed = made.sign(self.key, hashes.SHA256())
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))


def _name(name: str, country: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if country:
        parts.append(x509.NameAttribute(NameOID.COUNTRY_NAME, country))
    return x509.Name(parts)
