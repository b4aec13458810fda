"""The examples of helps that need no network, run on the demo's files."""

from glob import glob
from pathlib import Path
from shutil import copyfile

import pytest
from examples import all_commands, examples

from tui.cli.main import run

OFFLINE = ("lint", "digest", "explain", "schema", "completion")
STANDARD_INPUT = "-"

EXAMPLES = [
    example
    for name in OFFLINE
    for example in examples(all_commands()[name,].epilog.replace("\b", ""))
    if example[-1] != STANDARD_INPUT and "--scheduler" not in example
]


@pytest.fixture
def there(in_demo, capfd) -> Path:
    """The demo's files under the names that the examples give them too."""
    for name in ("win11.json", "win11-avd.json"):
        copyfile("templates/win11-avd.json", name)
    copyfile("templates/sles15-sap.parameters.json", "prod.parameters.json")
    (in_demo / "disk.vhd").write_bytes(b"a disk")
    run(["digest", "--manifest", "disk.chunks", "disk.vhd"])
    (in_demo / "SHA256SUMS").write_text(capfd.readouterr().out)
    return in_demo


@pytest.mark.parametrize("example", EXAMPLES, ids=" ".join)
def test_an_example_does_what_it_says(example, there, capfd):
    words = [path for word in example[1:] for path in glob(word) or [word]]  # noqa: PTH207 -- as a shell does

    assert run(words) in {0, 1}
    assert capfd.readouterr().out
