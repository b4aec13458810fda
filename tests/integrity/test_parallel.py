"""Work side by side on what is still being found."""

import pytest

from integrity.parallel import for_each_found


async def test_no_more_is_found_than_is_worked_on():
    under_way, most, found = set(), 0, 0

    async def numbers():
        nonlocal found
        for number in range(50):
            found += 1
            yield number

    async def do(number):
        nonlocal most
        under_way.add(number)
        most = max(most, found - number, len(under_way))
        under_way.remove(number)

    await for_each_found(numbers(), do, at_once=3)

    assert found == 50
    assert most <= 3


async def test_a_search_that_fails_ends_the_work():
    async def numbers():
        yield 1
        raise LookupError

    async def do(number):
        assert number == 1

    with pytest.raises(ExceptionGroup) as ended:
        await for_each_found(numbers(), do, at_once=2)

    assert ended.group_contains(LookupError)
