def test_an_empty_line_stays_one():
    assert wrapped((), 10) == ((),)
