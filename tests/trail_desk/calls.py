"""Which function of the package calls which, as far as its text says."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from tests.test_architecture import PACKAGE
from typing import NamedTuple


NAME = "cites.cug"


class Function(NamedTuple):
    """A function or method, by its module and name."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}:{self.name}"


class Calls:
    """The calls of all functions of the package.

    Of ``self`` a method of the class, what it inherits or what its children have; of
    other objects a method that only one class has.
    """

    def __init__(self) -> None:
        self.nodes: dict[Function, ast.AST] = {}
        self.imports: dict[str, dict[str, tuple[str, str]]] = {}
        self.bases: dict[Function, list[Function]] = {}
        self._methods: dict[str, list[Function]] = defaultdict(list)
        trees = {}
        for path in sorted(PACKAGE.rglob("*.py")):
            parts = path.relative_to(PACKAGE).with_suffix("").parts
            module = ".".join(part for part in parts if part != "__init__")
            trees[module] = ast.parse(path.read_text(encoding="utf-8"))
        self.modules = set(trees)
        for module, tree in trees.items():
            self._read(module, tree)
        for one in self.nodes:
            if "." in one.name:
                self._methods[one.name.rpartition(".")[2]].append(one)

    def _read(self, module: str, tree: ast.Module) -> None:
        known = self.imports[module] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(NAME):
                origin = (node.module or "").removeprefix(NAME).lstrip(".")
                for alias in node.names:
                    known[alias.asname or alias.name] = origin, alias.name
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.nodes[Function(module, node.name)] = node
            elif isinstance(node, ast.ClassDef):
                self.bases[Function(module, node.name)] = [
                    found
                    for base in node.bases
                    if isinstance(base, ast.Name)
                    and (found := self._named(module, base.id)) is not None
                ]
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef):
                        name = f"{node.name}.{inner.name}"
                        self.nodes[Function(module, name)] = inner

    def _named(self, module: str, name: str) -> Function | None:
        origin = self.imports[module].get(name)
        return Function(*origin) if origin else Function(module, name)

    @cached_property
    def family(self) -> dict[Function, set[Function]]:
        """Class → itself, what it inherits from and what inherits from it."""
        above: dict[Function, set[Function]] = {}

        def ancestors(one: Function) -> set[Function]:
            if one not in above:
                above[one] = {one}
                for base in self.bases.get(one, ()):
                    above[one] |= ancestors(base)
            return above[one]

        found = {one: set(ancestors(one)) for one in self.bases}
        for one in self.bases:
            for parent in ancestors(one):
                if parent in found:
                    found[parent].add(one)
        return found

    def called(self, one: Function) -> Iterator[Function]:
        """What it names: calls it, or hands it on to be called."""
        owner = Function(one.module, one.name.partition(".")[0])
        for node in ast.walk(self.nodes[one]):
            if isinstance(node, ast.Name):
                yield from self._by_name(one.module, node.id)
            elif isinstance(node, ast.Attribute):
                yield from self._by_attribute(owner, node)

    def _by_name(self, module: str, name: str) -> Iterator[Function]:
        found = self._named(module, name)
        if found in self.nodes:
            yield found
        elif found in self.bases:
            for method in ("__init__", "__call__", "__enter__"):
                if (
                    made := Function(found.module, f"{found.name}.{method}")
                ) in self.nodes:
                    yield made

    def _by_attribute(self, owner: Function, node: ast.Attribute) -> Iterator[Function]:
        value = node.value
        if isinstance(value, ast.Name):
            origin = self.imports[owner.module].get(value.id)
            module = ".".join(filter(None, origin or ()))
            if origin and module in self.modules:
                yield from self._by_name_in(module, node.attr)
                return
        mine = isinstance(value, ast.Name) and value.id in ("self", "cls")
        mine = mine or (
            isinstance(value, ast.Call) and getattr(value.func, "id", "") == "super"
        )
        if mine and owner in self.bases:
            for cls in self.family[owner]:
                if (
                    method := Function(cls.module, f"{cls.name}.{node.attr}")
                ) in self.nodes:
                    yield method
        else:
            known = self._methods.get(node.attr, ())
            if len(known) == 1:
                yield known[0]

    def _by_name_in(self, module: str, name: str) -> Iterator[Function]:
        if (found := Function(module, name)) in self.nodes:
            yield found

    @cached_property
    def edges(self) -> dict[Function, set[Function]]:
        return {one: set(self.called(one)) for one in self.nodes}

    def reaching(self, ends: set[Function]) -> set[Function]:
        """All functions that call one of these, or what does."""
        callers: dict[Function, set[Function]] = defaultdict(set)
        for one, others in self.edges.items():
            for other in others:
                callers[other].add(one)
        found, todo = set(ends), list(ends)
        while todo:
            for one in callers[todo.pop()] - found:
                found.add(one)
                todo.append(one)
        return found
