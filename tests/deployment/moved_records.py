"""A stored portal of FileStorage and SQLite, put into a PostgreSQL database.

So that one small fixture of a landed version tests its upgrade on both: the schema is
made by the migrations up to the version's own, the rows are copied, and the content goes
through RelStorage.
"""

from alembic import command
from alembic.config import Config
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from relstorage.adapters.postgresql import PostgreSQLAdapter
from relstorage.options import Options
from relstorage.storage import RelStorage
from sqlalchemy import Boolean, Connection, create_engine, Integer, MetaData, Table, text
from tests.deployment.postgresql import OWNER, Server
from ZODB.FileStorage import FileStorage


VERSION = "alembic_version"
#: A copy of the database, from which it is made anew.
KEPT = "landed"


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def move(var: Path, server: Server) -> None:
    """Put what lies unpacked in ``var`` into the server's empty database."""
    place = f"@/{server.database}?host={server.socket}&port={server.port}"
    records = next((var / "records").glob("*.sqlite"))
    with _connected(f"sqlite:///{records}") as old:
        tables = MetaData()
        tables.reflect(old)
        revision = old.scalar(text(f"SELECT version_num FROM {VERSION}"))
        with _connected(f"postgresql+psycopg2://cug{place}") as new:
            config = Config()
            config.set_main_option("script_location", "cites.cug.sql:migrations")
            config.attributes["connection"] = new
            command.upgrade(config, revision)
        with _connected(f"postgresql+psycopg2://{OWNER}{place}") as new:
            # Keys that refer to other tables wait for them.
            new.execute(text("SET session_replication_role = replica"))
            new.execute(text("SET TIME ZONE 'UTC'"))
            for name in tables.tables.keys() - {VERSION}:
                rows = old.exec_driver_sql(f'SELECT * FROM "{name}"').mappings()
                _copy(Table(name, MetaData(), autoload_with=new), list(rows), new)
    _move_content(var / "filestorage" / "Data.fs", server)
    _remake(server, KEPT, server.database)


def move_again(server: Server) -> None:
    """What ``move`` has put there, whatever was changed since."""
    _remake(server, server.database, KEPT)


def _copy(table: Table, rows: list, new: Connection) -> None:
    names = [column.name for column in table.columns]
    marks = ", ".join(f"%({name})s" for name in names)
    into = f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({marks})'
    # As the drivers take it: SQLite has no booleans.
    truths = [one.name for one in table.columns if isinstance(one.type, Boolean)]
    for row in rows:
        given = {name: row[name] for name in names}
        given |= {name: bool(given[name]) for name in truths if given[name] is not None}
        new.exec_driver_sql(into, given)
    for column in table.primary_key:
        if rows and isinstance(column.type, Integer):
            counted = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            highest = f'(SELECT max({column.name}) FROM "{table.name}")'
            new.execute(text(f"SELECT setval({counted}, {highest})"))


def _move_content(file: Path, server: Server) -> None:
    options = Options(keep_history=False)
    dsn = f"dbname={server.database} user=cug host={server.socket} port={server.port}"
    with closing(FileStorage(str(file), read_only=True)) as old:
        adapter = PostgreSQLAdapter(dsn, options=options)
        with closing(RelStorage(adapter, options=options)) as new:
            new.copyTransactionsFrom(old)


def _remake(server: Server, name: str, template: str) -> None:
    maintenance = server._replace(database=OWNER)
    maintenance.query(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    maintenance.query(f"CREATE DATABASE {name} TEMPLATE {template} OWNER cug")
