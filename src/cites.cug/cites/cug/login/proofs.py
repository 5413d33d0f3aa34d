"""Rows of logging in count only with a proof that the portal has written them.

The proof is computed with a key that lies outside the database, from all that the row
says: whoever writes a row there, or makes one say something else, has opened nothing.
"""

from cites.cug.encryption.authentic import is_proof, row_proof
from cites.cug.login.models import Proven
from collections.abc import Mapping
from typing import Any


def proven(table: type[Proven], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new row with its proof added."""
    said = [values[name] for name in table.PROVEN]
    return {**values, "proof": row_proof(table.__tablename__, said)}


def is_surely_proven(table: type[Proven], row: Any) -> bool:
    """The same, for tables where each row has had a proof since the table exists."""
    return row.proof is not None and is_proven(table, row)


def is_proven(table: type[Proven], row: Any) -> bool:
    """Whether the portal has written a row of that table as it is now."""
    said = [getattr(row, name) for name in table.PROVEN]
    return is_proof(table.__tablename__, said, row.proof)
