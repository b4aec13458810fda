"""Where the simulator says that its services are."""

from integrity.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The addresses that it puts into its answers."""

    manager: str
    """The origin of Resource Manager."""

    blob_pattern: str
    """The address of an account's blobs, without a slash at the end."""

    authority: str = "https://login.microsoftonline.com"

    def blobs(self, account: str) -> str:
        """The address of an account's blobs."""
        return self.blob_pattern.format(account=account)

    @property
    def blob_suffix(self) -> str:
        """What follows an account's name in the host of its blobs.

        Empty where accounts are in the path.
        """
        host = self.blob_pattern.partition("//")[2].partition("/")[0]
        return host.removeprefix("{account}") if host.startswith("{") else ""


PUBLIC_ENDPOINTS = Endpoints(
    manager="https://management.azure.com",
    blob_pattern="https://{account}.blob.core.windows.net",
)


def on_one_origin(origin: str) -> Endpoints:
    """Everything at one address, accounts in the path: a server on loopback."""
    return Endpoints(manager=origin, blob_pattern=f"{origin}/{{account}}")
