"""The details of an event in words; programs and files get them as they are stored."""

from cites.cug import _
from cites.cug.trail_desk.actions import SETTINGS
from cites.cug.trail_desk.detail_values import setting_title, value_in_words
from collections.abc import Mapping
from typing import Any
from zope.i18nmessageid import Message


#: What the pages of the trail call a detail. One that is not here keeps its name.
TITLES = {
    "accepts": _("Anyone can request access"),
    "answer": _("trail_answer", default="Answer"),
    "asked_by": _("Requested by"),
    "asked_for": _("Category requested"),
    "attachments_total": _("trail_files", default="Files"),
    "audience": _("Readers"),
    "before": _("Before"),
    "category": _("Category"),
    "change": _("Change waiting"),
    "changed": _("trail_changed", default="Changed"),
    "code": _("Code"),
    "comment": _("trail_comment", default="Comment"),
    "contact_point": _("Contact point"),
    "copy": _("trail_copy", default="Copy"),
    "correction": _("trail_correction", default="Correction"),
    "country": _("Country"),
    "created": _("Created"),
    "dated": _("As of"),
    "decision": _("Decision"),
    "event": _("Event"),
    "field": _("Field"),
    "fields": _("Fields"),
    "file": _("trail_file", default="File"),
    "filename": _("trail_file", default="File"),
    "follow": _("What is followed"),
    "format": _("Format"),
    "free_mail": _("Accept addresses of free e-mail services"),
    "from": _("trail_from", default="From"),
    "function": _("trail_function", default="Function"),
    "groups": _("trail_groups", default="Groups"),
    "given": _("trail_given", default="Given"),
    "group": _("trail_group", default="Group"),
    "handling": _("Handling code"),
    "holds": _("In force"),
    "hook": _("Web hooks"),
    "igo": _("Member of an IGO"),
    "institution": _("Entry of the directory"),
    "invitation": _("Number of the invitation"),
    "items": _("Items"),
    "kind": _("Kind"),
    "kinds": _("Kinds"),
    "language": _("Language"),
    "letter": _("trail_letter", default="Letter"),
    "line": _("trail_line", default="Line"),
    "lines": _("trail_lines", default="Lines"),
    "list": _("List"),
    "made_from": _("Made from"),
    "marked": _("Marked with the reader’s name"),
    "member": _("Member"),
    "members": _("Members"),
    "message": _("Number of the message"),
    "messages": _("Number of messages"),
    "method": _("Kind of request"),
    "minutes": _("Duration in minutes"),
    "more": _("Further ones in that minute"),
    "name": _("Name"),
    "names": _("Names"),
    "note": _("Note"),
    "notices": _("Notices"),
    "number": _("Number"),
    "official_domains": _("Official domains"),
    "organisation": _("Organisation"),
    "origin": _("Other portal"),
    "origin_country": _("Country of origin"),
    "period": _("Days between confirmations"),
    "pinned": _("trail_pinned", default="Pinned"),
    "positions": _("Leaves"),
    "problem": _("Problem"),
    "question": _("Question put to an applicant"),
    "readers": _("Readers"),
    "readers_before": _("Readers before"),
    "reason": _("Reason"),
    "recalled": _("Recalled"),
    "recipients": _("Recipients"),
    "refused_domains": _("More domains that are refused"),
    "replaced_by": _("Replaced by"),
    "reports": _("trail_reports", default="Reports"),
    "request": _("Request"),
    "requests": _("trail_requests", default="Requests"),
    "role": _("Role"),
    "roles": _("Roles"),
    "root": _("Root of the tree"),
    "rules": _("trail_rules", default="Rules"),
    "scopes": _("Scopes"),
    "sent": _("trail_sent", default="Sent"),
    "server": _("Server"),
    "setting": _("Setting"),
    "share_iccwc": _("Passed to ICCWC"),
    "share": _("Number of the offer"),
    "shown": _("Shown"),
    "sighting": _("Sighting"),
    "size": _("trail_size", default="Size"),
    "skipped": _("Left out"),
    "source": _("trail_source", default="Source"),
    "species": _("trail_species", default="Species"),
    "stamp": _("Security stamp"),
    "start": _("First result"),
    "status": _("trail_status", default="Status"),
    "step": _("Refused by"),
    "taken": _("trail_taken", default="Taken away"),
    "taxa": _("Taxa"),
    "telephone": _("trail_telephone", default="Telephone"),
    "time": _("Time"),
    "to": _("trail_to", default="To"),
    "token": _("Token"),
    "unchanged": _("trail_unchanged", default="Unchanged"),
    "unused": _("Days without logging in"),
    "valid_on": _("Valid on"),
    "valid_until": _("Valid until"),
    "version": _("Version"),
    "wanted": _("Asked for"),
    "what": _("Page or service"),
    "which": _("Which ones"),
    "why": _("Reason"),
    "year": _("trail_year", default="Year"),
    # By what the trail was searched.
    "action": _("What was done"),
    "actor": _("User name"),
    "network": _("Network"),
    "q": _("Words in place, details or network"),
    "result": _("How it ended"),
    "since": _("From"),
    "target": _("trail_place", default="Place"),
    "until": _("Until"),
}
#: For programs alone.
UNSAID = frozenset({"proof"})


def in_words(
    detail: Mapping[str, Any], action: str, language: str
) -> list[tuple[Message | str, Any]]:
    """Titles and values, in the order of the stored names; none for empty values.

    Where ``action`` changed a setting, the name is that of the setting.
    """
    return [
        (
            TITLES.get(name) or _setting(action, name),
            value_in_words(action, name, value, language),
        )
        for name, value in sorted(detail.items())
        if name not in UNSAID and value not in ("", None, [], {})
    ]


def _setting(action: str, name: str) -> Message | str:
    domain, is_setting, _rest = action.partition(SETTINGS)
    return setting_title(f"cites.cug.{domain}.{name}", name) if is_setting else name
