"""Permits are kept and found alike by SQLite and PostgreSQL."""

import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.permits.actions.storing import store_permits, Stored
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Status
from cites.cug.permits.queries import PermitSearch, search, statistics
from cites.cug.permits.registry import find_permit
from cites.cug.permits.revisions import revisions_of
from dataclasses import replace
from datetime import date
from sqlalchemy import inspect
from tests.permits.actions.test_storing import WHOLE


def store(*permits):
    stored = store_permits(permits, source=PermitSource.IMPORT, acting_user="secretariat")
    transaction.commit()
    return stored


def test_what_is_stored_comes_back(records):
    assert store(WHOLE) == Stored(1, 0, 0)
    assert find_permit("XA", WHOLE.number).permit == WHOLE
    assert store(WHOLE, replace(WHOLE, number="XA-1")) == Stored(1, 0, 1)
    changed = replace(WHOLE, purpose="T", lines=())
    assert store(changed) == Stored(0, 1, 0)
    found = find_permit("XA", WHOLE.number)
    assert found.permit == changed
    assert [one.permit for one in revisions_of(found.id)] == [WHOLE]


def test_search_and_statistics(records):
    line = replace(WHOLE.lines[0], scientific_name="Panthera leo", origin_country="XC")
    no_end = {"valid_from": date(2021, 1, 1), "valid_until": None}
    store(
        WHOLE,
        replace(WHOLE, number="XA-1", lines=(line,)),
        replace(WHOLE, number="XA-2", **no_end),
    )

    def found(**wanted):
        page = search(PermitSearch(**wanted), acting_user="police-xa")
        assert page.total == len(page.rows)
        return [row.permit.number for row in page.rows]

    assert found() == ["XA-2", "XA-1", WHOLE.number]
    assert found(species="panthera") == ["XA-1"]
    assert found(species="acinonyx", origin_country="XC") == []
    assert found(valid_on=date(2022, 2, 2)) == ["XA-2"]
    origin = {"valid_on": date(2026, 2, 2), "origin_country": "XC"}
    assert found(**origin) == found(**origin, country="XA") == ["XA-1"]
    assert found(status=Status.ISSUED, species="acinonyx") == ["XA-2", WHOLE.number]
    counted = statistics(
        PermitSearch(country="XA", valid_on=date(2026, 2, 2)), acting_user="police-xa"
    )
    assert counted.total == 3
    species = [("acinonyx jubatus", 2), ("panthera leo", 1)]
    assert counted.counts["species"] == species
    assert counted.counts["status"] == [("issued", 3)]


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
