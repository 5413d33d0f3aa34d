"""The conversion between lines and rows of a form."""

import unittest
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.browser.specimen_widget import SpecimensInput
from cites.cug.library.items.specimens import COLUMNS, read_lines, Specimens
from hypothesis import given
from hypothesis import strategies as st
from tests.library.specimen_lines import GOOD_LINES
from unittest.mock import Mock


class SpecimensInputTest(unittest.TestCase):
    """The conversion between lines and rows of a form."""

    layer = CUG_INTEGRATION

    def widget(self, **form):
        request = Mock(form={f"x.{name}": value for name, value in form.items()})
        field = Specimens(title="x", required=False)
        widget = SpecimensInput.for_field(field, request)
        widget.name, widget.context = "x", self.layer["portal"]
        return widget

    def sent(self, rows):
        cells = {
            f"{number}.{name}": text
            for number, row in enumerate(rows)
            for name, text in row.items()
        }
        return {"rows": "1", **cells}

    @given(st.lists(GOOD_LINES, max_size=5))
    def test_lines_survive_a_form(self, lines):
        lines = read_lines(lines)
        rows = self.widget().toWidgetValue(lines)
        widget = self.widget(**self.sent(rows))
        self.assertEqual(widget.toFieldValue(widget.extract()), lines)

    @given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=9))))
    def test_whatever_is_typed_is_kept_or_refused_with_its_row(self, rows):
        widget = self.widget(**self.sent(rows))
        typed = widget.extract()
        try:
            lines = widget.toFieldValue(typed)
        except InvalidValue as error:
            for problem in error.found:
                self.assertTrue(
                    any(text.strip() for text in typed[problem.line].values())
                )
        else:
            self.assertLessEqual(len(lines), len(typed))

    def test_cells_of_other_names_are_left_alone(self):
        form = {"rows": "1", "0.species": "Cat", "0.colour": "red", "99999.term": "LIV"}
        (row,) = self.widget(**form, **{"1.species": ["a", "b"]}).extract()
        self.assertEqual(row["species"], "Cat")
        self.assertEqual(set(row), set(COLUMNS))
