"""Prepares the lines of a mailbox for the template of the list."""

from cites.cug import _
from cites.cug.core.codelists.lists import titles
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import request_states
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.conversations import MailboxLine
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.queries import conversation_sizes
from cites.cug.messaging.receipts import addressees_of
from cites.cug.messaging.schema import Addressees
from cites.cug.messaging.untrusted import TITLE
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.times import moment, near_day, reader_today
from collections.abc import Sequence
from datetime import date
from typing import Any
from zope.i18n import translate


#: So many recipients are named in a row; the others are counted.
NAMED = 3
LATE = _("messaging_rows_late_text")


def rows_of(
    page: MessagePage, lines: Sequence[MailboxLine], together: bool
) -> list[dict]:
    """The rows; ``together`` where each line stands for its conversation."""
    threads = list({line.thread for line in lines}) if together else []
    sizes = conversation_sizes(page.context, page.user_id, threads)
    own = [line.id for line in lines if line.kind != DeliveryKind.RECEIVED]
    addressed = addressees_of(page.context, page.user_id, own) if own else {}
    wanted = [line.id for line in lines if line.answer_by]
    states = request_states(wanted)
    today = reader_today()
    return [
        {
            "id": line.id,
            "is_draft": line.kind == DeliveryKind.DRAFT,
            "who": _who(page, line, addressed),
            "to": line.kind != DeliveryKind.RECEIVED,
            "unread": line.unread or sizes.get(line.thread, (0, 0))[1] > 0,
            "starred": line.starred,
            "subject": line.subject if line.trusted else _said(page, TITLE),
            "snippet": line.snippet,
            "handling": line.handling,
            "handling_title": page.handling_title(line.handling),
            "files": line.attachments_total,
            "messages": sizes.get(line.thread, (1, 0))[0],
            "due": _due(page, line, today)
            if states.get(line.id, State.OPEN) == State.OPEN
            else None,
            "time": moment(line.time, page.language),
            "folder": line.folder,
        }
        for line in lines
    ]


def _due(page: MessagePage, line: MailboxLine, today: date) -> dict[str, Any] | None:
    """By when an answer is wanted: in short, and as a sentence."""
    if line.answer_by is None:
        return None
    day = {"day": near_day(line.answer_by, page.language).text}
    if line.answer_by < today:
        said, short = _("messaging_rows_late_answer_by_text", mapping=day), LATE
    else:
        said = _("messaging_answer_by_text", mapping=day)
        short = _("messaging_rows_by_text", mapping=day)
    return {"said": _said(page, said), "short": short, "late": short is LATE}


def _said(page: MessagePage, text: str) -> str:
    return translate(text, context=page.request)


def _who(page: MessagePage, line: MailboxLine, addressed: dict[str, Addressees]) -> str:
    if not line.trusted:
        return ""
    if line.kind == DeliveryKind.RECEIVED:
        return line.sender_name
    names = addressee_names(page, addressed.get(line.id, Addressees()), NAMED)
    return listed(names, page.language) or _said(
        page, _("messaging_rows_no_recipient_yet")
    )


def addressee_names(
    page: MessagePage, addressees: Addressees, most: int | None = None
) -> list[str]:
    """Names of the chosen groups and members, in the reader's language."""
    names = []
    if addressees.everyone:
        names.append(translate(_("messaging_everyone"), context=page.request))
    for list_name, codes in (
        ("category", addressees.categories),
        ("country", addressees.countries),
    ):
        known = titles(list_name, page.language)
        names += [known.get(code, code) for code in codes]
    names += addressees.organisations
    left = len(addressees.to) if most is None else max(most - len(names), 1)
    names += [page.name_of(user_id) for user_id in addressees.to[:left]]
    if len(addressees.to) > left:
        names.append(f"+{len(addressees.to) - left}")
    return names
