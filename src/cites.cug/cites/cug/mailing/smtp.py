"""Sends mails to the mail server of Plone's mail settings, and understands its answers.

It uses ``smtplib`` and not Plone's MailHost, which sends when a transaction ends and does
not tell what the server answered.
"""

import smtplib
import socket
import ssl
from cites.cug import _
from cites.cug.mailing import failure_reasons
from cites.cug.mailing.letter import address
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from plone import api
from plone.base.interfaces import IMailSchema
from plone.registry.interfaces import IRegistry
from threading import Lock, Timer
from typing import Any, NamedTuple
from zope.component import getUtility
from zope.i18nmessageid import Message


#: Seconds for each wait in a conversation; without a limit smtplib would wait for ever.
TIMEOUT = 20
#: Seconds for all that is said about one mail, from connecting on. Together with looking
#: the server's name up and reaching it, shorter than ``claims.LEASE``.
DEADLINE = 120
#: Seconds for saying good-bye.
FAREWELL = 5
#: Answers to RCPT that say that there is no such mailbox: it is useless to try again.
NO_MAILBOX = frozenset({550, 551, 553})


class Deadline:
    """Cuts the connection it watches when the time is over.

    Whoever reads from it is told that the server broke off.
    """

    def __init__(self, seconds: float):
        self._lock = Lock()
        self._line: socket.socket | None = None
        self.has_passed = False
        self._timer = Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def watch(self, line: socket.socket | None) -> None:
        """Watch this connection from now on, in place of the one before."""
        with self._lock:
            self._line = line
            if self.has_passed:
                self._cut()

    def _pass(self) -> None:
        with self._lock:
            self.has_passed = True
            self._cut()

    def _cut(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


class WatchedContext:
    """A TLS context whose handshake is watched as well."""

    def __init__(self, context: ssl.SSLContext, deadline: Deadline):
        self._context, self._deadline = context, deadline

    def wrap_socket(self, line: socket.socket, **options: Any) -> ssl.SSLSocket:
        secure = self._context.wrap_socket(line, do_handshake_on_connect=False, **options)
        self._deadline.watch(secure)
        secure.do_handshake()
        return secure


class _Watching:
    """A class of smtplib's that lets its deadline watch from the server's first word."""

    deadline: Deadline
    sock: Any

    def getreply(self) -> tuple[int, bytes]:
        self.deadline.watch(self.sock)
        return super().getreply()  # type: ignore[misc] # of smtplib's class


class WatchedSMTP(_Watching, smtplib.SMTP):
    def __init__(self, deadline: Deadline, *end: Any, **options: Any):
        self.deadline = deadline
        super().__init__(*end, **options)


class WatchedSMTPS(_Watching, smtplib.SMTP_SSL):
    def __init__(self, deadline: Deadline, *end: Any, **options: Any):
        self.deadline = deadline
        super().__init__(*end, **options)


class DeliveryOutcome(NamedTuple):
    """What came of one mail. ``reason`` is empty if the server took it."""

    reason: str | None = None
    #: Whether it is useless to try this mail again.
    final: bool = False
    #: Whether it is useless to try another mail now.
    server_down: bool = False


SENT = DeliveryOutcome()


class MailServer(NamedTuple):
    """The mail server as the site's administrator has set it."""

    host: str
    port: int
    user: str
    password: str
    sender: Address
    force_tls: bool
    implicit_tls: bool

    def connect(self, timeout: float, deadline: Deadline) -> smtplib.SMTP:
        """Connect and log in. Raises the errors of smtplib."""
        # A password is for the right server only; without one, any encryption is better
        # than none.
        trusted = bool(self.force_tls or self.user)
        context = ssl.create_default_context()
        if not trusted:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        watched: Any = WatchedContext(context, deadline)
        end = (self.host, self.port, self.sender.domain)
        smtp: WatchedSMTP | WatchedSMTPS
        if self.implicit_tls:
            smtp = WatchedSMTPS(deadline, *end, timeout=timeout, context=watched)
        else:
            smtp = WatchedSMTP(deadline, *end, timeout=timeout)
        try:
            smtp.ehlo_or_helo_if_needed()
            if not self.implicit_tls and (smtp.has_extn("starttls") or trusted):
                smtp.starttls(context=watched)
            if self.user:
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def mail_server() -> MailServer | None:
    """The server of the control panel *Mail*; None where sender or server are missing."""
    settings = getUtility(IRegistry).forInterface(IMailSchema, prefix="plone")
    sender = address(settings.email_from_address, settings.email_from_name or "")
    if not settings.smtp_host or sender is None:
        return None
    # Plone's control panel knows nothing of these; its MailHost does.
    mail_host = api.portal.get_tool("MailHost")
    return MailServer(
        settings.smtp_host,
        settings.smtp_port or 0,
        settings.smtp_userid or "",
        settings.smtp_pass or "",
        sender,
        bool(getattr(mail_host, "force_tls", False)),
        bool(getattr(mail_host, "implicit_tls", False)),
    )


def note_waiting_mail(said: Message) -> Message:
    """What a page says after an e-mail was queued.

    Where no mail server is set, it adds that the e-mail waits.
    """
    if mail_server() is not None:
        return said
    return _("mailing_smtp_cannot_send_text", mapping={"said": said})


class Conversation:
    """Sends mails one after the other. It connects when the first mail is sent."""

    def __init__(
        self, server: MailServer, timeout: float = TIMEOUT, deadline: float = DEADLINE
    ):
        self.server, self.timeout, self.deadline = server, timeout, deadline
        self._smtp: Any = None

    def __enter__(self) -> "Conversation":
        return self

    def __exit__(self, *_error) -> None:
        if self._smtp is not None:
            try:
                with Deadline(FAREWELL) as self._smtp.deadline:
                    self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()

    def send(self, mail: EmailMessage) -> DeliveryOutcome:
        """Send one mail. Whatever is not a clear yes of the server counts as a no."""
        with Deadline(self.deadline) as deadline:
            try:
                self._send(mail, deadline)
            except (smtplib.SMTPException, OSError) as error:
                return self._give_up(error, deadline)
        return SENT

    def _send(self, mail: EmailMessage, deadline: Deadline) -> None:
        if self._smtp is None:
            self._smtp = self.server.connect(self.timeout, deadline)
        self._smtp.deadline = deadline
        deadline.watch(self._smtp.sock)
        sender = self.server.sender.addr_spec
        (reader,) = mail["To"].addresses
        self._smtp.sendmail(sender, [reader.addr_spec], mail.as_bytes())

    def _give_up(self, error: Exception, deadline: Deadline) -> DeliveryOutcome:
        if deadline.has_passed:
            outcome = DeliveryOutcome(failure_reasons.SILENT, server_down=True)
        else:
            outcome = outcome_of(error)
        if outcome.server_down and self._smtp is not None:
            self._smtp.close()
            self._smtp = None  # the next mail begins anew
        return outcome


def outcome_of(error: Exception) -> DeliveryOutcome:
    """What an error means for this mail, and for the mails after it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, text),) = error.recipients.values()
        return DeliveryOutcome(
            failure_reasons.server_reply(code, text), code in NO_MAILBOX, code == 421
        )
    if isinstance(error, smtplib.SMTPDataError):
        code = error.smtp_code
        answer = failure_reasons.server_reply(code, error.smtp_error)
        return DeliveryOutcome(answer, 500 <= code < 600, code == 421)
    if isinstance(error, smtplib.SMTPResponseException):
        # Of the sender, of the password, of the connection: as for any other mail.
        answer = failure_reasons.server_reply(error.smtp_code, _bytes(error.smtp_error))
        return DeliveryOutcome(answer, server_down=True)
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError):
        return DeliveryOutcome(failure_reasons.SILENT, server_down=True)
    if isinstance(error, smtplib.SMTPException | ssl.SSLError):
        return DeliveryOutcome(failure_reasons.TLS, server_down=True)
    return DeliveryOutcome(failure_reasons.UNREACHABLE, server_down=True)


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("ascii", "replace")
