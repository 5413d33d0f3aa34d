"""Questions that each request asks, put into the words of the database once.

SQLAlchemy looks up what it made of a statement before, by comparing it with all that it
knows, and prepares for all that an answer may be: that takes five times as long as SQLite
needs to find a row. Here its text and what turns values into columns' types are kept, and
the driver is asked.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable
from contextlib import closing
from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect
from typing import Any, NamedTuple


LISTS = (list, tuple)
#: Most forms of one question that are kept: each length of a list makes another.
MOST_FORMS = 64


class Form(NamedTuple):
    """A question as the driver takes it."""

    text: str
    #: Names of the values in their order; empty where the driver takes them by names.
    order: tuple[str, ...]
    #: Values that are part of the question.
    fixed: dict[str, Any]
    #: Name of a list → names of its entries.
    lists: dict[str, list[str]]
    #: Place of a column → what makes its value from the driver's.
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]

    def values(self, given: dict[str, Any]) -> tuple[Any, ...] | dict[str, Any]:
        all_given = self.fixed | given
        for name, names in self.lists.items():
            all_given.update(zip(names, given[name], strict=True))
        return tuple(map(all_given.__getitem__, self.order)) if self.order else all_given


class Prepared:
    """A SELECT that is asked often, with texts, numbers and lists of these as values.

    To be made once, outside any function. Each column needs a name: ``func.count()`` has
    none without a ``label``.
    """

    def __init__(self, query: Select):
        self.query = query
        self._row: Any = _row_of(str(one.key) for one in query.selected_columns)
        self._forms: dict[Any, Form] = {}

    def rows(self, connection: Connection, given: dict[str, Any]) -> list[Any]:
        """The rows that are found."""
        dialect = connection.dialect
        form = self._form(dialect, given)
        values = form.values(given)
        try:
            with closing(connection.connection.cursor()) as cursor:
                for listener in connection.dispatch.before_cursor_execute:
                    listener(connection, cursor, form.text, values, None, False)
                cursor.execute(form.text, values)
                found = cursor.fetchall()
        except dialect.loaded_dbapi.Error:
            # Again as usual, which says what to do about it.
            return list(connection.execute(self.query, given))
        if form.readers:
            found = [self._read(form, row) for row in found]
        return list(map(self._row._make, found))

    @staticmethod
    def _read(form: Form, row: Any) -> list[Any]:
        values = list(row)
        for place, reader in form.readers:
            values[place] = reader(values[place])
        return values

    def _form(self, dialect: Dialect, given: dict[str, Any]) -> Form:
        """Another one for each length of a list."""
        lists = ((n, len(one)) for n, one in given.items() if type(one) in LISTS)
        key = (dialect.name, *lists)
        form = self._forms.get(key)
        if form is None:
            form = self._made(dialect, given)
            if len(self._forms) >= MOST_FORMS:
                self._forms.clear()
            self._forms[key] = form
        return form

    def _made(self, dialect: Dialect, given: dict[str, Any]) -> Form:
        query = self.query.compile(dialect=dialect)
        state = query.construct_expanded_state(given)
        lists = state.parameter_expansion
        # Name of an entry of a list → name of the list.
        list_of = {one: name for name, names in lists.items() for one in names}
        writers = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
            for name, bind in query.binds.items()
        }
        if any(writers.get(name, _as_it_is) is not _as_it_is for name in given):
            raise TypeError("The driver does not take these values as they are.")
        fixed = {
            name: writers[list_of.get(name, name)](value)
            for name, value in state.parameters.items()
            if name not in lists
            if list_of.get(name, name) not in given
        }
        readers = (
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self.query.selected_columns
        )
        return Form(
            state.statement,
            tuple(state.positiontup or ()),
            fixed,
            {name: [*names] for name, names in lists.items() if name in given},
            tuple((place, one) for place, one in enumerate(readers) if one is not None),
        )


def _as_it_is(value: Any) -> Any:
    return value


def _row_of(names: Iterable[str]) -> Any:
    """The class of rows with these columns."""
    return namedtuple("Row", names)
