"""What a summary counts, for whom, and in which period."""

import transaction
from cites.cug.home.summary import summary_of
from cites.cug.library.tools.sightings.actions import add_sighting
from cites.cug.web.layout.periods import Period, span_of
from DateTime import DateTime
from datetime import date, datetime, timedelta, UTC
from tests.library.tools.follows.case import AUTHOR, FollowsCase, IGO, READER


class SummaryTest(FollowsCase):
    def setUp(self):
        super().setUp()
        self.span = span_of(Period.WEEK, datetime.now(UTC).date())

    def summary(self, user=READER, span=None):
        self.as_member(user)
        return summary_of(self.group, user, span or self.span, None)

    def numbers(self, user=READER, span=None):
        found = self.summary(user, span).numbers
        return {name: tuple(one) for name, one in found.items()}

    def published_on(self, day, **fields):
        item = self.published(**fields)
        item.setEffectiveDate(DateTime(f"{day.isoformat()} 12:00 UTC"))
        item.reindexObject()
        transaction.commit()
        return item

    def sight(self, item):
        values = {"country": "XB", "note": "", "date": None, "quantity": None}
        add_sighting(item, values, acting_user=READER)
        transaction.commit()

    def test_it_counts_this_period_and_the_one_before(self):
        now, before = self.numbers()["alerts"]
        self.published(incident_country="XA")
        self.published_on(self.span.first, incident_country="XB")
        self.published_on(self.span.before.last, incident_country="XB")
        self.published_on(self.span.before.before.last)
        found = self.summary()
        self.assertEqual(found.numbers["alerts"], (now + 2, before + 1))
        self.assertEqual(found.alerts.total, now + 2)
        self.assertEqual(tuple(found.trends["by_country"]["XB"])[1], 1)
        span = self.span.before.before
        self.assertEqual(self.numbers(span=span)["alerts"], (1, 0))

    def test_only_what_the_reader_may_see_now(self):
        igo, reader = self.numbers(IGO), self.numbers()
        item = self.published()
        self.alert("submit")
        self.sight(item)
        for name in ("alerts", "sightings"):
            self.assertEqual(self.numbers()[name][0], reader[name][0] + 1, name)
            self.assertEqual(self.numbers(IGO), igo, name)
        self.assertEqual([one[1] for one in self.summary().sighted.lines], [item.UID()])
        self.move(item, "share")
        self.assertEqual(self.numbers(IGO)["sightings"], igo["sightings"])
        self.sight(item)
        self.assertEqual(self.numbers(IGO)["sightings"][0], igo["sightings"][0] + 1)

    def test_sightings_of_another_period_are_not_new(self):
        item = self.published()
        self.sight(item)
        later = span_of(Period.WEEK, date.today() + timedelta(days=7))
        self.assertEqual(self.numbers(AUTHOR, later)["sightings"], (0, 1))
