"""What travels to a worker shows nothing of itself, wherever Dask may put it."""

import pickle

from integrity.artifacts.artifact import ArtifactRequest
from tui.cluster.reading import ReadOrder
from tui.cluster.work import Work
from tui.session_options import SessionOptions

SECRET = "cAnArYsIgNaTuRe0123456789"


def test_work_arrives_whole_and_shows_nothing():
    request = ArtifactRequest(f"https://files.example/a?sig={SECRET}")
    options = SessionOptions(proxy=f"http://user:{SECRET}@proxy.example:3128")
    work = Work("run", 7, ReadOrder(request, options, None))

    assert pickle.loads(pickle.dumps(work)) == work
    assert SECRET not in f"{work} {work!r} {[work]}"
