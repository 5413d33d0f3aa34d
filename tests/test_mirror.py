"""Tests are found by the name of what they test.

`library/lists/queries.py` has `tests/library/lists/test_queries.py`. A test module may
be named after one side of its module as well (`test_queries_cost.py`), or after the first
word of several modules (`test_office.py` for `office.py` and `office_markup.py`).
One that is named as its folder tests the whole of it (`tests/demo/test_demo.py`).
"""

import ast
import unittest
from collections.abc import Iterator
from pathlib import Path


TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "src" / "cites.cug" / "cites" / "cug"
#: The second distribution has its own tests; here it is a folder of both.
CHECK = Path("nonnominal")
CHECK_PACKAGE = TESTS.parent / "src" / "cites.nonnominal" / "cites" / "nonnominal"
CHECK_TESTS = TESTS.parent / "src" / "cites.nonnominal" / "tests_nonnominal"
#: Folders of tests that are ordered by how they test, and what they have in common.
OTHER_FOLDERS = {
    "benchmarks": "how fast it is",
    "chromium": "in a browser",
    "clients": "the client for Python, which is a package of its own",
    "deployment": "whole deployments, as processes",
    "mutants": "whether the tests notice a change",
    "access/known_leaks": "leaks of stock Plone, by their numbers in security.md",
}
#: Tests of no single module, and of what instead.
CROSS_CUTTING = {
    "the script that trains the model of names": ("nonnominal/test_learning.py",),
    "what each GET costs at two sizes": ("access/test_growth.py",),
    "each caller in every channel of the site": (
        *("access/test_counts.py", "access/test_hidden.py", "access/test_listed.py"),
        *("access/test_matrix.py", "access/test_member_pages.py"),
        *("access/test_overview.py", "access/test_roster_changes.py"),
        *("access/test_strangers.py",),
    ),
    "tables of who may change what, domain by domain": (
        *("access/test_member_writes.py", "access/test_message_writes.py"),
        *("access/test_other_writes.py", "access/test_outside_permits.py"),
        *("access/test_permit_pages.py", "access/test_permit_writes.py"),
        *("access/test_rows.py", "access/test_topic_writes.py"),
        *("access/test_upload_writes.py", "access/test_writes.py"),
    ),
    "whatever is sent to whatever is published": (
        *("access/test_assignment.py", "access/test_forged.py"),
        *("access/test_nonsense.py", "access/test_site_permissions.py"),
    ),
    "bad input by JSON and by forms, which must answer alike": (
        *("library/test_bad_files.py", "library/test_bad_input.py"),
    ),
    "all files that leave the portal": ("exchange/test_exports.py",),
    "letters and notices of all domains": ("mailing/test_spam_score.py",),
    "each service as the documents show it": ("web/restapi/test_documentation.py",),
    "random actions of several members": (
        *("library/test_closed_groups.py", "messaging/test_state_machine.py"),
    ),
    "the repository itself": (
        *("test_architecture.py", "test_asvs.py", "test_changelog.py"),
        *("test_documents.py", "test_linear_time.py", "test_mirror.py"),
        *("test_new_feature.py", "test_reader_sheet.py", "test_translations.py"),
    ),
}
#: Modules with fewer statements in their functions need no test module of their name.
SMALL = 25
#: Larger ones that another test module goes through, which stands first.
ELSEWHERE = {
    "home/api/test_home.py": ("home/start.py",),
    "permits/actions/test_storing.py": ("permits/registry.py",),
    "operations/test_verification.py": (
        "operations/rights_checks.py",
        "operations/schema_checks.py",
        "operations/trail_comparison.py",
    ),
    # Over real connections.
    "trail_desk/streaming/test_delivery.py": (
        "trail_desk/streaming/claims.py",
        "core/http_client/streams.py",
    ),
    "trail_desk/test_saved_views.py": ("core/named_values.py",),
    "library/lists/browser/test_library.py": (
        *("library/lists/browser/facets.py", "library/lists/browser/question.py"),
    ),
    "trail_desk/browser/test_events.py": ("trail_desk/browser/event_list.py",),
    "trail_desk/streaming/test_files.py": ("trail_desk/streaming/records.py",),
    "membership/access_requests/test_approval.py": (
        "membership/access_requests/accounts.py",
    ),
    "exchange/alert_imports/api/test_imports.py": tuple(
        f"exchange/alert_imports/{name}.py"
        for name in (*("drafts", "importing", "kept_matchings", "matching", "reading"),)
    ),
    "exchange/illegal_trade/api/test_report.py": (
        "exchange/illegal_trade/exports.py",
        "exchange/illegal_trade/files.py",
        "exchange/illegal_trade/report.py",
    ),
    "access/test_policy_matches_profile.py": ("operations/policy_checks.py",),
    "wsgi/test_wsgi_filter.py": ("wsgi/request_checks.py",),
    "codelist_editor/taxon_lists/test_reading.py": (
        "codelist_editor/taxon_lists/gathering.py",
        "codelist_editor/taxon_lists/lines.py",
    ),
    "codelist_editor/taxon_lists/test_actions.py": (
        "codelist_editor/taxon_lists/storing.py",
    ),
    "permits/rules/test_known.py": ("permits/query_parameters.py",),
    "deployment/test_backup.py": (*("operations/backup.py", "operations/restore.py"),),
    "deployment/test_configuration.py": ("core/settings/deployment.py",),
    "deployment/test_rotation.py": ("messaging/key_rotation.py",),
    "exchange/api/test_feed.py": ("login/feed_keys.py",),
    # As the clients of these protocols read them.
    "exchange/api/test_taxii.py": (
        "exchange/api/misp_feed.py",
        "exchange/taken_alerts.py",
        "exchange/taxii.py",
    ),
    "exchange/openapi/test_document.py": ("exchange/openapi/field_schemas.py",),
    "web/forms/test_drafts.py": ("web/forms/draft_line.py",),
    "library/items/api/test_field_deserializers.py": (
        *("library/items/values.py", "web/restapi/content_deserializer.py"),
        "web/restapi/field_deserializers.py",
    ),
    "library/items/api/test_readers.py": ("library/items/subscribers.py",),
    "library/tools/follows/test_matching.py": ("setup/wiring.py",),
    "library/tools/follows/browser/test_followed.py": (
        "library/tools/follows/queries.py",
        "library/tools/follows/words.py",
    ),
    "library/items/browser/test_alert.py": (
        *("library/items/browser/content.py", "library/items/browser/item.py"),
    ),
    "library/items/browser/test_forms.py": (
        *(
            "web/forms/choice_widgets.py",
            "web/forms/member_form.py",
            "web/forms/widgets.py",
        ),
    ),
    "library/items/browser/test_versions.py": ("library/items/comparison.py",),
    "library/tools/bulletins/api/test_bulletins.py": (
        "library/tools/bulletins/browser/bulletin.py",
        "library/tools/bulletins/contents.py",
    ),
    "library/tools/corrections/api/test_corrections.py": (
        "library/tools/corrections/fields.py",
        "library/tools/corrections/queries.py",
    ),
    "library/tools/group_shares/api/test_group_shares.py": (
        "library/tools/group_shares/actions.py",
        "library/tools/group_shares/queries.py",
    ),
    "library/tools/test_conversation.py": ("web/layout/conversation.py",),
    "library/tools/sightings/test_resource.py": ("library/tools/sightings/queries.py",),
    "library/tools/translations/api/test_translations.py": (
        "library/tools/translations/field.py",
        *("library/tools/translations/schema.py", "library/tools/translations/texts.py"),
    ),
    "library/tools/translations/browser/test_translations.py": (
        *("library/tools/translations/browser/inputs.py",),
        *("library/tools/translations/browser/languages.py",),
    ),
    "library/items/test_page_previews.py": ("library/items/browser/sheets.py",),
    "library/lists/test_queries.py": ("library/lists/indexers.py",),
    "library/lists/test_query_parameters.py": ("core/validation/query_parameters.py",),
    "login/browser/test_account_confirmed.py": ("login/passkeys.py",),
    "login/test_api_tokens.py": ("login/scopes.py", "login/token_terms.py"),
    "login/test_models_forged.py": ("login/login_tokens.py",),
    "login/test_reset.py": ("login/browser/reset.py",),
    "login/test_second_factor.py": ("login/codes.py", "login/factors.py"),
    "login/test_sessions.py": ("login/authentication.py", "login/plugin.py"),
    "login/test_throttle.py": ("login/password_check.py",),
    "membership/access_requests/browser/test_desk.py": (
        "membership/access_requests/browser/one.py",
        "membership/access_requests/queries.py",
    ),
    "membership/access_requests/browser/test_settings.py": (
        "membership/access_requests/settings.py",
    ),
    "membership/access_requests/browser/test_spreadsheet.py": (
        "membership/access_requests/spreadsheet.py",
    ),
    "exchange/hooks/test_delivery.py": (
        *("exchange/hooks/claims.py", "exchange/hooks/notices.py"),
        *("login/web_hooks.py", "core/settings/outside.py"),
    ),
    "membership/api/test_hooks.py": ("membership/web_hooks.py",),
    "membership/institutions/test_resource.py": tuple(
        f"membership/institutions/{name}.py"
        for name in ("queries", "schema", "subscribers")
    ),
    "membership/access_requests/test_applicant_actions.py": (
        "membership/access_requests/letter_texts.py",
    ),
    "membership/api/test_members.py": ("membership/directory.py",),
    "membership/browser/test_directory.py": ("membership/browser/keeping.py",),
    "membership/browser/test_member_action.py": ("membership/browser/waiting.py",),
    "membership/test_account_changes.py": ("membership/api/waiting.py",),
    "messaging/actions/test_sending.py": ("messaging/addressing.py",),
    "messaging/assistance/api/test_requests.py": ("messaging/about.py",),
    "core/sql/test_migrations.py": ("core/sql/schema.py",),
    "messaging/assistance/browser/test_ask_form.py": (
        "messaging/assistance/browser/one.py",
    ),
    "messaging/api/test_lists.py": ("messaging/query_parameters.py",),
    "login/browser/test_account.py": ("login/own_page.py",),
    "messaging/api/test_messages.py": ("messaging/serializers.py",),
    "messaging/api/test_deserializer.py": (
        *("web/restapi/request_values.py", "core/validation/errors.py"),
    ),
    "messaging/browser/test_conversation.py": ("messaging/browser/shown.py",),
    "messaging/browser/test_mailbox.py": (
        *("messaging/browser/page.py", "messaging/browser/rows.py"),
    ),
    "library/tools/statistics/browser/test_statistics.py": (
        "library/tools/statistics/browser/breakdown_picture.py",
    ),
    "messaging/browser/test_write_form.py": (
        *("messaging/browser/beginnings.py", "messaging/browser/write_widgets.py"),
    ),
    "messaging/test_models_forged.py": ("messaging/mailbox.py",),
    "nonnominal/files/test_office.py": (
        *("nonnominal/files/archives.py", "nonnominal/files/odf.py"),
    ),
    "nonnominal/files/test_pictures.py": ("nonnominal/files/chunks.py",),
    "nonnominal/test_check.py": (
        *(f"nonnominal/names/{name}.py" for name in ("arabic", "chinese", "cyrillic")),
        *("nonnominal/names/tokens.py", "nonnominal/numbers.py", "nonnominal/papers.py"),
        "nonnominal/tables.py",
    ),
    "permits/formats/test_epermit.py": ("permits/formats/elements.py",),
    "permits/sources/test_epix.py": ("core/http_client/transport.py",),
    "operations/test_record_checks.py": (
        *("operations/content_checks.py", "operations/rebuilding.py"),
        "operations/store_comparison.py",
    ),
    "reports/browser/test_desk.py": ("reports/content.py",),
    "workspaces/api/test_topics.py": (
        *("workspaces/queries.py", "workspaces/read_marks.py"),
        "workspaces/topic_records.py",
    ),
    "workspaces/actions/test_reporting.py": ("workspaces/reported.py",),
    "workspaces/browser/test_team.py": ("workspaces/browser/invite_form.py",),
    "workspaces/browser/test_topic.py": (
        *("workspaces/browser/comment_form.py", "workspaces/rendering.py"),
    ),
    "workspaces/browser/test_workspace.py": (
        *("workspaces/browser/page.py", "workspaces/browser/place.py"),
    ),
}


def mirroring_tests() -> Iterator[Path]:
    """Those that must name a module, relative to ``tests``."""
    of_check = (CHECK / path.relative_to(CHECK_TESTS) for path in _tests(CHECK_TESTS))
    for found in (*(path.relative_to(TESTS) for path in _tests(TESTS)), *of_check):
        if not any(found.is_relative_to(folder) for folder in OTHER_FOLDERS):
            yield found


def _tests(folder: Path) -> list[Path]:
    return sorted(folder.rglob("test_*.py"))


def source(name: Path) -> Path:
    """The place of a module or folder of the package."""
    if name.is_relative_to(CHECK):
        return CHECK_PACKAGE / name.relative_to(CHECK)
    return PACKAGE / name


def place_of_test(name: Path) -> Path:
    if name.is_relative_to(CHECK):
        return CHECK_TESTS / name.relative_to(CHECK)
    return TESTS / name


def modules_named_by(test: Path) -> set[Path]:
    """The modules that a test module names, relative to the package."""
    name, folder = test.stem.removeprefix("test_"), test.parent
    if name == folder.name:
        return modules_below(folder)
    modules = {path.stem: path for path in modules_below(folder, "*.py")}
    for length in range(name.count("_") + 1, 0, -1):
        words = "_".join(name.split("_", length)[:length])
        if words in modules:
            parts = {other for other in modules if other.startswith(f"{name}_")}
            return {modules[one] for one in {words, *parts}}
        if source(folder / words).is_dir():
            return modules_below(folder / words)
    return {modules[other] for other in modules if other.startswith(f"{name}_")}


def modules_below(folder: Path, pattern: str = "**/*.py") -> set[Path]:
    place = source(folder)
    found = (path for path in place.glob(pattern) if path.stem != "__init__")
    return {folder / path.relative_to(place) for path in found}


def statements(module: Path) -> int:
    """How many there are in the functions of a module, but for what they contain."""
    tree = ast.parse(source(module).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return sum(len(function.body) for function in functions)


def modules_with_tests() -> set[Path]:
    return {module for test in mirroring_tests() for module in modules_named_by(test)}


class MirrorTest(unittest.TestCase):
    maxDiff = None

    def test_each_test_module_names_what_it_tests(self):
        listed = {name for names in CROSS_CUTTING.values() for name in names}
        nameless = {str(test) for test in mirroring_tests() if not modules_named_by(test)}
        self.assertEqual(
            listed, nameless, "name a module, or say in CROSS_CUTTING why not"
        )

    def test_each_large_module_has_one(self):
        listed = {Path(name) for names in ELSEWHERE.values() for name in names}
        modules = modules_below(Path()) | modules_below(CHECK)
        large = {
            str(module)
            for module in modules - modules_with_tests() - listed
            if "migrations" not in module.parts and statements(module) >= SMALL
        }
        advice = "write a test module of its name, or say in ELSEWHERE which tests it"
        self.assertEqual(set(), large, advice)

    def test_what_is_listed_is_there_and_has_no_test_module(self):
        named = modules_with_tests()
        for test, modules in ELSEWHERE.items():
            self.assertTrue(place_of_test(Path(test)).exists(), test)
            for module in modules:
                self.assertTrue(source(Path(module)).exists(), module)
                self.assertFalse(Path(module) in named, f"{module} has a test module")

    def test_other_folders_are_there(self):
        for folder in OTHER_FOLDERS:
            self.assertTrue((TESTS / folder).is_dir(), folder)
