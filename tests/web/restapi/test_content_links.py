"""Content over REST: what it links to is there, and flags are flags."""

from tests.web.restapi.case import ServicesCase


class ContentTest(ServicesCase):
    def test_what_it_links_to_is_there(self):
        for user in ("customs-xa", "secretariat"):
            for place in sorted(set(self.places.values())):
                found = self.ask("GET", place, user)
                if found.status_code != 200:
                    continue
                links = found.json().get("@components", {})
                told = {
                    name: self.ask("GET", one["@id"], user).status_code
                    for name, one in links.items()
                }
                with self.subTest(place, user=user):
                    self.assertEqual({}, {n: s for n, s in told.items() if s != 200})

    def test_a_flag_that_is_none_is_named(self):
        for verb, url, sent in (
            ("GET", self.alert, None),
            ("POST", f"{self.group}/library", {"@type": "Alert", "title": "EXERCISE"}),
        ):
            answer = self.ask(verb, f"{url}?include_items=zq", json=sent)
            self.assertEqual(400, answer.status_code, answer.text)
            self.assertEqual(
                ["include_items"], [one["field"] for one in answer.json()["errors"]]
            )
