"""Texts for readers: why an outside source gave no permit."""

from cites.cug import _
from cites.cug.permits.sources.source import Refusal


REFUSALS = {
    Refusal.MISSING: _("permits_outside_words_country_system_knows_no_text"),
    Refusal.CALLER_UNKNOWN: _(
        "permits_outside_words_external_source_recognize_portal_text"
    ),
    Refusal.NOT_AVAILABLE: _(
        "permits_outside_words_country_answer_through_external_text"
    ),
    Refusal.REFUSED: _("permits_outside_words_country_system_refused_answer"),
    Refusal.TIME_OUT: _("common_no_answer_came_time_text"),
    Refusal.UNREACHABLE: _("permits_outside_words_external_source_reached_answer_text"),
    Refusal.RESTING: _("permits_outside_words_external_source_failed_several_text"),
    Refusal.BUSY: _("common_service_busy_try_again_text"),
}
UNREAD = _("permits_outside_words_permit_kept_boxes_could_text")
