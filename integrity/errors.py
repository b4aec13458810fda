"""What can go wrong while reading or judging.

IntegrityError
├── DocumentError            a file is not a document we can judge
│   ├── NotRead              …because nothing of it could be read
│   └── SyntaxFault          …because of one place in its text
├── ArtifactError            an artifact gave no bytes that can be trusted
│   ├── ArtifactMissing      there is nothing behind the address
│   ├── ArtifactForbidden    the address wants credentials that we lack
│   ├── ArtifactRefused      a policy of ours forbids to read it
│   │   └── ArtifactTooLarge …because it has more bytes than are to be read
│   ├── ArtifactChanged      it was replaced while it was being read
│   ├── ArtifactUnreachable  the other end failed, also when asked again
│   └── ArtifactUnbounded    nobody can tell whether all of it has come
├── DigestError              a local file could not be hashed as one version
│   ├── FileMissing          there is no such file
│   ├── FileForbidden        we may not read it
│   └── FileChanged          it was written to while it was being hashed
└── HashingCancelled         whoever waited for the digest asked to stop
"""


class IntegrityError(Exception):
    """The root: whoever catches it has caught everything this package raises."""


class DocumentError(IntegrityError):
    """A file is not a document that can be judged: too large, not UTF-8, unreadable."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class NotRead(DocumentError):
    """There is no such file, or it is not ours to read: nobody knows what is in it."""


class SyntaxFault(DocumentError):
    """The text breaks JSON at one place, beyond what is accepted leniently."""

    def __init__(self, path: str, why: str, *, offset: int, text: str) -> None:
        super().__init__(path, why)
        self.offset = offset
        """Characters before the place."""

        self.text = text
        """As much of the text as could be decoded; places are counted in it."""


class ArtifactError(IntegrityError):
    """An artifact gave no bytes that can be trusted."""

    def __init__(self, artifact: str, why: str, *, status: int | None = None) -> None:
        super().__init__(f"{artifact}: {why}")
        self.artifact = artifact
        """Its address as it may be shown: without the secret part of its query."""

        self.why = why
        self.status = status
        """The HTTP status, where one was the reason."""


class ArtifactMissing(ArtifactError):
    """There is nothing behind the address: 404, 410, no such file."""


class ArtifactForbidden(ArtifactError):
    """The address wants credentials that we lack: 401, 403."""


class ArtifactRefused(ArtifactError):
    """A policy of ours forbids to read it: scheme, address, redirect, encoding."""


class ArtifactTooLarge(ArtifactRefused):
    """It has more bytes than are to be read."""


class ArtifactChanged(ArtifactError):
    """It was replaced while it was being read; start again."""

    def __init__(self, artifact: str) -> None:
        super().__init__(artifact, "changed while it was being read")


class ArtifactUnreachable(ArtifactError):
    """The other end failed, also when it was asked again."""


class ArtifactUnbounded(ArtifactError):
    """No length is told, no checksum declared: nobody can tell whether all has come."""


class DigestError(IntegrityError):
    """A local file could not be hashed as one version of itself."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class FileMissing(DigestError):
    """There is no such file."""


class FileForbidden(DigestError):
    """We may not read it."""


class FileChanged(DigestError):
    """It was written to while it was being hashed; start again."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "changed while it was being hashed")


class HashingCancelled(IntegrityError):
    """Whoever waited for the digest asked to stop."""
