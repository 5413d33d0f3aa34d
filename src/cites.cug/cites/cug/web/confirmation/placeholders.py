"""Titles of the kinds of findings, and neutral words that may replace findings."""

from cites.cug import _
from cites.nonnominal.findings import Finding, FindingKind
from collections import defaultdict
from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any
from zope.i18n import translate


TITLES = {
    FindingKind.PERSON: _("Name of a person"),
    FindingKind.EMAIL: _("E-mail address"),
    FindingKind.PHONE: _("Telephone number"),
    FindingKind.PASSPORT: _("Number of a passport"),
    FindingKind.NATIONAL_ID: _("Identity number or birth date"),
    FindingKind.IBAN: _("Bank account"),
    FindingKind.CARD: _("Number of a payment card"),
    FindingKind.PLATE: _("Number plate or vessel"),
    FindingKind.IP: _("IP address"),
    FindingKind.URL_PROFILE: _("Profile or handle"),
    FindingKind.DEVICE: _("Device number"),
    FindingKind.COMPANY: _("Name of a company"),
}
NEUTRAL = {
    FindingKind.PERSON: _("person ${number}"),
    FindingKind.EMAIL: _("e-mail address ${number}"),
    FindingKind.PHONE: _("telephone number ${number}"),
    FindingKind.PASSPORT: _("passport ${number}"),
    FindingKind.NATIONAL_ID: _("identity document ${number}"),
    FindingKind.IBAN: _("account ${number}"),
    FindingKind.CARD: _("payment card ${number}"),
    FindingKind.PLATE: _("vehicle or vessel ${number}"),
    FindingKind.IP: _("IP address ${number}"),
    FindingKind.URL_PROFILE: _("profile ${number}"),
    FindingKind.DEVICE: _("device ${number}"),
    FindingKind.COMPANY: _("company ${number}"),
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
