"""The shapes of what machines read; the JSON Schemas are made from these types.

Within `/1` fields are only added, and so may be values of an enumeration; nothing is
renamed or changes its type.
"""

from typing import Annotated, Literal, TypedDict

Time = Annotated[str, ("format", "date-time"), ("description", "UTC, ISO 8601.")]
Sha256 = Annotated[str, ("pattern", "^[0-9a-f]{64}$")]
Count = Annotated[int, ("minimum", 0)]
Size = Annotated[int, ("minimum", 0), ("description", "Bytes.")]
Seconds = Annotated[float, ("minimum", 0), ("description", "Seconds.")]
Line = Annotated[int, ("minimum", 1), ("description", "Counted from 1.")]
Column = Annotated[int, ("minimum", 1), ("description", "In characters, from 1.")]
Severity = Annotated[str, ("examples", ("error", "warning", "note"))]
Verdict = Annotated[str, ("examples", ("match", "mismatch", "undeclared", "problem"))]
Digests = Annotated[
    dict[str, str],
    ("description", "Lower-case hex by algorithm; empty when not all was read."),
]
Address = Annotated[str, ("description", "As it may be shown: secrets left out.")]


class Tool(TypedDict):
    """What made the document."""

    name: str
    version: str


class EditItem(TypedDict):
    """Put a text in place of another; an empty range is an insertion."""

    path: str
    line: Line
    column: Column
    endLine: Line
    endColumn: Column
    replacement: str


class FixItem(TypedDict):
    """A mechanical way to mend a finding."""

    title: str
    edits: list[EditItem]


class FindingItem(TypedDict):
    """One thing that is wrong at one place; the end is exclusive."""

    rule: Annotated[str, ("pattern", "^AIB[0-9]{3}$")]
    name: str
    severity: Severity
    path: str
    line: Line
    column: Column
    endLine: Line
    endColumn: Column
    pointer: Annotated[str, ("description", "JSON pointer (RFC 6901) to the value.")]
    message: str
    help: str | None
    fix: FixItem | None


class FileItem(TypedDict):
    """What was found to be in one file."""

    path: str
    kind: str
    templates: Count
    apiVersions: list[str]
    skippedJudgements: Count
    unknownArtifacts: Count
    missingParameters: Annotated[
        list[str], ("description", "Deployment parameters without a value.")
    ]


class UnreadItem(TypedDict):
    """What was named and could not be read, or with `--fix` not be written."""

    path: str
    why: str


class DeclarationItem(TypedDict):
    """One place that names an artifact."""

    path: str
    line: Line
    column: Column
    step: str
    use: str
    expected: Annotated[str | None, ("description", "The checksum declared there.")]
    verdict: Verdict


class ProblemItem(TypedDict):
    """Why an artifact gave no digest."""

    kind: str
    message: str
    status: Annotated[int | None, ("description", "HTTP status, if that was it.")]


class ArtifactItem(TypedDict):
    """One distinct artifact, and who names it."""

    name: str
    url: Address
    verdict: Verdict
    size: Size | None
    digests: Digests
    declarations: list[DeclarationItem]
    problem: ProblemItem | None
    appearance: str
    etag: str | None
    contentType: str | None
    contentEncoding: str | None
    redirects: list[Address]
    readFrom: str | None
    cached: bool
    seconds: Seconds


class StampedItem(TypedDict):
    """One checksum that was or would be written, or could not be: then `why`."""

    path: str
    line: Line
    column: Column
    artifact: Address
    old: str | None
    new: Sha256 | None
    why: str | None


class DigestItem(TypedDict):
    """One local file."""

    path: str
    size: Size | None
    digests: Digests
    cached: bool
    problem: str | None


class SeenVersionItem(TypedDict):
    """One content that stood behind an address."""

    digests: Digests
    size: Size
    etag: str | None
    firstSeen: Time
    lastSeen: Time


class SeenItem(TypedDict):
    """One address and all that was ever read behind it, the newest first."""

    address: Address
    checked: Time
    problem: str | None
    versions: list[SeenVersionItem]


class RuleItem(TypedDict):
    """One rule and its manual page."""

    rule: Annotated[str, ("pattern", "^AIB[0-9]{3}$")]
    name: str
    severity: Severity
    needs: str
    summary: str
    manual: str


class FindingSummary(TypedDict):
    """How much of what was found."""

    files: Count
    templates: Count
    errors: Count
    warnings: Count
    notes: Count
    fixable: Count
    skippedJudgements: Count
    unknownArtifacts: Count


class ArtifactSummary(FindingSummary):
    """How much was found, and what became of the artifacts."""

    artifacts: Count
    match: Count
    mismatch: Count
    undeclared: Count
    problem: Count
    bytes: Size


class StampSummary(FindingSummary):
    """How much was found, and how much was written."""

    stamped: Count
    unstamped: Count
    written: bool


class DigestSummary(TypedDict):
    """How much was read."""

    files: Count
    problems: Count
    bytes: Size


class SeenSummary(TypedDict):
    """How much was ever read."""

    artifacts: Count
    changed: Count
    problems: Count


class Head(TypedDict):
    """What every document begins with."""

    tool: Tool
    started: Time


class Tail(TypedDict):
    """How the run ended."""

    finished: Time
    ok: bool
    exitCode: Annotated[int, ("minimum", 0), ("maximum", 255)]


class LintDocument(Head, Tail):
    """The result of `bakeferry lint -o json`."""

    schema: Literal["bakeferry.lint/1"]
    summary: FindingSummary
    items: list[FileItem]
    findings: list[FindingItem]
    unread: list[UnreadItem]


class VerifyDocument(Head, Tail):
    """The result of `bakeferry verify -o json`."""

    schema: Literal["bakeferry.verify/1"]
    summary: ArtifactSummary
    items: list[ArtifactItem]
    files: list[FileItem]
    findings: list[FindingItem]
    unread: list[UnreadItem]


class StampDocument(Head, Tail):
    """The result of `bakeferry stamp -o json`."""

    schema: Literal["bakeferry.stamp/1"]
    summary: StampSummary
    items: list[StampedItem]
    files: list[FileItem]
    findings: list[FindingItem]
    unread: list[UnreadItem]


class DigestDocument(Head, Tail):
    """The result of `bakeferry digest -o json`."""

    schema: Literal["bakeferry.digest/1"]
    summary: DigestSummary
    items: list[DigestItem]


class ExplainDocument(TypedDict):
    """The result of `bakeferry explain -o json`."""

    schema: Literal["bakeferry.explain/1"]
    tool: Tool
    items: list[RuleItem]


class DigestsDocument(TypedDict):
    """The result of `bakeferry digests list -o json`."""

    schema: Literal["bakeferry.digests/1"]
    tool: Tool
    summary: SeenSummary
    items: list[SeenItem]
