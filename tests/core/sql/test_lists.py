"""Lists that are sent to a database as one value."""

import json
import unittest
from cites.cug.core.sql.lists import AS_TABLE, listed
from sqlalchemy import column, create_engine, literal, select
from sqlalchemy.dialects import postgresql


#: More than SQLite and PostgreSQL take as values of a statement.
MANY = 300_000


class ListsTest(unittest.TestCase):
    def test_a_list_of_any_length_is_one_value(self):
        query = select(literal("one").in_(select(listed("words", "sqlite"))))
        many = [str(number) for number in range(MANY)]
        with create_engine("sqlite://").connect() as connection:
            for words, expected in (([], 0), (many, 0), ([*many, "one"], 1)):
                given = {"words": json.dumps(words)}
                self.assertEqual(expected, connection.scalar(query, given))

    def test_each_database_has_its_table(self):
        for dialect in AS_TABLE:
            query = select(column("x")).where(
                column("x").in_(select(listed("y", dialect)))
            )
            compiled = query.compile(dialect=postgresql.dialect())
            self.assertEqual({"y": None}, compiled.params, dialect)
