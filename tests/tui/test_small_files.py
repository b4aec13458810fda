"""The small files that this program keeps for itself."""

from concurrent.futures import ThreadPoolExecutor

from tui.small_files import put

TEXTS = [f"{number}\n" * 200 for number in range(200)]


def test_two_that_put_one_file_at_once_never_meet(tmp_path):
    path = tmp_path / "file"

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda text: put(path, text), TEXTS))

    assert path.read_text() in TEXTS
    assert list(tmp_path.iterdir()) == [path]
