"""Titles of the kinds of findings, and neutral words that may replace findings."""

from cites.cug import _
from cites.nonnominal.findings import Finding, FindingKind
from collections import defaultdict
from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any
from zope.i18n import translate


TITLES = {
    FindingKind.PERSON: _("web_placeholders_name_of_a_person_title"),
    FindingKind.EMAIL: _("web_placeholders_email_address_title"),
    FindingKind.PHONE: _("web_placeholders_telephone_number_title"),
    FindingKind.PASSPORT: _("web_placeholders_number_of_a_passport_title"),
    FindingKind.NATIONAL_ID: _("web_placeholders_identity_number_birth_date_title"),
    FindingKind.IBAN: _("web_placeholders_bank_account_title"),
    FindingKind.CARD: _("web_placeholders_number_payment_card_title"),
    FindingKind.PLATE: _("web_placeholders_number_plate_or_vessel_title"),
    FindingKind.IP: _("web_placeholders_ip_address_title"),
    FindingKind.URL_PROFILE: _("web_placeholders_profile_or_handle_title"),
    FindingKind.DEVICE: _("web_placeholders_device_number_title"),
    FindingKind.COMPANY: _("web_placeholders_name_of_a_company_title"),
}
NEUTRAL = {
    FindingKind.PERSON: _("web_placeholders_person"),
    FindingKind.EMAIL: _("web_placeholders_email_address"),
    FindingKind.PHONE: _("web_placeholders_telephone_number"),
    FindingKind.PASSPORT: _("web_placeholders_passport"),
    FindingKind.NATIONAL_ID: _("web_placeholders_identity_detail"),
    FindingKind.IBAN: _("web_placeholders_account"),
    FindingKind.CARD: _("web_placeholders_payment_card"),
    FindingKind.PLATE: _("web_placeholders_vehicle_or_vessel"),
    FindingKind.IP: _("web_placeholders_ip_address"),
    FindingKind.URL_PROFILE: _("web_placeholders_profile"),
    FindingKind.DEVICE: _("web_placeholders_device"),
    FindingKind.COMPANY: _("web_placeholders_company"),
}


def neutral_words(findings: Iterable[Finding], request: Any) -> list[str]:
    """Give each finding a word, as "person 1" or "company A"; equal texts share one."""
    known: dict[FindingKind, dict[str, int]] = defaultdict(dict)
    words = []
    for finding in findings:
        same = known[finding.kind]
        number = same.setdefault(finding.text.casefold(), len(same))
        text = _(NEUTRAL[finding.kind], mapping={"number": _mark(finding.kind, number)})
        words.append(translate(text, context=request))
    return words


def _mark(kind: FindingKind, number: int) -> str:
    """The mark in a neutral word: a letter for a company, a number for all others."""
    if kind is FindingKind.COMPANY and number < len(ascii_uppercase):
        return ascii_uppercase[number]
    return str(number + 1)
