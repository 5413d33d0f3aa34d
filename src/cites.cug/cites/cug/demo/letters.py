"""Writes the exercise messages, by the same functions that the pages call."""

from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import write_session
from cites.cug.demo.prose import html
from cites.cug.demo.sources import paper_language
from cites.cug.demo.texts import demo_language, marked
from cites.cug.demo.values import paper
from cites.cug.mailing.models import Notice, NoticeState
from cites.cug.messaging.about import About
from cites.cug.messaging.actions.filing import file_messages
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.sending import save_draft, send_message
from cites.cug.messaging.assistance.actions import ask
from cites.cug.messaging.key_wrapping import rewrap_keys
from cites.cug.messaging.models import Delivery, Folder
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.web.uploads.files import Upload
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from sqlalchemy import update
from typing import Any


#: Time from sending to opening, for readers that the source names.
READ_AFTER = timedelta(hours=2)


class Correspondence:
    """The messages written in a group so far: ids and subjects by the keys of sources."""

    def __init__(self, group: Any, now: datetime):
        self.group, self.now = group, now
        self.ids: dict[str, str] = {}
        self.subjects: dict[str, str] = {}

    def write(self, told: dict[str, Any]) -> None:
        key = told["key"]
        answered = told.get("reply_to")
        self.subjects[key] = self._subject(told, answered)
        wanted = told.get("answer_by")
        letter = Letter(
            self.subjects[key],
            html(told["body"]),
            told["handling"],
            self.ids[answered] if answered else None,
            self.now.date() + timedelta(days=abs(wanted)) if wanted else None,
        )
        self.ids[key] = self._making(told)(
            self.group,
            letter=letter,
            addressees=self._addressees(told),
            acting_user=told["sender"],
            uploads=[self._upload(file) for file in told.get("files", ())],
        )
        self._use(told, self.ids[key])
        self._set_back(told, self.ids[key])

    def _making(self, told: dict[str, Any]) -> Callable[..., str]:
        """What makes it: a draft, a request for assistance, or any other message."""
        if "asks_for" in told:
            permit = told.get("permit")
            about = About(country=permit[0], number=permit[1]) if permit else None
            return partial(ask, kind=told["asks_for"], about=about)
        return save_draft if told.get("draft") else send_message

    def _subject(self, told: dict[str, Any], answered: str | None) -> str:
        if answered is None:
            return marked(told["subject"])
        subject = self.subjects[answered]
        return subject if subject.startswith("Re: ") else f"Re: {subject}"

    def _addressees(self, told: dict[str, Any]) -> Addressees:
        lists = ("to", "categories", "countries")
        chosen = {name: tuple(told.get(name, ())) for name in lists}
        return Addressees(**chosen, everyone=told.get("everyone", False))

    def _upload(self, told: dict[str, str]) -> Upload:
        content, name = paper(told, paper_language(demo_language()))
        return Upload(name, BytesIO(content))

    def _use(self, told: dict[str, Any], message_id: str) -> None:
        """Open, star and archive a message, as its source tells."""
        for reader in told.get("read_by", ()):
            open_message(self.group, message_id, acting_user=reader)
        for reader in told.get("starred_by", ()):
            file_messages(self.group, [message_id], starred=True, acting_user=reader)
        for reader in told.get("archived_by", ()):
            archive = {"folder": Folder.ARCHIVE, "acting_user": reader}
            file_messages(self.group, [message_id], **archive)

    def _set_back(self, told: dict[str, Any], message_id: str) -> None:
        """Date a message back, and drop its notices, which nobody needs any more."""
        records = write_session()
        time = self.now - timedelta(hours=told["hours"])
        delivery = Delivery.__table__
        dates: dict[str, Any] = {} if told.get("draft") else {"sent": time}
        if wanted := told.get("answer_by"):
            dates["answer_by"] = self.now.date() + timedelta(days=wanted)
        rewrap_keys(records, [message_id], time, **dates)
        read = (delivery.c.message_id == message_id, delivery.c.first_read.is_not(None))
        read_at = min(time + READ_AFTER, self.now)
        change_proven(records, Delivery, *read, first_read=read_at)
        notice = Notice.__table__
        done = update(notice).where(notice.c.reference == message_id)
        records.execute(done.values(state=NoticeState.DROPPED.value))
