"""The files that templates name, served from their own addresses."""

import hashlib
from collections.abc import Mapping

from transfer.simulator.messages import Answer, Request


def answer_artifact(files: Mapping[str, bytes], request: Request) -> Answer:
    """A file, or the range of it that is asked for."""
    data = files.get(f"{request.origin}{request.parts.path}")
    if data is None or request.method not in ("GET", "HEAD"):
        return Answer(404, {"content-type": "text/plain"}, b"404: Not Found")
    headers = {
        "etag": f'"{hashlib.sha256(data).hexdigest()[:32]}"',
        "content-type": "application/octet-stream",
        "accept-ranges": "bytes",
    }
    asked = request.header("range").removeprefix("bytes=")
    first, _, last = asked.partition("-")
    if not first.isdigit():
        return Answer(200, headers, data)
    start, stop = int(first), int(last) + 1 if last.isdigit() else len(data)
    stop = min(stop, len(data))
    if start >= len(data):
        return Answer(416, {"content-range": f"bytes */{len(data)}"})
    headers["content-range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return Answer(206, headers, data[start:stop])
