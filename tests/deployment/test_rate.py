"""Rates on PostgreSQL, where many come at the same moment."""

import transaction
from cites.cug.core.sql import rate
from cites.cug.core.sql.rate import Rate
from cites.cug.core.sql.session import session, write_session
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, UTC
from tests.deployment.filled_records import settings
from tests.deployment.postgresql import postgresql
from threading import Barrier


NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
RATE = Rate(100, timedelta(hours=1))
KNOCK = rate.Use("knock", "one", RATE)
CALLERS = 8


def test_who_comes_first_at_the_same_moment_is_counted(tmp_path):
    together = Barrier(CALLERS)

    def knock(_number):
        together.wait()
        rate.take(write_session().connection(), [KNOCK], NOON)
        transaction.commit()

    with postgresql() as server:
        url = f"postgresql+psycopg2://cug@/cug?host={server.socket}&port={server.port}"
        with settings(tmp_path, url), ThreadPoolExecutor(CALLERS) as callers:
            list(callers.map(knock, range(CALLERS)))
            past = rate.read_past(session().connection(), [KNOCK.line])[KNOCK.line]
            transaction.abort()
    assert past == [(NOON, 1)] * CALLERS
