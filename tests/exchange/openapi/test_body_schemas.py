"""A request that is valid by the document is not refused as malformed.

Examples are drawn from the schemas of parameters and bodies, and sent as a member who may
ask. Why a valid value can be refused, the document says of its field.
"""

import re
from base64 import b64encode
from hypothesis import given, HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.sampling import EVERYTHING, SEED
from tests.web.restapi.case import ServicesCase


#: Examples of each operation: the same in each run, others in ``make test-all``.
EXAMPLES = 3
MEMBERS = ("secretariat", "customs-xa", "contact-xa")
REFUSED = (401, 403, 404)
VERBS = ("get", "post", "patch")
JSON = "application/json"
#: Many false passwords would close the log-in for all requests that follow.
LEFT_OUT = {"/@login"}
NAMED = re.compile(r"^- `(\w+)`: ", re.MULTILINE)


def values_of(schema):
    """A strategy for the values that a schema describes."""
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        more = {key: value for key, value in schema.items() if key != "anyOf"}
        return st.one_of([values_of(merged(more, one)) for one in schema["anyOf"]])
    if schema.get("format") == "date":
        return st.dates().map(str)
    kind = schema.get("type")
    if isinstance(kind, list):
        return st.one_of([values_of({**schema, "type": one}) for one in kind])
    return SIMPLE[kind]() if kind in SIMPLE else OTHERS.get(kind, texts)(schema)


def integers(schema):
    return st.integers(schema.get("minimum"), schema.get("maximum"))


def numbers(schema):
    ends = (schema.get("minimum"), schema.get("maximum"))
    return st.floats(*ends, allow_nan=False, allow_infinity=False)


def lists(schema):
    least = schema.get("minItems", 0)
    ends = {"min_size": least, "max_size": least + 1}
    return st.lists(values_of(schema["items"]), unique="uniqueItems" in schema, **ends)


def merged(schema, other):
    """A schema with one of its alternatives."""
    required = [*schema.get("required", ()), *other.get("required", ())]
    keys = {**schema.get("properties", {}), **other.get("properties", {})}
    told = {**schema, **other}
    told |= {"properties": keys} if keys else {}
    return {**told, "required": required} if required else told


def objects(schema):
    keys = {name: values_of(one) for name, one in schema.get("properties", {}).items()}
    required = {name: keys.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(required, optional=keys)


def texts(schema):
    least, longest = schema.get("minLength", 0), schema.get("maxLength", 200)
    if schema.get("contentEncoding") == "base64":
        return st.binary(max_size=9).map(lambda data: b64encode(data).decode())
    if "pattern" in schema:
        found = st.from_regex(re.sub(r"\$$", r"\\Z", schema["pattern"]))
        return found.filter(lambda text: least <= len(text) <= longest)
    return st.text(min_size=least, max_size=min(longest, 200))


SIMPLE = {
    None: lambda: st.sampled_from([None, 1, "EXERCISE"]),
    "null": st.none,
    "boolean": st.booleans,
}
OTHERS = {"integer": integers, "number": numbers, "array": lists, "object": objects}


def query_of(call):
    told = [one for one in call["parameters"] if one["in"] == "query"]
    keys = {one["name"]: flag_as_text(one["schema"]) for one in told}
    required = [one["name"] for one in told if one.get("required")]
    return objects({"properties": keys, "required": required})


def flag_as_text(schema):
    is_flag = schema.get("type") == "boolean"
    return {"type": "string", "enum": ["0", "1"]} if is_flag else schema


def body_of(call, types):
    """A strategy for bodies in JSON; of nothing where the document tells of none.

    None: the document names no keys, or a form alone.
    """
    if "requestBody" not in call:
        return st.none()
    sent = resolved(call["requestBody"]["content"].get(JSON, {}).get("schema", {}), types)
    return values_of(sent) if {"properties", "anyOf"} & set(sent) else None


def resolved(schema, types):
    """The schema with the types of content that it names."""
    if "$ref" in schema:
        return types[schema["$ref"].rpartition("/")[2]]
    if "allOf" in schema:
        named, more = (resolved(one, types) for one in schema["allOf"])
        return merged(named, more)
    ways = [resolved(one, types) for one in schema.get("anyOf", ())]
    return {**schema, "anyOf": ways} if ways else schema


def is_explained(call, answer):
    """Whether the document says why a value of each of these fields may be refused."""
    named = NAMED.findall(call["responses"].get("400", {}).get("description", ""))
    told = answer.json()
    places = [re.sub(r"^\[\d+\]\.?", "", one["field"]) for one in told["errors"]]
    fields = [re.split(r"[\[.]", place)[0] or "permits" for place in places]
    return told["type"] in named or (bool(fields) and set(fields) <= set(named))


class ExamplesTest(ServicesCase):
    def test_nothing_valid_is_malformed(self):
        document = self.ask("GET", f"{self.portal}/@openapi").json()
        types = document["components"]["schemas"]
        wrong, done, message = {}, set(), self.message()
        for path, methods in document["paths"].items():
            name = path.rpartition("/@")[2] if "/@" in path else ""
            name = name.replace("messages/{key}", f"messages/{message}")
            if "{" in name or path in LEFT_OUT:
                continue
            for verb in VERBS:
                call = methods.get(verb)
                body = call and body_of(call, types)
                if body is None:
                    continue
                place = self.places[call["x-for"][0]]
                address = f"{place}/{'@' if name else ''}{name}".rstrip("/")
                for answer in self.answers(verb, address, query_of(call), body):
                    done.add((verb, answer.status_code < 300))
                    if answer.status_code == 400 and not is_explained(call, answer):
                        sent = answer.request
                        told = (answer.json(), sent.url, sent.body)
                        wrong.setdefault((verb, path), told)
        self.assertEqual({}, wrong)
        self.assertEqual(
            {(verb, True) for verb in VERBS}, {one for one in done if one[1]}
        )

    def message(self):
        """One that was sent, and can no longer be changed."""
        letter = {"to": ["customs-xa"], "subject": "EXERCISE", "body": "<p>EXERCISE</p>"}
        url = f"{self.group}/@messages"
        self.ask("POST", url, "secretariat", json=letter)
        return self.ask("GET", url).json()["items"][0]["id"]

    def test_examples_are_valid_by_their_schemas(self):
        document = self.ask("GET", f"{self.portal}/@openapi").json()
        checked = 0
        for path, methods in document["paths"].items():
            for verb, call in methods.items():
                sent = call.get("requestBody", {}).get("content", {}).get(JSON, {})
                if "example" not in sent:
                    continue
                schema = {**sent["schema"], "components": document["components"]}
                with self.subTest(path, verb=verb):
                    Draft202012Validator(schema).validate(sent["example"])
                checked += 1
        self.assertGreater(checked, 50)

    def answers(self, verb, address, queries, bodies):
        found = []

        @settings(
            max_examples=EXAMPLES,
            database=None,
            derandomize=not EVERYTHING,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(queries, bodies)
        def ask(query, body):
            sent = {} if body is None else {"json": body}
            for user in MEMBERS:
                answer = self.ask(verb.upper(), address, user, params=query, **sent)
                if answer.status_code not in REFUSED:
                    found.append(answer)
                    break

        (seed(SEED)(ask) if EVERYTHING else ask)()
        return found
