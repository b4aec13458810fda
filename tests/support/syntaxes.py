"""Texts read as JSON, and the places of what is wrong with them."""

import pytest

from integrity.errors import SyntaxFault
from integrity.template.position import Document
from integrity.template.syntax import Syntax, parse


def read(text: str) -> Syntax:
    return parse(Document("x.json", text))


def fault_of(text: str) -> SyntaxFault:
    with pytest.raises(SyntaxFault) as error:
        read(text)
    return error.value
