"""The details of an event in words; programs and files get them as they are stored."""

import re
from cites.cug import _
from cites.cug.core.codelists.lists import list_title, names, title
from cites.cug.core.trail.event_words import EventWords, IEventWords
from cites.cug.trail_desk.actions import SETTINGS, title_of
from cites.cug.trail_desk.events import DONE_RESULT, REFUSED_RESULT
from cites.cug.trail_desk.retention import REQUEST, RETENTION
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.times import day, moment
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import getUtilitiesFor, queryUtility
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Where something was refused: the values of ``step``.
STEPS = {
    "limit": _("trail_desk_details_a_limit"),
    "log-in": _("trail_desk_details_pause_after_wrong_logins"),
    "password": _("trail_desk_details_the_password"),
    "permission": _("trail_desk_details_what_member_may"),
    "rule": _("trail_desk_details_rule_page_service_text"),
    "second-factor": _("trail_desk_details_the_second_factor"),
    "token": _("trail_desk_details_rights_token"),
}
#: Why contents were removed.
REMOVED = {
    RETENTION: _("trail_desk_details_kept_for_long_enough"),
    REQUEST: _("trail_desk_details_asked_former_member"),
}
#: How what is searched for ended.
RESULTS = {
    DONE_RESULT: _("trail_desk_was_done"),
    REFUSED_RESULT: _("trail_desk_was_refused"),
}
#: Detail → the code list of its values.
CODES = {
    "asked_for": "category",
    "category": "category",
    "country": "country",
    "handling": "handling",
    "language": "language",
    "origin_country": "country",
}
#: What the pages of the trail call a detail. One that is not here keeps its name.
TITLES = {
    "accepts": _("common_anyone_can_request_access_label"),
    "answer": _("trail_desk_details_trail_answer_title"),
    "asked_by": _("trail_desk_details_requested_by_title"),
    "asked_for": _("common_category_requested_label"),
    "attachments_total": _("trail_desk_details_trail_files_title"),
    "audience": _("common_readers_title"),
    "before": _("common_before_column"),
    "category": _("common_category_label"),
    "change": _("trail_desk_details_change_waiting_title"),
    "changed": _("trail_desk_details_trail_changed_title"),
    "code": _("common_code_label"),
    "comment": _("trail_desk_details_trail_comment_title"),
    "contact_point": _("common_contact_point_text"),
    "copy": _("trail_desk_details_trail_copy_title"),
    "correction": _("trail_desk_details_trail_correction_title"),
    "country": _("common_country_label"),
    "created": _("trail_desk_details_created_title"),
    "dated": _("trail_desk_details_as_of_title"),
    "decision": _("trail_desk_details_decision_title"),
    "event": _("trail_desk_event_title"),
    "field": _("common_field_column"),
    "fields": _("trail_desk_details_fields_title"),
    "file": _("trail_desk_details_trail_file_title"),
    "filename": _("trail_desk_details_trail_file_title"),
    "follow": _("trail_desk_details_what_is_followed_title"),
    "format": _("common_format_title"),
    "features": _("membership_features_label"),
    "free_mail": _("common_accept_addresses_free_email_label"),
    "from": _("trail_desk_details_trail_from_title"),
    "function": _("trail_desk_details_trail_function_title"),
    "groups": _("trail_desk_details_trail_groups_title"),
    "given": _("trail_desk_details_trail_given_title"),
    "group": _("trail_desk_details_trail_group_title"),
    "handling": _("common_handling_code_title"),
    "handling_in_subjects": _("membership_handling_in_subjects_label"),
    "holds": _("trail_desk_details_in_force_title"),
    "hook": _("common_webhooks_title"),
    "igo": _("trail_desk_details_member_of_an_igo_title"),
    "institution": _("trail_desk_details_entry_of_the_directory_title"),
    "invitation": _("trail_desk_details_number_of_the_invitation_title"),
    "items": _("trail_desk_details_items_title"),
    "kind": _("common_kind_label"),
    "keep": _("common_kept_title"),
    "language": _("common_language_label"),
    "letter": _("trail_desk_details_trail_letter_title"),
    "line": _("trail_desk_details_trail_line_title"),
    "lines": _("trail_desk_details_trail_lines_title"),
    "list": _("common_list_title"),
    "made_from": _("common_made_from_title"),
    "marked": _("trail_desk_details_marked_reader_name_title"),
    "member": _("common_member_column"),
    "members": _("common_members_link"),
    "message": _("trail_desk_details_number_of_the_message_title"),
    "messages": _("trail_desk_details_number_of_messages_title"),
    "method": _("trail_desk_details_kind_of_request_title"),
    "minutes": _("trail_desk_details_duration_in_minutes_title"),
    "more": _("trail_desk_details_further_ones_minute_title"),
    "name": _("common_name_label"),
    "names": _("trail_desk_details_names_title"),
    "not_a_name": _("common_not_a_name_title"),
    "note": _("common_note_title"),
    "notices": _("trail_desk_details_notices_title"),
    "number": _("common_number_title"),
    "official_domains": _("common_official_domains_label"),
    "organisation": _("common_organization_label"),
    "origin": _("trail_desk_details_other_portal_title"),
    "origin_country": _("common_country_of_origin_title"),
    "period": _("trail_desk_details_days_between_confirmations_title"),
    "pinned": _("trail_desk_details_trail_pinned_title"),
    "positions": _("trail_desk_details_events_title"),
    "problem": _("trail_desk_details_problem_title"),
    "question": _("trail_desk_question_put_applicant_title"),
    "readers": _("common_readers_title"),
    "readers_before": _("trail_desk_details_readers_before_title"),
    "reason": _("common_reason_label"),
    "reasons": _("trail_desk_details_reasons_title"),
    "recalled": _("trail_desk_details_recalled_title"),
    "recipients": _("common_recipients_title"),
    "refused_domains": _("common_more_domains_refused_label"),
    "replaced_by": _("trail_desk_details_replaced_by_title"),
    "reports": _("trail_desk_details_trail_reports_title"),
    "request": _("trail_desk_details_request_title"),
    "requests": _("trail_desk_details_trail_requests_title"),
    "role": _("trail_desk_details_role_title"),
    "roles": _("trail_desk_details_roles_title"),
    "root": _("trail_desk_details_signed_hash_trail_title"),
    "rules": _("trail_desk_details_trail_rules_title"),
    "scopes": _("trail_desk_details_rights_title"),
    "sent": _("trail_desk_details_trail_sent_title"),
    "server": _("trail_desk_details_server_title"),
    "setting": _("trail_desk_details_setting_title"),
    "share_iccwc": _("trail_desk_details_passed_to_iccwc_title"),
    "share": _("trail_desk_details_number_of_the_offer_title"),
    "shown": _("trail_desk_details_shown_title"),
    "sighting": _("trail_desk_details_sighting_title"),
    "size": _("trail_desk_details_trail_size_title"),
    "skipped": _("common_left_out_title"),
    "source": _("trail_desk_details_trail_source_title"),
    "species": _("trail_desk_details_trail_species_title"),
    "stamp": _("trail_desk_details_security_stamp_title"),
    "start": _("trail_desk_details_first_result_title"),
    "status": _("trail_desk_details_trail_status_title"),
    "step": _("trail_desk_details_refused_by_title"),
    "taken": _("trail_desk_details_trail_taken_title"),
    "taxa": _("trail_desk_details_taxa_title"),
    "telephone": _("trail_desk_details_trail_telephone_title"),
    "time": _("trail_desk_time_column"),
    "to": _("trail_desk_details_trail_to_title"),
    "token": _("trail_desk_details_token_title"),
    "unchanged": _("trail_desk_details_trail_unchanged_title"),
    "unused": _("trail_desk_details_days_without_logging_in_title"),
    "valid_on": _("common_valid_on_title"),
    "valid_until": _("common_valid_until_title"),
    "version": _("common_version_title"),
    "wanted": _("trail_desk_details_asked_for_title"),
    "what": _("trail_desk_details_page_or_service_title"),
    "which": _("trail_desk_details_which_ones_title"),
    "why": _("common_reason_label"),
    "year": _("trail_desk_details_trail_year_title"),
    # By what the trail was searched.
    "action": _("trail_desk_what_was_done_column"),
    "actor": _("common_user_name_title"),
    "network": _("common_network_column"),
    "q": _("trail_desk_words_place_details_network_title"),
    "result": _("trail_desk_trail_result_title"),
    "since": _("common_from_title"),
    "target": _("trail_desk_trail_place_column"),
    "until": _("common_until_title"),
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


def value_in_words(action: str, name: str, value: Any, language: str) -> Any:
    """What pages say of the value of the detail ``name``."""
    one = partial(_one, action, name, language=language)
    match value:
        case Mapping():
            pairs = (_pair(one, key, number, language) for key, number in value.items())
            return listed(pairs, language, ";")
        case list() | tuple():
            return listed((_said(one(part), language) for part in value), language)
    return one(value)


def words_of(kind: str, name: str) -> dict[Any, Message | str]:
    """The words of the values of a detail, in actions of one kind."""
    found: dict[Any, Message | str] = {}
    for part in _parts():
        found |= part.by_kind.get(kind, {}).get(name, {})
    if not found:
        for part in _parts():
            found |= part.by_name.get(name, {})
    return found


def _parts() -> Iterator[EventWords]:
    yield from (part for _name, part in getUtilitiesFor(IEventWords))


def setting_title(record_name: str, unknown: str) -> Message | str:
    """What the settings call a record of the registry."""
    registry = queryUtility(IRegistry)
    record = registry.records.get(record_name) if registry is not None else None
    return record.field.title if record is not None else unknown


def _pair(one: Callable[[Any], Any], key: str, number: Any, language: str) -> str:
    """A name with its number: one of a rule, or how often something was found."""
    words = next(filter(None, (part.numbers.get(key) for part in _parts())), None)
    words = words or one(key)
    number = "–" if number is None else number
    said = _(
        "common_field_value_title",
        mapping={"field": _said(words, language), "value": number},
    )
    return _said(said, language)


def _said(words: Any, language: str) -> str:
    is_text = isinstance(words, str)  # a message is one too
    return translate(words, target_language=language) if is_text else str(words)


def _one(action: str, name: str, value: Any, *, language: str) -> Any:
    kind = action.partition(".")[0]
    words = words_of(kind, name)
    if isinstance(value, bool):
        return _("common_yes_2") if value else _("common_no")
    if not isinstance(value, str):
        return value
    if value in words:
        return words[value]
    if name in CODES:
        return title(CODES[name], value, language)
    for part in _parts():
        if name in part.in_words:
            return part.in_words[name](value, language)
    return value


def _time(value: str, language: str) -> str:
    """A day or a moment as the reader writes it; anything else as it is."""
    if ISO_DAY.fullmatch(value):
        with suppress(ValueError):  # as 2026-02-31, which somebody searched for
            return day(date.fromisoformat(value), language).text
    if ISO_MOMENT.fullmatch(value):
        with suppress(ValueError):
            return moment(datetime.fromisoformat(value), language).text
    return value


def _positions(value: str, _language: str) -> str:
    """Leaves, which pages count from one."""
    return re.sub(r"\d+", lambda number: str(int(number[0]) + 1), value)


def _list(value: str, language: str) -> str:
    return list_title(value, language) if value in names() else value


ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
#: The words of the trail itself, and of what all parts have in common.
WORDS = EventWords(
    by_kind={"audit": {"reason": REMOVED, "result": RESULTS}},
    by_name={"step": STEPS},
    in_words={
        "action": lambda value, _language: title_of(value),
        "dated": _time,
        "from": _time,
        "list": _list,
        "positions": _positions,
        "setting": lambda value, _language: setting_title(value, value),
        "since": _time,
        "time": _time,
        "until": _time,
        "valid_on": _time,
        "valid_until": _time,
    },
)
