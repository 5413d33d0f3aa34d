"""How the programs of PostgreSQL are told where the records are."""

import unittest
from cites.cug.operations.stores import Stores
from pathlib import Path
from sqlalchemy import make_url


def libpq(address: str) -> dict[str, str]:
    return Stores(make_url(address), None, None, Path("var")).libpq


class LibpqTest(unittest.TestCase):
    def test_a_server_with_its_port_and_password(self):
        told = libpq("postgresql+psycopg2://cug:secret@database:5433/records")
        self.assertEqual(told["PGHOST"], "database")
        self.assertEqual(told["PGPORT"], "5433")
        self.assertEqual(told["PGUSER"], "cug")
        self.assertEqual(told["PGPASSWORD"], "secret")
        self.assertEqual(told["PGDATABASE"], "records")

    def test_two_servers_of_which_one_can_be_written_to(self):
        query = "host=one,two&port=5432,5433&target_session_attrs=read-write"
        told = libpq(f"postgresql+psycopg2://cug@/cug?{query}&connect_timeout=10")
        self.assertEqual(told["PGHOST"], "one,two")
        self.assertEqual(told["PGPORT"], "5432,5433")
        # libpq writes this one without underscores, the next one with.
        self.assertEqual(told["PGTARGETSESSIONATTRS"], "read-write")
        self.assertEqual(told["PGCONNECT_TIMEOUT"], "10")
