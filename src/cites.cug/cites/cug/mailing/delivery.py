"""Takes notices from the outbox to the mail server.

A mail gets its Message-ID in a first transaction. A second one claims it, and asks again
whether the reader may read the notice and wants it. The mail is sent while no transaction
runs; a last one stores the outcome. If the process is killed in between, the mail is sent
again under the same Message-ID, once the claim has run out.
"""

import transaction
from cites.cug.access.guard import on_roster
from cites.cug.clock.job_runner import log_failure
from cites.cug.mailing import claims, failure_reasons
from cites.cug.mailing.claims import MailClaim
from cites.cug.mailing.interfaces import ILetterKind, INoticeKind
from cites.cug.mailing.letter import address, compose, write
from cites.cug.mailing.models import NO_GROUP, Notice, NoticeState
from cites.cug.mailing.preferences import language_of
from cites.cug.mailing.smtp import (
    Conversation,
    DeliveryOutcome,
    mail_server,
    MailServer,
    TIMEOUT,
)
from collections.abc import Callable, Sequence
from datetime import datetime, UTC
from email.message import EmailMessage
from itertools import groupby
from operator import attrgetter
from plone import api
from plone.app.uuid.utils import uuidToObject
from transaction.interfaces import TransientError
from typing import Any
from zope.component import queryUtility


#: Mails in one round; the process can end between two rounds.
BATCH = 50

of_kind = attrgetter("kind")


class Postman:
    """One round: what is due, as long as the mail server answers."""

    def __init__(
        self,
        *,
        timeout: float = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self.timeout, self.now = timeout, now

    def round(self) -> bool:
        """Send mails once; whether more are waiting that can be sent at once."""
        server = mail_server()
        if server is None:
            return False
        mails = _stored(lambda: self._due(server))
        with Conversation(server, self.timeout) as conversation:
            for mail_id in mails:
                written = self._write(mail_id, server)
                if written is None:
                    continue
                claimed, mail = written
                outcome = _send(conversation, mail)
                self._settle(claimed, outcome)
                if outcome.server_down:
                    return False
        return len(mails) == BATCH

    def _due(self, server: MailServer) -> list[str]:
        claims.make_mails(server.sender.domain, self.now())
        return claims.due_mails(self.now(), BATCH)

    def _write(
        self, mail_id: str, server: MailServer
    ) -> tuple[MailClaim, EmailMessage] | None:
        """Claim a mail and write it; None if it is not to be sent now."""
        try:
            return _stored(lambda: claim_and_write(mail_id, server, self.now()))
        except TransientError:
            raise  # the records are busy: in the next round
        except Exception as error:
            log_failure("cites.cug.notices", error)
            claimed = _stored(lambda: claims.claim(mail_id, self.now()))
            if claimed is not None:
                self._settle(claimed, DeliveryOutcome(failure_reasons.INTERNAL))
            return None

    def _settle(self, claimed: MailClaim, outcome: DeliveryOutcome) -> None:
        _stored(lambda: claims.record_outcome(claimed, outcome, self.now()))


def _send(conversation: Conversation, mail: EmailMessage) -> DeliveryOutcome:
    try:
        return conversation.send(mail)
    except Exception as error:
        log_failure("cites.cug.notices", error)
        return DeliveryOutcome(failure_reasons.INTERNAL)


def _stored(work: Callable[[], Any]) -> Any:
    """Do some work in a transaction; repeat it if another writer was in the way."""
    return transaction.manager.run(work)


def claim_and_write(
    mail_id: str, server: MailServer, now: datetime
) -> tuple[MailClaim, EmailMessage] | None:
    """Claim a mail and write it from what is true now; None if nothing is to be sent."""
    claimed = claims.claim(mail_id, now)
    if claimed is None:
        return None
    first = claimed.notices[0]
    about_account = first.group_uid == NO_GROUP
    group = None if about_account else uuidToObject(first.group_uid, unrestricted=True)
    if first.language is not None:
        return write_letter(claimed, server, group, now)
    user_id = first.user_id
    member = api.user.get(userid=user_id)
    in_group = group is not None and on_roster(user_id, group)
    if member is None or not (about_account or in_group):
        claims.take_out(claimed.notices, NoticeState.DROPPED)
        return None
    language = language_of(member)
    lines = []
    for name, notices in groupby(sorted(claimed.notices, key=of_kind), key=of_kind):
        lines += lines_of(name, tuple(notices), group, language)
    if not lines:
        return None
    reader = address(member.getProperty("email"))
    if reader is None:
        claims.record_outcome(
            claimed, DeliveryOutcome(failure_reasons.NO_ADDRESS, final=True), now
        )
        return None
    return claimed, write(mail_id, server.sender, reader, lines, language, now)


def write_letter(
    claimed: MailClaim, server: MailServer, group: Any, now: datetime
) -> tuple[MailClaim, EmailMessage] | None:
    """Write a letter of a domain to an address; its group may have been deleted."""
    (letter,) = claimed.notices
    kind = queryUtility(ILetterKind, name=letter.kind)
    if kind is None:
        claims.take_out(claimed.notices, NoticeState.FAILED, failure_reasons.UNKNOWN_KIND)
        return None
    written = group and kind.write(letter.reference, letter.language, group)
    if not written:
        claims.take_out(claimed.notices, NoticeState.DROPPED)
        return None
    reader = address(letter.user_id)
    if reader is None:
        claims.record_outcome(
            claimed, DeliveryOutcome(failure_reasons.NO_ADDRESS, final=True), now
        )
        return None
    subject, text = written
    sender = server.sender
    mail = compose(claimed.mail_id, sender, reader, subject, text, letter.language, now)
    return claimed, mail


def lines_of(
    name: str, notices: Sequence[Notice], group: Any, language: str
) -> list[str]:
    """The lines of a domain about its notices; drops those that it no longer wants."""
    kind = queryUtility(INoticeKind, name=name)
    if kind is None:
        claims.take_out(notices, NoticeState.FAILED, failure_reasons.UNKNOWN_KIND)
        return []
    wanted = [notice for notice in notices if kind.wanted(notice, group)]
    claims.take_out(
        [notice for notice in notices if notice not in wanted], NoticeState.DROPPED
    )
    return kind.lines(wanted, group, language) if wanted else []
