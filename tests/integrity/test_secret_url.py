"""An address is shown without what a stranger could use."""

import pytest

from integrity.secret_url import SecretUrl, redacted, secret_places

SHOWN = {
    "https://a.example/x.sh": "https://a.example/x.sh",
    "https://a.example/x?sv=1&sr=b&sig=abc%2B": "https://a.example/x?sv=1&sr=b&sig=…",
    "https://a.example/x?token": "https://a.example/x?…",
    "https://user:word@a.example/x": "https://…@a.example/x",
    "https://us@er:wo@rd@a.example/x": "https://…@a.example/x",
    "//user:word@a.example/x?k=v": "//…@a.example/x?k=…",
    "https://user:word@[a.example/x?sig=1": "https://…@[a.example/x",
    "https://a.example/x#access_token=1": "https://a.example/x",
    "x.sh?sig=abc": "x.sh?sig=…",
    "file:a/x.sh": "file:a/x.sh",
    "x\x1b[2J": "x␛[2J",
}

IN_TEXT = {
    '"uri": "https://u:p@a/x?sv=1&sig=s", 2': '"uri": "https://***@a/x?sv=1&sig=*", 2',
    "curl //u:p@a/x?t 'https://b?k=v'": "curl //***@a/x?* 'https://b?k=*'",
    r"https://a?sr=b\u0026sig=s\u0026se=2": r"https://a?sr=b\u0026sig=*\u0026se=2",
    "[concat('https://a/?', 'sig=s')]": "[concat('https://a/?', 'sig=s')]",
    "no address ? sig=s": "no address ? sig=s",
}


@pytest.mark.parametrize(("url", "shown"), SHOWN.items())
def test_only_the_harmless_part_is_shown(url, shown):
    assert redacted(url) == shown


@pytest.mark.parametrize("show", [str, repr, "{}".format, "{:>9}".format])
def test_an_address_shows_itself_so_whoever_prints_it(show):
    assert "word" not in show(SecretUrl("https://user:word@a.example/?sig=word"))


@pytest.mark.parametrize(("text", "shown"), IN_TEXT.items())
def test_the_places_within_a_text_are_known(text, shown):
    hidden = list(text)
    for start, end in secret_places(text):
        hidden[start:end] = "*" * (end - start)

    assert "".join(hidden) == shown
