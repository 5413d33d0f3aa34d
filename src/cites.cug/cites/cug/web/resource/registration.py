"""The ZCML directives ``cug:resource``, ``cug:page``, ``cug:service`` and ``cug:at``.

Pages and services are for our browser layer. ``<cug:at interface="…">`` around several of
them says what they are for; one by itself says it by ``for``.
"""

from cites.cug.access.permissions import Permission
from cites.cug.interfaces import ICugLayer
from cites.cug.web.resource.declaration import Resource, Verb
from cites.cug.web.resource.pages import make_pages
from cites.cug.web.resource.services import make_service
from cites.cug.web.restapi.services import Nothing
from collections.abc import Callable
from plone.rest.zcml import IService, serviceDirective
from Products.Five.browser.metaconfigure import page
from typing import Any
from zope.component import getUtilitiesFor, getUtility
from zope.configuration.config import (
    ConfigurationContext,
    ConfigurationMachine,
    GroupingContextDecorator,
)
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.fields import GlobalObject
from zope.interface import Interface
from zope.security.interfaces import IPermission


class IResourceDirective(Interface):
    """The attributes of the directive."""

    class_ = GlobalObject(title="The declaration, a subclass of ``Resource``")


class IAt(Interface):
    """The attributes of the directive around pages and services."""

    interface = GlobalObject(title="What the pages and services are for; * is anything")


class At(GroupingContextDecorator):
    """Says to the directives within what they are for."""


class IServiceOfOurs(IService):
    """The attributes of plone.rest's directive."""

    for_ = GlobalObject(title="What it is for, outside of IAt", required=False)


def register_page(context: ConfigurationContext, **options: Any) -> None:
    """Register a page, and its entry of the navigation if it has one."""
    page(context, **_placed(context, options))
    entry = vars(options.get("class_", object)).get("navigation_entry")
    if entry is not None:
        name, permission = options["name"], options["permission"]

        def execute() -> None:
            title = getUtility(IPermission, permission).title
            entry.register(options["class_"], name, title)

        context.action(discriminator=("cug:navigation", name), callable=execute)


def register_service(context: ConfigurationContext, **options: Any) -> None:
    serviceDirective(context, **_placed(context, options))


def _placed(context: ConfigurationContext, options: dict[str, Any]) -> dict[str, Any]:
    if "for_" not in options:
        if not hasattr(context, "interface"):
            raise ConfigurationError("Say by for, or by at, what it is for")
        options["for_"] = context.interface
    return {**options, "layer": ICugLayer}


def register_resource(context: ConfigurationContext, class_: type[Resource]) -> None:
    """Register the services and pages of a resource, each with its permission."""
    names = {(verb.method, verb.path) for verb in class_.verbs}
    for verb in class_.verbs:
        path = f"@{class_.name}/{verb.path}".rstrip("/")
        shown = path.replace("{key}", "{id}")
        service = make_service(class_, verb, f"{verb.method} {class_.place}/{shown}")
        _register_verb(context, class_, verb, path, service)
        if verb.path and (verb.method, "") not in names and "/" not in class_.name:
            # Zope asks the service at the name for those below it. Where the name has
            # several parts, that of the first is registered elsewhere.
            names.add((verb.method, ""))
            _register_verb(context, class_, verb, f"@{class_.name}", Nothing)
    if class_.page_permission is not None:
        _register(
            context,
            ("view", class_.context_interface, class_.name, ICugLayer),
            register_page,
            class_.page_permission,
            name=class_.name,
            for_=class_.context_interface,
            class_=make_pages(class_),
        )


def _register_verb(
    context: ConfigurationContext,
    resource: type[Resource],
    verb: Verb,
    path: str,
    service: type,
) -> None:
    _register(
        context,
        ("plone.rest:service", verb.method, resource.context_interface, path, ICugLayer),
        serviceDirective,
        verb.permission,
        method=verb.method,
        accept="application/json",
        factory=service,
        for_=resource.context_interface,
        name=path,
        layer=ICugLayer,
    )


def _register(
    context: ConfigurationContext,
    discriminator: tuple[Any, ...],
    directive: Callable[..., None],
    permission: Permission,
    **options: Any,
) -> None:
    """Execute another directive when its turn comes, as permissions are defined then."""
    if not isinstance(permission, Permission):
        raise ConfigurationError(f"Nothing is registered without a permission: {options}")

    def execute() -> None:
        machine = ConfigurationMachine()
        machine.info = context.info
        directive(machine, permission=permission_id(permission), **options)
        machine.execute_actions()

    context.action(discriminator=discriminator, callable=execute)


def permission_id(permission: Permission) -> str:
    """What ZCML calls a permission."""
    found = [
        name for name, one in getUtilitiesFor(IPermission) if one.title == permission
    ]
    if not found:
        raise ConfigurationError(f"There is no permission {permission}")
    return found[0]
