"""A permit from the registry or an outside source, in the form that pages show."""

from cites.cug.core.codelists.lists import title
from cites.cug.permits import schema
from cites.cug.permits.labels import amount, in_words, said
from cites.cug.permits.lookup import LookupAnswer
from cites.cug.permits.outside import OutsideAnswer
from cites.cug.permits.permit import Party, PermitLine
from cites.cug.permits.schema import PERMIT_TYPES
from cites.cug.permits.verdict import Look, look_of
from cites.cug.web.layout.times import day, moment, ShownTime
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode


class Sheet:
    """The facts that an officer compares with the paper; names and addresses only with
    ``parties``.
    """

    def __init__(
        self,
        answer: LookupAnswer | OutsideAnswer,
        country: str,
        number: str,
        language: str,
        *,
        parties: bool,
    ):
        self.answer, self.language, self.sees_parties = answer, language, parties
        self.registered = answer.registered
        self.permit = answer.registered.permit if answer.registered else None
        #: Country and number as asked for, for the answer “not found”.
        self.number = self.permit.number if self.permit else number
        self.country = title("country", country, language)
        self.country_code = country

    @property
    def look(self) -> Look:
        return look_of(self.answer.verdict, doubted=bool(self.answer.warnings))

    @property
    def kind(self) -> Any:
        return PERMIT_TYPES[self.permit.type]

    def day(self, value: date | None) -> ShownTime | None:
        return day(value, self.language) if value else None

    def moment(self, value: datetime) -> ShownTime:
        return moment(value, self.language)

    @property
    def replaced_query(self) -> str:
        """The query string that looks up the permit which replaced this one."""
        asked = {"country": self.country_code, "number": self.registered.replaced_by}
        return urlencode(asked)

    def party_boxes(self) -> list[dict[str, Any]]:
        """The boxes of importer and exporter; without ``parties`` only the countries."""
        return [
            {"box": box, "lines": self._address(getattr(self.permit, name))}
            for name, box in schema.PARTIES.items()
        ]

    def parties(self) -> list[dict[str, Any]]:
        """Importer and exporter, if any of their boxes is filled in."""
        return [one for one in self.party_boxes() if one["lines"]]

    def _address(self, party: Party) -> list[Any]:
        names = schema.PARTY if self.sees_parties else ("country",)
        return [one.words for one in said(schema.PARTY, party, self.language, names)]

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "block": line.block or str(position + 1),
                "name": line.scientific_name,
                "common_name": line.common_name,
                "amount": amount(line, self.language),
                "term": self._words("term", line),
                "appendix": line.appendix,
                "source": self._words("source", line),
                "origin": self._words("origin_country", line),
                "origin_permit": line.origin_permit,
            }
            for position, line in enumerate(self.permit.lines)
        ]

    def _words(self, name: str, line: PermitLine) -> Any:
        return in_words(name, schema.LINE[name], getattr(line, name), self.language)
