"""Compares the schema of the records with what the migrations make of an empty database.

Whoever drops a trigger ends the sealing of the trail, and one who drops a constraint can
store what the portal never would; no row tells of either.
"""

from cites.cug.core.sql.schema import run_migrations
from cites.cug.operations.faults import Fault
from cites.cug.operations.progress import Progress
from collections.abc import Iterator
from functools import lru_cache
from sqlalchemy import Connection, create_engine, func, literal_column, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool
from typing import Any


#: (kind, table, name) → definition.
Definitions = dict[tuple[str, str, str], str]
#: What nobody adds to the portal's tables but the portal. An index changes no answer.
CLOSED = frozenset({"column", "constraint", "trigger"})
#: Where PostgreSQL has the expected tables, until the transaction ends.
EXPECTED = "cug_expected"


def check_schema(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Name each column, index, constraint and trigger that is not as it was made."""
    try:
        if connection.dialect.name == "sqlite":
            expected, found = _expected_sqlite(), _describe_sqlite(connection)
        else:
            # Of its own: the other one reads by cursors, which nothing but rows has.
            with connection.engine.connect() as own:
                expected, found = _expected_postgresql(own), _describe(own)
    except SQLAlchemyError as error:
        words = f"cannot be compared: {str(error).partition(chr(10))[0]}"
        yield Fault("schema", words)
        return
    tables = {table for _kind, table, _name in expected}
    for kind, table, name in progress.each("parts of the schema", sorted(expected)):
        place = f"{kind} {name} of table {table}"
        present = found.get((kind, table, name))
        if present is None:
            yield Fault(place, "is missing")
        elif present != expected[kind, table, name]:
            yield Fault(place, "is another than the portal has made")
    for kind, table, name in sorted(found.keys() - expected.keys()):
        if kind in CLOSED and table in tables:
            yield Fault(f"{kind} {name} of table {table}", "is none of the portal's")


@lru_cache
def _expected_sqlite() -> Definitions:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        run_migrations(connection)
        return _describe_sqlite(connection)


def _describe_sqlite(connection: Connection) -> Definitions:
    found: Definitions = {}
    master = "SELECT type, name, tbl_name, sql FROM sqlite_master"
    for kind, name, table, sql in connection.exec_driver_sql(master).all():
        if name.startswith("sqlite_") or sql is None:
            continue
        if kind != "table":
            found[kind, table, name] = " ".join(sql.split())
            continue
        words = "AUTOINCREMENT" in sql, "WITHOUT ROWID" in sql
        found["table", name, name] = str(words)
        for _id, column, *facts in _pragma(connection, "table_xinfo", name):
            found["column", name, column] = str(facts)
        for number, *key in _pragma(connection, "foreign_key_list", name):
            found["constraint", name, f"foreign key {number}"] = str(key)
        for _id, index, is_unique, origin, _partial in _pragma(
            connection, "index_list", name
        ):
            if is_unique and origin == "u":
                columns = [row[2] for row in _pragma(connection, "index_info", index)]
                found["constraint", name, f"unique {', '.join(columns)}"] = ""
    return found


def _pragma(connection: Connection, name: str, of: str) -> list[tuple]:
    pragma = getattr(func, f"pragma_{name}")
    query: Any = select(literal_column("*")).select_from(pragma(of))
    return [tuple(row) for row in connection.execute(query)]


def _expected_postgresql(connection: Connection) -> Definitions:
    """Make the tables in a schema of their own, which is undone."""
    before = connection.scalar(text("SHOW search_path"))
    savepoint = connection.begin_nested()
    try:
        connection.exec_driver_sql(f"CREATE SCHEMA {EXPECTED}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {EXPECTED}")
        run_migrations(connection)
        return _describe(connection)
    finally:
        savepoint.rollback()
        connection.exec_driver_sql(f"SET LOCAL search_path TO {before}")


#: Kind, table, name and definition of all in the schema that comes first.
POSTGRESQL = """
    SELECT 'column', c.relname, a.attname, concat_ws(' ',
        format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, l.collname,
        pg_get_expr(d.adbin, d.adrelid))
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    WHERE a.attnum > 0 AND NOT a.attisdropped
    AND c.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'index', c.relname, i.relname, pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
    JOIN pg_class i ON i.oid = x.indexrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND x.indisvalid
    UNION ALL
    SELECT 'constraint', c.relname, n.conname, pg_get_constraintdef(n.oid)
    FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND n.convalidated
    UNION ALL
    SELECT 'trigger', c.relname, t.tgname, concat_ws(' ',
        t.tgenabled, pg_get_triggerdef(t.oid), pg_get_functiondef(t.tgfoid))
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
"""


def _describe(connection: Connection) -> Definitions:
    schema = connection.scalar(text("SELECT current_schema()"))
    return {
        (kind, table, name): definition.replace(f"{schema}.", "")
        for kind, table, name, definition in connection.exec_driver_sql(POSTGRESQL)
    }
