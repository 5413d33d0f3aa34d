"""Messages as services answer them."""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.messaging.about import About, show_about
from cites.cug.messaging.actions.opening import Opened
from cites.cug.messaging.addressing import active_among
from cites.cug.messaging.files import MessageFile
from cites.cug.messaging.mailbox import MailboxLine
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.receipts import Receipt
from cites.cug.messaging.schema import Addressees
from cites.cug.messaging.untrusted import TITLE
from cites.cug.web.layout.people import full_names
from collections.abc import Iterable, Sequence
from datetime import datetime, UTC
from typing import Any
from zope.i18n import translate


class MessageJson:
    """Writes messages of one group for one reader."""

    def __init__(self, group: Any, reader: str, request: Any, language: str):
        self.group, self.reader, self.request = group, reader, request
        self.language = language
        self.url = f"{group.absolute_url()}/@messages"

    def line(self, line: MailboxLine) -> dict[str, Any]:
        """A message as lists show it."""
        return {
            "@id": f"{self.url}/{line.id}",
            "id": line.id,
            "thread": line.thread,
            "kind": line.kind,
            "folder": line.folder,
            "subject": line.subject if line.trusted else self.say(TITLE),
            "sender": {
                "id": line.sender,
                "fullname": line.sender_name,
                "country": line.sender_country,
                "category": line.sender_category,
            },
            "recipients_total": line.recipients_total,
            "sent": line.sent and utc(line.sent),
            "read": not line.unread,
            "starred": line.starred,
            "handling": line.handling,
            "answer_by": line.answer_by and line.answer_by.isoformat(),
            "attachments_total": line.attachments_total,
            "snippet": line.snippet,
            **({"updated": utc(line.time)} if line.kind == DeliveryKind.DRAFT else {}),
        }

    def say(self, text: str) -> str:
        return translate(text, target_language=self.language)

    def whole(self, opened: Opened, told: Sequence[Receipt]) -> dict[str, Any]:
        """A message with all that its reader may know; ``told`` is for its sender."""
        seen = opened.addressees.seen_by(self.reader, opened.line.sender)
        reached = sorted(one.user_id for one in told)
        is_sender = self.reader == opened.line.sender
        to = reached or (sorted(seen.to) if is_sender else list(seen.to))
        by_id = {one["id"]: one for one in self.people(to)}
        answer = {
            **self.line(opened.line),
            "to": to,
            "recipients": list(by_id.values()),
            "categories": list(seen.categories),
            "countries": list(seen.countries),
            "organisations": list(seen.organisations),
            "everyone": seen.everyone,
            "addressed_to": self.groups(seen),
            "body": opened.body,
            "reply_to": opened.reply_to,
            "receipt": opened.receipt,
            "attachments": [self.file(opened.line.id, file) for file in opened.files],
            **self.about(opened.about),
        }
        if opened.line.kind == DeliveryKind.SENT:
            answer["receipts"] = [
                self.receipt(one, by_id[one.user_id]["fullname"]) for one in told
            ]
        return answer

    def about(self, about: About | None) -> dict[str, Any]:
        """What it is about; of an item that is not open to the reader only that."""
        shown = about and show_about(self.group, about)
        if about is None or shown is None:
            return {"about": None, "about_hidden": about is not None}
        permit = {"country": about.country, "number": about.number}
        return {
            "about": {
                "@id": shown.url,
                "@type": shown.type,
                "title": shown.title,
                **({} if about.uid else permit),
            },
            "about_hidden": False,
        }

    def people(self, user_ids: Iterable[str]) -> list[dict[str, str]]:
        """Members by name; of others, whom a draft may name, nothing but what it says."""
        user_ids = list(user_ids)
        members = active_among(self.group, user_ids)
        names = full_names(members)
        return [
            {
                "id": user_id,
                "fullname": names.get(user_id, user_id),
                "country": members.get(user_id, {}).get("country") or "",
                "category": members.get(user_id, {}).get("category") or "",
            }
            for user_id in user_ids
        ]

    def groups(self, chosen: Addressees) -> list[str]:
        """Titles of the groups of members that were written to."""
        everyone = [self.say(_("messaging_all_members_label"))] if chosen.everyone else []
        lists = (("category", chosen.categories), ("country", chosen.countries))
        named = [
            title(name, code, self.language) for name, codes in lists for code in codes
        ]
        return [*everyone, *named, *chosen.organisations]

    def file(self, message_id: str, file: MessageFile) -> dict[str, Any]:
        return {
            "number": file.number,
            "filename": file.filename,
            "content-type": file.content_type,
            "size": file.size,
            "download": f"{self.url}/{message_id}/attachments/{file.number}",
        }

    def receipt(self, receipt: Receipt, fullname: str) -> dict[str, Any]:
        return {
            "id": receipt.user_id,
            "fullname": fullname,
            "delivered": utc(receipt.delivered),
            "read": receipt.read and utc(receipt.read),
            "recalled": receipt.recalled,
        }


def utc(moment: datetime) -> str:
    """To the second, like 2026-01-31T08:15:00Z."""
    moment = moment.astimezone(UTC).replace(microsecond=0)
    return moment.isoformat().replace("+00:00", "Z")
