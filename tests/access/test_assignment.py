"""What a client may not set is not taken from what it sends."""

import transaction
from tests.library.http import HttpTestCase


#: What the portal says of content: whoever sends it otherwise is refused.
SYSTEM = {
    "UID": "0123456789abcdef0123456789abcdef",
    "creators": ["police-xa"],
    "contributors": ["police-xa"],
    "review_state": "shared",
    "effective": "2001-01-01T00:00:00",
    "expires": "2001-01-01T00:00:00",
    "created": "2001-01-01T00:00:00",
    "workflow_history": {},
    "__ac_local_roles__": {"customs-xa": ["CUG Secretariat"]},
    "local_roles": {"customs-xa": ["Manager"]},
    "rights": "none",
    "modified": "2001-01-01T00:00:00",
    "_owner": "police-xa",
}
#: Keys that Plone reads of new content: left alone.
FORGED = {"id": "forged", "layout": "@@view"}
#: No field of ours: refused by name.
UNKNOWN = {"exclude_from_nav": True, "library_of": "nonsense"}


class AssignmentTest(HttpTestCase):
    def system_values(self, address):
        transaction.abort()
        path = address.removeprefix(f"{self.portal}/")
        item = self.layer["portal"].unrestrictedTraverse(path)
        workflow = item.workflow_history["cug_library_workflow"]
        return {
            "id": item.getId(),
            "UID": item.UID(),
            "creators": item.creators,
            "contributors": item.contributors,
            "states": [entry["review_state"] for entry in workflow],
            "dates": (item.effective_date, item.expiration_date, item.created()),
            "roles": item.get_local_roles(),
            "owner": item.getOwnerTuple(),
            "layout": item.getLayout(),
            "rights": item.rights,
            "added": sorted(set(vars(item)) & {*FORGED, *UNKNOWN, *SYSTEM}),
        }

    def test_a_new_item_is_what_the_system_says(self):
        plain = self.system_values(self.make(self.alert())["@id"])
        forged = self.system_values(self.make(self.alert(**FORGED))["@id"])
        self.assertNotEqual("forged", forged["id"])
        for key in ("states", "roles", "owner", "layout", "added"):
            self.assertEqual(plain[key], forged[key], key)

    def assert_refused(self, answer, key):
        self.assertEqual(400, answer.status_code, key)
        (error,) = answer.json()["errors"]
        self.assertEqual(key, error["field"])

    def test_what_the_system_says_is_refused_in_a_new_item(self):
        for key, value in {**SYSTEM, **UNKNOWN}.items():
            sent = self.alert(**{key: value})
            self.assert_refused(self.ask("POST", self.library, json=sent), key)

    def test_a_change_leaves_it_so(self):
        address = self.make(self.alert())["@id"]
        before = self.system_values(address)
        for user in (None, "secretariat"):
            for key, value in {**SYSTEM, **UNKNOWN}.items():
                sent = {key: value, "description": "new"}
                self.assert_refused(self.ask("PATCH", address, user, json=sent), key)
                self.assertEqual(before, self.system_values(address), key)
            self.ask("PATCH", address, user, json=FORGED)
            self.assertEqual(before, self.system_values(address))

    def test_what_was_read_may_be_sent_back(self):
        read = self.make(self.alert())
        sent = {**self.ask("GET", read["@id"]).json(), "title": "EXERCISE: new"}
        answer = self.ask("PATCH", read["@id"], json=sent)
        self.assertEqual(204, answer.status_code, answer.text)

    def test_a_comment_is_all_that_a_transition_takes(self):
        address = self.make(self.alert())["@id"]
        before = self.system_values(address)
        submit = f"{address}/@workflow/submit"
        for key, value in {**FORGED, **UNKNOWN, **SYSTEM}.items():
            sent = {"comment": "EXERCISE", key: value}
            self.assert_refused(self.ask("POST", submit, json=sent), key)
        answer = self.ask("POST", submit, json={"comment": "EXERCISE"})
        self.assertEqual(200, answer.status_code, answer.text)
        after = self.system_values(address)
        self.assertEqual(["draft", "pending"], after.pop("states"))
        self.assertEqual(before, {**after, "states": ["draft"]})

    def test_only_types_of_the_library_go_into_it(self):
        alert = self.make(self.alert())["@id"]
        group, library = f"{self.portal}/cheetahs", self.library
        for place, names in (
            (library, ("Document", "Folder", "Link", "File", "Image", "ClosedUserGroup")),
            (alert, ("Document", "Alert", "LibraryFolder", "Folder")),
            (group, ("LibraryFolder", "Alert", "Document")),
            (self.portal, ("ClosedUserGroup", "Document", "Folder", "LibraryFolder")),
        ):
            for name in names:
                for user in ("customs-xa", "secretariat"):
                    sent = {"@type": name, "title": "New"}
                    answer = self.ask("POST", place, user, json=sent)
                    self.assertIn(answer.status_code, (400, 403), f"{place} {name}")
