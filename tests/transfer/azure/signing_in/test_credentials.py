"""Tokens are kept as long as they are good, and renewed one at a time."""

import asyncio

import pytest

from integrity.parallel import for_each
from transfer.azure.signing_in.credentials import AccessToken, CachedTokens
from transfer.errors import SignInFailed

SCOPE = "https://management.azure.com/.default"


class Issuer:
    """Numbers its tokens; each is good for an hour."""

    def __init__(self) -> None:
        self.now = 0.0
        self.life = 3600.0
        self.issued: list[tuple[str, str | None]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.fails = False

    async def issue(self, scope, claims=None):
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if self.fails:
            raise SignInFailed((), "sign in with `az login`")
        self.issued.append((scope, claims))
        number = len(self.issued)
        return AccessToken(f"token-{number}", self.now, self.now + self.life)


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def tokens(issuer):
    return CachedTokens(issuer, clock=lambda: issuer.now)


async def held(tokens):
    return (await tokens.token(SCOPE)).reveal()


async def test_a_token_is_used_until_four_fifths_of_its_life_are_over(issuer, tokens):
    await held(tokens)
    issuer.now = 0.8 * 3600 - 1
    assert await held(tokens) == "token-1"
    issuer.now = 0.8 * 3600
    assert await held(tokens) == "token-2"


async def test_a_token_is_renewed_when_five_minutes_are_left(issuer, tokens):
    issuer.life = 1000.0
    await held(tokens)
    issuer.now = 699.0
    assert await held(tokens) == "token-1"
    issuer.now = 700.0
    assert await held(tokens) == "token-2"


async def test_a_token_of_a_short_life_is_not_asked_for_with_every_call(issuer, tokens):
    issuer.life = 120.0
    await held(tokens)
    issuer.now = 29.0
    assert await held(tokens) == "token-1"
    issuer.now = 30.0
    assert await held(tokens) == "token-2"


async def test_each_scope_has_its_own_token(issuer, tokens):
    first = await tokens.token(SCOPE)
    second = await tokens.token("https://storage.azure.com/.default")
    assert first.reveal() != second.reveal()
    assert await held(tokens) == first.reveal()


async def test_many_who_wait_share_one_renewal(issuer, tokens):
    seen = []

    async def ask(_):
        seen.append(await held(tokens))

    await for_each(range(20), ask, at_once=20)

    assert set(seen) == {"token-1"}
    assert issuer.most_at_once == 1


async def test_a_renewal_that_fails_leaves_the_old_token_while_it_is_good(
    issuer, tokens
):
    await held(tokens)
    issuer.fails, issuer.now = True, 3500.0
    assert await held(tokens) == "token-1"


async def test_a_renewal_that_fails_is_told_once_the_old_token_is_spent(issuer, tokens):
    await held(tokens)
    issuer.fails, issuer.now = True, 3600.0
    with pytest.raises(SignInFailed, match="az login"):
        await held(tokens)


async def test_a_refused_token_is_replaced_however_fresh_it_is(issuer, tokens):
    refused = await tokens.token(SCOPE)
    renewed = await tokens.renewed(SCOPE, refused, claims=None)
    assert renewed.reveal() == "token-2"
    assert await held(tokens) == "token-2"


async def test_many_whose_token_was_refused_share_one_renewal(issuer, tokens):
    refused = await tokens.token(SCOPE)

    async def renew(_):
        await tokens.renewed(SCOPE, refused, claims=None)

    await for_each(range(5), renew, at_once=5)

    assert len(issuer.issued) == 2


async def test_claims_reach_the_issuer(issuer, tokens):
    refused = await tokens.token(SCOPE)
    await tokens.renewed(SCOPE, refused, claims='{"a":1}')
    assert issuer.issued[-1] == (SCOPE, '{"a":1}')


def test_a_token_shows_nothing_of_itself():
    token = AccessToken("canary", 0.0, 1.0)
    assert "canary" not in f"{token} {token!r}"
