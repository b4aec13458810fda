"""What an answer of the Blob service that is no success means."""

import httpx
import pytest

from integrity.artifacts.retries import TryAgain
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.failures import Failure, Side
from transfer.copy_errors import ArtifactGone, ArtifactReplaced, CannotVerifyOrigin

DISK = BlobAddress.parse("https://contoso.blob.core.windows.net/vhds/disk.vhd")


def failed(status, *, side=Side.DESTINATION, code="", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Failure(DISK, side, status, code, httpx.Headers(named)).error()


@pytest.mark.parametrize(
    ("side", "words"), [(Side.ARTIFACT, "read it"), (Side.DESTINATION, "write there")]
)
def test_a_refusal_says_what_is_refused(side, words):
    assert f"does not let us {words}" in str(failed(403, side=side))


@pytest.mark.parametrize(
    ("met", "kind"),
    [
        ("403", CannotVerifyOrigin),
        ("404", ArtifactGone),
        ("410", ArtifactGone),
        ("412", ArtifactReplaced),
        ("500", TryAgain),
        ("503", TryAgain),
    ],
)
def test_what_the_service_met_at_the_artifact_is_told_of_the_artifact(met, kind):
    assert type(failed(409, x_ms_copy_source_status_code=met)) is kind


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_a_service_that_is_busy_is_asked_again_when_it_says(status):
    again = failed(status, Retry_After="7")

    assert isinstance(again, TryAgain)
    assert (again.status, again.retry_after) == (status, 7.0)
