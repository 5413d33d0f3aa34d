"""Column types that several tables of the registry use."""

from cites.cug.core.sql.moments import Moment
from datetime import date, datetime
from decimal import Decimal
from sqlalchemy import Double, String, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column
from typing import Any


class Amount(TypeDecorator):
    """A quantity: Decimal in Python, a double in SQL.

    ``fields.quantity`` allows only numbers that a double holds exactly.
    """

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> float | None:
        return None if value is None else float(value)

    def process_result_value(self, value: float | None, dialect: Any) -> Decimal | None:
        return None if value is None else exact(value)


def exact(value: float) -> Decimal:
    """The shortest decimal that reads back as this number, without zeros at its end."""
    number = Decimal(repr(value)).normalize()
    return number.quantize(1) if int(number.as_tuple().exponent) > 0 else number


def word(length: int, **options: Any) -> Mapped[str]:
    """A column for a short text. An empty box is "", not NULL."""
    return mapped_column(String(length), **options)


def words() -> Mapped[str]:
    """A column for a text of any length. An empty box is "", not NULL."""
    return mapped_column(Text)


def day() -> Mapped[date | None]:
    return mapped_column()


def amount() -> Mapped[Decimal | None]:
    return mapped_column(Amount)


def moment() -> Mapped[datetime]:
    return mapped_column(Moment)
