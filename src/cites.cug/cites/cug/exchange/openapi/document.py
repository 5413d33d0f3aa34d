"""The document: what each service takes, answers and refuses."""

import re
from cites.cug.core.validation.query_parameters import MAX_PAGE_SIZE, MAX_START
from cites.cug.exchange.openapi.body_schemas import (
    DECIDED,
    describe_body,
    describe_permits,
)
from cites.cug.exchange.openapi.field_schemas import (
    describe_codes,
    describe_field,
    describe_fields,
    describe_filter,
    Described,
    without_null,
)
from cites.cug.exchange.openapi.parameter_schemas import (
    describe_by_name,
    describe_parameter,
    is_required,
)
from cites.cug.exchange.openapi.recorded import (
    describe_shape,
    recorded_calls,
    recorded_shapes,
)
from cites.cug.exchange.openapi.refusals import explain_refusals
from cites.cug.exchange.openapi.registrations import list_operations, Operation
from cites.cug.library.lists.filters import FILTERS
from cites.cug.login.scopes import (
    LIBRARY_SERVICES,
    SERVICES,
    UPLOAD_SERVICES,
    WORKSPACE_SERVICES,
)
from cites.cug.web.restapi.content import CONTENT_PARAMETERS
from cites.cug.web.restapi.idempotency import HEADER, MAX_KEY
from cites.cug.web.restapi.services import BATCH, OPEN, RestService
from cites.cug.wsgi.early_answers import JSON, media_type_of, PROBLEM
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import version
from inspect import getdoc
from plone import api
from plone.dexterity.interfaces import IDexterityFTI
from plone.dexterity.utils import iterSchemataForType, resolveDottedName
from typing import Any
from zope.schema import getFieldsInOrder


PACKAGE = "cites.cug."
#: What the recorded documentation calls the things that services are for.
RECORDED = {
    "IPloneSiteRoot": "{portal}",
    "IClosedUserGroup": "{cug}",
    "ILibraryFolder": "{library}",
    "ILibraryContent": "{item}",
    "ILibraryItem": "{item}",
    "IContentish": "{content}",
    "IInsideGroup": "{content}",
    "IFile": "{file}",
    "IImage": "{file}",
    "IAlert": "{alert}",
    "IWorkspaces": "{workspaces}",
    "ITeamWorkspace": "{workspace}",
    "ITopic": "{topic}",
}
#: Refusals have one shape (``web/restapi/answers.py``).
REFUSAL: Described = {
    "type": "object",
    "required": ["type", "message", "errors"],
    "properties": {
        "type": {"type": "string"},
        "message": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
#: The same as problem details (RFC 9457), for who accepts these.
PROBLEM_DETAILS: Described = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "kind", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "kind": {"type": "string"},
        "errors": REFUSAL["properties"]["errors"],
    },
}
NUMBERS: Mapping[str, Described] = {
    "b_start": {"type": "integer", "minimum": 0, "maximum": MAX_START},
    "b_size": {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE},
}
FORM = "multipart/form-data"
#: The media type of answers that are files of any type.
FILE_TYPE = "application/octet-stream"
#: The status of what was recorded only where it is refused.
UNRECORDED = "2XX"
#: The beginning of a docstring that names the call itself.
CALL = re.compile(r"^``[^`]*``(?:,? ``[^`]*``)*[:.,;]?\s*")
#: The status of an answer, at the end of a docstring; the description has it.
STATUS = re.compile(r"; 20\d\.?$")
#: A type that can be added to no folder is no body of a request.
BODY_OF_CONTENT = frozenset({"POST", "PATCH"})


def build_document(url: str) -> Described:
    """OpenAPI 3.1 of all our services of the portal at that address."""
    types = _content_types()
    paths: dict[str, Described] = {}
    for operation in list_operations():
        methods = paths.setdefault(operation.path, {})
        verb = operation.verb.lower()
        if verb in methods:
            methods[verb]["x-for"].append(operation.context.__name__)
        else:
            methods[verb] = describe_operation(operation, types)
    return {
        "openapi": "3.1.0",
        "info": {"title": "CITES closed user groups", "version": version("cites.cug")},
        "servers": [{"url": url}],
        "security": [{"token": []}, {"password": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "password": {"type": "http", "scheme": "basic"},
            },
            "schemas": {"Refusal": REFUSAL, "Problem": PROBLEM_DETAILS, **types},
            "responses": {
                "Refusal": {
                    "description": "The request was refused, and nothing was done.",
                    "content": {
                        JSON: {"schema": _ref("Refusal")},
                        PROBLEM: {"schema": _ref("Problem")},
                    },
                },
            },
        },
    }


def describe_operation(operation: Operation, types: Mapping[str, Any]) -> Described:
    factory = operation.factory
    summary, description = _words(factory)
    told: Described = {
        "operationId": _name_of(operation),
        "tags": [_part_of(factory)],
        "summary": summary,
        "description": description,
        "x-permission": operation.permission,
        "x-for": [operation.context.__name__],
        "parameters": list(_parameters(operation)),
        "responses": describe_answers(operation, types),
    }
    if operation.permission is None:
        told["security"] = []
    elif scopes := _scopes(operation):
        told["security"] = [{"token": scopes}, {"password": []}]
    body = _body(operation, types)
    return {**told, "requestBody": body} if body else told


def _name_of(operation: Operation) -> str:
    """Another one for each verb and address: ``get_group_@library``."""
    return re.sub(r"[{}]", "", operation.verb.lower() + operation.path.replace("/", "_"))


def _part_of(factory: type[RestService]) -> str:
    """The part of the package that has it; plone.rest makes a class of its own."""
    modules = (base.__module__ for base in factory.__mro__)
    ours = next(module for module in modules if module.startswith(PACKAGE))
    room, part, *_others = ours.removeprefix(PACKAGE).split(".")
    return part if room == "web" else room


def _words(factory: type[RestService]) -> tuple[str, str]:
    """The first sentence of the docstring, without the call, and all of it."""
    text = getdoc(factory) or ""
    first = " ".join(text.partition("\n\n")[0].split())
    words = CALL.sub("", first).replace("``", "")
    summary = STATUS.sub("", words) or first
    return summary[:1].upper() + summary[1:], text


def _scopes(operation: Operation) -> list[str]:
    """The scopes of tokens that open it."""
    name = operation.name.partition("/")[0]
    tables = [SERVICES]
    if operation.path.startswith("/{group}/library"):
        tables.extend((LIBRARY_SERVICES, UPLOAD_SERVICES))
    if operation.path.startswith("/{group}/workspaces"):
        tables.append(WORKSPACE_SERVICES)
    return sorted(
        scope.value
        for table in tables
        for scope, (verbs, names) in table.items()
        if operation.verb in verbs and name in names
    )


def _parameters(operation: Operation) -> Iterator[Described]:
    factory = operation.factory
    for name in operation.open_parts:
        yield _parameter("path", name, _part(operation, name), required=True)
    names = CONTENT_PARAMETERS if factory.parameters is None else factory.parameters
    for name in dict.fromkeys(names):
        usual = _query_value(name, factory)
        value = describe_parameter(operation.name, name, usual)
        more = {"required": True} if is_required(operation.name, name) else {}
        yield _parameter("query", name, value, **more)
    text = {"type": "string"}
    if operation.verb == "POST" and factory.is_done_once:
        yield _parameter("header", HEADER, {**text, "maxLength": MAX_KEY})
    if operation.verb == "GET" and factory.tagged:
        yield _parameter("header", "If-None-Match", text)
    if operation.verb != "GET" and factory.current_state is not RestService.current_state:
        yield _parameter("header", "If-Match", text)


def _parameter(place: str, name: str, schema: Described, **more: Any) -> Described:
    return {"name": name, "in": place, "schema": schema, **more}


def _part(operation: Operation, name: str) -> Described:
    """The value of an open part of the address."""
    pattern = OPEN.get(f"{{{name}}}")
    if pattern is None or f"{{{name}}}" not in operation.name:
        return {"type": "string", "minLength": 1}
    return {"type": "string", "pattern": f"^{pattern.pattern}$"}


def _fields(factory: type[RestService]) -> dict[str, Any]:
    """The fields by which the service reads parameters and keys."""
    return {
        name: field
        for schema in factory.schemas
        for name, field in getFieldsInOrder(schema)
    }


def _query_value(name: str, factory: type[RestService]) -> Described:
    fields = _fields(factory)
    if name in BATCH:
        return dict(NUMBERS[name])
    if factory.query_schema is not None and name in factory.query_schema:
        return describe_filter(factory.query_schema[name])
    if name in fields:
        return without_null(describe_field(fields[name]))
    one = FILTERS.get(name)
    is_filtered = set(FILTERS) <= set(factory.parameters or ())
    if is_filtered and one is not None and one.code_list is not None:
        return {"type": "string", **describe_codes(one.code_list)}
    return describe_by_name(name)


def _body(operation: Operation, types: Mapping[str, Any]) -> Described | None:
    factory = operation.factory
    if operation.verb not in BODY_OF_CONTENT or factory.keys == ():
        return None
    keys = _keys(factory)
    if keys is None:
        schema = _content_body(operation, types)
    else:
        named = (operation.verb, operation.name)
        schema = describe_body(*named, keys, _fields(factory))
    examples = [one.sent for one in _recorded(operation) if one.sent is not None]
    told = {"schema": schema, **({"example": examples[0]} if examples else {})}
    content = {JSON: told, FORM: {"schema": schema}}
    if not factory.takes_forms:
        del content[FORM]
    if "file" in schema.get("required", ()):  # which no JSON can hold
        del content[JSON]
    more = {"required": True} if schema.get("required") else {}
    return {"content": content, **more}


def _keys(factory: type[RestService]) -> Collection[str] | None:
    """Where they depend on the content, a service names all that there may be."""
    return getattr(factory, "all_keys", factory.keys)


def _content_body(operation: Operation, types: Mapping[str, Any]) -> Described:
    """The types that can be added there, or that are changed."""
    if operation.name == "@permits":
        return describe_permits()
    if operation.name:
        return {}
    if operation.verb == "PATCH":
        return {"anyOf": [_changed(types[name]) for name in _changeable(operation)]}
    names = _addable(operation, types)
    return {"anyOf": [_added(name) for name in names]} if names else {}


def _changed(described: Described) -> Described:
    """The schema of a change: fields that are not given keep their values."""
    properties = {**described["properties"], **DECIDED}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _added(name: str) -> Described:
    properties = {"@type": {"const": name}, **DECIDED}
    kind = {"type": "object", "required": ["@type"], "properties": properties}
    return {"allOf": [_ref(name), kind], "unevaluatedProperties": False}


def _addable(operation: Operation, types: Mapping[str, Any]) -> list[str]:
    for fti in _types_of(operation):
        return [name for name in fti.allowed_content_types if name in types]
    return []


def _changeable(operation: Operation) -> list[str]:
    """The types of what the service may be about; all, where none is named."""
    return [fti.getId() for fti in _types_of(operation) or _dexterity_types()]


def _types_of(operation: Operation) -> list[Any]:
    return [
        fti
        for fti in _dexterity_types()
        if operation.context.implementedBy(resolveDottedName(fti.klass))
        or fti.lookupSchema().isOrExtends(operation.context)
    ]


def describe_answers(operation: Operation, types: Mapping[str, Any]) -> Described:
    """The answer where it is done, as it was recorded, and that to a refusal."""
    status, shape = recorded_shapes().get(_call(operation), [None, None])
    if status is None or status >= 400:
        status = UNRECORDED
    told: Described = {"description": "Done."}
    if status != 204:
        told["content"] = _content(operation, status, shape)
    refused = {"$ref": "#/components/responses/Refusal"}
    answers = {str(status): told, "4XX": refused, "503": refused}
    if reasons := _reasons(operation, types):
        answers["400"] = {**refused, "description": reasons}
    if status == 201:
        answers["200"] = {**told, "description": "It was there already."}
    if status == UNRECORDED:
        answers["204"] = {"description": "Done; there is nothing to say."}
    if operation.factory.tagged:
        answers["304"] = {"description": "The client has the answer already."}
    return answers


def _reasons(operation: Operation, types: Mapping[str, Any]) -> str:
    """Why values that are valid by this document are refused: a line for each field."""
    factory = operation.factory
    keys = () if operation.verb == "GET" else _keys(factory) or ()
    names = {*(factory.parameters or ()), *keys}
    reasons = explain_refusals(operation.name, names, _content_fields(operation, types))
    return "\n".join(f"- `{name}`: {why}" for name, why in reasons.items())


def _content_fields(operation: Operation, types: Mapping[str, Any]) -> list[str]:
    """The fields of the types that can be added or changed there."""
    if operation.name or operation.verb not in BODY_OF_CONTENT:
        return []
    is_change = operation.verb == "PATCH"
    names = _changeable(operation) if is_change else _addable(operation, types)
    fields = [name for one in names for name in types[one]["properties"]]
    return list(dict.fromkeys(["@type", *fields] if fields else []))


def _content(operation: Operation, status: Any, shape: Any) -> Described:
    """What the answer holds, by its kinds."""
    kinds = {media_type_of(kind) for kind in operation.factory.media_types}
    others: Described = {kind: {"schema": {}} for kind in sorted(kinds)}
    return {**others, **_recorded_content(operation, status, shape)}


def _recorded_content(operation: Operation, status: Any, shape: Any) -> Described:
    """The kind that was recorded; a text as ``shape`` is the kind itself."""
    kind = media_type_of(next(iter(operation.factory.media_types), FILE_TYPE))
    if status == UNRECORDED:
        return {kind: {"schema": {}}}
    if isinstance(shape, str):
        return {shape or kind: {"schema": {}}}
    examples = [one.answer for one in _recorded(operation) if one.status == status]
    content: Described = {"schema": describe_shape(shape)}
    if examples:
        content["example"] = examples[-1]
    return {kind: content}


def _call(operation: Operation) -> str:
    place = RECORDED.get(operation.context.__name__, "{content}")
    return f"{operation.verb} {place}/{operation.name}".rstrip("/")


def _recorded(operation: Operation) -> list[Any]:
    return recorded_calls().get(_call(operation), [])


def _content_types() -> dict[str, Described]:
    """The types that members add and change, with the fields that can be given."""
    return {
        fti.getId(): describe_fields(
            (name, field)
            for schema in iterSchemataForType(fti.getId())
            for name, field in getFieldsInOrder(schema)
            if not field.readonly
        )
        for fti in _dexterity_types()
    }


def _dexterity_types() -> list[Any]:
    """Our types, and those of Plone's that can be added to them."""
    types = api.portal.get_tool("portal_types").objectValues()
    found = [fti for fti in types if IDexterityFTI.providedBy(fti)]
    ours = [fti for fti in found if fti.klass.startswith(PACKAGE)]
    added = {name for fti in ours for name in fti.allowed_content_types}
    return [fti for fti in found if fti in ours or fti.getId() in added]


def _ref(name: str) -> Described:
    return {"$ref": f"#/components/schemas/{name}"}
