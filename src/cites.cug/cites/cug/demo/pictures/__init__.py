"""Drawings of the exercise, made when the demonstration is installed."""

from cites.cug.demo.pictures import cargo, charts, coats, maps, screens
from cites.cug.demo.pictures.canvas import Canvas
from collections.abc import Callable
from functools import lru_cache
from typing import Any


DRAWINGS: dict[str, Callable[..., None]] = {
    "route": maps.route,
    "coats": coats.coats,
    "skin": coats.skin,
    "crate": cargo.crate,
    "vehicle": cargo.vehicle,
    "hold": cargo.hold,
    "advert": screens.advert,
    "xray": screens.xray,
    "label": screens.label,
    "bars": charts.bars,
    "ages": charts.ages,
    "schreger": charts.schreger,
}
#: Keys of a source that are no arguments of its drawing.
ABOUT = frozenset({"draw", "name", "title", "caption"})


def picture(source: dict[str, Any], language: str) -> bytes:
    """Draw the picture of a source; returns a JPEG file."""
    options = {key: _frozen(value) for key, value in source.items() if key not in ABOUT}
    return _drawn(source["draw"], language, **options)


@lru_cache
def _drawn(name: str, language: str, **options: Any) -> bytes:
    canvas = Canvas(language, f"{name}_title")
    DRAWINGS[name](canvas, **options)
    return canvas.jpeg()


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
