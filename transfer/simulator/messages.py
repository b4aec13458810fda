"""Requests and answers, whichever wire they came over."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from integrity.dataclass import dataclass

NO_BODY = frozenset((204, 304))
"""What is answered with these has neither a body nor the length of one."""

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One request; its address may be a secret and is not shown."""

    method: str
    parts: SplitResult
    query: Mapping[str, str]
    """Decoded; names in lower case."""

    headers: Mapping[str, str]
    """By lower-case name."""

    body: bytes = b""
    spelling: Mapping[str, str] = field(default_factory=dict)
    """How the names of headers were written, by lower-case name."""

    @classmethod
    def of(
        cls, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> "Request":
        """Take a request apart."""
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        return cls(
            method,
            parts,
            {name.casefold(): value for name, value in pairs},
            {name.lower(): value for name, value in headers.items()},
            body,
            {name.lower(): name for name in headers},
        )

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.parts.scheme}://{self.parts.netloc}"

    @property
    def path(self) -> str:
        """The path, its escapes resolved."""
        return unquote(self.parts.path)

    def header(self, name: str) -> str:
        """A header by its lower-case name; empty when it is not there."""
        return self.headers.get(name, "")

    def __repr__(self) -> str:
        return f"Request({self.method} {self.origin}{self.parts.path})"


@dataclass(frozen=True, slots=True)
class Streamed:
    """A body too large to be made at once."""

    size: int
    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a request."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Streamed = b""

    cut_after: int | None = None
    """The connection breaks after so many bytes of the body."""

    operation: str = field(default="", compare=False)
    """What was done, in the words of the service's documentation."""

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.size

    @property
    def sent(self) -> int:
        """Bytes of the body that leave, before the connection breaks if it does."""
        if self.cut_after is None:
            return self.size
        return max(0, min(self.cut_after, self.size))

    @property
    def is_cut(self) -> bool:
        """Whether the connection breaks before the end of the body."""
        return self.sent < self.size

    def pieces(self) -> Iterator[bytes]:
        """The body; a cut one ends early and its listener must break the connection."""
        left = self.sent
        whole = (self.body,) if isinstance(self.body, bytes) else self.body.pieces()
        for piece in whole:
            if left <= 0:
                return
            yield piece[:left]
            left -= len(piece)

    def with_headers(self, headers: Mapping[str, str]) -> "Answer":
        """The same with some headers more, or other ones."""
        return replace(self, headers={**self.headers, **headers})

    def with_length(self) -> "Answer":
        """The same, its body's length stated where it is not, and where one may be."""
        is_stated = any(name.lower() == "content-length" for name in self.headers)
        if is_stated or self.status in NO_BODY:
            return self
        return self.with_headers({"Content-Length": str(self.size)})


def xml_answer(
    element: str, headers: Mapping[str, str] = _NO_HEADERS, *, status: int = 200
) -> Answer:
    """A document of one element, as the blob service writes it."""
    text = f'<?xml version="1.0" encoding="utf-8"?>{element}'
    return Answer(status, {"Content-Type": "application/xml", **headers}, text.encode())


Handler = Callable[[Request], Answer]
