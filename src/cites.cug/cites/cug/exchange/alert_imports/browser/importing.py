"""The page of imports: a file, what it would make, and all of it as drafts or nothing.

As with permits, the server keeps nothing between the look and the import: with scripts
the file stays chosen in the browser, which sends it again and asks how far it is.
"""

from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.core.codelists.lists import entries
from cites.cug.core.named_values import NamedValue
from cites.cug.core.validation.characters import letters
from cites.cug.core.validation.errors import invalid, Missing, Refusal, shown
from cites.cug.exchange.alert_imports.actions import (
    check_texts,
    import_alerts,
    Imported,
    preview,
)
from cites.cug.exchange.alert_imports.importing import (
    read_import,
    Unmatched,
    with_defaults,
)
from cites.cug.exchange.alert_imports.kept_matchings import MATCHINGS
from cites.cug.exchange.alert_imports.matching import (
    is_target,
    Matching,
    NOTE,
    targets,
)
from cites.cug.exchange.alert_imports.reading import (
    FoundAlert,
    WrongRows,
    WrongTable,
)
from cites.cug.exchange.alert_imports.tables import MAX_ROWS, Table
from cites.cug.exchange.illegal_trade.api.report import title_of
from cites.cug.exchange.illegal_trade.template import report_template
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.panel import DecisionPanel
from cites.cug.web.confirmation.requirement import NonNominal
from cites.cug.web.downloads import csv_pieces, CSV_TYPE, file_answer
from cites.cug.web.forms.inputs import Input, InputsPage
from cites.cug.web.forms.once import keep_outcome, outcome_before
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.progress import WithProgress
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from itertools import islice
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload


#: So many values of each column are shown.
EXAMPLES = 3
PAGE = "alert-imports"
#: So many alerts, duplicates and findings are shown of each.
SHOWN = 30
#: A table has no more columns than these (``permits.formats.rows``).
MOST_COLUMNS = 100
ALL_OR_NONE = _("exchange_importing_either_all_seizures_file_text")
REASONS = {
    "uid": _("exchange_importing_alert_event_exported_text"),
    "seizure_number": _("common_same_seizure_number"),
    "day_place_species": _("exchange_importing_same_day_place_species"),
}


#: Inputs by what programs call them.
INPUTS = {
    "file": "files",
    "mapping.dates": "dates",
    "mapping.saved": "saved",
    "mapping.save_as": "save_as",
}
FILE = {"type": "file", "accept": ".xlsx,.csv,.tsv,.txt,.json", "required": "required"}
DATES = {
    "": _("exchange_importing_refused_day"),
    "day_first": _("exchange_importing_begin_with_the_day"),
    "month_first": _("exchange_importing_begin_with_the_month"),
}
DUPLICATES = {
    "skip": _("exchange_importing_are_left_out"),
    "import": _("exchange_importing_become_drafts_all_same"),
}


class ImportPage(WithProgress, InputsPage):
    """``{folder}/alert-imports``: the form, and below it what came of a file."""

    template = ViewPageTemplateFile("templates/import.pt")
    outcome = ViewPageTemplateFile("templates/outcome.pt")
    page_title = _("common_import_seizures_title")
    reasons = REASONS
    long_request = "alerts"
    most_shown = SHOWN
    #: What came of the file; each empty unless it is about that.
    problem: Refusal | None = None
    headings: list[str] = []
    matching: Matching | None = None
    table: Table | None = None
    #: Whether the columns were guessed, and nobody has said yet that they are right.
    is_asked = False
    read: Any = None
    seen: Imported | None = None
    made: Imported | None = None
    held_back: NonNominal | None = None

    def __call__(self) -> Any:
        form = self.request.form
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if "forget" in form:
                return self.forget(str(form["forget"]))
            self.handle()
            return self.outcome() if form.get("scripted") else self.template()
        if "table" in form:
            return self.empty_table()
        if key := form.get("progress"):
            return self.tell(str(key))
        return self.template()

    def handle(self) -> None:
        """Look at the file, or take it; keeps what came of it."""
        if before := outcome_before(self.request):
            created, skipped = before
            self.made = Imported(created, skipped, [])
            return
        form = self.request.form
        progress = self.progress(str(form.get("key", "")))
        keep = form.get("duplicates") == "import"
        try:
            upload = self.upload()
            self.read = read_import(
                self.context,
                upload,
                upload.filename,
                self.told_matching(),
                told=progress.set,
                acting_user=self.user_id,
            )
            self.table = self.read.table
            self.headings = self.table.headings
            self.matching = self.read.matching
            alerts = self.read.alerts
            check_texts(
                self.context, alerts, read_decisions(form), acting_user=self.user_id
            )
            if form.get("action") == "import":
                self.made = import_alerts(
                    self.context,
                    alerts,
                    keep=keep,
                    told=progress.set,
                    acting_user=self.user_id,
                )
                keep_outcome(self.request, self.made[:2])
            else:
                self.seen = preview(self.context, alerts, keep=keep)
        except NonNominal as error:
            self.held_back, self.seen = error, None
            self.request.response.setStatus(400)
        except Unmatched as error:
            self.is_asked, self.table = True, error.table
            self.headings, self.matching = error.headings, error.matching
        except Refusal as error:
            self.refuse(error)
        finally:
            progress.end()

    def refuse(self, error: Refusal) -> None:
        self.problem = error
        error.set_status(self.request.response)
        # Of others than 200 and 400 the script shows that something went wrong.
        self.request.response.setStatus(400)
        if isinstance(error, WrongTable) and error.table is not None:
            self.table = error.table
            self.headings, self.matching = error.table.headings, error.matching
        if self.problem_at:
            self.wrong = {self.problem_at: error.message}
            columns = self.told_matching()["columns"]
            self.headings = list(columns)
            self.matching = Matching({letters(one): columns[one] for one in columns})

    @property
    def problem_at(self) -> str | None:
        """The input that it is about."""
        return INPUTS.get(getattr(self.problem, "field", ""))

    def forget(self, matching_id: str) -> Any:
        with suppress(Missing):  # it was deleted already
            MATCHINGS.forget(self.group, matching_id, acting_user=self.user_id)
        said = _("exchange_importing_matching_deleted")
        return self.lead_on(self.url, said)

    def upload(self) -> FileUpload:
        given = self.request.form.get("files")
        if not isinstance(given, FileUpload) or not given.filename:
            raise invalid("file", _("common_choose_a_file_error"))
        return given

    def told_matching(self) -> dict[str, Any]:
        """What the form says of the columns, as programs send it."""
        form = self.request.form
        columns: dict[str, str] = {}
        for place in range(MOST_COLUMNS):
            heading, field = form.get(f"heading.{place}"), form.get(f"column.{place}")
            if isinstance(heading, str) and isinstance(field, str) and is_target(field):
                columns[heading] = field
        told: dict[str, Any] = {
            "columns": columns,
            "defaults": {
                name: form[name]
                for name in ("handling", "incident_country")
                if isinstance(form.get(name), str)
            },
            "keep_unknown": bool(form.get("keep_unknown")),
        }
        told |= {
            name: form[name]
            for name in ("dates", "saved", "save_as")
            if isinstance(form.get(name), str) and form[name]
        }
        if not form.get("settled"):  # not asked yet: as the layout has it
            del told["keep_unknown"]
        return told

    def empty_table(self) -> Any:
        """An empty table with the headings of our report, to fill in and import."""
        template = report_template()
        headings = template.headings(template.language(self.language))
        pieces = csv_pieces([headings])
        return file_answer(self.request.response, "seizures.csv", CSV_TYPE, pieces)

    @cached_property
    def group(self) -> Any:
        return group_of(self.context)

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{PAGE}"

    def kept(self) -> list[NamedValue]:
        return MATCHINGS.of(self.group, self.user_id)

    def inputs(self) -> list[Input]:
        rows, none = (
            {"rows": number(MAX_ROWS, self.language)},
            _("exchange_importing_none"),
        )
        text = _("exchange_importing_excel_csv_misp_event_text", mapping=rows)
        handling = entries("handling", self.language)
        country = entries("country", self.language)
        kept = [(one.name, one.name) for one in self.kept()]
        saved = Input(
            "saved", _("exchange_importing_columns_as_kept_under"), {}, kept, none
        )
        rare = [
            Input(
                "incident_country",
                _("exchange_importing_country_rows_name_none"),
                {},
                country,
                none,
            ),
            *([saved] if kept else []),
            Input(
                "duplicates",
                _("exchange_importing_seizures_already_library"),
                {},
                DUPLICATES.items(),
            ),
        ]
        return [
            Input("files", _("common_file_label"), FILE, help=text),
            Input(
                "handling",
                _("exchange_importing_handling_code_rows_name_text"),
                {},
                handling,
            ),
            Input("dates", _("exchange_importing_dates_such_03_04"), {}, DATES.items()),
            *(one._replace(is_rare=True) for one in rare),
        ]

    @property
    def titles(self) -> dict[str, Message | str]:
        save_as = _("exchange_alert_imports_save_matching_next_file_label")
        return {**super().titles, "save_as": save_as}

    def typed(self, name: str) -> str:
        if name in self.request.form:
            return super().typed(name)
        return self.usual.get(name, "")

    @cached_property
    def usual(self) -> Mapping[str, str]:
        """What rows have that name none, if nothing else is chosen."""
        return with_defaults(self.group, Matching({}), self.user_id).defaults

    def columns(self) -> list[dict[str, Any]]:
        """The columns of the file with what each is taken for."""
        matching = self.matching or Matching({})
        return [
            {
                "place": place,
                "heading": heading,
                "field": matching.target(heading),
                "examples": self.examples(place),
            }
            for place, heading in enumerate(self.headings[:MOST_COLUMNS])
            if heading
        ]

    def examples(self, place: int) -> str:
        """The first values of a column."""
        rows = self.table.rows if self.table else ()
        cells = (str(row.cells[place]).strip() for row in rows if place < len(row.cells))
        return " · ".join(shown(one) for one in islice(filter(None, cells), EXAMPLES))

    @property
    def is_preview(self) -> bool:
        return self.request.form.get("action") != "import"

    def fields(self, chosen: str) -> list[dict[str, Any]]:
        """All that a column may be."""
        found = [
            {"name": name, "title": title_of(name), "chosen": name == chosen}
            for name in targets()
            if name != NOTE
        ]
        if ":" in chosen:  # a number of what its heading says
            words = title_of(chosen.partition(":")[0])
            found.append({"name": chosen, "title": words, "chosen": True})
        note = {
            "name": NOTE,
            "title": _("exchange_importing_keep_text"),
            "chosen": chosen == NOTE,
        }
        return [*found, note]

    @property
    def problem_text(self) -> Any:
        if isinstance(self.problem, WrongRows):
            return ALL_OR_NONE
        if self.problem_at:
            return self.named_mistake(self.problem_at)
        return self.problem.message if self.problem else ""

    def faults(self) -> list[dict[str, Any]]:
        """What is wrong, by row and column."""
        if isinstance(self.problem, WrongRows):
            return [
                {"row": one.row, "column": one.column, "text": one.message}
                for one in self.problem.faults
            ]
        return []

    @property
    def is_to_mend(self) -> bool:
        """Whether the preview was refused for what the form below can mend."""
        return self.is_preview and isinstance(self.problem, WrongTable)

    def alerts(self) -> list[dict[str, Any]]:
        """The first alerts that would be made."""
        skipped = {one.row for one in self.duplicates()}
        if self.request.form.get("duplicates") == "import":
            skipped = set()
        wanted = [one for one in self.read.alerts if one.row not in skipped]
        return [self.alert(one) for one in wanted[:SHOWN]]

    def alert(self, one: FoundAlert) -> dict[str, Any]:
        return {
            "row": one.row,
            "title": one.title,
            "number": one.values.get("seizure_id"),
            "lines": len(one.lines),
        }

    def duplicates(self) -> list[Any]:
        result = self.seen or self.made
        return result.duplicates if result else []

    def shown_number(self, count: int) -> str:
        return number(count, self.language)

    def decision(self) -> str:
        """The findings in the rows, and what was decided about them."""
        labels = {}
        for one in self.held_back.found if self.held_back else ():
            row, _dot, field = one.field.partition(".")
            about = {
                "number": row.removeprefix("rows[").removesuffix("]"),
                "field": _("common_text_label") if field == NOTE else title_of(field),
            }
            labels[one.field] = _("exchange_importing_row", mapping=about)
        panel = DecisionPanel(self.context, self.request, self.held_back, labels)
        panel.form = "import"
        return panel()

    @property
    def library_url(self) -> str:
        return f"{self.context.absolute_url()}?state=draft&author={self.user_id}"
