# Schemas are interfaces: see zope/interface/__init__.pyi.
from typing import Any
from zope.interface import Interface

class Schema(Interface): ...

def __getattr__(name: str) -> Any: ...
