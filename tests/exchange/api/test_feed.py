"""REST: feeds and their keys, as feed readers use them."""

import requests
import transaction
from cites.cug.core.sql.rate import Rate
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.demo.testing import PASSWORD
from cites.cug.exchange import feeds
from cites.cug.login import accounts, api_tokens
from cites.cug.login.authentication import KEY_ENDED
from cites.cug.login.feed_keys import list_keys
from cites.cug.login.models import ApiToken
from datetime import datetime, timedelta, UTC
from sqlalchemy import update
from tests.exchange.feeds_case import FeedsCase, find, READER
from tests.login.case import MEMBER
from unittest.mock import patch
from zope.i18n import translate


class FeedTest(FeedsCase):
    def test_it_tells_what_is_new_and_nothing_of_its_content(self):
        item = self.add()
        self.move(item, "publish")
        feed = self.feed(self.key("police-xb"))
        (entry,) = find(feed, f"a:entry[a:link/@href='{item}']")
        self.assertEqual(["Alert · TLP:GREEN"], find(entry, "a:title/text()"))
        self.assertEqual(["Alert", "green"], find(entry, "a:category/@term"))
        self.assertTrue(find(entry, "a:id/text()")[0].startswith("urn:uuid:"))
        self.assertNotIn("zqcubs", self.read(self.key("police-xb")).text)

    def test_what_is_withdrawn_is_told_to_who_could_see_it(self):
        item = self.add()
        self.move(item, "publish", "share")
        address = self.key("igo-interpol")
        (identity,) = find(self.feed(address), f"a:entry[a:link/@href='{item}']/a:id")
        self.move(item, "restrict")
        feed = self.feed(address)
        self.assertEqual([identity.text], find(feed, "at:deleted-entry/@ref")[:1])
        self.assertNotIn(item, find(feed, "a:entry/a:link/@href"))

    def test_pages_go_on_to_older_ones_with_the_same_key(self):
        items = [self.add() for _time in range(3)]
        following, found = [self.key() + "&b_size=1"], []
        while following:
            feed = self.feed(*following)
            found += find(feed, "a:entry/a:link/@href")
            following = find(feed, "a:link[@rel='next']/@href")
        self.assertEqual(items[::-1], found[:3])
        (first,) = find(feed, "a:link[@rel='first']/@href")
        self.assertEqual(items[-1:], find(self.feed(first), "a:entry/a:link/@href"))
        self.assertNotIn("cug_feed_", find(feed, "a:link[@rel='self']/@href")[0])

    def test_who_has_it_already_gets_no_copy(self):
        self.add()
        address = self.key()
        tag = self.read(address).headers["ETag"]
        again = self.read(address, **{"If-None-Match": tag})
        self.assertEqual((304, ""), (again.status_code, again.text))
        self.add()
        self.assertEqual(200, self.read(address, **{"If-None-Match": tag}).status_code)

    def test_wrong_parameters_are_named(self):
        address = f"{self.key()}&b_size=0&zq=1"
        answer = self.read(address)
        self.assertEqual(400, answer.status_code)
        self.assertEqual(["zq"], [one["field"] for one in answer.json()["errors"]])

    def test_it_cannot_be_read_all_the_time(self):
        address = self.key()
        with patch.object(feeds, "RATE", Rate(2, timedelta(hours=1))):
            answers = [self.read(address) for _time in range(3)]
        self.assertEqual([200, 200, 429], [one.status_code for one in answers])
        left = [one.headers["RateLimit-Remaining"] for one in answers]
        self.assertEqual(["1", "0", "0"], left)
        self.assertEqual("2", answers[0].headers["RateLimit-Limit"])
        self.assertGreater(int(answers[-1].headers["Retry-After"]), 0)
        self.assertEqual(200, self.read(self.key("police-xa")).status_code)


class KeyTest(FeedsCase):
    def same(self, first, second, accept):
        """Whether both are answered as one address that leads nowhere."""
        told = [self.read(address, accept) for address in (first, second)]
        self.assertEqual([401, 401], [one.status_code for one in told])
        self.assertEqual(told[0].text, told[1].text)

    def assertEnded(self, address):
        """410, and nothing of whose key it was, nor of why it has ended."""
        answers = [self.read(address, accept) for accept in ("*/*", READER, "text/html")]
        self.assertEqual([410] * 3, [one.status_code for one in answers])
        told = {"type": "Gone", "message": translate(KEY_ENDED), "errors": []}
        self.assertEqual([told] * 3, [one.json() for one in answers])

    def test_it_opens_its_feed_alone(self):
        address = self.key()
        secret = address.partition("token=")[2]
        self.assertEqual(200, self.read(address).status_code)
        for path in ("cheetahs/@library", "cheetahs/@changes", "cheetahs", "@home"):
            answer = self.rest(f"{path}?token={secret}")
            self.assertEqual(401, answer.status_code, path)
            self.assertEqual(401, self.rest(path, secret).status_code, path)
        self.assertEqual(401, self.rest("cheetahs/@feed", secret).status_code)
        both = self.read(address)
        self.assertNotIn("Set-Cookie", both.headers)

    def test_a_wrong_key_is_answered_as_a_group_that_is_not_there(self):
        good = self.key("secretariat").partition("token=")[2]
        for key in ("cug_feed_wrong", "", self.token(), good[:-1]):
            for accept in ("*/*", "application/atom+xml"):
                wrong = f"{self.group}/@feed?token={key}"
                missing = f"{self.portal}/nothing/@feed?token={key}"
                self.same(wrong, missing, accept)
        # They are keys of another feed, the first of them has ended.
        ended = self.key().partition("token=")[2]
        for key in (ended, self.key().partition("token=")[2]):
            self.same(
                f"{self.portal}/ivory/@feed?token={key}",
                f"{self.portal}/nothing/@feed?token={ended}",
                "application/json",
            )

    def test_beside_a_log_in_no_key_counts(self):
        """A wrong one does not tell whoever has logged in which groups there are."""
        browser = self.logged_in()
        for key in ("x" * 40, self.key().partition("token=")[2]):
            for path, status in (("cheetahs", 200), ("ivory", 404), ("nothing", 404)):
                feed = f"{path}/@feed?token={key}"
                url, heads = f"{self.portal}/{feed}", {"Accept": READER}
                bearer = {"Authorization": f"Bearer {self.token()}"}
                answer = self.read(url, **bearer)
                self.assertEqual(status, answer.status_code, feed)
                answer = browser.get(url, headers=heads, timeout=120)
                self.assertEqual(status, answer.status_code, feed)
        headers = {"Accept": READER}
        right = f"{self.group}/@feed"
        member = (MEMBER, PASSWORD)
        answer = requests.get(right, headers=headers, auth=member, timeout=120)
        self.assertEqual(200, answer.status_code)

    def test_it_is_kept_as_a_digest_and_ends_with_the_next(self):
        first = self.key()
        self.assertNotIn(first.partition("token=")[2], str(self.kept(ApiToken.__table__)))
        second = self.key()
        self.assertEnded(first)
        self.assertEqual(200, self.read(second).status_code)
        self.assertEqual([], self.do("GET", "@tokens").json()["items"])
        self.assertEqual(204, self.do("DELETE", "cheetahs/@feed-key").status_code)
        self.assertEnded(second)
        self.assertEqual(404, self.do("DELETE", "cheetahs/@feed-key").status_code)
        told = [("feed.make", MEMBER), ("feed.make", MEMBER)]
        told += [("feed.use", MEMBER), ("feed.end", MEMBER)]
        self.assertEqual(told, self.trail("feed"))

    def test_a_repeat_shows_no_key(self):
        again = {"Idempotency-Key": "zq"}
        answers = [self.post(again) for _time in range(2)]
        self.assertEqual([201, 201], [one.status_code for one in answers])
        self.assertNotIn("feed", answers[1].json())

    def post(self, headers):
        return requests.post(
            f"{self.group}/@feed-key",
            headers={"Accept": "application/json", **headers},
            auth=(MEMBER, PASSWORD),
            timeout=120,
        )

    def test_it_ends_with_the_sessions_of_its_account(self):
        address = self.key()
        self.change(accounts.end_sessions, MEMBER)
        self.assertEnded(address)

    def test_it_ends_by_itself_and_is_forgotten_a_year_later(self):
        address, now = self.key(), datetime.now(UTC)
        self.shift(ApiToken, ends=now - timedelta(days=1))
        api_tokens.delete_ended_tokens(now)
        self.assertEnded(address)
        self.assertEqual(404, self.do("DELETE", "cheetahs/@feed-key").status_code)
        api_tokens.delete_ended_tokens(now + api_tokens.LONGEST_LIFE)
        self.same(address, f"{self.portal}/nothing/@feed", "*/*")

    def test_a_row_that_somebody_else_wrote_says_nothing(self):
        address = self.key()
        with autonomous_transaction() as connection:
            connection.execute(update(ApiToken).values(name="zq", proof=b"x"))
            connection.execute(update(ApiToken).values(name=self.uid()))
        self.same(address, f"{self.portal}/nothing/@feed", "*/*")
        self.assertEqual(404, self.do("DELETE", "cheetahs/@feed-key").status_code)
        self.same(address, f"{self.portal}/nothing/@feed", "*/*")

    def uid(self):
        return self.do("GET", "cheetahs").json()["UID"]

    def test_it_ends_with_a_suspension_and_does_not_come_back(self):
        address, other = self.key("police-xb"), self.key("police-xb", "ivory")
        because = {"json": {"reason": "EXERCISE"}}
        at = "cheetahs/@members/police-xb"
        self.do("POST", f"{at}/suspend", "secretariat", 200, **because)
        self.assertEnded(address)
        self.do("POST", f"{at}/reactivate", "secretariat", 200, **because)
        self.assertEnded(address)
        self.assertEqual(200, self.read(other).status_code)

    def test_it_ends_with_leaving_the_group(self):
        address = self.key("police-xb")
        at = "cheetahs/@members/police-xb/remove"
        self.do("POST", at, "secretariat", 204, json={"reason": "EXERCISE"})
        self.assertEnded(address)
        transaction.abort()
        self.assertEqual({}, list_keys("police-xb"))

    def test_reading_a_feed_is_no_use_of_the_account(self):
        before = accounts.last_used([MEMBER])
        with patch("cites.cug.login.api_tokens.USED_EVERY", timedelta()):
            self.read(self.key())
        self.assertEqual(before, accounts.last_used([MEMBER]))
