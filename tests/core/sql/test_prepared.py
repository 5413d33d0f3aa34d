"""Prepared questions answer what SQLAlchemy answers."""

import unittest
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.prepared import MOST_FORMS, Prepared
from datetime import datetime, UTC
from sqlalchemy import (
    bindparam,
    Boolean,
    Column,
    create_engine,
    event,
    func,
    insert,
    Integer,
    LargeBinary,
    MetaData,
    select,
    String,
    Table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import psycopg2
from sqlalchemy.exc import OperationalError, ProgrammingError


WHEN = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
TABLE = Table(
    "sample",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("word", String),
    Column("flag", Boolean),
    Column("at", Moment),
    Column("data", LargeBinary),
)
ROWS = [
    {"number": 1, "word": "one", "flag": True, "at": WHEN, "data": b"1"},
    {"number": 2, "word": "two", "flag": False, "at": None, "data": None},
    {"number": 3, "word": None, "flag": True, "at": WHEN, "data": b"3"},
]
AMONG = TABLE.c.word.in_(bindparam("words", expanding=True))
FEW = bindparam("size", type_=Integer)


class PreparedTest(unittest.TestCase):
    def setUp(self):
        engine = create_engine("sqlite://")
        self.connection = engine.connect()
        self.addCleanup(engine.dispose)
        self.addCleanup(self.connection.close)
        TABLE.create(self.connection)
        self.connection.execute(insert(TABLE), ROWS)

    def assert_same(self, query, **given):
        expected = self.connection.execute(query, given)
        names, expected = list(expected.keys()), expected.all()
        found = Prepared(query).rows(self.connection, given)
        self.assertEqual([tuple(row) for row in expected], [tuple(row) for row in found])
        for row in found:
            self.assertEqual(names, list(row._fields))
        return found

    def test_values_of_each_type(self):
        found = self.assert_same(select(TABLE).order_by(TABLE.c.number))
        self.assertEqual([True, False, True], [row.flag for row in found])
        self.assertEqual([WHEN, None, WHEN], [row.at for row in found])

    def test_values_that_are_given_and_those_of_the_question(self):
        wanted = TABLE.c.word == bindparam("word")
        more = (TABLE.c.flag.is_(True), TABLE.c.at == WHEN, TABLE.c.number.in_((1, 2)))
        query = select(TABLE).where(wanted, *more, func.coalesce(TABLE.c.flag, False))
        self.assertEqual(1, len(self.assert_same(query, word="one")))
        self.assertEqual(0, len(self.assert_same(query, word="two")))
        self.assert_same(select(TABLE.c.word).limit(FEW), size=2)
        self.assert_same(select(TABLE.c.word), size=2)

    def test_lists_of_any_length(self):
        query = select(TABLE).where(AMONG).order_by(TABLE.c.number)
        for words in ([], ["one"], ["one", "two"], ["two", "one", "x"]):
            self.assert_same(query, words=words)
        prepared = Prepared(query)
        for times in range(2):
            for words in (["one"], ["two"], ["one", "two"], ("one",), ("one", "two")):
                found = prepared.rows(self.connection, {"words": words})
                self.assertEqual([*words], [row.word for row in found], times)

    def test_no_value_is_kept_and_not_every_length(self):
        prepared = Prepared(select(TABLE).where(AMONG).limit(FEW))
        for length in range(MOST_FORMS * 2):
            words = [f"secret{number}" for number in range(length)]
            prepared.rows(self.connection, {"words": words, "size": 777777})
        kept = vars(prepared)["_forms"]
        self.assertTrue(0 < len(kept) <= MOST_FORMS)
        text_of_all = str(kept)
        self.assertFalse("secret" in text_of_all or "777777" in text_of_all)

    def test_a_value_that_must_be_changed_for_the_driver_is_refused(self):
        query = Prepared(select(TABLE).where(TABLE.c.at == bindparam("at", type_=Moment)))
        with self.assertRaises(TypeError):
            query.rows(self.connection, {"at": WHEN})

    def test_who_listens_to_statements_hears_it(self):
        heard = []

        def note(_connection, _cursor, statement, values, *_more):
            heard.append((statement, values))

        event.listen(self.connection, "before_cursor_execute", note)
        Prepared(select(TABLE).where(AMONG)).rows(self.connection, {"words": ["one"]})
        ((statement, values),) = heard
        self.assertIn("FROM sample", statement)
        self.assertEqual(("one",), values)

    def test_a_failure_is_that_of_the_usual_way(self):
        query = Prepared(select(TABLE))
        self.connection.execute(text("DROP TABLE sample"))
        with self.assertRaises(OperationalError):
            query.rows(self.connection, {})

    def test_a_lost_connection_is_noticed_as_usual(self):
        self.connection.connection.driver_connection.close()
        with self.assertRaises(ProgrammingError):
            Prepared(select(TABLE)).rows(self.connection, {})

    def test_postgresql_takes_values_by_name(self):
        query = Prepared(select(TABLE).where(AMONG, TABLE.c.flag == true()))
        given = {"words": ["one", "two"]}
        form = query._form(psycopg2.dialect(), given)
        self.assertIn("%(words_1)s, %(words_2)s", form.text)
        values = {"words_1": "one", "words_2": "two"}
        self.assertLessEqual(values.items(), form.values(given).items())
