"""What readers tell judges: values only, no behaviour on either side."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from integrity.dataclass import dataclass
from integrity.secret_url import SecretUrl


class ProblemKind(StrEnum):
    """Why an artifact gave no digest."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    TOO_LARGE = "too-large"
    CHANGED = "changed"
    UNREACHABLE = "unreachable"
    UNBOUNDED = "unbounded"


@dataclass(frozen=True, slots=True)
class ArtifactProblem:
    """Why an artifact gave no digest, in words for a person."""

    kind: ProblemKind
    message: str

    status: int | None = None
    """The HTTP status, where one was the reason."""


class Appearance(StrEnum):
    """What the first bytes of an artifact look like."""

    PLAIN = "plain"
    EMPTY = "empty"
    HTML = "html"
    LFS_POINTER = "lfs-pointer"


@dataclass(frozen=True, slots=True)
class ArtifactFact:
    """What reading one artifact has told."""

    url: SecretUrl

    size: int | None = None
    """Bytes as served; None when nobody could say."""

    sha256: str | None = None
    """64 lower-case hex digits; None when not all bytes were read."""

    problem: ArtifactProblem | None = None

    appearance: Appearance = Appearance.PLAIN

    etag: str | None = None

    content_type: str | None = None

    content_encoding: str | None = None
    """Set when the server forced an encoding on us: the digest is over raw bytes."""

    redirects: tuple[str, ...] = ()
    """The addresses it led through, as they may be shown, the last one included."""

    seconds: float = 0.0

    cached: bool = False
    """The digest was remembered, not computed now."""

    read_from: str | None = None
    """The local path that stood in for the address, when `--map` gave one."""

    exceeds: int | None = None
    """Bytes that it has more of, where only that could be found out of its size."""


@dataclass(frozen=True, slots=True)
class AzureFact:
    """What only Azure knows about one template; None where it was not asked."""

    source_disk_gib: int | None = None
    source_region: str | None = None
    source_replicated_to: tuple[str, ...] | None = None
    source_is_generalized: bool | None = None
    gallery_region: str | None = None
    gallery_image_exists: bool | None = None
    destination_groups_missing: tuple[str, ...] | None = None
    identity_can_read_artifacts: bool | None = None
    regions_of_provider: tuple[str, ...] | None = None
    unrescued_vhds: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known beyond the text of a template."""

    artifacts: Mapping[str, ArtifactFact] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """By the address as the template has it, expressions resolved."""

    azure: AzureFact | None = None

    def artifact(self, url: str | None) -> ArtifactFact | None:
        """What is known of the artifact behind `url`."""
        return None if url is None else self.artifacts.get(url)


NO_FACTS = Facts()
