"""Who may ask the outside source, keep what it gives, and see names: a table, tried."""

from tests.access.channels import Channel
from tests.access.layer import CANARY_HTTP
from tests.access.matrix import CALLERS, read_table
from tests.access.probe import Caller
from tests.permits.outside import Hub


MAY = read_table(
    """
             an ou ic is ig au cu po wi co se ma sv
    look     .  .  x  x  x  x  x  x  x  x  x  .  x
    names    .  .  x  x  .  x  x  x  x  x  x  .  x
    keep     .  .  .  x  .  .  .  .  .  .  x  .  .
    state    .  .  .  x  .  .  .  .  .  .  x  .  .
    """
)
NAME = "Zqexporter Trading"
KEY = {"country": "XA", "number": "gives.1"}
LOOK = Channel("@permits/outside?country=XA&number=gives.1", json=True)
#: Row → how it is asked for, and the answer where it is done.
CHANNELS = {
    "look": (LOOK, 200),
    "names": (LOOK, 200),
    "keep": (Channel("@permits/outside", json=True, method="POST", body=KEY), 201),
    "state": (Channel("@permits/outside/state?country=XA", json=True), 200),
}


class TestOutside(Hub):
    """Whoever may not is refused before anybody is asked."""

    layer = CANARY_HTTP

    def setUp(self):
        super().setUp()
        self.configure()

    def test_everybody(self):
        with self.hub():
            for kind, account in CALLERS.items():
                caller = Caller(account, self.layer["portal"].absolute_url())
                for row, allowed in MAY.items():
                    with self.subTest(kind=kind, row=row):
                        self.attempt(caller, row, kind in allowed)

    def attempt(self, caller, row, allowed):
        channel, done = CHANNELS[row]
        before = len(self.asked())
        answer = caller.ask(channel)
        if row == "names":
            self.assertEqual(allowed, NAME in answer.text)
        elif allowed:
            self.assertEqual(done, answer.status, answer.text)
        else:
            self.assertIn(answer.status, (401, 403), answer.text)
            self.assertEqual(before, len(self.asked()))
