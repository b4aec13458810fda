"""The blob services that contract tests run against, and clients for them."""

from dataclasses import dataclass

from azure.storage.blob import BlobServiceClient
from azurite import API_VERSION, KEYS

from transfer.simulator.scenario import AccountSeed, Scenario


@dataclass(frozen=True)
class BlobServices:
    """Two accounts of one service, at one address."""

    origin: str
    name: str

    def client(self, account="bakeferryone", credential=None):
        """The official client, which tries everything once only."""
        return BlobServiceClient(
            f"{self.origin}/{account}",
            credential=credential
            or {"account_name": account, "account_key": KEYS[account]},
            api_version=API_VERSION,
            retry_total=0,
        )


def two_accounts():
    """A scenario with the accounts that Azurite has too."""
    accounts = (
        AccountSeed(name, "rg-golden", keys=(key, key)) for name, key in KEYS.items()
    )
    return Scenario(accounts=tuple(accounts))
