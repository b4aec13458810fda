"""What can go wrong on the wire to Azure.

TransferError
└── AzureError
    ├── SignInFailed          nobody could be signed in; what was tried, what mends it
    ├── NoSubscription        nobody said which subscription is meant
    ├── HostRefused           an address must be Azure's and is not
    ├── AzureUnreachable      no answer, also when asked again
    ├── AnswerUnusable        an answer that no client should believe
    ├── ServiceError          Azure refused, with a code and a message
    │   ├── SignInRefused     …who we are: 401
    │   ├── RightMissing      …because a role is missing: 403
    │   ├── ResourceMissing   …there is no such thing: 404, 410
    │   ├── StateConflict     …in the state that things are in: 405, 409, 412
    │   └── Throttled         …for now, also after waiting: 429
    ├── TemplateExists        a template of that name is there; it cannot be updated
    ├── BuildRunning          the template is being built already
    ├── ReplyLost             a request left, and no answer came back
    ├── OperationFailed       Azure began, and ended in failure
    ├── OperationGone         what was worked on is no longer there
    ├── OperationTooLong      no end within the time that was allowed
    ├── StagingNotFound       the place where a build keeps its files is not to be found
    └── StagingForbidden      …is there, and neither a role nor a key lets us in
"""

from collections.abc import Sequence
from datetime import datetime

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text


class TransferError(Exception):
    """The root: whoever catches it has caught everything this package raises."""


class AzureError(TransferError):
    """Something between us and Azure."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to sign in that was tried, or left out."""

    way: str
    """What people call it: `az login`, `managed identity`."""

    why: Safe
    """Why it gave no token."""


class SignInFailed(AzureError):
    """Nobody could be signed in."""

    def __init__(self, tried: Sequence[Attempt], remedy: str) -> None:
        ways = "; ".join(f"{attempt.way}: {attempt.why}" for attempt in tried)
        super().__init__(f"not signed in to Azure ({ways}); {remedy}")
        self.tried = tuple(tried)
        self.remedy = remedy
        """What to do about it, with the command."""


class NoSubscription(AzureError):
    """Nobody said which subscription is meant, and nothing lets us guess."""

    def __init__(self) -> None:
        super().__init__(
            "which subscription? Name it with --subscription or AZURE_SUBSCRIPTION_ID, "
            "or choose one with `az account set --subscription <name or id>`"
        )


class HostRefused(AzureError):
    """An address that must be Azure's is not, so no token goes there."""

    def __init__(self, host: Safe, cloud: str) -> None:
        super().__init__(f"{host} is no host of {cloud}: nothing is sent there")
        self.host = host
        """As it may be shown: the host where there is one, else what stands there."""


class AzureUnreachable(AzureError):
    """No answer came, also when asked again."""


class AnswerUnusable(AzureError):
    """An answer came that no client should believe: a page of HTML, a list in a circle."""


class ServiceError(AzureError):
    """Azure answered, and refused."""

    def __init__(
        self,
        doing: str,
        message: str,
        *,
        status: int,
        code: str | None = None,
        request_id: str | None = None,
        advice: str | None = None,
        time: datetime | None = None,
    ) -> None:
        self.doing = safe_text(doing)
        """What was asked for: `list image templates`."""

        self.message = safe_text(message)
        """In the service's words."""

        self.status = status
        self.code = None if code is None else safe_text(code)

        self.request_id = None if request_id is None else safe_text(request_id)
        """What Azure's support asks for."""

        self.advice = None if advice is None else safe_text(advice)
        """What mends it, with the command, where one can say."""

        self.time = time
        """What time it was for the service; None where it did not say."""

        super().__init__(self._sentence())

    def _sentence(self) -> str:
        named = f"{self.code}: " if self.code else ""
        known = f" [request {self.request_id}]" if self.request_id else ""
        mended = f"; {self.advice}" if self.advice else ""
        return f"{self.doing}: {named}{self.message} ({self.status}){mended}{known}"


class SignInRefused(ServiceError):
    """Azure does not accept the token, also not a fresh one."""


class RightMissing(ServiceError):
    """We are known, and lack the right."""


class ResourceMissing(ServiceError):
    """There is no such thing."""


class StateConflict(ServiceError):
    """What is asked for does not go with the state that things are in."""


class Throttled(ServiceError):
    """Azure lets us wait, and we waited long enough."""


class TemplateExists(AzureError):
    """A template of that name is there already; the service cannot update one."""

    def __init__(self, name: Safe) -> None:
        super().__init__(
            f"image template {name} exists, and the service cannot change what it builds; "
            "delete it first, and rescue before what would be lost"
        )
        self.name = name


class BuildRunning(AzureError):
    """The template is being built, so no second build is begun."""

    def __init__(self, name: Safe, state: Safe) -> None:
        super().__init__(f"image template {name} is being built already ({state})")
        self.name = name
        self.state = state


class ReplyLost(AzureError):
    """A request left, and nobody knows whether it arrived."""

    def __init__(self, doing: str, why: str) -> None:
        super().__init__(f"{doing}: {why}; it may or may not have arrived")
        self.doing = doing
        self.why = why


class OperationFailed(AzureError):
    """Azure began what was asked, and it ended in failure or was cancelled."""

    def __init__(self, doing: str, status: Safe, code: Safe, message: Safe) -> None:
        detail = ": ".join(part for part in (code, message) if part)
        super().__init__(f"{doing}: {status}" + (f": {detail}" if detail else ""))
        self.status = status
        self.code = code
        self.message = message


class OperationGone(AzureError):
    """What was being worked on is no longer there."""


class OperationTooLong(AzureError):
    """The end did not come within the time that was allowed; it may still come."""


class StagingNotFound(AzureError):
    """The group or account where a build keeps its files is not to be found."""


class StagingForbidden(AzureError):
    """Neither a role nor a key lets us read the files of a build."""

    def __init__(self, account: Safe, why: Safe, advice: Safe) -> None:
        super().__init__(f"storage account {account} cannot be read ({why}); {advice}")
        self.account = account
        self.advice = advice
        """Which role is missing, and the command that grants it."""
