"""The library's page, as each kind of member."""

import base64
from cites.cug.demo.accounts import ACCOUNTS, OUTSIDER_FULLNAME
from itertools import product
from tests.library.case import LibraryCase, text_of
from tests.library.samples import picture


def titles(page) -> list[str]:
    return [text_of(link) for link in page.xpath("//*[@class='row-head']/a")]


class LibraryPageTest(LibraryCase):
    def facets(self, page) -> dict[str, dict[str, str]]:
        return {
            facet.get("aria-labelledby").removeprefix("facet-"): {
                text_of(words): text_of(count)
                for words, count, *_remove in (item.find("a") for item in facet)
            }
            for facet in page.xpath("//ul[@class='facet']")
        }

    def follow(self, user, page, xpath):
        (link,) = page.xpath(xpath)
        href = link.get("href")
        url = f"{self.library}{href}" if href.startswith("?") else href
        return self.page(user, url)

    def test_each_sees_what_is_for_them_and_nothing_of_the_rest(self):
        self.make(title="EXERCISE: a draft", incident_country="XA")
        self.published(title="EXERCISE: for enforcement", incident_country="XB")
        self.published("share", title="EXERCISE: for all", incident_country="XC")
        for user, shown in {
            "customs-xa": ["draft", "for enforcement", "for all"],
            "police-xb": ["for enforcement", "for all"],
            "igo-interpol": ["for all"],
        }.items():
            page = self.page(user, self.library)
            self.assertCountEqual(
                titles(page), [f"EXERCISE: {'a ' * (t == 'draft')}{t}" for t in shown]
            )
            self.assertEqual(
                text_of(page.get_element_by_id("found"))[-1], str(len(shown))
            )
        words = text_of(self.page("igo-interpol", self.library))
        for hidden in ("enforcement only", "Wonderland", "Neverland", "draft"):
            self.assertNotIn(hidden.lower(), words.lower())

    def test_facets_count_and_narrow(self):
        for country in ("XA", "XA", "XB"):
            self.published(incident_country=country)
        page = self.page("police-xb", self.library)
        counts = self.facets(page)
        self.assertEqual(list(counts["country"].values()), ["2", "1"])
        self.assertNotIn("state", counts, "one value for all narrows nothing")
        page = self.follow("police-xb", page, "//a[contains(@href, 'country=XA')]")
        self.assertEqual(len(titles(page)), 2)
        chip, *_others = page.xpath("//a[@class='chip']")
        self.assertIn("Neverland", text_of(chip))
        self.assertIn("Remove this filter", text_of(chip))
        self.assertEqual(
            len(titles(self.follow("police-xb", page, "//a[@class='chip']"))), 3
        )

    def test_a_facet_takes_several_values(self):
        for country in ("XA", "XA", "XB", "XC"):
            self.published(incident_country=country, transport_mode=["sea_container"])
        self.published(incident_country="XB", transport_mode=["mail"])
        # Hidden from others: neither found nor counted.
        self.make(incident_country="XB", transport_mode=["sea_container"])
        asked = {"transport_mode": "sea_container", "country": ["XA", "XB"]}
        page = self.page("police-xb", self.library, facets="all", **asked)
        self.assertEqual(len(titles(page)), 3)
        # Chosen values first; the others say how many items they would add.
        counts = self.facets(page)["country"]
        self.assertEqual(
            list(counts.items()),
            [
                ("Neverland (exercise)", "2"),
                ("Wonderland (exercise)", "1"),
                ("Pixieland (exercise)", "1"),
            ],
        )
        self.assertEqual(list(self.facets(page)["transport_mode"].values()), ["3", "1"])
        remove = "//ul[@aria-labelledby='facet-country']//a[@aria-current='true']"
        self.assertEqual(len(page.xpath(remove)), 2)
        (added,) = page.xpath(
            "//ul[@aria-labelledby='facet-country']//a[not(@aria-current)]"
        )
        more = self.page("police-xb", f"{self.library}{added.get('href')}")
        self.assertEqual(len(titles(more)), 4)
        # The form of the words keeps all of them.
        (form,) = [form for form in page.forms if form.get("id") == "search"]
        kept = [value for name, value in form.form_values() if name == "country"]
        self.assertEqual(kept, ["XA", "XB"])
        chips = [text_of(chip.find("b")) for chip in page.xpath("//a[@class='chip']")]
        self.assertEqual(len(chips), 3)
        (first,) = page.xpath("//a[@class='chip'][b='Neverland (exercise)']")
        left = self.page("police-xb", f"{self.library}{first.get('href')}")
        self.assertEqual(len(titles(left)), 1)

    def test_three_facets_are_unfolded_and_those_with_a_choice(self):
        for number, country in enumerate(("XA", "XB")):
            self.published(
                alert_type=("seizure", "route")[number],
                handling=("green", "amber")[number],
                incident_country=country,
                alleged_origin=country,
                concealment=["parcel", "on_body"][: number + 1],
            )
        page = self.page("police-xb", self.library, facets="all", concealment="parcel")
        folds = page.xpath("//details[@class='facet-fold']")
        unfolded = [fold.xpath(".//h2/@id")[0] for fold in folds if "open" in fold.attrib]
        first = [fold.xpath(".//h2/@id")[0] for fold in folds[:3]]
        self.assertEqual(unfolded, [*first, "facet-concealment"])

    def test_more_filters_are_counted_for_those_who_ask(self):
        self.published(concealment=["parcel"], alleged_origin="XA")
        self.published(concealment=["on_body"])
        page = self.page("police-xb", self.library)
        self.assertNotIn("concealment", self.facets(page))
        self.assertFalse(page.xpath("//details[@class='filters']/@open"))
        page = self.follow("police-xb", page, "//a[text()='More filters']")
        self.assertTrue(page.xpath("//details[@class='filters']/@open"))
        self.assertFalse(page.xpath("//a[text()='More filters']"))
        self.assertEqual(
            self.facets(page)["concealment"], {"On the body": "1", "Parcel": "1"}
        )
        self.assertEqual(list(self.facets(page)["origin"].values()), ["1"])
        page = self.follow("police-xb", page, "//a[contains(@href, 'origin=XA')]")
        chip, *_others = page.xpath("//a[@class='chip']")
        self.assertIn("Alleged country of origin Neverland", text_of(chip))
        self.assertEqual(len(titles(page)), 1)
        (kept,) = page.xpath("//form[@id='search']/input[@name='facets']/@value")
        self.assertEqual(kept, "all")

    def test_many_values_of_a_facet_go_into_a_select(self):
        for number in range(9):
            self.published(
                specimens=[{"species": f"Felis {number}", "term": "LIV", "quantity": 1.0}]
            )
        page = self.page("police-xb", self.library)
        self.assertEqual(len(self.facets(page)["species"]), 7)
        options = page.xpath("//select[@name='species']/option/@value")
        self.assertEqual(options, ["", "Felis 7", "Felis 8"])
        found = self.page("police-xb", self.library, species="Felis 8")
        self.assertEqual(len(titles(found)), 1)

    def test_search_marks_words_and_says_where_else_they_are(self):
        self.published(title="EXERCISE: Guépards & <i>cubs</i>")
        self.published(
            title="EXERCISE: other",
            body={"data": "<p>guépard</p>", "content-type": "text/html"},
        )
        page = self.page("police-xb", self.library, q="guepard")
        marks = [text_of(mark) for mark in page.xpath("//mark")]
        self.assertEqual(marks, ["Guépards", "guépard"])
        (elsewhere,) = page.xpath("//li[.//em]")
        self.assertIn("EXERCISE: other", text_of(elsewhere))
        self.assertIn("Found in the text or in attached files", text_of(elsewhere))
        self.assertFalse(page.xpath("//*[@class='row-head']//i"))

    def test_operators_of_the_index_are_words(self):
        self.published(title="EXERCISE: live or dead")
        for words in ("or", "live or dead", "not", "and or (", '"'):
            self.page("police-xb", self.library, q=words)
        self.assertEqual(len(titles(self.page("police-xb", self.library, q="or"))), 1)

    def test_a_bad_parameter_is_named_and_the_rest_is_kept(self):
        self.published(incident_country="XA")
        self.published(incident_country="XB")
        for name, value in {
            "since": "soon",
            "b_size": "1000",
            "sort_on": "secret",
            "state": "<script>",
            "b_start": "-1",
            "q": ["a", "b"],
            "handling": "violet",
            "look": "huge",
        }.items():
            query = {"country": "XA", name: value}
            page = self.page("police-xb", self.library, 400, **query)
            (summary,) = page.xpath("//*[@role='alert']")
            (link,) = summary.xpath(".//a")
            box = page.get_element_by_id(link.get("href").removeprefix("#"))
            self.assertEqual(box.get("name"), name)
            typed = ", ".join(value) if isinstance(value, list) else value
            self.assertEqual(box.get("value"), typed)
            kind = {"since": "date", "q": "search"}.get(name, "text")
            self.assertEqual(box.get("type", "text"), kind)
            (error,) = page.xpath("//*[@id=$id]", id=box.get("aria-describedby"))
            why, _said, shown = text_of(error).partition(" What you typed: ")
            self.assertEqual(shown, value if kind == "date" else "")
            self.assertIn(why, text_of(summary))
            self.assertTrue(page.xpath("//details[@class='filters'][@open]"), name)
            self.assertEqual(titles(page), [], name)
            self.assertTrue(page.xpath("//a[@class='chip']"), name)
            (again,) = [form for form in page.forms if form.get("id") == "search"]
            self.assertEqual(dict(again.form_values())["country"], "XA")
            self.assertTrue(box.get("form") == "search" or box in [*again.iter()])

    def test_an_end_before_the_beginning_stays_with_its_error(self):
        days = {"since": "2026-03-01", "until": "2026-01-01"}
        page = self.page("police-xb", self.library, 400, **days)
        for name, value in days.items():
            self.assertEqual(page.get_element_by_id(name).get("value"), value)
        (error,) = page.xpath("//*[@id='until-error']")
        self.assertEqual(text_of(error), "The end is before the beginning.")

    def test_empty_says_why(self):
        page = self.page("police-xb", self.library)
        (words,) = page.xpath("//p[@class='empty']")
        self.assertEqual(text_of(words), "Nothing here yet.")
        page = self.page("police-xb", self.library, q="nowhere")
        (words,) = page.xpath("//p[@class='empty']")
        self.assertIn("matches", text_of(words))
        self.assertTrue(page.xpath("//a[text()='Clear all']"))

    def test_what_has_most_words_is_shown_if_nothing_has_all(self):
        self.published(title="EXERCISE: dhow with a hidden bottom")
        self.published(title="EXERCISE: dhow with ice")
        # Hidden from others: what it has counts for nobody else.
        self.make(title="EXERCISE: dhow with a hidden false bottom")
        page = self.page("police-xb", self.library, q="dhow false bottom")
        self.assertEqual(titles(page), ["EXERCISE: dhow with a hidden bottom"])
        self.assertIn("Shown is what has 2 of 3.", text_of(page))
        url = f"{self.group}/@library?q=dhow+false+bottom"
        answer = self.rest("police-xb", "GET", url, 200)
        self.assertEqual(
            (1, 2, 3),
            (answer["items_total"], answer["words_matched"], answer["words_asked"]),
        )
        answer = self.rest("customs-xa", "GET", url, 200)
        self.assertEqual(1, answer["items_total"])
        self.assertNotIn("words_matched", answer)
        answer = self.rest("police-xb", "GET", f"{url}+-hidden", 200)
        self.assertEqual((1, 1), (answer["items_total"], answer["words_matched"]))
        answer = self.rest("police-xb", "GET", f"{url}&country=XC", 200)
        self.assertEqual((0, False), (answer["items_total"], "words_matched" in answer))

    def test_a_mistyped_word_leads_to_what_may_be_meant(self):
        alert = self.published(title="EXERCISE: dhow with a false floor")
        asked = {"q": "dhow flase", "type": "Alert"}
        page = self.page("police-xb", self.library, **asked)
        (status,) = page.xpath("//p[@role='status'][contains(., 'Did you mean')]")
        self.assertEqual(text_of(status), "Did you mean dhow false?")
        (link,) = status.xpath("a/@href")
        self.assertEqual(link, "?q=dhow+false&type=Alert")
        page = self.page("police-xb", f"{self.library}{link}")
        self.assertEqual(titles(page), ["EXERCISE: dhow with a false floor"])
        self.assertNotIn("Did you mean", text_of(page))
        url = f"{self.group}/@library?q=dhow+flase"
        answer = self.rest("police-xb", "GET", url, 200)
        self.assertEqual("dhow false", answer["did_you_mean"])
        self.assertEqual((1, 2), (answer["words_matched"], answer["words_asked"]))
        url = f"{self.group}/@library?q=dhow+false"
        answer = self.rest("police-xb", "GET", url, 200)
        self.assertEqual([alert], [one["@id"] for one in answer["items"]])
        self.assertNotIn("did_you_mean", answer)

    def test_an_empty_result_leads_on(self):
        page = self.page("police-xb", self.library, q="nowhere", country="XA")
        links = {
            text_of(link): link.get("href")
            for link in page.xpath("//p[@class='empty']/following-sibling::p[1]/a")
        }
        self.assertEqual(
            links,
            {
                "Search everything for these words": f"{self.group}/search-all?q=nowhere",
                "Write to members": f"{self.group}/messages/write",
            },
        )
        for url in links.values():
            self.page("police-xb", url)
        # What stands above is not said again.
        for words in ("Clear all", "New alert"):
            said = [one for one in page.xpath("//main//a") if text_of(one) == words]
            self.assertEqual(len(said), 1, words)

    def test_pages_of_the_list(self):
        for number in range(3):
            self.published(title=f"EXERCISE: {number}")
        page = self.page("police-xb", self.library, b_size="2", sort_on="title")
        self.assertEqual(titles(page), ["EXERCISE: 0", "EXERCISE: 1"])
        page = self.follow("police-xb", page, "//a[@rel='next']")
        self.assertEqual(titles(page), ["EXERCISE: 2"])
        self.assertIn("Page 2 of 2", text_of(page))
        page = self.follow("police-xb", page, "//a[@rel='prev']")
        self.assertEqual(titles(page), ["EXERCISE: 0", "EXERCISE: 1"])
        page = self.page("police-xb", self.library, b_start="50")
        self.assertIn("no items on this page", text_of(page))
        self.assertTrue(page.xpath("//a[@rel='prev']"))

    def test_what_one_has_not_opened_is_marked_in_words(self):
        alert = self.published()
        for marks in (["New"], []):
            page = self.page("police-xb", self.library)
            self.assertEqual([text_of(b) for b in page.xpath("//b[@class='dot']")], marks)
            self.page("police-xb", alert)

    def test_one_s_own_items(self):
        self.published(title="EXERCISE: mine")
        self.published(title="EXERCISE: another's", user="police-xa")
        page = self.page("customs-xa", self.library)
        (box,) = page.xpath("//input[@name='author']")
        page = self.page("customs-xa", self.library, author=box.get("value"))
        self.assertEqual(titles(page), ["EXERCISE: mine"])
        self.assertTrue(page.xpath("//input[@name='author']/@checked"))

    def test_a_filter_names_no_account_from_elsewhere(self):
        names = {"outsider": "outsider", "nobody-at-all": "nobody-at-all"}
        names["customs-xb"] = ACCOUNTS["customs-xb"].fullname
        for place, (user_id, name) in product(
            ("library", "statistics", "map"), names.items()
        ):
            page = self.page("customs-xa", f"{self.group}/{place}", author=user_id)
            chip, *_others = page.xpath("//ul[@class='chips']/li")
            self.assertIn(name, text_of(chip), place)
            self.assertNotIn(OUTSIDER_FULLNAME, text_of(page), place)

    def test_a_suspended_author_is_named_to_who_sees_what_they_wrote(self):
        self.make("police-xa")
        self.published(user="police-xb")
        for user_id, name in (
            ("police-xa", "police-xa"),
            ("police-xb", ACCOUNTS["police-xb"].fullname),
        ):
            url = f"{self.group}/@members/{user_id}/suspend"
            self.ask("secretariat", "POST", url, json={"reason": "x"}).raise_for_status()
            page = self.page("customs-xa", self.library, author=user_id)
            chip, *_others = page.xpath("//ul[@class='chips']/li")
            self.assertIn(name, text_of(chip))

    def test_buttons_are_for_those_who_may(self):
        def buttons(user):
            page = self.page(user, self.library)
            found = page.xpath("//*[@class='page-head']//a")
            return [text_of(a) for a in found]

        member = ["New alert", "New document", "Upload files", "Import seizures"]
        last = "Follow this"
        self.assertEqual(buttons("customs-xa"), [*member, last])
        self.assertEqual(buttons("secretariat"), [*member, "New folder", last])

    def test_whoever_makes_bulletins_ticks_what_one_may_have(self):
        for number in range(3):
            self.published(title=f"EXERCISE: {number}")
        self.make(title="EXERCISE: draft", user="secretariat")
        red = self.make(title="EXERCISE: red", handling="red", user="secretariat")
        named = {"readers": ["member:police-xb"]}
        self.rest("secretariat", "POST", f"{red}/@workflow/choose", 200, json=named)
        page = self.page("secretariat", self.library)
        self.assertEqual(len(titles(page)), 5)
        boxes = page.xpath("//input[@name='items']")
        names = (page.get_element_by_id(one.get("aria-labelledby")) for one in boxes)
        self.assertEqual(
            {text_of(one) for one in names}, {f"EXERCISE: {n}" for n in "012"}
        )
        first, second, third = (one.get("value") for one in boxes)
        # The search form takes all ticks along, and so do links.
        self.assertEqual({one.get("form") for one in boxes}, {"search"})
        asked = {"items": [first, third], "b_size": "1"}
        page = self.page("secretariat", self.library, **asked, state="enforcement")
        boxes = page.xpath("//input[@name='items'][@checked or @type='hidden']/@value")
        self.assertCountEqual(boxes, [first, third])
        page = self.follow("secretariat", page, "//a[@rel='next']")
        kept = page.xpath("//input[@name='items'][@type='hidden']/@value")
        self.assertEqual(kept, [first, third])
        (shown,) = page.xpath("//input[@name='items'][@type='checkbox']/@value")
        self.assertEqual(shown, second)
        (button,) = page.xpath("//*[@class='basket']/button")
        self.assertEqual(button.get("formaction"), f"{self.group}/bulletin")
        for url in page.xpath("//a[contains(@href, '/statistics')]/@href"):
            self.assertNotIn("items=", url)
        page = self.page("customs-xa", self.library, items=first)
        self.assertFalse(page.xpath("//input[@name='items'] | //*[@class='basket']"))

    def test_folders_show_what_lies_in_them(self):
        folder = self.make_folder("Operation")
        inner = self.rest(
            "secretariat",
            "POST",
            folder,
            201,
            json={"@type": "LibraryFolder", "title": "Phase 1"},
        )["@id"]
        self.published(title="EXERCISE: outside")
        self.published(title="EXERCISE: inside", within=inner)
        page = self.page("police-xb", self.library)
        self.assertEqual(page.xpath("//ul[@class='folders']//a/@href"), [folder])
        self.assertEqual(len(titles(page)), 2)
        page = self.page("police-xb", folder)
        self.assertEqual(titles(page), ["EXERCISE: inside"])
        self.assertEqual(page.xpath("//ul[@class='folders']//a/@href"), [inner])
        page = self.page("police-xb", inner)
        self.assertEqual(
            page.xpath("//nav[@class='trail']/a/@href"), [self.library, folder]
        )

    def test_folders_one_may_not_see_leave_no_trace(self):
        folder = self.make_folder("Secret operation")
        inner = self.rest(
            "secretariat",
            "POST",
            folder,
            201,
            json={"@type": "LibraryFolder", "title": "Results"},
        )["@id"]
        self.move(inner, "share")
        self.assertNotIn("Secret", text_of(self.page("igo-interpol", self.library)))
        self.page("igo-interpol", folder, 404)
        page = self.page("igo-interpol", inner)
        self.assertEqual(page.xpath("//nav[@class='trail']/a/@href"), [self.library])
        self.assertNotIn("Secret", text_of(page))

    def test_the_list_is_compact_or_of_pictures_for_those_who_want_it(self):
        alert = self.published(description="EXERCISE: two cubs", incident_country="XA")
        self.published(description="EXERCISE: a skin", incident_country="XA")
        data = base64.b64encode(picture(size=(300, 200))).decode()
        file = {"filename": "boat.png", "data": data, "encoding": "base64"}
        body = {"@type": "Image", "title": "EXERCISE", "image": file}
        self.rest("secretariat", "POST", alert, 201, json=body)
        page = self.page("police-xb", self.library, country="XA")
        (shown,) = page.xpath("//ol[@class='rows']//img/@src")
        self.assertTrue(shown.startswith(alert) and shown.endswith("/thumb"), shown)
        answer = self.ask("police-xb", "GET", shown)
        self.assertTrue(answer.headers["Content-Type"].startswith("image/"))
        page = self.follow("police-xb", page, "//a[text()='Compact']")
        self.assertEqual(2, len(titles(page)))
        (rows,) = page.xpath("//ol[@class='rows in-compact']")
        self.assertFalse(rows.xpath(".//img") or rows.find_class("row-summary"))
        # The filters stay, and the form of the words takes the view along.
        self.assertTrue(page.xpath("//a[@class='chip']"))
        self.assertTrue(page.xpath("//form//input[@name='look'][@value='compact']"))
        page = self.follow("police-xb", page, "//a[text()='Pictures']")
        (shown,) = page.xpath("//ol[@class='rows in-pictures']//img/@src")
        self.assertTrue(shown.endswith("/preview"), shown)
        self.assertEqual(1, len(page.find_class("none")))
        (current,) = page.xpath("//p[@class='sorts']/a[@aria-current][text()='Pictures']")
        self.assertIn("country=XA", current.get("href"))
        for address in page.xpath("//a[contains(@href, '/statistics')]/@href"):
            self.assertNotIn("look=", address)

    def test_strangers_see_nothing(self):
        self.assertEqual(self.ask(None, "GET", self.library).status_code, 302)
        self.page("outsider", self.library, 404)

    def test_the_page_is_light(self):
        for number in range(25):
            self.published(
                title="EXERCISE: " + "a long title of a seizure " * 4,
                description="What a reader must know. " * 12,
                incident_country=("XA", "XB", "XC", "KE", "SO")[number % 5],
                incident_date="2026-03-01",
                specimens=[
                    {"species": f"Felis {n}", "term": t, "quantity": 1.0}
                    for n, t in enumerate(("LIV", "SKI", "TEE", "CLA", "SKU"))
                ],
            )
        answer = self.ask("police-xb", "GET", self.library)
        self.assertEqual(len(titles(self.page("police-xb", self.library))), 25)
        # With the places of the group twice: above, and on phones below; 300 bytes are
        # the links to the other views of the list.
        self.assertLess(len(answer.content), 42_500)
