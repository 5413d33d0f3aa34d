"""Every way in which a caller might learn of an object, as data.

A channel is a request about one object (its path, UID or words are filled in) or about
none. Each is sent as every kind of caller; ``test_matrix.py`` says what answers may hold.
"""

from cites.cug.access.policy import TRANSITIONS
from itertools import chain
from typing import Any, NamedTuple


SPACES = frozenset({"workspace", "topic", "picture", "paper"})
CONTENT = SPACES | {"group", "library", "folder", "alert", "document", "image", "file"}
GROUP = frozenset({"group"})
BELOW_GROUP = CONTENT - GROUP
#: Content with an address that can be guessed only by who knows it.
HIDDEN_AWAY = CONTENT - {"group", "library"}
ITEMS = frozenset({"alert", "document"})
ALERTS = frozenset({"alert"})
FILES = frozenset({"document", "file", "paper"})
IMAGES = frozenset({"image", "picture"})
LEAVES = ITEMS | FILES | IMAGES
PAST = frozenset({"past"})
NONE: frozenset[str] = frozenset()


class Channel(NamedTuple):
    """``about``: kinds it asks about; ``shows``: those it must show to who may see."""

    path: str
    about: frozenset[str] = NONE
    shows: frozenset[str] = NONE
    json: bool = False
    method: str = "GET"
    body: Any = None
    #: Whether it must answer the same for what is hidden and what does not exist.
    alike: bool = True
    #: Whether it changes what it may: sent about hidden objects only.
    changes: bool = False
    #: Whether it is there for those who have not logged in, as pages of logging in are.
    public: bool = False


def pages(about: frozenset[str], paths: str, **kw) -> list[Channel]:
    return [Channel(path, about, **kw) for path in paths.split()]


def services(about: frozenset[str], paths: str, **kw) -> list[Channel]:
    return [Channel(path, about, json=True, **kw) for path in paths.split()]


def writes(about: frozenset[str], path: str, method: str = "POST", **body) -> Channel:
    """A change, tried on what is hidden."""
    return Channel(path, about, json=True, method=method, body=body, changes=True)


#: About one object, at its own address.
AT_ADDRESS = [
    *pages(BELOW_GROUP, "{path} {path}/view", shows=BELOW_GROUP),
    # It leads members on to their messages.
    *pages(GROUP, "{path} {path}/view {path}/messages {path}/message-retention"),
    *pages(GROUP, "{path}/overview", shows=GROUP),
    *services(CONTENT, "{path} {path}?fullobjects=1", shows=CONTENT),
    *services(
        CONTENT, "{path}?expand=breadcrumbs,navigation,workflow,actions", shows=CONTENT
    ),
    *pages(IMAGES, "{path}/@@images/image {path}/@@images/image/preview"),
    *pages(FILES, "{path}/@@download/file {path}/@@display-file/file", shows=FILES),
    *pages(FILES, "{path}/@@download {path}/@@display-file"),
    *pages(FILES, "{path}/sheet {path}/sheet/1 {path}/sheet/1/large {path}/words"),
    *pages(IMAGES, "{path}/@@images"),
    *pages(IMAGES | FILES, "{path}/attachment {path}/move"),
    *pages(FILES, "{path}/download-version {path}/download-version?version=0"),
    *services(frozenset({"workspace"}), "{path}/@roster {path}/@roster/customs-xa"),
    *pages(frozenset({"workspace"}), "{path}/team"),
    *services(PAST, "{path}/@history {path}/@history/1 {path}?version=1", shows=PAST),
    *pages(PAST, "{path}/versions", shows=PAST),
    *services(PAST, "{path}/@workflow", shows=PAST),
    *services(ITEMS | frozenset({"folder"}), "{path}/@audience"),
    *services(ITEMS, "{path}/@audience?transition=share"),
    *pages(frozenset({"folder"}), "{path}/choose-readers {path}/change-state"),
    *services(ITEMS, "{path}/@history {path}/@history/0"),
    *services(ALERTS, "{path}/@sightings {path}/@sightings/{uid}", shows=ALERTS),
    *services(ALERTS, "{path}/@translations {path}/@translations/fr", shows=ALERTS),
    *pages(ALERTS, "{path}/translate {path}/view?in=fr", shows=ALERTS),
    *pages(ALERTS, "{path}/translate/fr {path}/translate/fr/remove"),
    writes(ALERTS, "{path}/@translations", language="es", title="x"),
    *(writes(ALERTS, "{path}/@translations", verb) for verb in ("PATCH", "DELETE")),
    writes(ALERTS, "{path}/@translations/fr", "PATCH", title="x"),
    writes(ALERTS, "{path}/@translations/fr", "DELETE"),
    *pages(ITEMS, "{path}/machine-translation"),
    *services(ITEMS, "{path}/@related {path}/@conversation"),
    *pages(ALERTS, "{path}/sightings", shows=ALERTS),
    *pages(ALERTS, "{path}/sightings/{uid} {path}/sightings/{uid}/remove"),
    *pages(ALERTS, "{path}/sightings/{uid}/open"),
    *services(ALERTS, "{path}/@corrections {path}/@corrections/{uid}"),
    *pages(ALERTS, "{path}/corrections", shows=ALERTS),
    *pages(
        ALERTS,
        """{path}/corrections/propose?field=location {path}/corrections/{uid}/accept
        {path}/corrections/{uid}/decline""",
    ),
    writes(ALERTS, "{path}/@corrections", field="location", value="x"),
    writes(ALERTS, "{path}/@corrections/{uid}/accept"),
    writes(ALERTS, "{path}/@corrections/{uid}/decline"),
    *services(ITEMS, "{path}/@share-with-group {path}/@share-with-group/{uid}"),
    *pages(
        ITEMS,
        """{path}/share-with-group {path}/share-with-group/{uid}/agree
        {path}/share-with-group/{uid}/refuse {path}/share-with-group/{uid}/withdraw""",
    ),
    writes(ITEMS, "{path}/@share-with-group", group="nothing"),
    *(
        writes(ITEMS, f"{{path}}/@share-with-group/{{uid}}/{how}")
        for how in ("agree", "refuse", "withdraw")
    ),
    writes(ALERTS, "{path}/@sightings", country="XA"),
    *(writes(ALERTS, "{path}/@sightings", verb) for verb in ("PATCH", "DELETE")),
    writes(ALERTS, "{path}/@sightings/{uid}", "PATCH", note="x"),
    writes(ALERTS, "{path}/@sightings/{uid}", "DELETE"),
    writes(ALERTS, "{path}/@sightings/{uid}/open"),
    *services(ALERTS, "{path}/@stix {path}/@misp", shows=ALERTS),
    *pages(
        ITEMS,
        """{path}/@@historyview {path}/versions_history_form?version_id=0
        {path}/@@history {path}/versions {path}/content_status_history
        {path}/content_status_modify?workflow_action=share {path}/change-state
        {path}/change-state?transition=report {path}/delete {path}/upload
        {path}/choose-readers""",
    ),
    *services(
        CONTENT,
        """{path}/@workflow {path}/@actions {path}/@types {path}/@breadcrumbs
        {path}/@navigation {path}/@contextnavigation {path}/@sharing {path}/@lock
        {path}/@aliases {path}/@comments {path}/@translations {path}/@workingcopy
        {path}/@inherit {path}/@content-rules {path}/@querystring {path}/@nothing
        {path}/view {path}/@library {path}/@vocabularies/cites.cug.country
        {path}/@search {path}/@search?fullobjects=1 {path}/@@getVocabulary
        {path}/@notices {path}/@notifications {path}/@access-requests {path}/@limits
        {path}/@audit {path}/@follows {path}/@feed {path}/@use {path}/@hooks
        {path}/@requests {path}/@request-counts {path}/@statistics
        {path}/@illegal-trade-report {path}/@illegal-trade-report?country=XA&year=2026
        {path}/@home {path}/@summary {path}/@changes {path}/@audit/verify
        {path}/@alert-imports {path}/@bulletins
        {path}/@home {path}/@changes {path}/@audit/verify {path}/@audit/views
        {path}/@audit/event?event=1 {path}/audit-event?event=1
        {path}/@audit/proof?event=1 {path}/@audit/unusual {path}/@own-events
        {path}/@country-events {path}/@country-events/proofs
        {path}/@access-requests/{uid} {path}/@access-requests?state=pending
        {path}/@directory {path}/@allowed-words
        {path}/@members {path}/@members/customs-ivory""",
    ),
    *services(GROUP, "{path}/@directory/{uid}"),
    *pages(
        GROUP,
        """{path}/directory/add {path}/directory/{uid} {path}/directory/{uid}/remove
        {path}/allowed-words/{uid}/remove""",
    ),
    *(writes(GROUP, "{path}/@directory/{uid}", verb) for verb in ("PATCH", "DELETE")),
    # What a group says there of itself, it says to everybody.
    *pages(
        CONTENT - {"group"},
        "{path}/request-access {path}/confirm-request {path}/answer-question",
    ),
    *pages(
        CONTENT,
        """{path}/requests {path}/requests-one {path}/requests-import
        {path}/requests-letters {path}/requests-rules""",
    ),
    Channel(
        "{path}/@access-requests",
        CONTENT - {"group"},
        json=True,
        method="POST",
        body={},
        changes=True,
    ),
    *(
        Channel(
            f"{{path}}/@access-requests/{{uid}}{name}",
            CONTENT,
            json=True,
            method="POST",
            body={},
            changes=True,
        )
        for name in ("", "/approve", "/endorse", "/decline", "/question")
    ),
    *pages(
        CONTENT,
        """{path}/@@view {path}/edit {path}/title {path}/Title {path}/getId
        {path}/Creator {path}/UID {path}/modified {path}/@@sharing {path}/RSS
        {path}/atom.xml {path}/rss.xml {path}/sitemap {path}/sitemap.xml.gz
        {path}/delete_confirmation {path}/object_copy {path}/object_rename
        {path}/manage_main {path}/manage_access {path}/nothing {path}/@@plone
        {path}/login {path}/@@ok {path}/cheetahs {path}/cheetahs/library
        {path}/++resource++cites.cug/portal.css {path}/++plone++static/x
        {path}/folder_contents {path}/objectIds {path}/contentIds {path}/objectValues
        {path}/portal_catalog {path}/portal_membership {path}/@@search
        {path}/@@getVocabulary?name=cites.cug.country {path}/++add++Alert
        {path}/team-roster {path}/edit-roster {path}/roster {path}/code-lists
        {path}/taxa
        {path}/members {path}/member?id=customs-ivory {path}/member-rules
        {path}/profile
        {path}/directory
        {path}/portraits/customs-ivory {path}/portraits {path}/portrait
        {path}/propose-address?member=customs-ivory
        {path}/lost-device?member=customs-ivory {path}/service-accounts
        {path}/invitations {path}/account-changes {path}/appointments
        {path}/stop-change {path}/new-address {path}/confirm-address
        {path}/end-sessions?member=customs-ivory
        {path}/library-rows {path}/notices {path}/notifications {path}/reports
        {path}/overruled-rules {path}/allowed-words {path}/allowed-words/add
        {path}/allowed-words/forget {path}/search-all {path}/search-all?q=customs
        {path}/first-results {path}/first-results?q=customs
        {path}/administration
        {path}/limits {path}/audit-trail {path}/assistance {path}/assistance-counts
        {path}/use-report {path}/use-report?download=xlsx
        {path}/unusual-use
        {path}/own-events {path}/country-events {path}/country-events?download=proofs
        {path}/illegal-trade-report {path}/illegal-trade-report?download=csv
        {path}/alert-imports {path}/bulletin
        {path}/statistics {path}/statistics?download=csv {path}/map {path}/followed
        {path}/summary
        {path}/alike
        {path}/help {path}/help-secretariat
        {path}/corrections {path}/group-offers
        {path}/form-draft
        {path}/start {path}/cug {path}/alert {path}/document {path}/topic
        {path}/workspace {path}/breadcrumbs_view {path}/main_template {path}/shell
        {path}/once {path}/author {path}/failsafe_login {path}/failsafe_login_form
        {path}/login-help {path}/site-logo {path}/resolveuid {path}/passwordreset
        {path}/mail_password {path}/fileUpload {path}/updateSharingInfo
        {path}/z3cform_validate_field""",
    ),
    *(
        writes(CONTENT, f"{{path}}{name}", method)
        for method, name in (
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", ""),
            ("POST", "/@sharing"),
            ("POST", "/@tus-upload"),
            ("PATCH", "/@tus-upload"),
            ("PATCH", "/@tus-upload/0123456789abcdef0123456789abcdef"),
            ("DELETE", "/@tus-upload/0123456789abcdef0123456789abcdef"),
            ("POST", "/@tus-replace"),
            ("POST", "/@members"),
            ("POST", "/@invitations"),
            ("POST", "/@account-changes/zqmissing/stop"),
            ("POST", "/@group-offers/zqmissing/accept"),
            ("POST", "/@group-offers/zqmissing/decline"),
            ("PATCH", "/@members"),
            ("PATCH", "/@illegal-trade-report"),
            ("POST", "/@alert-imports"),
            ("POST", "/@bulletins"),
            ("POST", "/@audit"),
            ("DELETE", "/@audit"),
            ("POST", "/@audit/views"),
            ("DELETE", "/@audit/views/0123456789abcdef0123456789abcdef"),
            ("DELETE", "/@alert-imports"),
            ("DELETE", "/@alert-imports/0123456789abcdef0123456789abcdef"),
            ("POST", "/@directory"),
            ("POST", "/@allowed-words"),
            ("POST", "/@allowed-words/forget"),
            ("DELETE", "/@allowed-words/0123456789abcdef0123456789abcdef"),
            ("POST", "/@topics"),
            ("POST", "/@feed-key"),
            ("DELETE", "/@feed-key"),
            ("POST", "/@hooks"),
            ("DELETE", "/@hooks"),
            ("POST", "/@hooks/0123456789abcdef0123456789abcdef/test"),
            ("DELETE", "/@hooks/0123456789abcdef0123456789abcdef"),
            ("POST", "/@follows"),
            ("DELETE", "/@follows/0123456789abcdef0123456789abcdef"),
            ("POST", "/@requests"),
            ("POST", "/@workflow"),
        )
    ),
    *(
        writes(CONTENT, f"{{path}}/@workflow/{name}")
        for name in sorted({*chain.from_iterable(TRANSITIONS.values()), "zqmissing"})
    ),
    writes(CONTENT, "{path}/@history", "PATCH", version=0),
    Channel("{path}/@tus-upload", CONTENT, json=True, method="HEAD"),
    Channel("{path}/@tus-upload/0123456789abcdef0123456789abcdef", CONTENT, json=True),
    Channel("{path}/@notices", CONTENT, json=True, method="POST", body={}, changes=True),
    Channel(
        "{path}/@non-nominal",
        CONTENT,
        json=True,
        method="POST",
        body={"text": "zq"},
        changes=True,
    ),
    *(
        Channel(
            f"{{path}}/@members/customs-ivory{name}",
            CONTENT,
            json=True,
            method=method,
            body={},
            changes=True,
        )
        for method, name in (
            ("PATCH", ""),
            ("POST", "/suspend"),
            ("POST", "/reactivate"),
            ("POST", "/revalidate"),
            ("POST", "/remove"),
            ("POST", "/propose-address"),
            ("POST", "/remove-second-factor"),
            ("POST", "/end-sessions"),
            ("POST", ""),
        )
    ),
    Channel(
        "{path}/@notifications", CONTENT, json=True, method="PATCH", body={}, changes=True
    ),
    Channel("{path}", CONTENT, method="HEAD"),
    # The door in front of Zope refuses these.
    *(
        Channel("{path}", CONTENT, method=method, alike=False)
        for method in ("OPTIONS", "PROPFIND", "LOCK")
    ),
]
CATALOG_QUERY = (
    "%7B%22criteria%22:%5B%7B%22i%22:%22SearchableText%22,%22v%22:%22{word}%22,"
    "%22o%22:%22plone.app.querystring.operation.string.contains%22%7D%5D%7D"
)
#: About one object, named by its UID, its path or a word in it.
BY_REFERENCE = [
    *pages(HIDDEN_AWAY, "resolveuid/{uid} @@resolveuid/{uid} resolveUid/{uid}"),
    *services(
        HIDDEN_AWAY,
        """@relations?source={uid} @relations?target={uid} @linkintegrity?uids={uid}
        resolveuid/{uid} @search?UID={uid} @search?SearchableText={word}
        @search?Title={word} cheetahs/@library?q={word} ivory/@library?q={word}
        cheetahs/@search-all?q={word} ivory/@search-all?q={word}
        cheetahs/@library?species={word} cheetahs/@statistics?q={word}
        @contextnavigation?expand.contextnavigation.root_path=/{path}""",
    ),
    *services(
        LEAVES,
        """@search?path=/plone/{path} @search?path=/plone/{path}&show_inactive=1
        @search?id={id}""",
    ),
    *pages(
        ALERTS,
        f"""@@search?SearchableText={{word}} @@ajax-search?SearchableText={{word}}
        @@livesearch_reply?q={{word}} @@fc-contextInfo?path=/plone/{{path}}
        ++theme++x/../{{path}}/getId ivory/{{path}}/getId cheetahs/library-rows?q={{word}}
        cheetahs/search-all?q={{word}} ivory/search-all?q={{word}}
        cheetahs/first-results?q={{word}} ivory/first-results?q={{word}}
        @@getVocabulary?name=plone.app.vocabularies.Catalog&attributes=%5B%22UID%22%5D&query={CATALOG_QUERY}""",
    ),
    *(
        Channel(
            f"{target}/@{verb}",
            CONTENT,
            json=True,
            method="POST",
            body={"source": source},
            changes=True,
        )
        for target in ("cheetahs/library", "ivory/library", "cheetahs/workspaces")
        for verb in ("copy", "move")
        for source in ("{uid}", "/{path}")
    ),
    Channel(
        "@querystring-search",
        LEAVES,
        json=True,
        method="POST",
        body={
            "query": [
                {
                    "i": "SearchableText",
                    "o": "plone.app.querystring.operation.string.contains",
                    "v": "{word}",
                }
            ]
        },
    ),
]
ALL_PATHS = [
    {"i": "path", "o": "plone.app.querystring.operation.string.absolutePath", "v": "/"}
]
#: About no object in particular: whoever it lists things to is shown all they may see.
LISTS = [
    *services(
        NONE,
        """@search?b_size=500&metadata_fields=_all @search?b_size=500&fullobjects=1
        @search?b_size=500&metadata_fields=UID&show_inactive=1
        @search?b_size=500&path=/plone&metadata_fields=UID
        @search?b_size=500&sort_on=sortable_title&metadata_fields=UID
        @search?b_size=500&allowedRolesAndUsers=Manager&metadata_fields=UID
        @search?b_size=500&effectiveRange=2000-01-01&metadata_fields=UID""",
        shows=CONTENT,
    ),
    *services(
        NONE,
        """@search?b_size=500&portal_type=Alert&portal_type=File&review_state=draft
        @search?b_size=500&allowedRolesAndUsers=CUG+Enforcement
        cheetahs/@library?b_size=100 ivory/@library?b_size=100
        cheetahs/@library?sort_on=title cheetahs/@library?sort_on=incident_date
        cheetahs/@library?state=draft cheetahs/@library?author=customs-xa
        ivory/@library?author=police-xb
        cheetahs/@library?facets=all&concealment=parcel cheetahs/library?facets=all
        @search?summary_serializer_metadata.default_metadata_fields:record=getObject
        @navigation @navigation?expand.navigation.depth=5 @contextnavigation
        @breadcrumbs @actions @types @workflow @sharing @relations @linkintegrity
        @transactions @users @users?query=a @users/customs-xa @users/customs-ivory
        @groups @groups?query=C @principals?search=c @roles @userschema @registry
        @vocabularies @vocabularies/plone.app.vocabularies.Users
        @vocabularies/plone.app.vocabularies.Users?title=customs
        @vocabularies/plone.app.vocabularies.Groups
        @vocabularies/plone.app.vocabularies.Principals
        @vocabularies/plone.app.vocabularies.Catalog
        @vocabularies/plone.app.vocabularies.Keywords
        @vocabularies/plone.app.vocabularies.Keywords?title=zq
        @vocabularies/plone.app.multilingual.RootCatalog
        @querysources/x @sources/x @querystring @site @navroot @inherit @history
        @portrait/customs-xa @controlpanels @database @system @addons @aliases
        .?fullobjects=1 cheetahs/@search?b_size=500 ivory/@search?b_size=500
        cheetahs/@vocabularies/plone.app.vocabularies.Users
        ivory/@vocabularies/plone.app.vocabularies.Users
        ivory/@vocabularies/plone.app.vocabularies.Groups
        cheetahs/@members ivory/@members ivory/@members?q=customs
        cheetahs/@directory ivory/@directory ivory/@directory?kind=expert
        cheetahs/@allowed-words ivory/@allowed-words
        @invitations @invitations/zqmissing @account-changes
        @account-changes/zqmissing ivory/@invitations ivory/@account-changes
        ivory/@invitations/zqmissing ivory/@account-changes/zqmissing
        ivory/@members/customs-ivory cheetahs/@members/secretariat-ivory
        @notifications @tokens @openapi cheetahs/@notices ivory/@notices
        cheetahs/@follows ivory/@follows
        cheetahs/@feed ivory/@feed cheetahs/@feed?b_size=1&before=3
        cheetahs/@feed?token=zq ivory/@feed?token=zq
        cheetahs/@limits ivory/@limits cheetahs/@audit ivory/@audit
        cheetahs/@use ivory/@use @own-events @own-events?by=others
        cheetahs/@hooks ivory/@hooks cheetahs/@country-events ivory/@country-events
        cheetahs/@country-events/proofs ivory/@country-events/proofs
        cheetahs/@audit/unusual ivory/@audit/unusual
        cheetahs/@audit/views ivory/@audit/views cheetahs/@audit/event?event=1
        ivory/@audit/event?event=1
        cheetahs/@audit/verify ivory/@audit/verify cheetahs/@audit/checkpoints
        ivory/@audit/checkpoints cheetahs/@audit/proof?event=1
        ivory/@audit/proof?event=1 ivory/@audit/consistency?first=1&second=1
        cheetahs/@search-all?q=customs ivory/@search-all?q=customs
        @home cheetahs/@home ivory/@home
        cheetahs/@summary ivory/@summary cheetahs/@summary?period=month
        cheetahs/@statistics ivory/@statistics cheetahs/@statistics?state=draft
        cheetahs/@changes ivory/@changes ivory/@changes?b_size=1
        cheetahs/@stix ivory/@stix cheetahs/@taxii2 ivory/@taxii2 @taxii2
        cheetahs/@taxii2/collections ivory/@taxii2/collections
        cheetahs/@misp/manifest.json ivory/@misp/manifest.json
        cheetahs/@misp/hashes.csv ivory/@misp/hashes.csv
        cheetahs/@misp/0123456789abcdef.json cheetahs/@taxii2/collections/zqmissing
        cheetahs/@taxii2/collections/zqmissing/manifest
        cheetahs/@taxii2/collections/zqmissing/objects
        cheetahs/@taxii2/collections/zqmissing/objects/zqnone
        cheetahs/@taxii2/collections/zqmissing/objects/zqnone/versions
        cheetahs/@group-offers ivory/@group-offers cheetahs/@group-offers/zqmissing
        cheetahs/@illegal-trade-report?country=XA&year=2026
        cheetahs/@alert-imports ivory/@alert-imports
        ivory/@illegal-trade-report?country=XB&year=2026
        cheetahs/workspaces cheetahs/workspaces?fullobjects=1 ivory/workspaces""",
    ),
    *pages(
        NONE,
        """. sitemap sitemap.xml.gz RSS rss.xml atom.xml search_rss @@search
        @@search?SearchableText=zq* @@ajax-search?SearchableText=zq*
        recently_modified author/customs-xa author/customs-ivory @@member-search
        @@member-search?fullname=c @@user-information?userid=customs-ivory
        @@usergroup-userprefs @@usergroup-groupprefs folder_contents
        @@folder_contents cheetahs/library cheetahs/library-rows ivory/library-rows
        cheetahs/library?state=draft ivory/library?q=zq*
        cheetahs/statistics ivory/statistics cheetahs/statistics?download=csv
        cheetahs/map ivory/map cheetahs/summary ivory/summary
        cheetahs/bulletin ivory/bulletin
        cheetahs/illegal-trade-report?country=XA&year=2026
        cheetahs/library/alert-imports ivory/library/alert-imports
        cheetahs/illegal-trade-report?country=XA&year=2026&download=csv
        ivory/illegal-trade-report?country=XB&year=2026
        cheetahs/workspaces ivory/workspaces
        @@getVocabulary?name=plone.app.vocabularies.Users
        @@getVocabulary?name=plone.app.vocabularies.Groups
        @@getVocabulary?name=plone.app.vocabularies.Catalog&attributes=%5B%22UID%22%5D
        @@getVocabulary?name=plone.app.vocabularies.Keywords
        @@getVocabulary?name=cites.cug.species @@getSource
        portal_catalog portal_catalog/searchResults portal_catalog/getAllBrains
        portal_catalog/uniqueValuesFor?name=library_species
        portal_membership/listMembers portal_membership/listMemberIds
        portal_membership/searchForMembers acl_users acl_users/getGroupNames
        portal_groups/listGroupIds portal_groups/listGroups portal_memberdata
        portal_types portal_workflow portal_historiesstorage portal_repository
        portal_uidannotation portal_skins error_log objectIds contentIds
        objectValues listFolderContents @@dashboard @@plone_portal_state
        @@sitemap.xml.gz news.atom robots.txt @@contact-info accessibility-info
        ivory/team-roster cheetahs/team-roster cheetahs/edit-roster ivory/roster
        cheetahs/roster cheetahs/members ivory/members ivory/members?q=customs
        cheetahs/member?id=secretariat-ivory ivory/member?id=customs-ivory
        cheetahs/directory ivory/directory
        cheetahs/member-rules ivory/member-rules profile notifications
        invitations ivory/account-changes ivory/appointments @@new-user register
        registered personal-information @@usergroup-groupdetails
        @@usergroup-groupmembership @@usergroup-usermembership
        cheetahs/notices ivory/notices account second-factor new-password api-tokens
        change-password new-address confirm-address?id=zq&key=zq login-settings start
        cheetahs/reports ivory/reports
        cheetahs/overruled-rules ivory/overruled-rules
        cheetahs/allowed-words ivory/allowed-words
        limit-settings portal-names health cheetahs/limits ivory/limits
        cheetahs/audit-trail cheetahs/unusual-use ivory/unusual-use own-events
        own-events?by=others
        cheetahs/audit-event?event=1 ivory/audit-event?event=1
        cheetahs/country-events ivory/country-events help cheetahs/help ivory/help
        cheetahs/country-events?download=proofs
        cheetahs/help-secretariat ivory/help-secretariat
        ivory/audit-trail feeds interface cheetahs/@feed ivory/@feed
        cheetahs/use-report ivory/use-report cheetahs/use-report?download=docx
        ivory/@feed?token=zq cheetahs/followed ivory/followed
        cheetahs/administration ivory/administration
        cheetahs/group-offers ivory/group-offers
        cheetahs/group-offers/zqmissing/accept cheetahs/group-offers/zqmissing/decline
        cheetahs/corrections ivory/corrections @@querybuilderresults""",
    ),
    *pages(
        NONE,
        """login login_form second-step passwordreset passwordreset/zqmissing
        ready metrics tlog-witness tlog-witness/add-checkpoint
        mail_password_form mail_password stop-change
        stop-change?id=zq&key=zq""",
        public=True,
    ),
    *(
        Channel(
            f"{place}@querystring-search", NONE, shows, True, method="POST", body=body
        )
        for place, shows in (("", CONTENT), ("cheetahs/", NONE), ("ivory/", NONE))
        for body in (
            {"query": ALL_PATHS, "b_size": 500, "limit": 500, "metadata_fields": ["UID"]},
            {"query": ALL_PATHS, "b_size": 500, "limit": 500, "fullobjects": True},
        )
    ),
    *(
        Channel(path, json=True, method=method, body={})
        for method, path in (
            ("POST", "@login-renew"),
            ("POST", "@logout"),
            ("POST", "@tokens"),
            ("DELETE", "@tokens"),
            ("DELETE", "@tokens/zqmissing"),
            ("POST", "@users"),
            ("PATCH", "@users"),
            ("PATCH", "@users/zqmissing"),
            ("POST", "@invitations/zqmissing/accept"),
            ("POST", "@invitations/zqmissing/decline"),
            ("POST", "@account-changes/zqmissing/stop"),
            ("POST", "@account-changes/zqmissing/confirm"),
            ("POST", "@account-changes"),
            ("POST", "ivory/@account-changes/zqmissing"),
            ("POST", "ivory/@account-changes/zqmissing/agree"),
            ("POST", "ivory/@account-changes/zqmissing/stop"),
            ("POST", "ivory/@invitations/zqmissing"),
            ("DELETE", "ivory/@invitations"),
            ("DELETE", "ivory/@invitations/zqmissing"),
            ("POST", "@groups"),
            ("PATCH", "@groups"),
            ("DELETE", "@groups"),
            ("POST", "@permits/outside"),
        )
    ),
    Channel("@login", json=True, method="POST", body={}, public=True),
    *(
        Channel(place, method="PROPFIND")
        for place in (".", "cheetahs/library", "ivory/library")
    ),
]
