"""What is found, in words; and the neutral words that may stand in its place."""

from cites.cug import _
from cites.cug.nonnominal.findings import Finding
from cites.cug.nonnominal.findings import Kind
from collections import defaultdict
from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any
from zope.i18n import translate


TITLES = {
    Kind.PERSON: _("Name of a person"),
    Kind.EMAIL: _("E-mail address"),
    Kind.PHONE: _("Telephone number"),
    Kind.PASSPORT: _("Number of a passport"),
    Kind.NATIONAL_ID: _("Identity number or birth date"),
    Kind.IBAN: _("Account"),
    Kind.CARD: _("Number of a payment card"),
    Kind.PLATE: _("Number plate or vessel"),
    Kind.IP: _("IP address"),
    Kind.URL_PROFILE: _("Profile or handle"),
    Kind.DEVICE: _("Number of a device"),
    Kind.COMPANY: _("Name of a company"),
}
NEUTRAL = {
    Kind.PERSON: _("person ${number}"),
    Kind.EMAIL: _("e-mail address ${number}"),
    Kind.PHONE: _("telephone number ${number}"),
    Kind.PASSPORT: _("passport ${number}"),
    Kind.NATIONAL_ID: _("identity document ${number}"),
    Kind.IBAN: _("account ${number}"),
    Kind.CARD: _("payment card ${number}"),
    Kind.PLATE: _("vehicle or vessel ${number}"),
    Kind.IP: _("IP address ${number}"),
    Kind.URL_PROFILE: _("profile ${number}"),
    Kind.DEVICE: _("device ${number}"),
    Kind.COMPANY: _("company ${number}"),
}


def neutral_words(findings: Iterable[Finding], request: Any) -> list[str]:
    """For each finding "person 1", "company A", …; the same for the same words."""
    known: dict[Kind, dict[str, int]] = defaultdict(dict)
    words = []
    for finding in findings:
        same = known[finding.kind]
        number = same.setdefault(finding.text.casefold(), len(same))
        text = _(NEUTRAL[finding.kind], mapping={"number": _mark(finding.kind, number)})
        words.append(translate(text, context=request))
    return words


def _mark(kind: Kind, number: int) -> str:
    """Companies have letters, so that none is taken for a person."""
    if kind is Kind.COMPANY and number < len(ascii_uppercase):
        return ascii_uppercase[number]
    return str(number + 1)
