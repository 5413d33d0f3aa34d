"""What is related is what a plain comparison finds among what the caller may read."""

import unittest
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.actions import set_state
from cites.cug.library.items.picture_hashes import BANDS, EQUAL
from cites.cug.library.lists.query_parameters import STATES
from cites.cug.library.lists.related import (
    alerts_on_permit,
    months_around,
    MOST,
    Reason,
    related_to,
    WEIGHTS,
)
from datetime import date
from plone import api
from plone.app.testing import login
from random import Random, randrange


AUTHORS = ("customs-xa", "police-xb", "igo-unodc")
CALLERS = (*AUTHORS, "secretariat", "wildlife-xc", "igo-interpol", "contact-xa")
NAMED = ("member:wildlife-xc", "country:XB", "category:igo")
NUMBERS = ("XA-2026/1", "xa 2026/1", "XB 7", None)
COUNTRIES = ("XA", "XB", None)
HASHES = ("00ff00ff00ff00ff", "00ff00ff00ff0f0f", "00ff00ff0f0f0f0f", None)
ALL = 100


def choose(chance: Random) -> dict:
    """Values of an alert, of few kinds, so that many share something."""
    species = chance.sample(("Acinonyx jubatus", "Panthera pardus"), chance.randint(0, 2))
    number = chance.choice(NUMBERS)
    return {
        "permits": [{"country": "XA", "number": number}] if number else [],
        "seizure_id": chance.choice(("XA/S-7", "xa/s 7", "8", None)),
        "specimens": [
            {"species": one, "term": "LIV", "quantity": 1.0} for one in species
        ],
        "incident_country": chance.choice(COUNTRIES),
        "incident_date": chance.choice(
            (None, date(2025, 12, 3), date(2026, 1, 30), date(2026, 4, 1))
        ),
        "alleged_origin": chance.choice(COUNTRIES),
        "alleged_destination": chance.choice(COUNTRIES),
        "transport_mode": chance.sample(("mail", "air"), chance.randint(0, 2)),
        "concealment": chance.sample(("parcel", "crate_or_cage"), chance.randint(0, 2)),
    }


def same(one: dict, other: dict, *names: str) -> bool:
    """Whether both have each of these, and something in common in it."""
    return all(
        set(as_list(one[name])) & set(as_list(other[name])) - {None} for name in names
    )


def as_list(value):
    return value if isinstance(value, list) else [value]


def reasons(one: dict, other: dict) -> set[Reason]:
    """What another alert shares with the first."""
    pictures = [(a, b) for a in as_list(one["hash"]) for b in as_list(other["hash"])]
    found = {
        Reason.PERMIT: same(one, other, "number"),
        Reason.SEIZURE: same(one, other, "seizure"),
        Reason.PICTURE: any(a and b and equal(a, b) >= EQUAL for a, b in pictures),
        Reason.SPECIES: same(one, other, "species", "country") and near(one, other),
        Reason.ROUTE: same(one, other, "origin", "destination"),
        Reason.CONCEALMENT: same(one, other, "transport", "concealment"),
    }
    return {name for name, is_so in found.items() if is_so}


def near(one: dict, other: dict) -> bool:
    """Whether they are at most a month apart; without a day, the first has no time."""
    if one["day"] is None:
        return True
    if other["day"] is None:
        return False
    months = [12 * day.year + day.month for day in (one["day"], other["day"])]
    return abs(months[0] - months[1]) <= 1


def equal(one: str, other: str) -> int:
    size = len(one) // BANDS
    return sum(
        one[place : place + size] == other[place : place + size]
        for place in range(0, len(one), size)
    )


class RelatedTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.group = self.layer["portal"].cheetahs

    def fill(self, chance: Random) -> dict:
        """Alerts in random states, with random readers: item by UID, and its facts."""
        made = {}
        for number in range(30):
            login(self.layer["portal"], chance.choice(AUTHORS))
            values = choose(chance)
            alert = api.content.create(
                self.group.library,
                "Alert",
                title=str(number),
                alert_type="seizure",
                handling="green",
                **values,
            )
            digits = chance.choice(HASHES)
            if digits:
                picture = api.content.create(alert, "Image", title="x")
                picture.picture_hash = digits
            state = chance.choice(STATES)
            readers = tuple(chance.sample(NAMED, 1)) if state == "chosen" else ()
            set_state(alert, state, readers=readers)
            alert.reindexObject()
            permits = [normal_number(one["number"]) for one in values["permits"]]
            made[alert.UID()] = (
                alert,
                {
                    "number": permits or None,
                    "seizure": values["seizure_id"]
                    and normal_number(values["seizure_id"]),
                    "hash": digits,
                    "species": [one["species"] for one in values["specimens"]],
                    "country": values["incident_country"],
                    "day": values["incident_date"],
                    "origin": values["alleged_origin"],
                    "destination": values["alleged_destination"],
                    "transport": values["transport_mode"],
                    "concealment": values["concealment"],
                },
            )
        return made

    def test_it_is_what_the_caller_may_read_and_nothing_else(self):
        seed = randrange(2**32)
        made = self.fill(Random(seed))
        for caller in CALLERS:
            login(self.layer["portal"], caller)
            readable = {
                uid for uid, (item, _facts) in made.items() if may(Permission.READ, item)
            }
            with self.subTest(seed=seed, caller=caller):
                for uid in readable:
                    self.compare(made, readable, uid)
                self.compare_permits(made, readable)

    def compare(self, made, readable, uid):
        item, facts = made[uid]
        expected = {}
        for other in readable - {uid}:
            if found := reasons(facts, made[other][1]):
                expected[other] = found
        found = related_to(self.group, item, uid, most=ALL)
        self.assertEqual({one.uid: set(one.reasons) for one in found}, expected)
        scores = [min(sum(WEIGHTS[name] for name in one.reasons), 100) for one in found]
        self.assertEqual([one.score for one in found], scores)
        self.assertEqual(scores, sorted(scores, reverse=True))
        first = related_to(self.group, item, uid, most=3)
        self.assertEqual([one.score for one in first], scores[:3])

    def compare_permits(self, made, readable):
        expected = {
            made[uid][0].absolute_url()
            for uid in readable
            if made[uid][1]["number"] == ["XA2026/1"]
        }
        found = alerts_on_permit(self.group, "xa–2026/1")
        urls = {one["url"] for one in found}
        self.assertLessEqual(urls, expected)
        self.assertEqual(len(urls), min(len(expected), MOST))

    def test_months_go_over_the_turn_of_the_year(self):
        self.assertEqual(months_around(2026, 1), ["2025-12", "2026-01", "2026-02"])
        self.assertEqual(months_around(2025, 12), ["2025-11", "2025-12", "2026-01"])
