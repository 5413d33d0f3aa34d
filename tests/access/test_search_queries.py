"""What callers may word themselves cannot occupy, break or widen anything."""

import json
import re
import transaction
import unittest
from cites.cug.access import search_queries
from cites.cug.access.search_queries import ASKED, narrow_query, NOT_ASKED
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_INTEGRATION
from itertools import product
from plone import api
from Products.CMFCore.permissions import ManagePortal
from Products.ZCatalog.Catalog import CatalogError
from tests.library.case import LibraryCase
from types import SimpleNamespace
from unittest.mock import DEFAULT, Mock, patch
from urllib.parse import quote, urlencode


HUGE = 99_999_999_999
#: Texts in which the text index finds nothing that it could look for, or too much.
TEXTS = (
    "?????*",
    "*",
    "**",
    "*a",
    "?a",
    "not a",
    "NOT a",
    "-a",
    "-a -b",
    "a and",
    "and",
    "or or",
    "a OR",
    "a AND NOT",
    "a AND (NOT b",
    "not not a",
    '"',
    '"a',
    '""',
    "a -",
    "--a",
    "(a",
    "a)",
    "()",
    "a*b*c*d*e*f",
    "a" + "*?" * 40 + "b",
    "(" * 5000 + "a",
    "not " * 5000 + "a",
    "the",
    "\u3000",
)
#: Indexes that members do not ask. Who adds an index decides here, or in ``ASKED``.
CLOSED = frozenset(
    {
        "cmf_uid",
        "commentators",
        "end",
        "exclude_from_nav",
        "expires",
        "getRawRelatedItems",
        "in_reply_to",
        "is_default_page",
        "library_bitmaps",
        "library_concealment",
        "library_destination",
        "library_detecting_agency",
        "library_detection_method",
        "library_figures",
        "library_information_grade",
        "library_language",
        "library_of",
        "library_origin",
        "library_origins",
        "library_permit",
        "library_pictures",
        "library_reason_for_seizure",
        "library_seizure",
        "library_source_grade",
        "library_taxon",
        "library_transit",
        "library_transport_mode",
        "library_unnamed",
        "object_provides",
        "start",
        "sync_uid",
        "takes_requests",
        "total_comments",
        "workspace_members",
    }
)

#: Plone's functions for operations that read no content.
VALUES_ONLY = frozenset(
    {
        "_afterRelativeDate",
        "_afterToday",
        "_all",
        "_beforeRelativeDate",
        "_beforeToday",
        "_contains",
        "_currentUser",
        "_dateBetween",
        "_dateLargerThan",
        "_dateLessThan",
        "_equal",
        "_excludes",
        "_intEqual",
        "_intLargerThan",
        "_intLessThan",
        "_isFalse",
        "_isTrue",
        "_lessThanRelativeDate",
        "_moreThanRelativeDate",
        "_showInactive",
        "_today",
    }
)


class IndexesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_of_each_index_it_is_said_whether_members_may_ask_it(self):
        indexes = set(self.layer["portal"].portal_catalog.indexes())
        self.assertEqual(set(), ASKED & (CLOSED | NOT_ASKED))
        self.assertEqual(set(), indexes - ASKED - CLOSED - NOT_ASKED)
        self.assertEqual(set(), ASKED - indexes)


class NarrowQueryTest(unittest.TestCase):
    """What stays of a query, whoever asks."""

    def test_it_is_what_may_be_asked(self):
        kept = {"Title": "a", "path.depth": 1, "b_size": 5, "sort_order": "descending"}
        kept["sort_on"] = "created"
        closed = {"workspace_members": "a", "expires.query": "b", "show_inactive": True}
        closed["library_unnamed"] = "a"
        self.assertEqual(kept, narrow_query(kept | closed))

    def test_an_order_stays_whole_or_not_at_all(self):
        for order in ("expires", ["created", "expires"], ["created", "Title"], ""):
            self.assertEqual({}, narrow_query({"sort_on": order}), order)
        self.assertEqual({"Title": "a"}, narrow_query({"Title": "a"}))
        both = {"sort_on": ["created", "sortable_title"]}
        self.assertEqual(both, narrow_query(both))


class ServicesTest(unittest.TestCase):
    """What each page and service makes of a query, without Plone's part."""

    def setUp(self):
        self.runs_site(False)

    def runs_site(self, answer):
        told = {"may": Mock(return_value=answer), "getSite": lambda: "site"}
        self.enterContext(patch.multiple(search_queries, **told))
        return told["may"]

    def plones(self, kind, name, **options):
        return self.enterContext(patch.object(kind.__base__, name, **options))

    def view(self, kind, **attributes):
        found = kind.__new__(kind)
        vars(found).update(attributes)
        return found

    def test_a_form_loses_what_no_page_may_take(self):
        form = {"a": 1, "summary_serializer_metadata.x": 1, "show_inactive": 1}
        form |= {"allowedRolesAndUsers.query": 1, "x.show_inactive": 1}
        search_queries.narrow_form(form)
        self.assertEqual({"a": 1, "x.show_inactive": 1}, form)

    def test_queries_are_narrowed(self):
        same = {"side_effect": lambda query, *_args, **options: (query, options)}
        self.plones(search_queries.CallersQuery, "__call__", **same)
        query = self.view(search_queries.CallersQuery)
        asked = {"Title": "a", "expires": "b"}
        self.assertEqual(({"Title": "a"}, {}), query(asked))
        self.plones(search_queries.CallersResults, "__call__", **same)
        results = self.view(search_queries.CallersResults)
        self.assertEqual(("q", {"sort_on": None, "x": 1}), results("q", x=1))
        order = results("q", sort_on="expires")[1]["sort_on"]
        self.assertIsNone(order)
        self.plones(search_queries.Vocabulary, "parsed_query", return_value=asked)
        self.assertEqual(
            {"Title": "a"}, self.view(search_queries.Vocabulary).parsed_query()
        )

    def test_criteria_are_narrowed(self):
        criteria = search_queries.CallersCriteria()
        title = {"i": "Title", "v": "a"}
        path = {"i": "path", "o": search_queries.ABSOLUTE_PATH, "v": "/a::1"}
        rows = [title, {"i": "expires"}, {"i": None}, {}, path]
        self.assertEqual([title, path], criteria(rows))
        with self.assertRaises(InvalidValues) as raised:
            criteria([*rows, {**path, "v": "a"}])
        self.assertEqual("query[5].v", raised.exception.field)
        self.assertEqual([], criteria(None))

    def test_a_text_that_cannot_be_looked_for_is_known_for_a_question(self):
        for kind, name in (
            (search_queries.SearchService, "reply"),
            (search_queries.Vocabulary, "__call__"),
        ):
            self.plones(kind, name, return_value="found")
            with patch.object(search_queries, "question") as question:
                view = self.view(kind, request=SimpleNamespace(form={}))
                self.assertEqual("found", getattr(view, name)())
            question.return_value.__enter__.assert_called_once_with()

    def test_criteria_that_a_vocabulary_reads_itself_are_narrowed(self):
        self.plones(search_queries.Vocabulary, "__call__", return_value="found")
        title = {"i": "Title", "v": "a"}
        query = {"criteria": [title, {"i": "library_unnamed"}], "sort_on": "expires"}
        for given, kept in (
            (json.dumps({**query, "sort_order": "x"}), {"criteria": [title]}),
            (json.dumps({"sort_on": "created"}), {"criteria": [], "sort_on": "created"}),
            ("a text", "a text"),
            ('"a"', "a"),
        ):
            request = SimpleNamespace(form={"query": given})
            self.view(search_queries.Vocabulary, request=request)()
            left = request.form["query"]
            if isinstance(kept, dict):
                found = json.loads(left)
                found.pop("sort_order", None)
                self.assertEqual(kept, found)
            else:
                self.assertEqual(given, left)

    def test_members_are_told_our_own_vocabularies(self):
        rows = [
            {"title": "cites.cug.countries"},
            {"title": "plone.app.vocabularies.Users"},
        ]
        service = self.view(search_queries.Vocabularies)
        plones = self.plones(search_queries.Vocabularies, "reply", return_value=rows)
        allowed = "_has_permission_to_access_vocabulary"
        may = service._has_permission_to_access_vocabulary
        self.plones(
            search_queries.Vocabularies, allowed, side_effect=[True] * 4 + [False]
        )
        self.assertEqual(rows[:1], service.reply())
        self.assertEqual([True, False], [may(row["title"]) for row in rows])
        asked = self.runs_site(True)
        self.assertEqual(rows, service.reply())
        self.assertEqual([True, True], [may(row["title"]) for row in rows])
        asked.assert_called_with(ManagePortal, "site")
        self.assertIs(False, may("cites.cug.countries"))
        plones.return_value = {"items": rows}
        self.assertEqual({"items": rows}, service.reply())

    def versions(self, rows, version=None, is_first=False):
        """What is told of an item that was made by an account, and never changed."""
        item = SimpleNamespace(
            Creator=lambda: "customs-xa",
            created=lambda: SimpleNamespace(timeTime=lambda: 86400.5),
            absolute_url=lambda: "http://localhost/item",
        )
        site = SimpleNamespace(absolute_url=lambda: "http://localhost")
        self.plones(search_queries.Versions, "reply", return_value=rows)
        info = {"fullname": self.fullname} if self.fullname else None
        members = SimpleNamespace(getMemberInfo=lambda _user_id: info)
        with (
            patch.multiple(
                search_queries,
                missing_version=DEFAULT,
                is_first_version=lambda _item: is_first,
                getSite=lambda: site,
                translate=lambda text, *_args, **_options: str(text),
            ) as found,
            patch.object(search_queries.api.portal, "get_tool") as tool,
        ):
            tool.return_value = members
            service = self.view(
                search_queries.Versions, version=version, context=item, request=None
            )
            answer = service.reply()
        found["missing_version"].assert_called_once_with(version)
        return answer

    fullname = "Customs officer"

    def test_of_what_nobody_has_changed_the_first_version_is_told(self):
        self.assertEqual([], self.versions([]))
        for self.fullname, shown in (("Customs officer",) * 2, ("", "customs-xa")):
            (first,) = self.versions([], is_first=True)
            self.assertEqual("http://localhost/item/@history/0", first["@id"])
            expected = {"id": "customs-xa", "fullname": shown, "username": None}
            expected["@id"] = "http://localhost/@users/customs-xa"
            self.assertEqual(expected, first["actor"])
            told = first["time"], first["version"], first["may_revert"]
            self.assertEqual(("1970-01-02T00:00:00+00:00", 0, False), told)

    def test_who_is_not_named_is_not_taken_for_who_asks(self):
        def row(kind, user_id):
            actor = {"id": user_id, "fullname": "x", "username": "y"}
            return {"type": kind, "actor": actor}

        rows = [row("versioning", ""), row("versioning", "a"), row("workflow", "")]
        names = [one["actor"]["fullname"] for one in self.versions(rows)]
        self.assertEqual(["", "x", "x"], names)
        self.assertIsNone(rows[0]["actor"]["username"])
        one = {"a": "version"}
        self.assertIs(one, self.versions(one, version="0", is_first=True))


class PathsTest(LibraryCase):
    """What exists, and is hidden, cannot be told from what is missing."""

    MEMBER = "customs-xa"

    def criteria(self, place, status, index, operation, value, method="POST"):
        row = {"i": index, "o": f"{search_queries.OPERATION}.{operation}", "v": value}
        body = {"query": [row]}
        url = f"{place}/@querystring-search"
        sent = (
            {"json": body}
            if method == "POST"
            else {"params": {"query": json.dumps(body)}}
        )
        return self.rest(self.MEMBER, method, url, status, **sent)

    def found(self, *asked, **options):
        answer = self.criteria(*asked, **options)
        return answer["items_total"], answer["items"]

    def refused(self, field, *asked, **options):
        answer = self.criteria(asked[0], 400, *asked[1:], **options)
        self.assertEqual([field], [one["field"] for one in answer["errors"]], asked)

    def setUp(self):
        super().setUp()
        self.draft = self.make("customs-xb")
        self.name = self.draft.rpartition("/")[2]
        self.uid = self.rest("customs-xb", "GET", self.draft, 200)["UID"]
        self.rest(self.MEMBER, "GET", self.draft, 404)

    def test_operations_that_look_content_up_are_refused(self):
        values = ("cheetahs", "nothing-here", f"library/{self.name}", self.uid, "/")
        operations = ("string.relativePath", "reference.is", "string.is")
        for operation, value in product(operations, values):
            self.refused("query[0].o", self.portal, "path", operation, value)
            asked = (self.group, "path", operation, value)
            self.refused("query[0].o", *asked, method="GET")
        for operation in (*operations[:-1], "string.absolutePath", "string.path"):
            self.refused("query[0].o", self.portal, "Title", operation, "cheetahs")

    def test_so_are_paths_that_are_looked_up(self):
        above = f"/cheetahs/library/{self.name}/../.."
        values = (self.uid, "0" * 32, f"{self.uid}::1", above, "a", "", "/a::b", ["/"])
        for operation, value in product(("string.absolutePath", "string.path"), values):
            self.refused("query[0].v", self.portal, "path", operation, value)

    def test_hidden_and_missing_paths_find_nothing(self):
        for end in ("", "/", "::0", "::1", "::99"):
            for name in (self.name, "nothing-here"):
                value = f"/cheetahs/library/{name}{end}"
                asked = (self.portal, 200, "path", "string.absolutePath", value)
                self.assertEqual((0, []), self.found(*asked), value)
        for value in ("/", "/cheetahs", "/plone/cheetahs::1"):
            asked = (self.portal, 200, "path", "string.absolutePath", value)
            self.assertTrue(self.found(*asked)[0], value)

    def test_no_other_operation_of_plone_looks_content_up(self):
        """Who adds an operation decides here, or in ``LOOK_UP``."""
        transaction.begin()
        records = api.portal.get_tool("portal_registry").records
        functions = {
            name.removesuffix(".operation"): records[name].value.rpartition(".")[2]
            for name in records
            if name.startswith(search_queries.OPERATION) and name.endswith(".operation")
        }
        others = {name for name, one in functions.items() if one not in VALUES_ONLY}
        self.assertEqual(search_queries.LOOK_UP, others)


class BatchTest(LibraryCase):
    """Plone fails for a page of fewer items than none."""

    def test_a_negative_size_is_refused_by_name(self):
        row = {"i": "path", "o": search_queries.ABSOLUTE_PATH, "v": "/"}
        for method, service, sent in (
            ("GET", "@search?b_size=-5", {}),
            ("GET", "@vocabularies/cites.cug.country?b_size=-5", {}),
            ("POST", "@querystring-search", {"json": {"query": [row], "b_size": -5}}),
        ):
            url = f"{self.portal}/{service}"
            answer = self.rest("customs-xa", method, url, 400, **sent)
            self.assertIn("b_size", answer["message"], service)


class MembersTest(LibraryCase):
    """Who is on a roster is told by the directory, and by nothing else."""

    def ask_search(self, user, **query):
        url = f"{self.portal}/@search?{urlencode(query)}"
        return self.rest(user, "GET", url, 200)

    def ask_criteria(self, user, index, value):
        operation = "plone.app.querystring.operation.selection.any"
        body = {"query": [{"i": index, "o": operation, "v": [value]}]}
        return self.rest(
            user, "POST", f"{self.portal}/@querystring-search", 200, json=body
        )

    def test_a_question_for_a_member_is_none(self):
        for user in ("customs-xa", "igo-interpol", "secretariat"):
            without = self.ask_search(user)["items_total"]
            for name in ("police-xb", "nobody-at-all", "customs-xa"):
                found = self.ask_search(user, workspace_members=name)
                self.assertEqual(without, found["items_total"], (user, name))
                found = self.ask_search(user, **{"workspace_members.query": name})
                self.assertEqual(without, found["items_total"], (user, name))

    def test_nor_are_other_closed_indexes(self):
        without = self.ask_search("customs-xa")["items_total"]
        for index in CLOSED | NOT_ASKED:
            found = self.ask_search("customs-xa", **{index: "nothing-has-this"})
            self.assertEqual(without, found["items_total"], index)
        found = self.ask_search("customs-xa", portal_type="nothing-has-this")
        self.assertEqual(0, found["items_total"])

    def test_nor_criteria(self):
        answers = [
            self.ask_criteria("customs-xa", "workspace_members", name)["items_total"]
            for name in ("police-xb", "nobody-at-all")
        ]
        self.assertEqual(answers[:1] * 2, answers)

    def test_nor_an_order(self):
        for order in ("workspace_members", "commentators", ["sortable_title", "expires"]):
            query = urlencode({"sort_on": order}, doseq=True)
            url = f"{self.portal}/@search?{query}"
            self.rest("customs-xa", "GET", url, 200)
        kept = self.ask_search("customs-xa", sort_on="sortable_title")
        titles = [one["title"].lower() for one in kept["items"]]
        self.assertEqual(sorted(titles), titles)

    def test_each_order_is_answered(self):
        """Also where an index has none: Plone fails there."""
        total = self.ask_search("customs-xa")["items_total"]
        for order in sorted(ASKED):
            found = self.ask_search("customs-xa", sort_on=order)
            self.assertEqual(total, found["items_total"], order)
            row = {"i": "portal_type", "v": ["Alert"]}
            row["o"] = "plone.app.querystring.operation.selection.any"
            body = {"query": [row], "sort_on": order}
            url = f"{self.portal}/@querystring-search"
            self.rest("customs-xa", "POST", url, 200, json=body)

    def test_nor_a_column(self):
        answer = self.ask_search("customs-xa", metadata_fields="workspace_members")
        self.assertNotIn("workspace_members", str(answer["items"]))


class ManagerTest(LibraryCase):
    """A member who manages the site does not find the author of an unnamed alert."""

    AUTHOR, OTHER, MANAGER = "customs-xb", "customs-xa", "police-xb"

    def setUp(self):
        super().setUp()
        transaction.begin()
        api.user.grant_roles(username=self.MANAGER, roles=["Manager"])
        transaction.commit()
        self.item = self.make(self.AUTHOR, hide_country=True)
        for name in ("submit", "publish"):
            way = f"{self.item}/@workflow/{name}"
            self.rest(
                "secretariat" if name == "publish" else self.AUTHOR, "POST", way, 200
            )

    def found(self, way, index, value):
        """What is answered, without the address that was asked."""
        criterion = {"i": index, "v": [value]}
        criterion["o"] = "plone.app.querystring.operation.selection.any"
        pages = {
            "search": ("GET", "@search", {"params": {index: value}}),
            "sorted": ("GET", "@search", {"params": {"sort_on": index, "x": value}}),
            "criteria": ("POST", "@querystring-search", {"json": {"query": [criterion]}}),
            "page": ("GET", "@@search", {"params": {index: value, "SearchableText": ""}}),
            "typing": ("GET", "@@ajax-search", {"params": {index: value}}),
            "feed": ("GET", "search_rss", {"params": {index: value}}),
            "results": (
                "GET",
                "@@querybuilderresults",
                {"params": {"query:records.i": index, "query:records.v": value}},
            ),
            "vocabulary": (
                "GET",
                "@@getVocabulary",
                {
                    "params": {
                        "name": "plone.app.vocabularies.Catalog",
                        "query": json.dumps({"criteria": [criterion]}),
                    }
                },
            ),
            "catalog": (
                "GET",
                "portal_catalog/searchResults",
                {"params": {index: value}},
            ),
            "values": (
                "GET",
                "portal_catalog/uniqueValuesFor",
                {"params": {"name": index, "x": value}},
            ),
        }
        method, name, more = pages[way]
        is_service = name in ("@search", "@querystring-search")
        headers = {"Accept": "application/json" if is_service else "text/html"}
        url = f"{self.portal}/{name}"
        answer = self.ask(self.MANAGER, method, url, headers=headers, **more)
        said = [answer.status_code, *re.findall(self.item, answer.text)]
        return said, answer.text

    def test_by_no_way_of_asking(self):
        for way in (
            *("search", "sorted", "criteria", "page", "typing", "feed", "results"),
            *("vocabulary", "catalog", "values"),
        ):
            with self.subTest(way):
                answers = [
                    self.found(way, "library_unnamed", user)
                    for user in (self.AUTHOR, self.OTHER)
                ]
                self.assertEqual(answers[0][0], answers[1][0], answers)
                self.assertLess(answers[0][0][0], 500)
                if way == "values":
                    self.assertNotIn(f"'{self.AUTHOR}'", answers[0][1])

    def test_nor_by_the_pages_of_collections(self):
        for name in ("_html_results", "numberofresults", "jsonconfig"):
            url = f"{self.portal}/@@querybuilder{name}"
            params = {"query:records.i": "portal_type", "sort_on": "library_of"}
            answer = self.ask(self.MANAGER, "GET", url, params=params)
            self.assertEqual(404, answer.status_code, url)

    def test_nor_by_screens_and_methods_of_zope(self):
        for path in (
            *("manage_owner", "manage_main", "manage_workspace", "manage_access"),
            *("Creator", "listCreators", "portal_catalog/Indexes/Creator/manage_browse"),
        ):
            answer = self.ask(self.MANAGER, "GET", f"{self.item}/{path}")
            self.assertEqual(404, answer.status_code, path)
            self.assertNotIn(self.AUTHOR, answer.text, path)
        for index in ("library_unnamed", "Creator"):
            url = f"{self.portal}/portal_catalog/Indexes/{index}/manage_browse"
            self.assertEqual(404, self.ask(self.MANAGER, "GET", url).status_code, index)

    def test_nor_in_a_column(self):
        params = {"metadata_fields": "_all", "UID": self.uid()}
        url = f"{self.portal}/@search"
        found = self.rest(self.MANAGER, "GET", url, 200, params=params)
        (one,) = found["items"]
        self.assertNotIn(self.AUTHOR, json.dumps(one))

    def uid(self):
        return self.rest(self.AUTHOR, "GET", self.item, 200)["UID"]

    def test_the_catalog_itself_does_not_use_the_index(self):
        transaction.begin()
        catalog = api.portal.get_tool("portal_catalog")
        everything = len(catalog.unrestrictedSearchResults(portal_type="Alert"))
        self.assertGreater(everything, 0)
        for index in ("library_unnamed", "library_seizure", "library_pictures"):
            asked = {"portal_type": "Alert", index: "nobody"}
            # The catalog plans a query that it has seen before in another way.
            for _time in range(2):
                found = catalog.unrestrictedSearchResults(asked)
                self.assertEqual(everything, len(found))
            with self.assertRaises(CatalogError):
                catalog.unrestrictedSearchResults(portal_type="Alert", sort_on=index)


class TextTest(LibraryCase):
    def test_a_text_that_cannot_be_looked_for_is_refused(self):
        refused = {}
        for text in TEXTS:
            for service in ("@search?SearchableText=", "@search?Title="):
                url = f"{self.portal}/{service}{quote(text[:1500])}"
                answer = self.ask(
                    "customs-xa", "GET", url, headers={"Accept": "application/json"}
                )
                refused[text] = answer.status_code
                self.assertIn(answer.status_code, (200, 400), (service, text[:50]))
        self.assertEqual(400, refused["not a"])
        self.assertEqual(400, refused["?????*"])
        self.assertEqual(400, refused["a*b*c*d*e*f"])

    def test_nor_as_a_criterion(self):
        operation = "plone.app.querystring.operation.string.contains"
        for text in TEXTS:
            row = {"i": "SearchableText", "o": operation, "v": text}
            answer = self.ask(
                "customs-xa",
                "POST",
                f"{self.portal}/@querystring-search",
                json={"query": [row]},
                headers={"Accept": "application/json"},
            )
            self.assertIn(answer.status_code, (200, 400), text[:50])

    def test_nor_a_date_that_is_none(self):
        operation = "plone.app.querystring.operation.selection.any"
        for index in ("created", "effective", "modified"):
            body = {"query": [{"i": index, "o": operation, "v": ["no date"]}]}
            url = f"{self.portal}/@querystring-search"
            self.rest("customs-xa", "POST", url, 400, json=body)

    def test_our_own_lists_take_any_text_for_words(self):
        for text in TEXTS:
            for address in ("@library", "@topics", "library", "workspaces", "@messages"):
                url = f"{self.group}/{address}?q={quote(text[:1500])}"
                answer = self.ask("customs-xa", "GET", url)
                self.assertLess(answer.status_code, 500, (address, text[:50]))


class DepthTest(LibraryCase):
    """Without a bound these would count up to the number: they would not end."""

    def search(self, **path):
        found = self.layer["portal"].portal_catalog.unrestrictedSearchResults(path=path)
        return {brain.getPath() for brain in found}

    def test_a_depth_beyond_all_levels_finds_what_no_depth_finds(self):
        top = "/".join(self.layer["portal"].getPhysicalPath())
        everything = self.search(query=top)
        self.assertIn(f"{top}/cheetahs/library", everything)
        self.assertEqual(everything, self.search(query=top, depth=HUGE))
        self.assertIn(f"{top}/cheetahs", self.search(query=top, depth=1))

    def test_no_number_is_counted_up_to(self):
        for names in product(("depth", "level", "navtree_start"), (HUGE, -HUGE), (0, 1)):
            name, number, navtree = names
            found = self.search(
                query="/plone/cheetahs", navtree=navtree, **{name: number}
            )
            self.assertLessEqual(found, self.search(query="/plone"), names)

    def test_over_rest(self):
        row = {
            "i": "path",
            "o": "plone.app.querystring.operation.string.absolutePath",
            "v": f"/cheetahs::{HUGE}",
        }
        found = self.rest(
            "customs-xa",
            "POST",
            f"{self.portal}/@querystring-search",
            200,
            json={"query": [row]},
        )
        self.assertTrue(found["items"])
        for service, query in (
            ("@search", {"path.query": "/plone", "path.depth": HUGE}),
            ("@navigation", {"expand.navigation.depth": HUGE}),
        ):
            url = f"{self.portal}/{service}?{urlencode(query)}"
            self.rest("customs-xa", "GET", url, 200)
