"""A group's rules for requests for access, which its Secretariat sets."""

from cites.cug import _
from cites.cug.core.codelists.lists import codes
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import FieldErrors, shown, unknown_code
from cites.cug.membership.access_requests import mail_domains
from cites.cug.membership.access_requests.models import RequestRules
from cites.cug.membership.access_requests.text_fields import OutsideText
from collections.abc import Iterable
from plone.autoform.directives import widget
from plone.supermodel.model import Schema
from typing import Any, NamedTuple
from zope import schema
from zope.i18nmessageid import Message


EXAMPLE = "XA: customs.example"
MAX_LIST = 20_000
#: A message about a long list names only so many of its faults.
MOST_SAID = 3


class IRequestRules(Schema):
    """The rules of a group for requests for access."""

    accepts = schema.Bool(
        title=_("common_anyone_can_request_access_label"),
        description=_("membership_settings_public_page_shows_group_help"),
        required=False,
    )
    free_mail = schema.Bool(
        title=_("common_accept_addresses_free_email_label"), required=False
    )
    widget("refused_domains", rows=8)
    refused_domains = OutsideText(
        title=_("common_more_domains_refused_label"),
        description=_("membership_settings_addition_built_list_free_help"),
        max_length=MAX_LIST,
    )
    widget("official_domains", rows=8)
    official_domains = OutsideText(
        title=_("common_official_domains_label"),
        description=_(
            "membership_settings_country_per_line_each_help",
            mapping={"example": "XA: customs.example police.example"},
        ),
        max_length=MAX_LIST,
    )


class AccessRequestRules(NamedTuple):
    """The rules of one group; without arguments, the defaults."""

    accepts: bool = True
    free_mail: bool = False
    refused_domains: str = ""
    official_domains: str = ""

    def refuses(self, domain: str) -> bool:
        """Whether addresses of this domain are refused, because anybody can get one."""
        if self.free_mail:
            return False
        free = mail_domains.free_mail_domains()
        return mail_domains.belongs(
            domain, free | mail_domains.domains_in(self.refused_domains)
        )

    def is_official(self, domain: str, country: str) -> bool | None:
        """Whether the domain is on the country's list; None if the country has no
        list.
        """
        known = mail_domains.domains_by_country(self.official_domains).get(country)
        return mail_domains.belongs(domain, known) if known else None


def rules_of(group: Any) -> AccessRequestRules:
    """The rules of a group; the defaults if it has set none."""
    row = session().get(RequestRules, group.UID())
    if row is None:
        return AccessRequestRules()
    return AccessRequestRules(
        *(getattr(row, field) for field in AccessRequestRules._fields)
    )


def set_rules(group: Any, rules: AccessRequestRules, *, acting_user: str) -> None:
    """Check and keep the rules of a group. Raises InvalidValues."""
    mistakes = FieldErrors()
    for text in _no_domains(mail_domains.domains_in(rules.refused_domains)):
        mistakes.add("refused_domains", text)
    for text in _wrong_table(rules.official_domains):
        mistakes.add("official_domains", text)
    mistakes.raise_any()
    records = write_session()
    old = rules_of(group)
    changed = {
        field: value
        for field, value in rules._asdict().items()
        if value != getattr(old, field)
    }
    if changed:
        records.merge(RequestRules(group_uid=group.UID(), **rules._asdict()))
        record("request.rules", target=group, acting_user=acting_user, detail=changed)


def _wrong_table(text: str) -> list[Message]:
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    wrong = [
        _("membership_settings_form", mapping={"line": shown(line), "example": EXAMPLE})
        for line in lines
        if line and ":" not in line
    ]
    known = codes("country")
    for country, names in mail_domains.domains_by_country(text).items():
        if country not in known:
            wrong.append(unknown_code(country).doc())
        wrong += _no_domains(names)
    return wrong[:MOST_SAID]


def _no_domains(words: Iterable[str]) -> list[Message]:
    wrong = sorted(word for word in words if not mail_domains.is_domain(word))
    return [
        _("membership_settings_domain_name", mapping={"word": shown(word)})
        for word in wrong[:MOST_SAID]
    ]
