"""Permits are kept and found alike by SQLite and PostgreSQL."""

import pytest
import transaction
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.actions.storing import Stored
from cites.cug.permits.model import Source
from cites.cug.permits.registry import look_up
from cites.cug.permits.revisions import revisions_of
from cites.cug.records.store import engine
from cites.cug.settings.deployment import records_url
from dataclasses import replace
from sqlalchemy import inspect
from tests.deployment.filled_records import settings
from tests.deployment.postgresql import postgresql
from tests.permits.test_storing import WHOLE


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request, tmp_path):
    if request.param == "sqlite":
        with settings(tmp_path, f"sqlite:///{tmp_path}/records.sqlite"):
            yield
        return
    with postgresql() as server:
        url = f"postgresql+psycopg2://cug@/{server.database}"
        address = f"{url}?host={server.socket}&port={server.port}"
        with settings(tmp_path, address):
            yield


def store(*permits):
    stored = store_permits(permits, source=Source.IMPORT, acting_user="secretariat")
    transaction.commit()
    return stored


def test_what_is_stored_comes_back(records):
    assert store(WHOLE) == Stored(1, 0, 0)
    assert look_up("XA", WHOLE.number).permit == WHOLE
    assert store(WHOLE, replace(WHOLE, number="XA-1")) == Stored(1, 0, 1)
    changed = replace(WHOLE, purpose="T", lines=())
    assert store(changed) == Stored(0, 1, 0)
    found = look_up("XA", WHOLE.number)
    assert found.permit == changed
    assert [one.permit for one in revisions_of(found.id)] == [WHOLE]


def test_no_index_knows_a_party(records):
    there = inspect(engine(records_url()))
    tables = [name for name in there.get_table_names() if name.startswith("permit")]
    indexed = {
        column
        for table in tables
        for index in there.get_indexes(table)
        for column in index["column_names"]
    }
    assert "species" in indexed
    assert not indexed & {"importer", "exporter"}
