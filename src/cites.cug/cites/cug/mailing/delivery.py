"""Takes notices from the outbox to the mail server.

A mail gets its Message-ID in a first transaction. A second one claims it, and asks again
whether the reader may read the notice and wants it. The mail is sent by a courier, in a
thread of its own; a last transaction stores the outcome. If the process is killed in
between, the mail is sent again under the same Message-ID, once the claim has run out.
"""

import time
import transaction
from cites.cug.access.guard import on_roster
from cites.cug.core.jobs.job_runner import log_failure
from cites.cug.core.jobs.job_threads import is_ending
from cites.cug.mailing import claims, failure_reasons
from cites.cug.mailing.claims import MailClaim
from cites.cug.mailing.interfaces import ILetterKind, INoticeKind
from cites.cug.mailing.letter import address, compose, write
from cites.cug.mailing.models import NO_GROUP, Notice, NoticeState
from cites.cug.mailing.preferences import language_of
from cites.cug.mailing.smtp import (
    Conversation,
    DEADLINE,
    DeliveryOutcome,
    mail_server,
    MailServer,
    TIMEOUT,
)
from cites.cug.mailing.subjects import Part, subject_of
from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import datetime, UTC
from email.message import EmailMessage
from itertools import groupby
from operator import attrgetter
from plone import api
from plone.app.uuid.utils import uuidToObject
from queue import Empty, Queue
from threading import Thread
from transaction.interfaces import TransientError
from typing import Any, NamedTuple
from zope.component import queryUtility


#: Mails in one round; the process can end between two rounds.
BATCH = 50
#: Seconds without news after which one more mail is sent beside those on their way.
PATIENCE = 5

of_kind = attrgetter("kind")


#: Mails on their way at once, and of them to one domain: a domain for which the server is
#: slow does not hold up the others.
MOST = 4
MOST_OF_DOMAIN = 3


class Delivery(NamedTuple):
    """A mail that has been claimed, and is on its way."""

    claimed: MailClaim
    mail: EmailMessage
    began: float

    @property
    def domain(self) -> str:
        (reader,) = self.mail["To"].addresses
        return reader.domain.lower()


class Couriers:
    """Up to ``MOST`` conversations; each is kept for the next mail when it is idle."""

    def __init__(self, new_conversation: Callable[[], Conversation]):
        self._new = new_conversation
        self._idle: list[Conversation] = []
        self._done: Queue[tuple[Delivery, Conversation, DeliveryOutcome]] = Queue()
        self._on_way: list[Delivery] = []

    def __enter__(self) -> "Couriers":
        return self

    def __exit__(self, *error) -> None:
        for conversation in self._idle:
            conversation.__exit__(*error)

    @property
    def number(self) -> int:
        """How many mails are on their way."""
        return len(self._on_way)

    @property
    def full_domains(self) -> frozenset[str]:
        """Domains to which no further mail is to be carried now."""
        counted = Counter(delivery.domain for delivery in self._on_way)
        return frozenset(name for name, many in counted.items() if many >= MOST_OF_DOMAIN)

    def carry(self, claimed: MailClaim, mail: EmailMessage) -> None:
        delivery = Delivery(claimed, mail, time.monotonic())
        conversation = self._idle.pop() if self._idle else self._new()
        self._on_way.append(delivery)
        # Not a pool of Python's: the end of the process would wait for its threads.
        Thread(target=self._carry, args=(conversation, delivery), daemon=True).start()

    def _carry(self, conversation: Conversation, delivery: Delivery) -> None:
        try:
            outcome = conversation.send(delivery.mail)
        except Exception as error:
            log_failure("cites.cug.notices", error)
            outcome = DeliveryOutcome(failure_reasons.INTERNAL)
        self._done.put((delivery, conversation, outcome))

    def next_done(self, patience: float) -> tuple[Delivery, DeliveryOutcome] | None:
        """A mail of which the outcome is known; None if there is none for so long."""
        try:
            delivery, conversation, outcome = self._done.get(timeout=patience)
        except Empty:
            return None
        self._on_way.remove(delivery)
        self._idle.append(conversation)
        return delivery, outcome


class Postman:
    """One round: what is due, as long as the mail server answers."""

    def __init__(
        self,
        *,
        timeout: float = TIMEOUT,
        deadline: float = DEADLINE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self.timeout, self.deadline, self.now = timeout, deadline, now
        #: One mail goes first. Where the server takes it, or is slow, more follow.
        self._most = 1
        self._last_taken = 0.0
        self._is_down = False

    def round(self) -> bool:
        """Send mails once; whether more are waiting that can be sent at once."""
        server = mail_server()
        if server is None:
            return False
        mails = _stored(lambda: self._due(server))
        waiting = deque(mails)
        with Couriers(lambda: self._conversation(server)) as couriers:
            try:
                while waiting and not self._is_down and not is_ending():
                    self._carry_next(waiting, couriers, server)
            finally:
                # Whatever happened: what is not noted would be sent again.
                while couriers.number:
                    self._settle_next(couriers)
        return len(mails) == BATCH and not self._is_down

    def _conversation(self, server: MailServer) -> Conversation:
        return Conversation(server, self.timeout, self.deadline)

    def _due(self, server: MailServer) -> list[str]:
        claims.make_mails(server.sender.domain, self.now())
        return claims.due_mails(self.now(), BATCH)

    def _carry_next(
        self, waiting: deque[str], couriers: Couriers, server: MailServer
    ) -> None:
        """Send one more mail on its way, or settle one that has come to its end."""
        mail_id = None
        if couriers.number < self._most:
            mail_id = _next_mail(waiting, couriers.full_domains)
        if mail_id is None:
            self._settle_next(couriers)
            return
        waiting.remove(mail_id)
        written = self._write(mail_id, server)
        if written is not None:
            couriers.carry(*written)

    def _settle_next(self, couriers: Couriers) -> None:
        done = couriers.next_done(PATIENCE)
        if done is None:
            self._most = min(self._most + 1, MOST)
            return
        delivery, outcome = done
        if outcome.server_down and self._last_taken > delivery.began:
            # It took another mail meanwhile: the trouble is with this one.
            outcome = outcome._replace(server_down=False)
        self._settle(delivery.claimed, outcome)
        self._is_down = self._is_down or outcome.server_down
        if outcome.reason is None:
            self._last_taken, self._most = time.monotonic(), MOST

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


def _next_mail(waiting: Sequence[str], full_domains: frozenset[str]) -> str | None:
    """The first mail that is to none of these domains."""
    if not full_domains:
        return waiting[0]
    return next((one for one in waiting if _domain(one) not in full_domains), None)


def _domain(mail_id: str) -> str:
    """The domain a mail goes to; empty if it has no usable address."""
    reader, is_address = _stored(lambda: claims.reader_of(mail_id))
    if not is_address:
        member = api.user.get(userid=reader)
        reader = member.getProperty("email") if member else ""
    found = address(reader)
    return found.domain.lower() if found else ""


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
    by_kind = groupby(sorted(claimed.notices, key=of_kind), key=of_kind)
    found = [wanted_part(name, tuple(notices), group) for name, notices in by_kind]
    parts = [part for part in found if part is not None]
    if not parts:
        return None
    reader = address(member.getProperty("email"))
    if reader is None:
        claims.record_outcome(
            claimed, DeliveryOutcome(failure_reasons.NO_ADDRESS, final=True), now
        )
        return None
    subject = subject_of(parts, group, language)
    lines = [
        line for kind, notices in parts for line in kind.lines(notices, group, language)
    ]
    mail = write(mail_id, server.sender, reader, subject, lines, language, now)
    return claimed, mail


def write_letter(
    claimed: MailClaim, server: MailServer, group: Any, now: datetime
) -> tuple[MailClaim, EmailMessage] | None:
    """Write a letter of a domain to an address; its group may have been deleted."""
    (letter,) = claimed.notices
    kind = queryUtility(ILetterKind, name=letter.kind)
    if kind is None:
        claims.take_out(claimed.notices, NoticeState.FAILED, failure_reasons.UNKNOWN_KIND)
        return None
    is_gone = group is None and letter.group_uid != NO_GROUP
    written = None if is_gone else kind.write(letter.reference, letter.language, group)
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


def wanted_part(name: str, notices: Sequence[Notice], group: Any) -> Part | None:
    """What a domain still wants to tell; drops its other notices."""
    kind = queryUtility(INoticeKind, name=name)
    if kind is None:
        claims.take_out(notices, NoticeState.FAILED, failure_reasons.UNKNOWN_KIND)
        return None
    wanted = [notice for notice in notices if kind.wanted(notice, group)]
    claims.take_out(
        [notice for notice in notices if notice not in wanted], NoticeState.DROPPED
    )
    return Part(kind, wanted) if wanted else None
