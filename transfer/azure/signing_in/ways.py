"""Signing in with azure-identity: one way after the other, each failure remembered."""

import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from integrity.dataclass import dataclass
from integrity.lint.secrets import without_secrets
from integrity.safe_text import Safe, safe_text
from transfer.azure.clouds import Cloud
from transfer.azure.signing_in.credentials import AccessToken
from transfer.azure.signing_in.threads import in_daemon_thread
from transfer.errors import Attempt, SignInFailed

if TYPE_CHECKING:
    from azure.core.credentials import SupportsTokenInfo, TokenRequestOptions

_log = logging.getLogger(__name__)
_LONGEST_REASON = 300

NOT_SET = safe_text("not set")
_LEFT_OUT = safe_text("left out by AZURE_TOKEN_CREDENTIALS")


@dataclass(frozen=True, slots=True)
class SignInOptions:
    """Who is to be signed in, and where."""

    cloud: Cloud

    tenant: str | None = None
    """None: the one that the sign-in belongs to."""

    subscription: str | None = None
    """Its id; `az` chooses the account by it when no tenant is given."""

    ask: Callable[[str, str], None] | None = None
    """Shows a person the address and the code to type there; None: nobody is asked.

    Called from another thread.
    """

    browser: bool = False
    """Open a browser when nothing else has worked: somebody asked for it."""

    environment: Mapping[str, str] = field(
        default_factory=lambda: os.environ, repr=False
    )


@dataclass(frozen=True, slots=True)
class Way:
    """One way to sign in."""

    name: str

    group: str
    """`prod`, `dev` or `person`, as AZURE_TOKEN_CREDENTIALS tells them apart."""

    credential: str
    """Its class in azure-identity, which that variable may name too."""

    open: Callable[[SignInOptions], "SupportsTokenInfo | None"]
    """None when what it needs is not set."""


def _environment(options: SignInOptions) -> "SupportsTokenInfo | None":
    from azure.identity import CertificateCredential, ClientSecretCredential

    known = options.environment
    client = known.get("AZURE_CLIENT_ID")
    tenant = known.get("AZURE_TENANT_ID") or options.cloud.tenant
    secret = known.get("AZURE_CLIENT_SECRET")
    certificate = known.get("AZURE_CLIENT_CERTIFICATE_PATH")
    if not (client and tenant and (secret or certificate)):
        return None
    where = _where(options.cloud)
    if secret:
        return ClientSecretCredential(tenant, client, secret, **where)
    return CertificateCredential(
        tenant,
        client,
        certificate,
        password=known.get("AZURE_CLIENT_CERTIFICATE_PASSWORD"),
        send_certificate_chain=bool(known.get("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN")),
        **where,
    )


def _workload(options: SignInOptions) -> "SupportsTokenInfo | None":
    from azure.identity import WorkloadIdentityCredential

    known = options.environment
    file = known.get("AZURE_FEDERATED_TOKEN_FILE")
    client = known.get("AZURE_CLIENT_ID")
    tenant = options.tenant or known.get("AZURE_TENANT_ID") or options.cloud.tenant
    if not (file and client and tenant):
        return None
    return WorkloadIdentityCredential(
        tenant_id=tenant,
        client_id=client,
        token_file_path=file,
        **_where(options.cloud),
    )


def _managed(options: SignInOptions) -> "SupportsTokenInfo | None":
    from azure.identity import ChainedTokenCredential, ManagedIdentityCredential

    client = options.environment.get("AZURE_CLIENT_ID")
    # Within a chain it asks for one second whether there is such an identity at all;
    # alone it would try for minutes on a machine that has none.
    return ChainedTokenCredential(ManagedIdentityCredential(client_id=client))


def _az(options: SignInOptions) -> "SupportsTokenInfo | None":
    from azure.identity import AzureCliCredential

    if options.tenant:
        return AzureCliCredential(tenant_id=options.tenant)
    return AzureCliCredential(subscription=options.subscription)


def _device_code(options: SignInOptions) -> "SupportsTokenInfo | None":
    from azure.identity import DeviceCodeCredential

    ask = options.ask
    if ask is None:
        return None
    return DeviceCodeCredential(
        **_where(options.cloud),
        tenant_id=_tenant_of_person(options),
        prompt_callback=lambda address, code, _: ask(address, code),
    )


def _browser(options: SignInOptions) -> "SupportsTokenInfo | None":
    from azure.identity import InteractiveBrowserCredential

    if not options.browser:
        return None
    return InteractiveBrowserCredential(
        **_where(options.cloud), tenant_id=_tenant_of_person(options)
    )


def _where(cloud: Cloud) -> dict[str, Any]:
    """Where every credential signs in; a custom cloud is in no list of Microsoft's."""
    return {
        "authority": cloud.authority,
        "disable_instance_discovery": cloud.is_custom,
    }


def _tenant_of_person(options: SignInOptions) -> str:
    return options.tenant or options.cloud.tenant or "organizations"


WAYS = (
    Way("environment", "prod", "EnvironmentCredential", _environment),
    Way("workload identity", "prod", "WorkloadIdentityCredential", _workload),
    Way("managed identity", "prod", "ManagedIdentityCredential", _managed),
    Way("az login", "dev", "AzureCliCredential", _az),
    Way("browser", "person", "InteractiveBrowserCredential", _browser),
    Way("device code", "person", "DeviceCodeCredential", _device_code),
)
"""In the order in which they are tried."""


class IdentityIssuer:
    """A `TokenIssuer` over azure-identity, which is loaded with the first token."""

    def __init__(
        self,
        options: SignInOptions,
        *,
        ways: Sequence[Way] = WAYS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._options = options
        self._ways = ways
        self._clock = clock
        self._opened: dict[str, SupportsTokenInfo] = {}
        self.used: str | None = None
        """The way that has worked; it is the only one tried from then on."""

    async def issue(self, scope: str, claims: str | None = None) -> AccessToken:
        """Get a new token, on a thread of its own: the library blocks.

        Raises:
            SignInFailed: No way has worked; it lists them all.
        """
        return await in_daemon_thread(lambda: self._issue(scope, claims))

    async def try_all(self, scope: str) -> Mapping[str, Safe | None]:
        """Try each way, also after one has worked.

        Returns:
            By its name why it gives no token; None: it gave one.
        """
        return await in_daemon_thread(lambda: dict(self._results(scope)))

    def _results(self, scope: str) -> Iterator[tuple[str, Safe | None]]:
        chosen = list(self._chosen())
        for way in self._ways:
            if way not in chosen:
                yield way.name, _LEFT_OUT
                continue
            found = self._tried(way, scope)
            yield way.name, found.why if isinstance(found, Attempt) else None

    def _issue(self, scope: str, claims: str | None) -> AccessToken:
        tried: list[Attempt] = []
        for way in self._chosen():
            if self.used not in (None, way.name):
                continue
            found = self._tried(way, scope, claims)
            if isinstance(found, AccessToken):
                self.used = way.name
                _log.info("signed in: %s", way.name)
                return found
            tried.append(found)
        raise SignInFailed(tried, self._remedy(tried))

    def _tried(
        self, way: Way, scope: str, claims: str | None = None
    ) -> AccessToken | Attempt:
        """A token by one way, or why it gives none."""
        from azure.core.exceptions import ClientAuthenticationError

        try:
            credential = self._opened.get(way.name) or way.open(self._options)
            if credential is None:
                return Attempt(way.name, NOT_SET)
            self._opened[way.name] = credential
            info = credential.get_token_info(scope, options=self._wanted(claims))
        except (ClientAuthenticationError, ValueError, OSError) as error:
            return Attempt(way.name, safe_text(_reason(error)))
        return AccessToken(info.token, self._clock(), float(info.expires_on))

    def _chosen(self) -> Iterator[Way]:
        """The ways to try: all, or what the variable names."""
        wanted = self._options.environment.get("AZURE_TOKEN_CREDENTIALS", "").strip()
        for way in self._ways:
            names = (way.group, way.credential.casefold())
            if not wanted or way.group == "person" or wanted.casefold() in names:
                yield way

    def _wanted(self, claims: str | None) -> "TokenRequestOptions":
        return {} if claims is None else {"claims": claims}

    def _remedy(self, tried: Sequence[Attempt]) -> str:
        """The command that mends it."""
        options = self._options
        tenant = f" --tenant {options.tenant}" if options.tenant else ""
        reasons = {attempt.way: attempt.why for attempt in tried}
        az = reasons.get("az login", "")
        login = f"sign in with `az login{tenant}`"
        if "not found" in az:
            return f"install the Azure CLI and {login}, or set AZURE_CLIENT_ID and its like"
        if any(code in az for code in ("AADSTS90002", "AADSTS50020", "AADSTS700016")):
            return f"the tenant does not know this account: {login} with another tenant"
        cloud = options.cloud.name
        if cloud != "AzureCloud":
            return f"`az cloud set --name {cloud}`, then {login}"
        return login


def _reason(error: Exception) -> str:
    """The first line of what the library says; the rest is links and advice."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if lines and lines[0].startswith("ChainedTokenCredential failed") and lines[2:]:
        lines = lines[2:]
    first = lines[0] if lines else type(error).__name__
    return without_secrets(first)[:_LONGEST_REASON]
