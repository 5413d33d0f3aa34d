"""A transaction that is left open in PostgreSQL is told to operators."""

from cites.cug.operations import readiness
from cites.cug.operations.readiness import check_transactions
from sqlalchemy import create_engine
from tests.deployment.postgresql import postgresql
from unittest.mock import patch


def test_only_one_that_has_been_open_for_long():
    with postgresql() as server:
        url = f"postgresql+psycopg2://cug@/cug?host={server.socket}&port={server.port}"
        engine = create_engine(url)
        reading = engine.execution_options(isolation_level="AUTOCOMMIT").connect
        with engine.begin() as left_open:
            left_open.exec_driver_sql("SELECT 1")
            assert list(check_transactions(reading)) == []
            with patch.object(readiness, "LONG_OPEN", -1):
                (trouble,) = check_transactions(reading)
        engine.dispose()
    assert (trouble.place, trouble.stops) == ("transaction", False)
    assert "pg_stat_activity" in trouble.in_words()
