"""Checksums as the service computes and compares them: MD5, and CRC-64/NVME."""

import base64
import hashlib
from collections.abc import Mapping

from transfer.simulator.blobs.calls import BlobRefused


def md5_of(data: bytes) -> str:
    """MD5, as a header has it."""
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def crc64_of(data: bytes) -> str:
    """CRC-64/NVME as a header has it: its eight bytes, the lowest first."""
    from awscrt import checksums  # 60 ms that only a copy pays

    value = int(checksums.crc64nvme(data))
    return base64.b64encode(value.to_bytes(8, "little")).decode()


def checked(
    data: bytes, headers: Mapping[str, str], *, md5: str, crc64: str
) -> dict[str, str]:
    """Compare with what was declared, and say what the service says in its answer.

    Args:
        md5: The name of the header that may declare an MD5.
        crc64: The name of the header that may declare a CRC64.

    Raises:
        BlobRefused: They differ, or both are declared.
    """
    declared_md5, declared_crc = headers.get(md5), headers.get(crc64)
    if declared_md5 and declared_crc:
        why = f"Only one of {md5} and {crc64} may be given."
        raise BlobRefused(400, "InvalidHeaderValue", why)
    if declared_md5:
        if declared_md5 != md5_of(data):
            why = "The MD5 value specified in the request did not match."
            raise BlobRefused(400, "Md5Mismatch", why)
        return {"Content-MD5": declared_md5}
    found = crc64_of(data)
    if declared_crc and declared_crc != found:
        why = "The CRC64 value specified in the request did not match."
        raise BlobRefused(400, "Crc64Mismatch", why)
    return {"x-ms-content-crc64": found}
