"""Handlers that ``wiring.zcml`` joins: one line each, from one domain to another."""

from cites.cug.library import actions as library


def give_library(group, event) -> None:
    library.make_library(group)


def clear_library(group, event) -> None:
    library.forget_versions(group)


def review_author(group, event) -> None:
    library.review_author(group, event.membership.user)
