"""L1 to L12: content, by address, by search and by what refers to it."""

import transaction
from DateTime import DateTime
from plone.app.textfield.value import RichTextValue
from tests.access.canaries import Canaried
from tests.access.channels import Channel
from tests.access.known_leaks.keys import (
    DRAFT_JSON,
    DRAFT_PAGE,
    HIDDEN_PAGE,
    KEYS,
    KnownLeakTest,
    MANAGERS_JSON,
    MANAGERS_PAGE,
    SHARED_JSON,
    SHARED_PAGE,
)
from tests.access.probe import about, Answer
from tests.some import some


FOUND = "401 200 200 200 200 200"
OPERATION = "plone.app.querystring.operation"
EVERYWHERE = {"i": "path", "o": f"{OPERATION}.string.absolutePath", "v": "/"}
WIDER = (
    {"i": "show_inactive", "o": f"{OPERATION}.string.is", "v": "1"},
    {"i": "allowedRolesAndUsers", "o": f"{OPERATION}.selection.any", "v": ["Manager"]},
)


class SearchTest(KnownLeakTest):
    @property
    def all_uids(self) -> set[str]:
        return {obj.uid for obj in self.objects}

    def uids(self, answer: Answer) -> set[str]:
        if answer.status == 401:
            return set()
        return {item["UID"] for item in answer.response.json()["items"]}

    def date(self, obj: Canaried, days: int) -> None:
        """Let an object appear or expire so many days from now."""
        content = self.content(obj)
        content.effective_date = DateTime() + days
        content.expiration_date = DateTime() + days + 0.5
        content.reindexObject()
        transaction.commit()

    def test_L01_search(self):
        for place, groups in (("", ("cheetahs", "ivory")), ("cheetahs/", ("cheetahs",))):
            path = f"{place}@search?b_size=500&metadata_fields=UID"
            for key, answer in self.ask_all(path, json=True).items():
                # Reported comments are read at the desk, which searches nothing.
                seen = {
                    obj.uid
                    for obj in self.seen_by(key)
                    if obj.group in groups and obj.kind != "remark"
                }
                found = self.uids(answer) if answer.status == 200 else set()
                self.assertEqual(seen, found & self.all_uids, f"{key} {path}")
        self.expect_all(
            FOUND,
            "@search?metadata_fields=_all&b_size=500 @search?fullobjects=1&b_size=500",
            json=True,
        )
        sent = {"query": [EVERYWHERE], "b_size": 500, "limit": 500, "fullobjects": True}
        self.expect(FOUND, "@querystring-search", json=True, method="POST", body=sent)

    def test_L02_parameters_that_widen_a_search(self):
        self.date(self.one("alert shared"), -10)
        self.date(self.one("document enforcement"), 10)
        plain = self.expect(FOUND, "@search?b_size=500&metadata_fields=UID", json=True)
        for more in (
            "show_inactive=1",
            "show_inactive:boolean=1",
            "show_inactive.query=1",
            "effectiveRange=2000-01-01",
            "effectiveRange.query=2000-01-01&effectiveRange.range=min",
            "allowedRolesAndUsers=Manager",
            "allowedRolesAndUsers.query:list=CUG+Secretariat",
        ):
            path = f"@search?b_size=500&metadata_fields=UID&{more}"
            answers = self.expect(FOUND, path, json=True)
            for key in KEYS:
                self.assertEqual(self.uids(plain[key]), self.uids(answers[key]), more)

    def test_L02_criteria_that_widen_a_search(self):
        self.date(self.one("alert shared"), -10)
        sent = {"b_size": 500, "limit": 500, "metadata_fields": ["UID"]}
        way = {"json": True, "method": "POST"}
        body = {"query": [EVERYWHERE], **sent}
        plain = self.expect(FOUND, "@querystring-search", body=body, **way)
        for more in WIDER:
            body = {"query": [EVERYWHERE, more], **sent}
            answers = self.expect(FOUND, "@querystring-search", body=body, **way)
            for key in KEYS:
                self.assertEqual(self.uids(plain[key]), self.uids(answers[key]), more)

    def test_L03_dates_have_no_say_in_who_reads(self):
        for name, page, json in (
            ("alert shared", SHARED_PAGE, SHARED_JSON),
            ("alert draft", DRAFT_PAGE, DRAFT_JSON),
        ):
            for days in (-10, 10):
                self.date(self.one(name), days)
                self.expect(page, "{path}", self.one(name))
                self.expect(json, "{path}", self.one(name), json=True)

    def test_L48_questions_past_the_filter(self):
        hidden = self.one("alert draft")
        for question in (
            "SearchableText={word}&allowedRolesAndUsers=Manager",
            "Title={word}",
            "UID={uid}",
            "UID={uid}&fullobjects=1",
            "id={id}",
            "path=/plone/{path}&fullobjects=1",
            "path.query=/plone/{path}&path.depth=0&metadata_fields=_all",
            "portal_type=Alert&review_state=draft&b_size=500",
        ):
            answers = self.expect(FOUND, f"@search?{question}", hidden, json=True)
            for key in ("outsider", "igo", "enforcement", "manager"):
                total = answers[key].response.json()["items_total"]
                self.assertEqual(0, total, f"{key} {question}")


class AddressTest(KnownLeakTest):
    def test_L04_pictures_and_files_have_the_audience_of_their_item(self):
        for state, page in (("draft", DRAFT_PAGE), ("shared", SHARED_PAGE)):
            image, file = self.one(f"image {state}"), self.one(f"file {state}")
            for obj in (image, file):
                chain = self.portal.portal_workflow.getChainFor(self.content(obj))
                self.assertEqual((), tuple(chain))
                self.expect(page, "{path}", obj)
            self.expect_all(
                page, "{path}/@@images/image {path}/@@images/image/mini", image
            )
            self.expect_all(page, "{path}/@@download/file {path}/@@display-file", file)

    def test_L05_scales_of_a_hidden_picture(self):
        image = self.one("image draft")
        json = self.ask("secretariat", "{path}", image, json=True).response.json()
        scale = json["image"]["scales"]["preview"]["download"]
        paths = "@@images/image @@images/image/preview @@download @@display-file"
        for path in (*paths.split(), scale.rpartition("@@images/")[2]):
            path = path if path.startswith("@@") else f"@@images/{path}"
            answers = self.expect(DRAFT_PAGE, f"{{path}}/{path}", image)
            for answer in answers.values():
                kept = answer.response.headers["Cache-Control"]
                self.assertEqual("private, no-store", kept)

    def test_L06_resolveuid(self):
        hidden = self.one("alert draft")
        for name in ("resolveuid", "@@resolveuid"):
            self.expect("302 404 404 404 301 404", f"{name}/{{uid}}", hidden)
            self.expect(HIDDEN_PAGE, f"{name}/0123456789abcdef0123456789abcdef")
        self.expect(HIDDEN_PAGE, "resolveUid/{uid}", hidden)

    def test_L07_hidden_and_missing(self):
        hidden = self.one("alert draft")
        keys = [key for key in KEYS if key != "secretariat"]
        for end in (
            "",
            "/view",
            "/edit",
            "/@@images",
            "/getId",
            "/@history",
            "?b_size=1",
        ):
            for json in (False, True):
                for key in keys:
                    there = self.ask(key, f"{{path}}{end}", hidden, json=json)
                    missing = self.ask(key, f"cheetahs/library/nothing{end}", json=json)
                    self.assertIn(there.status, (302, 401, 404))
                    self.assertEqual(missing.status, there.status, f"{key} {end}")
                    if there.status != 302:
                        self.assertEqual(missing.response.text, there.response.text, end)

    def test_L08_methods_of_content(self):
        for name in ("alert shared", "folder shared", "group", "image shared"):
            obj = self.one(name)
            for method in some(public_methods(self.content(obj))):
                answers = self.ask_all(f"{{path}}/{method}", obj)
                for key, answer in answers.items():
                    if key != "manager" or name != "group":
                        self.assertIn(answer.status, (302, 404), f"{key} {name} {method}")


def public_methods(content) -> list[str]:
    """What Zope would publish: methods with a word of documentation."""
    members = ((name, getattr(type(content), name)) for name in dir(type(content)))
    return [
        name
        for name, member in members
        if not name.startswith(("_", "manage")) and callable(member) and member.__doc__
    ]


class ReferenceTest(KnownLeakTest):
    def test_L09_services_that_name_what_they_refuse(self):
        for name in ("alert draft", "document enforcement", "alert shared"):
            for path in (
                "@linkintegrity?uids={uid}",
                "@relations?source={uid}",
                "@relations?target={uid}",
            ):
                answers = self.ask_all(path, self.one(name), json=True)
                for key, answer in answers.items():
                    self.assertIn(answer.status, (401, 403, 404), f"{key} {path}")
                    self.assertNotIn(self.content(self.one(name)).getId(), answer.text)

    def test_L10_statistics_of_relations(self):
        self.expect("401 404 404 404 404 404", "@relations", json=True)

    def test_L11_links_in_a_text(self):
        hidden, read = self.one("alert draft"), self.one("alert shared")
        html = f'<p><a href="resolveuid/{hidden.uid}">there</a></p>'
        self.content(read).body = RichTextValue(html, "text/html", "text/x-html-safe")
        transaction.commit()
        # The address that stands in the text is the UID: it leads nowhere (L6).
        path = hidden.path.rpartition("/")[2]
        for key in ("igo", "enforcement", "secretariat"):
            for json in (False, True):
                channel = Channel("{path}", json=json)
                answer = self.callers[key].ask(channel, about(read))
                self.assertEqual(200, answer.status)
                self.assertIn(hidden.uid, answer.text)
                self.assertNotIn(path, answer.text, key)

    def test_L12_lists_of_the_site(self):
        self.expect_all(
            MANAGERS_JSON,
            "@userschema @querystring @site @navroot @actions @inherit @controlpanels",
            json=True,
        )
        self.expect_all(MANAGERS_PAGE, "@@qsOptions")
        self.expect_all(
            "401 403 403 403 403 200",
            """@vocabularies/plone.app.vocabularies.Roles
            @vocabularies/plone.app.vocabularies.ReallyUserFriendlyTypes""",
            json=True,
        )
        answers = self.expect(FOUND, "@vocabularies", json=True)
        names = {row["title"] for row in answers["outsider"].response.json()}
        self.assertIn("cites.cug.country", names)
        self.assertEqual([], [name for name in names if "cites.cug." not in name])
