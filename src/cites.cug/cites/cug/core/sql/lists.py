"""Lists of any length in a statement: each is sent to the database as one value, as JSON.

A value for each entry would be another statement for each length, and databases limit how
many values a statement may have.
"""

from sqlalchemy import bindparam, cast, ColumnElement, func, JSON, Text


#: Makes a table of such a list.
AS_TABLE = {
    "sqlite": lambda sent: func.json_each(sent),
    "postgresql": lambda sent: func.json_array_elements_text(cast(sent, JSON)),
}


def listed(name: str, dialect: str) -> ColumnElement[str]:
    """The texts of the list that is given as ``name``, as the column of a table."""
    table = AS_TABLE[dialect](bindparam(name, type_=Text))
    return table.table_valued("value", name=f"{name}_listed").c.value
