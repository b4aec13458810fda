"""The chunks of a file, hashed beside the whole."""

from integrity.digests.algorithms import SHA256, Algorithm
from integrity.digests.counter import Counter
from integrity.digests.files import hash_with_chunks
from integrity.digests.manifest import CHUNK, Manifest
from integrity.digests.small import FileDigest
from integrity.digests.whole_and_chunks import WholeAndChunks


def hash_with_manifest(
    path: str,
    algorithms: tuple[Algorithm, ...] = (SHA256,),
    *,
    chunks_by: Algorithm = SHA256,
    counter: Counter | None = None,
) -> tuple[FileDigest, Manifest]:
    """Hash a file and its chunks in one pass, in two threads.

    Args:
        algorithms: sha256 must be among them.
        chunks_by: The digest of each chunk.

    Raises:
        DigestError: As `hash_file`.
        HashingCancelled: As `hash_file`.
    """
    whole_and_chunks = WholeAndChunks(by=chunks_by)
    others = [each for each in algorithms if each is not SHA256]
    whole = hash_with_chunks(path, whole_and_chunks, others, counter=counter)
    sha256 = whole.digests[SHA256.name]
    digests = whole_and_chunks.chunk_digests()
    return whole, Manifest(path, whole.size, CHUNK, sha256, digests, chunks_by.name)
