"""Whether what is known of an artifact still answers who asks for it."""

from collections.abc import Mapping

from integrity.artifacts.artifact import ArtifactRequest, Description
from integrity.digests.version import FileVersion
from integrity.facts import ArtifactFact
from integrity.reading import FactKey
from tui.workspace.found_file import version_of


class ReadAlready:
    """Facts, and of which version of a local file each is."""

    def __init__(self, facts: Mapping[FactKey, ArtifactFact]) -> None:
        self._facts = facts
        self._versions: dict[FactKey, tuple[str, FileVersion]] = {}

    def answers(self, artifact: FactKey, request: ArtifactRequest) -> bool:
        """Whether nothing has to be read again for a request."""
        fact = self._facts.get(artifact)
        if fact is None or fact.problem is not None:
            return False
        if fact.sha256 is None and request.limit is None:
            return False
        if artifact not in self._versions:
            return True
        path, version = self._versions[artifact]
        return version_of(path) == version

    def note_version(self, request: ArtifactRequest, told: Description) -> None:
        """An artifact was opened, and is this version of a file if it is one."""
        if told.path is None or told.status is None:
            return
        version = FileVersion.of(told.status)
        remote = request.url.casefold().startswith(("https:", "http:"))
        artifact = (request.url, None if remote else request.folder)
        self._versions[artifact] = (str(told.path), version)
