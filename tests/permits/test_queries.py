"""Permits by what they are about, and how many there are."""

import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.permit import Status
from cites.cug.permits.queries import PermitSearch, search, statistics
from dataclasses import replace
from datetime import date
from functools import partial
from sqlalchemy import event
from tests.permits.case import RegistryCase
from tests.permits.examples import permit, SOUND_LINE
from tests.some import some


CAT = SOUND_LINE
PARROT = replace(SOUND_LINE, scientific_name="Psittacus erithacus", origin_country="XC")
BOTH = replace(CAT, origin_country="XB")
LONG_AGO = {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 6, 30)}
NO_END = {"valid_from": date(2021, 1, 1), "valid_until": None}


class TestSearching(RegistryCase):
    def setUp(self):
        self.store(
            permit(number="1", lines=(CAT, PARROT)),
            permit(number="2", country="XB", lines=(BOTH,), **LONG_AGO),
            permit(number="3", lines=(PARROT,), **NO_END),
            permit(number="4", lines=()),
        )
        lost = self.found(permit(number="3")).id
        change_status(lost, Status.USED, "EXERCISE", acting_user="secretariat")
        transaction.commit()

    def search(self, **wanted):
        return search(PermitSearch(**wanted), acting_user="police-xa")

    def statistics(self, **wanted):
        return statistics(PermitSearch(**wanted), acting_user="police-xa")

    def numbers(self, **wanted):
        page = self.search(**wanted)
        numbers = [row.permit.number for row in page.rows]
        self.assertEqual(page.total, len(numbers))
        return numbers

    def test_all_what_came_last_first(self):
        self.assertEqual(["4", "3", "2", "1"], self.numbers())

    def test_by_each_kind(self):
        self.assertEqual(["2", "1"], self.numbers(species="Acinonyx jubatus"))
        self.assertEqual(["2", "1"], self.numbers(species="ACINONYX  ju"))
        self.assertEqual([], self.numbers(species="cinonyx"))
        self.assertEqual([], self.numbers(species="Acinonyx%"))
        self.assertEqual(["2"], self.numbers(country="XB"))
        self.assertEqual(["3"], self.numbers(status=Status.USED))
        self.assertEqual(["3", "1"], self.numbers(origin_country="XC"))

    def test_valid_on_a_day(self):
        self.assertEqual(["2"], self.numbers(valid_on=date(2020, 6, 30)))
        self.assertEqual([], self.numbers(valid_on=date(2020, 7, 1)))
        self.assertEqual(["3"], self.numbers(valid_on=date(2021, 1, 1)))
        self.assertEqual(["4", "3", "1"], self.numbers(valid_on=date(2026, 7, 10)))

    def test_an_origin_and_a_day(self):
        origin = {"origin_country": "XC", "valid_on": date(2026, 7, 10)}
        self.assertEqual(["3", "1"], self.numbers(**origin))
        self.assertEqual(["3"], self.numbers(**origin, status=Status.USED))
        self.assertEqual(["3", "1"], self.numbers(**origin, species="psittacus"))
        origin["valid_on"] = date(2022, 2, 2)
        self.assertEqual(["3"], self.numbers(**origin))

    def test_together_and_of_one_line(self):
        both = {"species": "acinonyx", "origin_country": "XC"}
        self.assertEqual([], self.numbers(**both))
        both["origin_country"] = "XB"
        self.assertEqual(["2"], self.numbers(**both))
        self.assertEqual([], self.numbers(**both, country="XA"))

    def test_pages(self):
        page = self.search(start=1, size=2)
        self.assertEqual(["3", "2"], [row.permit.number for row in page.rows])
        self.assertEqual(4, page.total)
        self.assertEqual(PARROT, page.rows[0].permit.lines[0])
        self.assertEqual(([], 4), tuple(self.search(start=9)))

    def test_how_many_of_which(self):
        found = self.statistics()
        self.assertEqual(4, found.total)
        self.assertEqual([("issued", 3), ("used", 1)], found.counts["status"])
        self.assertEqual([("XA", 3), ("XB", 1)], found.counts["country"])
        species = [("acinonyx jubatus", 2), ("psittacus erithacus", 2)]
        self.assertEqual(species, found.counts["species"])
        self.assertEqual(
            [("XC", 2), ("XA", 1), ("XB", 1)], found.counts["origin_country"]
        )
        found = self.statistics(country="XA", species="psittacus")
        self.assertEqual((2, [("E", 2)]), (found.total, found.counts["type"]))
        self.assertEqual([("psittacus erithacus", 2)], found.counts["species"])

    def test_the_trail_says_what_was_looked_for(self):
        self.search(species="acinonyx", valid_on=date(2026, 7, 1), status=Status.USED)
        self.statistics(country="XA")
        transaction.commit()
        ((found,), (counted,)) = self.events("search"), self.events("statistics")
        asked = {"species": "acinonyx", "valid_on": "2026-07-01", "status": "used"}
        self.assertEqual(asked, {name: found.detail[name] for name in asked})
        self.assertEqual(("police-xa", "XA"), (found.actor, counted.detail["country"]))

    def plans(self, work):
        """Steps of SQLite's plan for each statement."""
        asked = []

        def keep(_connection, _cursor, statement, parameters, _context, _many):
            if statement.startswith("SELECT"):
                asked.append((statement, parameters))

        made = engine(records_url())
        event.listen(made, "before_cursor_execute", keep)
        work()
        event.remove(made, "before_cursor_execute", keep)
        for statement, parameters in asked:
            explain = f"EXPLAIN QUERY PLAN {statement}"
            rows = session().connection().exec_driver_sql(explain, parameters)
            yield statement, [row[3] for row in rows]

    def test_no_table_is_read_from_end_to_end(self):
        """Permits are long: what goes through many of them reads an index alone."""
        for wanted in (
            {},
            {"species": "acinonyx jubatus", "status": Status.USED},
            {"origin_country": "XC", "valid_on": date(2021, 1, 1)},
            {"country": "XA", "valid_on": date(2021, 1, 1)},
            {"valid_on": date(2021, 1, 1)},
            {"status": Status.USED, "country": "XA"},
        ):
            for work in (self.search, self.statistics):
                for statement, plan in some(self.plans(partial(work, **wanted))):
                    for step in some(plan):
                        reads_all = step.startswith(("SCAN permit", "SCAN permit_line"))
                        whole = reads_all and "COVERING INDEX" not in step
                        self.assertFalse(whole, (step, statement))
