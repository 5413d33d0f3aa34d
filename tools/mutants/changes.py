"""The changes that are made to functions, one at a time."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from types import CodeType
from typing import NamedTuple


#: What a comparison becomes: its opposite, or with the limit on the other side of it.
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}


#: The name in builtins of what is told which statements are run.
NOTE = "note_statement"


class Mutant(NamedTuple):
    """One change to one function, method or what they contain."""

    path: str
    line: int
    #: Of the function or method as Python names it: ``Class.method``.
    function: str
    #: Of the statement that is changed, see ``places``.
    place: str
    change: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.change}"


class Change(NamedTuple):
    """What is changed in a node: done to a copy of the node, it gives the new node."""

    name: str
    make: Callable[[ast.AST], ast.AST]


def mutants(source: str, path: str) -> Iterator[Mutant]:
    """All of a module. What stands outside functions is not changed."""
    for name, function in functions(ast.parse(source).body):
        inside = [node for part in function.body for node in ast.walk(part)]
        place = places(name, function)
        for number, node in enumerate(inside):
            for change in changes(node):
                tree = ast.parse(source)
                (copy,) = (
                    f for n, f in functions(tree.body) if same(n, f, name, function)
                )
                walked = [found for part in copy.body for found in ast.walk(part)]
                replace(copy, walked[number], change)
                code = compile(ast.fix_missing_locations(tree), path, "exec")
                found = code_of(code, name, function)
                line = getattr(node, "lineno", function.lineno)
                yield Mutant(path, line, name, place[node], change.name, found)


def places(name: str, function: ast.FunctionDef) -> dict[ast.AST, str]:
    """The statement of each node: the function, and the line counted from its own."""
    found = {}
    for statement in ast.walk(function):  # the inner ones last
        if isinstance(statement, ast.stmt):
            place = f"{name}+{statement.lineno - function.lineno}"
            found |= dict.fromkeys(ast.walk(statement), place)
    return found


def noted(source: str, path: str) -> Iterator[tuple[str, CodeType]]:
    """Each function by name; it tells ``NOTE`` the statements that are run."""
    tree = ast.parse(source)
    found = list(functions(tree.body))
    for name, function in found:
        place = places(name, function)
        for node in list(ast.walk(function)):
            for block in ("body", "orelse", "finalbody"):
                if isinstance(statements := getattr(node, block, None), list):
                    statements[:] = [
                        one
                        for statement in statements
                        for one in (note(path, place[statement]), statement)
                    ]
    code = compile(ast.fix_missing_locations(tree), path, "exec")
    for name, function in found:
        yield name, code_of(code, name, function)


def note(path: str, place: str) -> ast.stmt:
    return ast.parse(f"{NOTE}(({path!r}, {place!r}))").body[0]


def functions(
    body: list[ast.stmt], prefix: str = ""
) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods by name; those inside a function are a part of it."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield f"{prefix}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node.body, f"{prefix}{node.name}.")


def same(
    name: str, one: ast.FunctionDef, other_name: str, other: ast.FunctionDef
) -> bool:
    return (name, one.lineno) == (other_name, other.lineno)


def code_of(code: CodeType, name: str, function: ast.FunctionDef) -> CodeType:
    """The code of a function in that of its module."""
    first = min([function.lineno, *(node.lineno for node in function.decorator_list)])
    waiting = [code]
    while waiting:
        found = waiting.pop()
        if (found.co_qualname, found.co_firstlineno) == (name, first):
            return found
        waiting += [one for one in found.co_consts if isinstance(one, CodeType)]
    raise LookupError(name)


def replace(function: ast.FunctionDef, old: ast.AST, change: Change) -> None:
    """Put the changed node where the old one is."""

    class Replacer(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            if node is old:
                return ast.copy_location(change.make(deepcopy(node)), node)
            return self.generic_visit(node)

    Replacer().visit(function)


def changes(node: ast.AST) -> Iterator[Change]:
    """What can be changed in a node by itself."""
    for kind, changer in CHANGERS.items():
        if isinstance(node, kind):
            yield from changer(node)


def of_comparison(node: ast.Compare) -> Iterator[Change]:
    for place, operator in enumerate(node.ops):
        other = COMPARISONS[type(operator)]

        def make(copy: ast.Compare, place=place, other=other) -> ast.AST:
            copy.ops[place] = other()
            return copy

        name = f"{type(operator).__name__} becomes {other.__name__}"
        yield Change(name, make)


def of_and_or(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield Change(
        f"{type(node.op).__name__} becomes {other.__name__}",
        lambda copy: ast.BoolOp(other(), copy.values),
    )
    for place, value in enumerate(node.values):

        def make(copy: ast.BoolOp, place=place) -> ast.AST:
            del copy.values[place]
            return copy if len(copy.values) > 1 else copy.values[0]

        yield Change(f"without {ast.unparse(value)}", make)


def of_not(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield Change("without Not", lambda copy: copy.operand)


def of_sum(node: ast.BinOp) -> Iterator[Change]:
    if type(node.op) in SUMS:
        other = SUMS[type(node.op)]
        yield Change(
            f"{type(node.op).__name__} becomes {other.__name__}",
            lambda copy: ast.BinOp(copy.left, other(), copy.right),
        )


def of_condition(node: ast.If | ast.IfExp) -> Iterator[Change]:
    for value in (True, False):

        def make(copy: ast.If | ast.IfExp, value=value) -> ast.AST:
            copy.test = ast.Constant(value)
            return copy

        yield Change(f"{ast.unparse(node.test)} is taken as {value}", make)


def of_statement(node: ast.Expr | ast.Raise) -> Iterator[Change]:
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    if is_call or isinstance(node, ast.Raise):
        yield Change(f"without {ast.unparse(node)[:60]}", lambda _copy: ast.Pass())


def of_return(node: ast.Return) -> Iterator[Change]:
    empty = node.value is None or (
        isinstance(node.value, ast.Constant) and node.value.value is None
    )
    if not empty:
        yield Change("returns None", lambda _copy: ast.Return(ast.Constant(None)))
    if isinstance(node.value, ast.Tuple):
        for place, value in enumerate(node.value.elts):

            def make(copy: ast.Return, place=place) -> ast.AST:
                del copy.value.elts[place]
                return copy

            yield Change(f"without {ast.unparse(value)}", make)


def of_constant(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield Change(f"{node.value} becomes {not node.value}", opposite)
    elif isinstance(node.value, int):
        yield Change(f"{node.value} becomes {node.value + 1}", one_more)


def opposite(copy: ast.Constant) -> ast.AST:
    return ast.Constant(not copy.value)


def one_more(copy: ast.Constant) -> ast.AST:
    return ast.Constant(copy.value + 1)


def of_filter(node: ast.comprehension) -> Iterator[Change]:
    for place, test in enumerate(node.ifs):

        def make(copy: ast.comprehension, place=place) -> ast.AST:
            del copy.ifs[place]
            return copy

        yield Change(f"without if {ast.unparse(test)}", make)


CHANGERS: dict[type[ast.AST] | tuple, Callable[..., Iterator[Change]]] = {
    ast.Compare: of_comparison,
    ast.BoolOp: of_and_or,
    ast.UnaryOp: of_not,
    ast.BinOp: of_sum,
    (ast.If, ast.IfExp): of_condition,
    (ast.Expr, ast.Raise): of_statement,
    ast.Return: of_return,
    ast.Constant: of_constant,
    ast.comprehension: of_filter,
}
