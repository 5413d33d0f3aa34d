"""Reports a message as nominal: the Secretariat gets it whole, with the reason."""

from cites.cug import _
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    InvalidValue,
    InvalidValues,
    Missing,
    mistakes_in,
)
from cites.cug.messaging.actions.opening import open_message, Opened
from cites.cug.messaging.actions.sending import send_message
from cites.cug.messaging.addressing import active_among
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.quoting import quoted
from cites.cug.messaging.schema import Addressees, Letter, MAX_SUBJECT
from cites.cug.reports.notifications import secretariat
from cites.cug.reports.reason import fit_reason
from cites.cug.web.confirmation.decisions import Decisions, REPORT
from cites.cug.web.layout.times import moment
from cites.cug.web.limits.use import Limit, use
from html import escape
from typing import Any
from zope.i18n import translate


def report_message(
    group: Any, message_id: str, reason: str, *, acting_user: str, language: str
) -> str:
    """Forward a message that the user has received to the Secretariat, with its files.

    The message stays in all mailboxes. Returns the id of the report, which is written in
    ``language``. Raises Missing unless the user has received the message,
    InvalidValues without a reason, and OverLimit.
    """
    opened = open_message(group, message_id, acting_user=acting_user)
    if opened.line.kind != DeliveryKind.RECEIVED:
        raise Missing(message_id)
    reason = _fit_reason(reason)
    office = active_among(group, secretariat(group))
    office.pop(acting_user, None)
    use(group, acting_user, {Limit.REPORTS: 1})
    sent = send_message(
        group,
        _report(opened, reason, language),
        Addressees(to=tuple(sorted(office))),
        acting_user=acting_user,
        files_from=message_id if opened.files else None,
        # A report may quote what names somebody.
        decisions=Decisions(rest=REPORT),
    )
    detail = {"message": message_id, "reason": reason, "sent": sent}
    record("message.report", target=group, acting_user=acting_user, detail=detail)
    return sent


def _fit_reason(reason: str) -> str:
    try:
        return fit_reason(reason)
    except InvalidValue as error:
        raise InvalidValues([("reason", one) for one in mistakes_in(error)]) from error


def _report(opened: Opened, reason: str, language: str) -> Letter:
    line = opened.line
    head = translate(
        _("messaging_reporting_reported_identifying_information"),
        target_language=language,
    )
    facts = (
        (_("messaging_from"), line.sender_name),
        (_("messaging_date"), moment(line.time, language).text),
        (_("messaging_subject"), line.subject),
    )
    intro = [
        f"{translate(words, target_language=language)} {value}" for words, value in facts
    ]
    why = "<br>".join(map(escape, reason.split("\n")))
    return Letter(
        f"{head} {line.subject}"[:MAX_SUBJECT],
        f"<p>{why}</p>{quoted(intro, opened.body)}",
        line.handling,
        reply_to=line.id,
    )
