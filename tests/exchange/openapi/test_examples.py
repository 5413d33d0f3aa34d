"""A query that is valid by the document is not refused as malformed.

Examples are drawn from the schemas of the parameters, and sent as a member who may ask.
"""

from collections import Counter
from hypothesis import given, HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from tests.restapi.case import ServicesCase
from tests.sampling import SEED


#: Examples of each operation.
EXAMPLES = 3
MEMBERS = ("secretariat", "customs-xa", "contact-xa")
REFUSED = (401, 403, 404)
PERIODS = (
    *("/@own-events", "/{group}/@audit", "/{group}/@country-events", "/{group}/@use"),
    *("/{group}/@country-events/proofs", "/{group}/@library", "/{group}/@messages"),
    *("/{group}/@statistics", "/{group}/@summary"),
)
#: What a schema cannot say, by operation.
EXPLAINED = {
    "/{group}/@changes": "a cursor is good for the account that it was given to",
    "/{group}/@stix": "a cursor is good for the account that it was given to",
    "/@permits": "country and number, or the stamp",
    "/@permits/outside": "country and number of a permit",
    "/@permits/outside/state": "country and number of a permit",
    "/{group}/@audit/consistency": "two checkpoints that there are",
    "/{group}/@audit/event": "an event that there is",
    "/{group}/@audit/proof": "an event that there is",
    "/{group}/@illegal-trade-report": "the Secretariat names the country",
    "/{group}/@search-all": "a word to search for",
    "/{group}/library/{item}/@audience": "a transition that the state allows",
    **dict.fromkeys(PERIODS, "a day from 1980 on; the end is not before the beginning"),
}


def values_of(schema):
    """A strategy for the values that a schema describes."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("format") == "date":
        return st.dates().map(str)
    match schema["type"]:
        case "integer":
            return st.integers(schema.get("minimum"), schema.get("maximum"))
        case "number":
            return st.floats(schema.get("minimum"), schema.get("maximum"))
        case "boolean":
            return st.sampled_from(["0", "1"])
        case "array":
            return st.lists(values_of(schema["items"]), max_size=2)
    longest = schema.get("maxLength", 200)
    if "pattern" in schema:
        found = st.from_regex(schema["pattern"].replace("$", r"\Z"))
        return found.filter(lambda text: len(text) <= longest)
    return st.text(max_size=longest)


class QueriesTest(ServicesCase):
    def test_no_valid_query_is_malformed(self):
        document = self.ask("GET", f"{self.portal}/@openapi").json()
        refused, first = Counter(), {}
        for path, methods in document["paths"].items():
            call = methods.get("get")
            name = path.rpartition("/@")[2] if "/@" in path else ""
            if call is None or "{" in name:
                continue
            address = f"{self.places[call['x-for'][0]]}/{'@' if name else ''}{name}"
            for answer in self.answers(address.rstrip("/"), call):
                if answer.status_code == 400 and path not in EXPLAINED:
                    refused[path] += 1
                    first.setdefault(path, (answer.json()["errors"], answer.url))
        self.assertEqual({}, first)

    def answers(self, address, call):
        told = [one for one in call["parameters"] if one["in"] == "query"]
        required = {o["name"]: values_of(o["schema"]) for o in told if o.get("required")}
        optional = {
            one["name"]: values_of(one["schema"])
            for one in told
            if not one.get("required")
        }
        found = []

        @seed(SEED)
        @settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.fixed_dictionaries(required, optional=optional))
        def ask(query):
            for user in MEMBERS:
                answer = self.ask("GET", address, user, params=query)
                if answer.status_code not in REFUSED:
                    found.append(answer)
                    break

        ask()
        return found
