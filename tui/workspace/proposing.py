"""Changes of files, worked out and held until they are wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.facts import ArtifactFact
from integrity.lint.selection import Selection
from integrity.quantities import counted
from integrity.reading import FactKey
from integrity.safe_text import safe_text
from integrity.stamp import stamping_of
from tui.files.judging import Judging
from tui.files.mending import mend
from tui.files.template_files import template_file
from tui.submitting.candidate import Candidate
from tui.workspace.judged_file import JudgedFile
from tui.workspace.proposal import Change, Left, Proposal

REWRITE = "AIB365"
"""The rule whose fix turns a File step into a download that checks itself."""


def stamp_proposal(
    files: Sequence[JudgedFile],
    facts: Mapping[FactKey, ArtifactFact],
    judging: Judging,
) -> Proposal:
    """Which checksums would be written, in templates and in parameters files."""
    readable = [template_file(one.file) for one in files if one.file is not None]
    stamping = stamping_of(readable, facts)
    sources = {
        name: Change(Path(name), safe_text(name), data, data)
        for name, data in judging.parameter_files.items()
    }
    for one in files:
        if one.file is not None:
            data = one.file.input.data
            unchanged = Change(one.found.path, one.entry.shown_path, data, data)
            sources[one.found.key] = unchanged
    changes = []
    for document in stamping.documents:
        new = stamping.new_text(document).encode("utf-8")
        changes.append(replace(sources[document.name], new=new))
    left = tuple(
        Left(
            safe_text(f"{one.path}:{one.position.line} {one.artifact}"),
            safe_text(one.why),
        )
        for one in stamping.unstamped
    )
    what = safe_text(counted(len(stamping.stamps), "checksum"))
    return Proposal(what, tuple(changes), left)


def fix_proposal(
    files: Sequence[JudgedFile], judging: Judging, *, select: Selection | None = None
) -> Proposal:
    """What would be mended mechanically.

    Args:
        select: The rules whose fixes are wanted; None takes those of the judging.
    """
    how = judging if select is None else replace(judging, selection=select)
    changes = []
    fixes = 0
    for one in files:
        if one.file is None:
            continue
        mended = mend(one.file, how, one.opened.facts)
        fixes += mended.fixes
        if mended.new != mended.old:
            changes.append(
                Change(one.found.path, one.entry.shown_path, mended.old, mended.new)
            )
    return Proposal(safe_text(counted(fixes, "finding")), tuple(changes))


def candidate(
    file: JudgedFile, facts: Mapping[FactKey, ArtifactFact], judging: Judging
) -> Candidate | None:
    """A file and what is known of its artifacts, to be submitted; None if it is no JSON."""
    if file.file is None:
        return None
    return Candidate(
        template_file(file.file),
        file.found.path,
        file.entry.shown_path,
        file.file.input.data,
        {key[0]: facts[key] for key, _ in file.wanted},
        judging,
    )


def has_all_facts(
    files: Sequence[JudgedFile], facts: Mapping[FactKey, ArtifactFact]
) -> bool:
    """Whether everything that these files name was read."""
    return all(artifact in facts for file in files for artifact, _ in file.wanted)


@dataclass(frozen=True, slots=True)
class Undoable:
    """Changes that were made, and can be taken back while the files are as they left them."""

    proposal: Proposal

    @property
    def reverse(self) -> Sequence[Change]:
        """What takes them back."""
        return [
            Change(one.path, one.shown_path, one.new, one.old)
            for one in self.proposal.changes
        ]

    def is_possible(self) -> bool:
        """Whether all files are still as they were written."""
        try:
            return all(
                change.path.read_bytes() == change.old for change in self.reverse
            )
        except OSError:
            return False
