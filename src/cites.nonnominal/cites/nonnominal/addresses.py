"""Finds e-mail addresses, IP addresses, profiles and handles."""

import ipaddress
import re
from cites.nonnominal.branches import by_first_letter
from cites.nonnominal.findings import (
    Announced,
    CERTAIN,
    FindingKind,
    LIKELY,
    matches,
    POSSIBLE,
    Span,
)
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.spelling import in_small_letters
from collections.abc import Iterator


LOCAL = r"(?<![\w.+%\-])[\w.+%'\-]{1,64}"
EMAIL = re.compile(
    rf"{LOCAL}(?:@\s?|\s@\s)(?:[\w\-]+\.)+[a-z]{{2,}}\b",
    re.IGNORECASE,
)
MAILERS = r"(?:gmail|yahoo|hotmail|outlook|icloud|live|proton(?:mail)?|gmx|aol)"
#: Spelled in words: "name at host dot org", "nom arobase gmail point com".
SPELLED_EMAIL = re.compile(
    rf"{LOCAL}\s(?:at\s(?:[\w\-]+(?:\sdot\s[\w\-]+)+|{MAILERS}\.[a-z.]+\b)|"
    r"arobase\s[\w\-]+(?:(?:\spoint\s|\.)[\w\-]+)+|"
    r"arroba\s[\w\-]+(?:(?:\spunto\s|\.)[\w\-]+)+)",
    re.IGNORECASE,
)
#: What each has, which is sought sooner.
OF_SPELLED = re.compile(
    rf"\s(?:at\s(?:[\w\-]+\sdot\s|{MAILERS}\.)|arr?oba)", re.IGNORECASE
)
IPV4 = re.compile(r"\d(?<![\w.]\d)\d{0,2}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.I)
#: Words before four numbers that are a version or an article, and no IP address.
NO_ADDRESS = re.compile(
    r"(?:\b(?:versi[óo]n|build|release|firmware|section|article|chapter|chapitre|"
    r"secci[óo]n|"
    r"art[íi]culo|cap[íi]tulo|apartado|paragraphe?|p[áa]rrafo|punto|points?|inciso|"
    r"clause|"
    r"cl[áa]usula|num[ée]ral|item|§|annexe?|anexo|rule|r[èe]gle|regla)\s?|\bv\.?\s?)$",
    re.I,
)
#: Services on which an address below the host belongs to a person.
HOSTS = (
    r"facebook\.com|fb\.com|fb\.me|m\.me|instagram\.com|instagr\.am|tiktok\.com|x\.com|"
    r"twitter\.com|t\.me|telegram\.me|telegram\.org|wa\.me|chat\.whatsapp\.com|"
    r"api\.whatsapp\.com|linkedin\.com|youtube\.com|youtu\.be|snapchat\.com|vk\.com|"
    r"ok\.ru|weibo\.com|weibo\.cn|douyin\.com|threads\.net|pinterest\.[a-z.]+|"
    r"reddit\.com|discord\.gg|discord\.com|line\.me|viber\.com|signal\.me|zalo\.me|"
    r"tumblr\.com|flickr\.com|medium\.com|truthsocial\.com|gettr\.com|imo\.im|"
    r"onlyfans\.com|patreon\.com|skype\.com|kuaishou\.com|xiaohongshu\.com|paypal\.me|"
    r"ebay\.[a-z.]+|olx\.[a-z.]+|mercadolibre\.[a-z.]+|leboncoin\.fr|jiji\.[a-z.]+|"
    r"gumtree\.[a-z.]+|wallapop\.com|milanuncios\.com|marktplaats\.nl|avito\.ru|"
    r"etsy\.com|aliexpress\.com|alibaba\.com|taobao\.com|carousell\.[a-z.]+|"
    r"shopee\.[a-z.]+|bsky\.app|mastodon\.[a-z]+"
)
#: Paths below any host that lead to a person.
PERSONAL = (
    r"@|~|users?/|profiles?/|profil/|perfil/|people/|members?/|u/|in/|seller/|channel/"
)
PATH = r"[^\s<>\"'“”«»]*[\w/]"
PROFILE = re.compile(
    rf"(?:https?://|(?<![\w@.\-/]))(?:[\w\-]{{1,63}}\.){{0,4}}(?:{HOSTS})/{PATH}"
    rf"|https?://[\w.\-]+/(?:[\w\-]+/)*(?:{PERSONAL}){PATH}"
)
#: What each has, which is sought sooner.
OF_PROFILE = re.compile(r"://|\.[a-z]*/")
HANDLE = re.compile(r"(?<![\w@./+\-])@[A-Za-z_][\w.\-]{1,40}\w")
NETWORK = (
    r"telegram|instagram|insta|ig|snap|facebook|face|fb|tik\s?tok|twitter|snapchat|"
    r"wechat|we\s?chat|"
    r"weixin|skype|linkedin|youtube|discord|signal|threema|wickr|line|vk|viber|weibo|"
    r"whats\s?app|wsp|wpp|wasap|messenger|ebay|onlyfans|qq|le\s?bon\s?coin|vinted|olx|gumtree|jiji|mercado\s?libre|mercado\s?livre|wallapop|"
    r"milanuncios|avito|carousell|shopee|lazada|craigslist|etsy|kijiji|marketplace|zalo|kakao(?:\s?talk)?|"
    r"twitch|reddit|threads|bluesky|kwai|kuaishou|douyin|xianyu|taobao|clubhouse|"
    r"tinder|badoo|telegrama|insta\s?gram|segundamano|ouedkniss|avendrealouer|coinafrique|jumia|tonaton|pigiame|kupatana|enjoei"
)
ACCOUNT = (
    r"account|user(?:\s?name)?|id|handle|profile|page|channel|seller|nick(?:name)?|live|"
    r"compte|utilisateur|identifiant|pseudo(?:nyme)?|profil|cha[îi]ne|cuenta|usuario|"
    r"perfil|canal|apodo|p[áa]gina|group|groupe|grupo|ukurasa|kundi"
)
LINKS = (
    r"(?:\s*[:=]\s*|\s+(?:he|she|il|elle|él|ella)\s+(?:is|est|es)\s+|"
    r"\s+c['’ ]?est\s+|\s+(?:is|was|est|es|é|de|del|do|d|la|wa|no|na|en|on|"
    r"sur|at|named|called|c|"
    r"yake(?:\s+ni)?|yangu|ya|ni|dele|dela|"
    r"nomm[ée]e?|"
    r"llamad[oa])\s+|(?:\s+[^\W\d_]{1,12}){0,4}?\s+(?:as|under|comme|sous|como|bajo)\s+|"
    r"\s+)"
)
#: "ukurasa unaitwa".
PAGES = r"inaitwa|unaitwa|linaitwa"
HOLDER = (
    r"(?:user(?:\s?name)?|handle|nick(?:name)?|seller|skype\s+live|utilisateur|"
    r"pseudo(?:nyme)?|"
    r"usuario|apodo)"
)
#: "the Facebook page Exotic Birds", "compte Facebook « Oiseaux rares »".
TITLED_PAGE = Announced(
    re.compile(
        r"\b"
        + by_first_letter(
            rf"(?:{NETWORK})(?:\s+(?:{ACCOUNT})|\s*:|(?=\s+(?:anajiita|{PAGES})))|(?:{ACCOUNT}){LINKS}(?:{NETWORK})"
        )
        + r"(?!\w)(?:\s*:|\s+(?:named|called|nommée?|llamad[oa]|chamad[oa]|anajiita|"
        + rf"{PAGES}))?\s*"
    ),
    re.compile(
        r"[\"“«‘']\s?(?P<quoted>[^\"”»’'\n]{2,60}?)\s?[\"”»’']|"
        r"(?P<plain>[A-ZÀ-Þ][\w&'’]+(?:\s+(?:(?:of|and|de|du|des|d|del|do|da|dos|la|los|las|les|"
        r"y|et|e|ya|wa|za)\s+)?[A-ZÀ-Þ0-9][\w&'’]*){1,5})"
    ),
)
#: « la page "Reptiles du 93" », where a network is named.
QUOTED_PAGE = re.compile(
    r"\b(?:page|groupe?|grupo|p[áa]gina|canal|channel|cha[îi]ne|ukurasa|kundi)\s+"
    r"[\"“«]\s?(?P<page>[^\"”»\n]{2,60}?)\s?[\"”»]"
)
NAMED_NETWORK = re.compile(rf"\b{by_first_letter(NETWORK)}\b")
#: "macaw_lord on discord".
HANDLE_BEFORE = re.compile(
    r"(?<![\w.@/\-])(?P<handle>(?=[a-z.]*[\d_])[a-z][\w.]{3,40}\w)\s"
    rf"(?:on|sur|en|no|kwenye)\s{by_first_letter(NETWORK)}\b"
)
#: "en tiktok es elreydelosajolotes": one long word that no list has.
LONG_HANDLE = re.compile(
    rf"\b{by_first_letter(NETWORK)}\s(?:is|est|c|c['’]est|es|é|ni|:)\s(?P<handle>[a-z]{{12,40}})(?![\w'’])"
)
#: "Telegram: wild_seller", "the Instagram account exotic.pets.ke".
NAMED_HANDLE = re.compile(
    r"\b"
    + by_first_letter(
        rf"(?:{NETWORK})(?:\s+(?:{ACCOUNT}))?|(?:{ACCOUNT}){LINKS}(?:{NETWORK})|{HOLDER}"
    )
    + rf"(?:{LINKS}|\s*[(\[]\s*)[\"'“«‘]?\s?"
    rf"(?P<handle>(?=[\w.\-]*[\d_.\-]\w)[a-z0-9][\w.\-]{{2,40}}\w)"
)
#: Names of networks in Russian, Arabic and Chinese before a handle.
HANDLE_ABROAD = re.compile(
    r"(?:(?:телеграм|инстаграм|инст[аеу]|ватсап|вайбер|вконтакте|تلغرام|تليجرام|انستغرام|"
    r"انستقرام|سناب|تيك\s?توك|فيسبوك|微信|微博|抖音|快手|小红书|闲鱼|qq(?![a-z]))[\w\s]{0,6}?[\s:：(«\"]+|"
    # "ID是…", in words that no other number has.
    r"(?:(?<![a-z])id\s?[是为]|昵称|用户名|(?<!\w)ник|никнейм|المعرف|يوزر)[是为:：\s]{0,3}"
    r"(?=[\w.\-]{0,40}[a-z_]))"
    r"(?P<handle>[a-z0-9][\w.\-]{3,40}[a-z0-9])"
)


def addresses_in(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from matches(text, FindingKind.EMAIL, CERTAIN, EMAIL)
    if OF_SPELLED.search(text):
        yield from matches(text, FindingKind.EMAIL, CERTAIN, SPELLED_EMAIL)
    yield from _profiles(text)
    yield from _ip_addresses(text)


def _profiles(text: str) -> Iterator[Span]:
    small = in_small_letters(text)
    if OF_PROFILE.search(small):
        yield from matches(small, FindingKind.URL_PROFILE, CERTAIN, PROFILE)
    yield from matches(text, FindingKind.URL_PROFILE, LIKELY, HANDLE)
    if not text.isascii():
        yield from matches(small, FindingKind.URL_PROFILE, LIKELY, HANDLE_ABROAD)
    for _opening, page in TITLED_PAGE.found_in(text, small):
        yield Span(*page.span(page.lastgroup or 0), FindingKind.URL_PROFILE, LIKELY)
    if NAMED_NETWORK.search(small):
        yield from matches(
            small, FindingKind.URL_PROFILE, LIKELY, QUOTED_PAGE, HANDLE_BEFORE
        )
        for span in matches(small, FindingKind.URL_PROFILE, POSSIBLE, LONG_HANDLE):
            if text[span.start : span.end] not in lists().words:
                yield span
    for span in matches(small, FindingKind.URL_PROFILE, POSSIBLE, NAMED_HANDLE):
        if any(c.isalpha() for c in text[span.start : span.end]):
            yield span


def _ip_addresses(text: str) -> Iterator[Span]:
    for pattern in (IPV4, IPV6):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 20) : match.start()]
            if _is_address(match[0]) and not NO_ADDRESS.search(before):
                yield Span(*match.span(), FindingKind.IP, CERTAIN)


def _is_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if address.is_loopback or address.is_unspecified:
        return False
    # Short texts such as 12::30 are rather times of the clock.
    return "." in text or sum(c.isalnum() for c in text) > 7
