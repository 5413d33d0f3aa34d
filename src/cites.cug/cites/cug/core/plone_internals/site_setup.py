"""Parts of a site's configuration that public methods cannot read or undo."""

from collections.abc import Mapping, MutableMapping
from typing import Any


def remove_role(site: Any, name: str) -> None:
    """Remove a role from those that a site defines."""
    site._delRoles([name])


def workflow_chains(workflow_tool: Any) -> Any:
    """Type → workflow chain, of types with a chain of their own; may be changed.

    The public methods do not tell a type with the default chain from a type whose own
    chain is the same.
    """
    return workflow_tool._chains_by_type


def default_chain(workflow_tool: Any) -> Any:
    """The chain of all other types."""
    return workflow_tool._default_chain


def set_default_chain(workflow_tool: Any, chain: Any) -> None:
    """Set the default chain unchecked; the tool's method would check each name."""
    workflow_tool._default_chain = chain


def forget_version_policies(repository_tool: Any, portal_type: str) -> None:
    """Remove a type from the map of version policies, which would keep an empty list."""
    repository_tool._version_policy_mapping.pop(portal_type, None)


def hidden_viewlets(viewlet_storage: Any) -> MutableMapping[str, Any]:
    """Skin → manager → names of hidden viewlets; may be changed."""
    return viewlet_storage._hidden


def profile_versions(setup_tool: Any) -> Mapping[str, Any]:
    """Profile id → version, of all profiles that were ever applied."""
    return setup_tool._profile_upgrade_versions
