"""What tests of the outbox share: a mail server process, and a kind of notice."""

import json
import sys
import tempfile
import transaction
import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.mailing.delivery import Postman
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.models import Notice
from cites.cug.mailing.outbox import queue_notices
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, UTC
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from plone import api
from sqlalchemy import select
from tests.deployment.processes import (
    free_port,
    listens,
    running,
    SMTP_SERVER,
    wait_until,
)
from zope.component import provideUtility
from zope.component.globalregistry import getGlobalSiteManager
from zope.interface import implementer


KIND = "tests.parcel"
NOON = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
SECRET = "zqsecretparcel"


@implementer(INoticeKind)
class Parcels:
    """A kind of notice; what has been opened is not wanted any more."""

    def __init__(self):
        self.opened = set()
        self.broken = set()

    def wanted(self, notice, group):
        if notice.reference in self.broken:
            raise RuntimeError(SECRET)
        return notice.reference not in self.opened

    def lines(self, notices, group, language):
        return [f"Parcels: {len(notices)} ({language})", group.absolute_url()]


def set_mail_server(port: int) -> None:
    """What a site manager does in the control panel."""
    for name, value in (
        ("smtp_host", "127.0.0.1"),
        ("smtp_port", port),
        ("email_from_address", "portal@example.org"),
        ("email_from_name", "Portal (exercise)"),
    ):
        api.portal.set_registry_record(f"plone.{name}", value)
    transaction.commit()


def text_of(mail):
    """The plain text of a mail."""
    return mail.get_body(("plain",)).get_content()


class MailingCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cug-mails-")
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "mails"
        self.port = free_port()
        self.group = self.layer["portal"].cheetahs
        self.kind = Parcels()
        provideUtility(self.kind, INoticeKind, KIND)
        self.addCleanup(
            getGlobalSiteManager().unregisterUtility, self.kind, INoticeKind, KIND
        )
        set_mail_server(self.port)

    @contextmanager
    def server(
        self, behaviour: str = "takes", seconds: float = 0, certificate: object = ""
    ) -> Iterator[None]:
        what = (self.port, self.file, behaviour, seconds, certificate)
        log = self.file.with_name("server.log")
        with running(sys.executable, SMTP_SERVER, *what, log=log) as process:
            wait_until(lambda: listens(self.port), process, log)
            yield

    def queue(self, *readers: str, reference="parcel-1", at=NOON, group=None) -> None:
        uid = (group or self.group).UID()
        queue_notices(KIND, reference, uid, readers or ("customs-xa",), at=at)
        transaction.commit()

    def round(self, at=NOON, timeout=60.0) -> bool:
        return Postman(timeout=timeout, now=lambda: at).round()

    def taken(self) -> list[dict]:
        """What the mail server has written down."""
        if not self.file.exists():
            return []
        lines = self.file.read_text(encoding="ascii").splitlines()
        return [json.loads(line) for line in lines]

    def mails(self) -> list[EmailMessage]:
        contents = [mail["content"] for mail in self.taken()]
        return [message_from_string(content, policy=default) for content in contents]

    def readers(self) -> list[str]:
        return sorted(mail["To"].removesuffix("@example.org") for mail in self.mails())

    def rows(self) -> list:
        """The outbox as another process sees it."""
        with engine(records_url()).connect() as connection:
            return list(connection.execute(select(Notice.__table__).order_by(Notice.id)))

    def row(self):
        (row,) = self.rows()
        return row

    def states(self) -> list[str]:
        return [row.state for row in self.rows()]


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
