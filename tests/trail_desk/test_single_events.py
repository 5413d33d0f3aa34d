"""One event with what belongs to it, and whether it is as it was sealed."""

import transaction
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.trail_desk.events import EventSearch, find_events
from cites.cug.trail_desk.jobs import SealEvents
from cites.cug.trail_desk.single_events import open_event, prove_one, State
from sqlalchemy import update
from tests.core.trail.tree_case import verify
from tests.trail_desk.trail_case import TrailCase


class SingleEventsTest(TrailCase):
    def ids(self, **wanted):
        search = EventSearch(action="test", **wanted)
        page = find_events(self.group, search, acting_user="secretariat")
        transaction.commit()
        return [event.id for event in page.events]

    def card(self, event_id, group=None):
        card = open_event(group or self.group, event_id, acting_user="secretariat")
        transaction.commit()
        return card

    def seal(self):
        while SealEvents().run():
            pass

    def test_what_belongs_to_it(self):
        library = self.group["library"]
        self.tell("test.before", library, user="police-xb")
        self.tell("login", self.portal)
        self.tell("test.one", library)
        self.tell("test.other", user="police-xb")
        self.tell("test.after", library, user="police-xb")
        self.tell("test.mine")
        (event_id,) = self.ids(q="", actor="customs-xa", target=self.path(library))
        card = self.card(event_id)
        self.assertEqual("test.one", card.event.action)
        of_thing = [event.action for event in card.of_thing]
        self.assertEqual(["test.before", "test.after"], of_thing[-2:])
        by_member = [event.action for event in card.by_member]
        self.assertEqual(["login", "test.mine"], by_member[-2:])
        # Of a stranger to the group nothing from outside of it.
        self.tell("login", self.portal, user="outsider")
        self.tell("test.stranger", library, user="outsider")
        card = self.card(self.ids(actor="outsider")[0])
        self.assertEqual([], card.by_member)

    def path(self, thing):
        return "/".join(thing.getPhysicalPath())

    def test_it_is_waiting_then_proven_and_wrong_once_it_was_changed(self):
        self.tell("test.one", number="é")
        (event_id,) = self.ids()
        card = self.card(event_id)
        self.assertEqual((State.WAITING, None), (card.state, card.proof))
        self.seal()
        card = self.card(event_id)
        self.assertEqual((State.PROVEN, []), (card.state, card.findings))
        self.assertEqual(event_id, card.proof["event"])
        self.assertIsNotNone(card.signed)
        table = AuditEvent.__table__
        change = update(table).where(table.c.id == event_id)
        write_session().execute(change.values(detail={"number": "è"}))
        transaction.commit()
        card = self.card(event_id)
        self.assertEqual(State.WRONG, card.state)
        self.assertEqual(["was changed since it was sealed"], card.findings)

    def test_a_file_that_proves_it_alone(self):
        self.tell("test.one")
        self.seal()
        (event_id,) = self.ids()
        pieces = prove_one(self.group, event_id, acting_user="secretariat")
        verifier = verify.Verifier(verifier_keys())
        verifier.file("", b"".join(pieces).decode())
        self.assertEqual(([], 1), (verifier.wrong, verifier.checked))

    def test_what_is_not_for_the_reader_is_not_there(self):
        self.tell("test.one", self.portal["ivory"])
        ivory = find_events(
            self.portal["ivory"], EventSearch(), acting_user="secretariat-ivory"
        )
        event_id = ivory.events[0].id
        self.assertIsNone(self.card(event_id))
        self.assertIsNotNone(self.card(event_id, self.portal["ivory"]))
        self.assertIsNone(self.card(999_999))
