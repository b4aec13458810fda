"""Where a deployment goes, as far as somebody said so."""

from integrity.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """Each part is None while it is not known."""

    subscription: str | None = None
    """The subscription's id."""

    resource_group: str | None = None
    """The resource group's name; None also when the deployment goes elsewhere."""

    location: str | None = None
    """The resource group's region."""

    region: str | None = None
    """The region that was told, wherever the deployment goes: it tells the cloud too."""


NOWHERE = Context()
