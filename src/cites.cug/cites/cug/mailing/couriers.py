"""Carries a few mails to the mail server at once, each in a conversation of its own.

Threads talk to the mail server and do nothing else: claims and outcomes are the affair of
the thread that has the portal.
"""

import time
from cites.cug.core.jobs.job_runner import log_failure
from cites.cug.mailing import failure_reasons
from cites.cug.mailing.claims import MailClaim
from cites.cug.mailing.smtp import Conversation, DeliveryOutcome
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from queue import Empty, Queue
from threading import Thread
from typing import NamedTuple


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
