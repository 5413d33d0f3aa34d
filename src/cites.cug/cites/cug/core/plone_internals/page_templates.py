"""Expressions in Python in our own page templates are compiled into the template.

Zope keeps each as an object beside it, and looks all names of it up anew whenever it is
evaluated. That took a tenth of a page. Other expressions, and the templates of others,
are left as they are; so are templates that are edited through the web, whose expressions
are restricted.
"""

import ast
from App.version_txt import getZopeVersion
from chameleon.exc import ExpressionError
from chameleon.tokenize import Token
from hashlib import sha256
from pathlib import Path
from Products.PageTemplates.engine import MappedExprType, Program, ZtPageTemplate
from Products.PageTemplates.Expressions import SecureModuleImporter
from threading import RLock
from typing import Any


OURS = str(Path(__file__).parents[2]) + "/"
#: A name that templates see: with it, what Zope compiled before, another version of it,
#: or of this module, is not taken from the folder of compiled templates.
MARK = "_".join(
    [
        "cites_cug",
        *map(str, getZopeVersion()[:3]),
        sha256(Path(__file__).read_bytes()).hexdigest()[:12],
    ]
)
#: In two threads at once some versions of Python fail to parse: both count in the same
#: place how deep they are. See https://github.com/malthe/chameleon/issues/361.
_cooking = RLock()


class CompiledExpression:
    """An expression in Python as part of the template's code."""

    def __init__(self, expression: Token):
        self.expression = expression

    def __call__(self, target: Any, _engine: Any) -> list[ast.stmt]:
        text = "\n".join(str(self.expression).splitlines())
        try:
            # In brackets, so that it may go over several lines.
            value = ast.parse(f"({text})", mode="eval").body
        except SyntaxError as error:
            raise ExpressionError(error.msg, self.expression) from error
        return [ast.Assign(targets=[target], value=value)]


def is_ours(source_file: str | None, engine: Any) -> bool:
    """Whether it is a file of this package, which nobody changes through the web."""
    inside = (source_file or "").startswith(OURS)
    return inside and not getattr(engine, "untrusted", False)


def cook(source_file: str | None, text: str, engine: Any, content_type: Any) -> Any:
    """Replaces ``Program.cook``, which compiles page templates."""
    with _cooking:
        try:
            return _cook(source_file, text, engine, content_type)
        except FileNotFoundError:
            # What was compiled before was deleted between Chameleon's look for it and its
            # loading (``operations.jobs``). Now it is compiled anew.
            return _cook(source_file, text, engine, content_type)


def _cook(source_file: str | None, text: str, engine: Any, content_type: Any) -> Any:
    if not is_ours(source_file, engine):
        return Program._old_cook(source_file, text, engine, content_type)
    return _cook_ours(source_file, text, engine)


def _cook_ours(source_file: str | None, text: str, engine: Any) -> Any:
    types: dict[str, Any] = {name: MappedExprType(engine, name) for name in engine.types}
    template = ZtPageTemplate(
        text,
        filename=source_file,
        keep_body=True,
        expression_types={**types, "python": CompiledExpression},
        encoding="utf-8",
        extra_builtins={"modules": SecureModuleImporter, MARK: getZopeVersion},
    )
    return Program(template, engine), template.macros
