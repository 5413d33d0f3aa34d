"""An item is offered to another group, allowed by its author, and taken there."""

import base64
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.sql.session import session
from cites.cug.library.tools.group_shares.models import GroupShare
from cites.cug.mailing.models import Notice
from cites.cug.membership.actions import admit_member
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import select
from tests.library.tools.group_shares.case import AUTHOR, BOTH, IVORY, OTHER, SharesCase


class SharesTest(SharesCase):
    def test_it_waits_for_the_author_and_then_for_the_other_secretariat(self):
        share = self.offer(note="For your operation.")
        self.assertEqual((share["state"], share["group"]), ("asked", "cheetahs"))
        self.assertEqual(self.offered(), [])
        self.assertEqual(self.agree(share)["state"], "offered")
        (offer,) = self.offered()
        told = {name: offer[name] for name in ("title", "handling", "note", "copy")}
        self.assertEqual(
            told,
            {
                "title": "EXERCISE: cubs in a crate",
                "handling": "amber",
                "note": "For your operation.",
                "copy": None,
            },
        )
        copy = self.answer("accept")["copy"]
        self.assertEqual(self.offered(), [])
        found = self.rest(BOTH, "GET", copy, 200)
        self.assertEqual(found["handling"]["token"], "amber")
        state = self.rest(BOTH, "GET", f"{copy}/@workflow", 200)["state"]["id"]
        self.assertEqual(state, "pending")
        self.assertIn(copy, [row["@id"] for row in self.listed(BOTH)])
        for user in (AUTHOR, IVORY, OTHER):
            self.assertEqual(self.ask(user, "GET", copy).status_code, 404, user)
        self.assertIsNone(self.rest(IVORY, "GET", share["@id"], 200)["copy"])
        self.move(copy, "publish")
        self.assertEqual(self.ask(OTHER, "GET", copy).status_code, 200)

    def listed(self, user):
        return self.rest(user, "GET", f"{self.group}/@library", 200)["items"]

    def test_both_trails_have_it(self):
        copy = self.given()
        source, made = self.path(self.item), self.path(copy)
        (offered,) = self.recorded("library.share_offer")
        self.assertEqual(offered[:2], (IVORY, source))
        (agreed,) = self.recorded("library.share_agree")
        self.assertEqual(agreed[:2], (AUTHOR, source))
        self.assertEqual(
            self.recorded("library.share"),
            [(BOTH, source, {"group": "cheetahs", "copy": made})],
        )
        self.assertEqual(self.recorded("library.copy"), [(BOTH, made, {"from": source})])

    def test_a_secretariat_of_both_groups_needs_no_other_answer(self):
        item = self.make(handling="red", user="customs-xa")
        url, readers = f"{item}/@workflow/choose", ["member:customs-xb"]
        self.rest(BOTH, "POST", url, 200, json={"readers": readers})
        share = self.offer(item, "ivory", BOTH)
        self.assertEqual(share["state"], "asked")
        agreed = self.agree(share, "customs-xa")
        self.assertEqual(agreed["state"], "accepted")
        self.assertIsNone(agreed["copy"])
        copy = self.rest(BOTH, "GET", share["@id"], 200)["copy"]
        self.assertTrue(copy.startswith(f"{self.ivory}/library/"), copy)
        (event,) = self.recorded("library.copy")
        self.assertEqual(event, (BOTH, self.path(copy), {"from": self.path(item)}))
        found = self.rest(BOTH, "GET", copy, 200)
        self.assertEqual(found["handling"]["token"], "red")
        own = self.make(user=BOTH)
        self.move(own, "publish")
        share = self.offer(own, "ivory", BOTH)
        self.assertEqual(share["state"], "accepted")

    def test_the_author_stays_unknown_unless_that_one_says_so(self):
        texts = {"title": "EXERCISE: titre", "description": "Rien."}
        for hides, told in ((None, BOTH), (True, BOTH), (False, AUTHOR)):
            item = self.in_ivory(seizure_id="XA-2026-1", description="EXERCISE")
            url, body = f"{item}/@translations", {"language": "fr", **texts}
            self.rest(AUTHOR, "POST", url, 201, json=body)
            more = {} if hides is None else {"hide_author": hides}
            self.agree(self.offer(item), **more)
            copy = self.answer("accept")["copy"]
            found = self.rest(BOTH, "GET", copy, 200)
            author = self.rest(BOTH, "GET", f"{copy}/@audience", 200)["author"]
            self.assertEqual(author, told, hides)
            number = "XA-2026-1" if hides is False else None
            self.assertEqual(found["seizure_id"], number)
            translated = self.rest(BOTH, "GET", f"{copy}/@translations", 200)["items"]
            self.assertEqual([one["translator"] for one in translated], [None])

    def test_an_alert_that_names_nobody_hides_its_author_in_any_case(self):
        item = self.in_ivory(hide_country=True, seizure_id="XA-2026-1")
        self.agree(self.offer(item), hide_author=False)
        copy = self.answer("accept")["copy"]
        self.assertIsNone(self.rest(BOTH, "GET", copy, 200)["seizure_id"])
        author = self.rest(BOTH, "GET", f"{copy}/@audience", 200)["author"]
        self.assertEqual(author, BOTH)

    def test_an_author_who_is_hidden_before_it_is_accepted_stays_so(self):
        item = self.in_ivory(seizure_id="XA-2026-1")
        self.agree(self.offer(item), hide_author=False)
        self.rest(IVORY, "PATCH", item, 204, json={"hide_country": True})
        copy = self.answer("accept")["copy"]
        self.assertIsNone(self.rest(BOTH, "GET", copy, 200)["seizure_id"])
        author = self.rest(BOTH, "GET", f"{copy}/@audience", 200)["author"]
        self.assertEqual(author, BOTH)

    def test_what_was_given_is_passed_on_by_nobody(self):
        copy = self.given()
        self.move(copy, "publish")
        answer = self.ask(
            BOTH, "POST", f"{copy}/@share-with-group", json={"group": "ivory"}
        )
        self.assertEqual(answer.status_code, 403, answer.text)
        self.assertIn("of another group", answer.json()["message"])

    def test_a_copy_does_not_spare_asking_the_author(self):
        where = f"{self.ivory}/library"
        made = self.rest(IVORY, "POST", f"{where}/@copy", 200, json={"source": self.item})
        copy = made[0]["target"]
        self.move(copy, "publish", user=IVORY)
        body = {"group": "cheetahs"}
        answer = self.ask(IVORY, "POST", f"{copy}/@share-with-group", json=body)
        self.assertEqual(answer.status_code, 403, answer.text)
        draft = {"source": self.make(AUTHOR, where)}
        (own,) = self.rest(AUTHOR, "POST", f"{where}/@copy", 200, json=draft)
        for one in (draft["source"], own["target"]):
            self.move(one, "publish", user=IVORY)
        self.assertEqual(self.offer(own["target"])["state"], "asked")

    def test_files_come_along(self):
        data = base64.b64encode(b"words").decode()
        file = {"filename": "a.txt", "data": data, "encoding": "base64"}
        sent = {"@type": "File", "title": "a", "file": file}
        self.rest(IVORY, "POST", self.item, 201, json=sent)
        copy = self.given()
        (held,) = self.rest(BOTH, "GET", copy, 200)["items"]
        answer = self.ask(BOTH, "GET", f"{held['@id']}/@@download/file")
        self.assertEqual(answer.content, b"words")

    def test_what_is_taken_is_closed_with_its_original(self):
        steps = (
            ("report", {"comment": "EXERCISE"}),
            ("choose", {"readers": [f"member:{AUTHOR}"]}),
        )
        for name, body in steps:
            self.item = self.in_ivory()
            copy = self.given()
            self.move(copy, "publish")
            url = f"{self.item}/@workflow/{name}"
            self.rest(IVORY, "POST", url, 200, json=body)
            self.assertEqual(self.ask(OTHER, "GET", copy).status_code, 404, name)
            self.rest(BOTH, "POST", f"{copy}/@workflow/publish", 400, json={})

    def test_it_is_as_strict_and_no_more_open_than_its_original(self):
        copy = self.given()
        change = {"handling": "green"}
        self.rest(BOTH, "PATCH", copy, 400, json=change)
        self.move(copy, "publish")
        self.rest(BOTH, "POST", f"{copy}/@workflow/share", 400, json={})
        self.rest(IVORY, "PATCH", self.item, 204, json={"handling": "amber_strict"})
        found = self.rest(BOTH, "GET", copy, 200)
        self.assertEqual(found["handling"]["token"], "amber_strict")
        self.rest(IVORY, "DELETE", self.item, 204)
        self.assertEqual(self.ask(OTHER, "GET", copy).status_code, 404)
        self.rest(BOTH, "PATCH", copy, 400, json=change)

    def test_an_original_that_names_no_igo_is_opened_to_none(self):
        ivory_igo = "igo-unodc"
        self.choose(self.item, [f"member:{AUTHOR}"])
        copy = self.given()
        for reader in ("member:igo-interpol", "category:igo"):
            self.choose(copy, [reader], user=BOTH, status=400)
        self.choose(copy, [f"member:{OTHER}"], user=BOTH)
        self.choose(self.item, [f"member:{AUTHOR}", f"member:{ivory_igo}"])
        self.choose(copy, ["member:igo-interpol"], user=BOTH)
        self.assertEqual(self.ask("igo-interpol", "GET", copy).status_code, 200)
        self.choose(self.item, [f"member:{AUTHOR}"])
        self.assertEqual(self.ask("igo-interpol", "GET", copy).status_code, 404)

    def test_a_deleted_original_opens_what_was_taken_to_nobody(self):
        self.choose(self.item, [f"member:{AUTHOR}"])
        copy = self.given()
        self.choose(copy, [f"member:{OTHER}"], user=BOTH)
        self.rest(IVORY, "DELETE", self.item, 204)
        self.assertEqual(self.ask(OTHER, "GET", copy).status_code, 404)
        for reader in (f"member:{OTHER}", "member:igo-interpol", "category:customs"):
            self.choose(copy, [reader], user=BOTH, status=400)
        self.rest(BOTH, "POST", f"{copy}/@workflow/publish", 400, json={})

    def test_an_offer_is_for_no_group_that_gets_the_name_later(self):
        offered, asked = (self.offer(self.in_ivory(), "later") for _time in range(2))
        self.agree(offered)
        transaction.abort()
        portal = self.layer["portal"]
        with api.env.adopt_user(SITE_OWNER_NAME):
            api.content.create(portal, "ClosedUserGroup", "later", title="EXERCISE")
            admit_member(
                portal.later, BOTH, Category.SECRETARIAT, acting_user=SITE_OWNER_NAME
            )
        transaction.commit()
        self.assertEqual(self.agree(asked)["state"], "offered")
        self.offers = f"{self.portal}/later/@group-offers"
        self.assertEqual(self.offered(), [])
        for share in (offered, asked):
            self.rest(BOTH, "GET", f"{self.offers}/{share['id']}", 404)
            url = f"{self.offers}/{share['id']}/accept"
            self.rest(BOTH, "POST", url, 404, json={})
        # It is refused as before the group was made, which would otherwise tell of it.
        self.offer(self.path_of(offered), "later", status=409)
        self.agree(self.offer(self.in_ivory(), "later"))
        self.assertIsNotNone(self.answer("accept")["copy"])

    def path_of(self, share):
        return share["@id"].partition("/@share-with-group")[0]

    def choose(self, item, readers, user=IVORY, status=200):
        url = f"{item}/@workflow/choose"
        self.rest(user, "POST", url, status, json={"readers": readers})

    def test_it_ends_where_somebody_says_no(self):
        share = self.offer()
        url = f"{share['@id']}/refuse"
        self.assertEqual(self.rest(AUTHOR, "POST", url, 200, json={})["state"], "refused")
        self.agree(share, status=409)
        self.agree(self.offer())
        found = self.answer("decline", answer="Known already.")
        self.assertEqual((found["state"], found["title"]), ("declined", None))
        shares = self.rest(IVORY, "GET", f"{self.item}/@share-with-group", 200)
        said = [(one["state"], one["answer"]) for one in shares["items"]]
        self.assertEqual(said, [("declined", "Known already."), ("refused", "")])
        share = self.offer()
        url = f"{share['@id']}/withdraw"
        for _time in range(2):
            again = self.rest(IVORY, "POST", url, 200, json={})
            self.assertEqual(again["state"], "withdrawn")
        self.agree(share, status=409)
        self.assertEqual(self.offered(), [])

    def test_a_repeat_changes_nothing(self):
        share = self.offer()
        self.offer(status=409)
        for _time in range(2):
            self.agree(share)
        (one,) = self.offered()
        made = {
            self.rest(BOTH, "POST", f"{one['@id']}/accept", 200, json={})["copy"]
            for _time in range(2)
        }
        self.assertEqual(len(made), 1)
        self.rest(BOTH, "POST", f"{one['@id']}/decline", 409, json={})
        self.offer(status=409)

    def test_groups_that_are_there_and_that_are_not_answer_alike(self):
        answers = []
        for name in ("cheetahs", "nothing"):
            item = self.in_ivory()
            share = self.offer(item, name)
            self.agree(share)
            found = self.rest(IVORY, "GET", share["@id"], 200)
            answers.append((found["state"], found["copy"], found["answer"]))
        self.assertEqual(answers, [("offered", None, "")] * 2)
        for name in ("", "a/b", "../cheetahs", "ivory"):
            answer = self.offer(self.in_ivory(), name, status=400)
            self.assertEqual(answer["errors"][0]["field"], "group", name)

    def test_only_the_secretariat_offers_and_only_what_is_published(self):
        draft = self.make(AUTHOR, f"{self.ivory}/library")
        self.offer(draft, status=403)
        self.offer(user=AUTHOR, status=403)
        self.offer(user=OTHER, status=403)
        self.offer(user="customs-xa", status=404)
        for user in (OTHER, AUTHOR):
            url = f"{self.item}/@share-with-group"
            found = self.rest(user, "GET", url, 200)
            self.assertEqual((found["items"], found["may_share"]), ([], False))

    def test_nobody_else_answers(self):
        share = self.offer()
        for user in (OTHER, IVORY):
            for how in ("agree", "refuse"):
                url = f"{share['@id']}/{how}"
                self.rest(user, "POST", url, 404, json={})
        self.rest(OTHER, "GET", share["@id"], 404)
        self.agree(share)
        (one,) = self.offered()
        for user, status in ((IVORY, 404), ("customs-xa", 403)):
            for how in ("accept", "decline"):
                self.rest(user, "POST", f"{one['@id']}/{how}", status, json={})
        url = f"{self.ivory}/@group-offers/{one['id']}"
        self.rest(IVORY, "GET", url, 404)
        self.assertEqual(self.offered(), [one])

    def test_what_is_no_longer_published_is_offered_to_nobody(self):
        self.agree(self.offer())
        (one,) = self.offered()
        url, body = f"{self.item}/@workflow/report", {"comment": "EXERCISE"}
        self.rest(IVORY, "POST", url, 200, json=body)
        self.assertEqual(self.offered(), [])
        self.rest(BOTH, "POST", f"{one['@id']}/accept", 404, json={})

    def test_a_note_that_may_name_somebody_is_held_back(self):
        answer = self.offer(note="Seen by Chinedu Okonkwo.", status=400)
        self.assertEqual(answer["type"], "NonNominal")

    def test_those_concerned_are_told(self):
        share = self.offer()
        self.assertEqual(self.told(), [("library.share_asked", AUTHOR)])
        self.agree(share)
        self.assertIn(("library.share_offered", BOTH), self.told())
        self.answer("accept")
        self.assertIn(("library.share_decided", IVORY), self.told())

    def told(self):
        transaction.abort()
        query = select(Notice.kind, Notice.user_id).where(
            Notice.kind.startswith("library.share")
        )
        return [tuple(one) for one in session().execute(query)]

    def test_they_go_with_the_item(self):
        self.offer()
        self.rest(IVORY, "DELETE", self.item, 204)
        transaction.abort()
        self.assertEqual(session().scalars(select(GroupShare)).all(), [])
