import pytest

from transfer.azure.known_failures import ALL_FAILURES, explain, explain_all

TOLD = {
    "command-not-found": "Script exited with non-zero exit status: 127. Allowed",
    "not-executable": "Script exited with non-zero exit status: 126.",
    "artifact-not-downloaded": (
        "Downloading external file (<https://a.example/x.ps1>) to local file failed"
        " [attempt 1 of 10]: status code: 404"
    ),
    "artifact-gone": "curl: (22) The requested URL returned error: 404",
    "script-failed": "Script exited with non-zero exit status: 3. Allowed exit codes",
    "build-timeout": "context deadline exceeded",
    "checksum-differs": "sha256 checksum of the file does not match the expected one",
    "identity-not-authorized": "Not authorized to access the resource: https://a.example",
    "cannot-be-updated": "Update/Upgrade of image templates is currently not supported",
    "busy": (
        "Operation 'run' is not allowed in provisioning state: provisioned or run state:"
        " running"
    ),
    "too-many-builds": "TooManyRequests: too many builds",
    "unknown-field": 'Unmarshalling entity encountered error: unknown field "vmboot"',
    "bad-value": "ValidationFailed: Field 'identity' has a bad value",
    "quota": "QuotaExceeded: Operation could not be completed",
    "packer-failed": "Packer build command has failed: exit status 1",
}


@pytest.mark.parametrize("name", [one.name for one in ALL_FAILURES])
def test_each_failure_is_known_by_the_services_own_words(name):
    meaning = explain(TOLD[name])

    assert meaning is not None
    assert meaning.name == name
    assert meaning.means
    assert meaning.mend


def test_what_is_not_known_is_not_explained():
    assert explain("Reading package lists...") is None


def test_a_meaning_is_told_once_in_the_order_of_the_texts():
    texts = [TOLD["build-timeout"], TOLD["quota"], TOLD["build-timeout"]]

    assert [one.name for one in explain_all(texts)] == ["build-timeout", "quota"]
