"""Which mail server is spoken to, and how."""

import ssl
import transaction
from cites.cug import _
from cites.cug.mailing.smtp import mail_server, note_waiting_mail
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from plone import api
from plone.registry.interfaces import IRegistry
from tests.mailing.case import MailingCase
from unittest.mock import patch
from zope.component import getUtility
from zope.i18n import translate


def write_certificate(path: Path) -> None:
    """Key and certificate of 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    addresses = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    today = datetime.now()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(addresses, critical=False)
        .sign(key, hashes.SHA256())
    )
    key_bytes = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(key_bytes + certificate.public_bytes(serialization.Encoding.PEM))


class EncryptionTest(MailingCase):
    def setUp(self):
        super().setUp()
        self.certificate = self.file.with_name("certificate")
        write_certificate(self.certificate)

    def set_password(self):
        api.portal.set_registry_record("plone.smtp_userid", "portal")
        api.portal.set_registry_record("plone.smtp_pass", "secret-2026")
        transaction.commit()

    def go_out(self, certificate=""):
        self.queue()
        with self.server(certificate=certificate):
            self.round()
        return self.row().state, self.row().last_error

    def test_it_is_used_where_it_is_offered(self):
        self.assertEqual(("sent", None), self.go_out(self.certificate))
        self.assertTrue(self.taken()[0]["encrypted"])

    def test_a_password_is_for_a_server_that_can_be_trusted(self):
        self.set_password()
        self.assertEqual(("pending", "tls"), self.go_out(self.certificate))
        self.assertEqual([], self.taken())

    def test_with_a_password_and_a_valid_certificate(self):
        self.set_password()
        trusting = ssl.create_default_context(cafile=self.certificate)
        with patch.object(ssl, "create_default_context", lambda: trusting):
            self.assertEqual(("sent", None), self.go_out(self.certificate))
        password, mail = self.taken()
        self.assertIn("password", password)
        self.assertTrue(mail["encrypted"])

    def test_a_password_is_not_sent_unencrypted(self):
        self.set_password()
        self.assertEqual(("pending", "tls"), self.go_out())
        self.assertEqual([], self.taken())

    def test_it_can_be_required(self):
        self.layer["portal"].MailHost.force_tls = True
        transaction.commit()
        self.assertEqual(("pending", "tls"), self.go_out())
        self.assertEqual([], self.taken())


class SettingsTest(MailingCase):
    def test_without_server_or_sender_there_is_none(self):
        registry = getUtility(IRegistry)
        self.assertEqual("127.0.0.1", mail_server().host)
        for name, value in (
            ("email_from_address", None),
            ("email_from_address", "nobody"),
            ("smtp_host", ""),
        ):
            before = registry[f"plone.{name}"]
            registry[f"plone.{name}"] = value
            self.assertIsNone(mail_server(), name)
            registry[f"plone.{name}"] = before

    def test_a_page_says_that_e_mails_wait_only_without_a_server(self):
        said = _("common_saved")
        self.assertEqual(said, note_waiting_mail(said))
        getUtility(IRegistry)["plone.email_from_address"] = None
        told = translate(note_waiting_mail(said), target_language="en")
        self.assertTrue(told.startswith(translate(said, target_language="en")))
        self.assertIn("cannot send e-mail at the moment", told)
