"""The shapes of what machines read of sign-in and surroundings; schemas are made of these.

Within `/1` fields are only added, and so may be values of an enumeration.
"""

from typing import Annotated, Literal, TypedDict

from integrity.lint.reports.documents import Count, Head, Tail


class AccountFact(TypedDict):
    """One thing that is known, and who said it."""

    what: str
    value: str | None
    label: str | None
    origin: str | None


class AttemptItem(TypedDict):
    """One way to sign in that was tried, or left out."""

    way: str
    why: str


class AccountDocument(Head, Tail):
    """The result of `bakeferry account show -o json`."""

    schema: Literal["bakeferry.account/1"]
    signedIn: bool
    items: list[AccountFact]
    tried: list[AttemptItem]
    remedy: str | None


class CheckItem(TypedDict):
    """One thing that was looked at."""

    check: Annotated[str, ("description", "A word for it that stays the same.")]
    title: str
    state: Annotated[str, ("examples", ("ok", "warning", "failed", "skipped"))]
    found: str
    remedy: Annotated[str | None, ("description", "A command or a role.")]


class DoctorSummary(TypedDict):
    """How many of what."""

    ok: Count
    warning: Count
    failed: Count
    skipped: Count


class DoctorDocument(Head, Tail):
    """The result of `bakeferry account doctor -o json`."""

    schema: Literal["bakeferry.doctor/1"]
    summary: DoctorSummary
    items: list[CheckItem]
