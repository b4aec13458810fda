from datetime import UTC, datetime

import pytest

from transfer.azure.build_steps import BuildLog, customizers_of, wrong_lines

BODY = {
    "properties": {
        "customize": [
            {"type": "Shell", "name": "harden"},
            {"type": "File", "name": "fonts"},
            {"type": "Shell", "name": "tools"},
        ]
    }
}
FRAME = "[0a1b2c3d-0000-0000-0000-000000000000] PACKER"


def began(kind):
    return f"{FRAME} ERR 2026/01/01 00:00:00 packer: [INFO] (telemetry) Starting provisioner {kind}"


def ended(kind):
    return f"{FRAME} ERR 2026/01/01 00:00:00 packer: [INFO] (telemetry) ending {kind}"


def out(text):
    return f"{FRAME} OUT {text}"


def read(*lines, body=BODY, piece=10**6):
    log = BuildLog(customizers_of(body))
    data = "".join(f"{line}\n" for line in lines).encode()
    found = []
    for start in range(0, len(data), piece):
        found += log.feed(data[start : start + piece])
    return log, [*found, *log.finish()]


def test_each_line_belongs_to_the_customizer_that_runs():
    log, lines = read(
        out("connecting"),
        began("shell"), out("one"), ended("shell"),
        began("file"), out("two"), ended("file"),
        began("shell"), out("three"),
    )  # fmt: skip

    titles = {line.text.strip(): log.steps[line.step].title for line in lines}
    assert titles["connecting"] == "build machine"
    assert titles["one"] == 'customize 1 "harden" (shell)'
    assert titles["two"] == 'customize 2 "fonts" (file)'
    assert titles["three"] == 'customize 3 "tools" (shell)'
    assert log.current.has_ended is False


def test_a_step_of_the_services_own_takes_no_customizers_place():
    log, _ = read(began("powershell"), ended("powershell"), began("shell"))

    assert [step.title for step in log.steps] == [
        "build machine",
        "the service's own powershell",
        "between steps",
        'customize 1 "harden" (shell)',
    ]


def test_without_the_template_steps_are_counted():
    log, _ = read(began("shell"), ended("shell"), began("shell"), body={})

    assert log.current.title == "customize 2 (shell)"


@pytest.mark.parametrize("piece", [1, 7, 64])
def test_it_does_not_matter_how_the_bytes_come(piece):
    lines = (out("naïve ✓"), began("shell"), out("x" * 99))

    assert read(*lines, piece=piece)[1] == read(*lines)[1]


def test_a_line_without_an_end_is_read_at_the_end():
    log = BuildLog()

    assert list(log.feed(b"PACKER OUT half")) == []
    assert [line.text for line in log.finish()] == ["half"]


def test_the_failed_step_is_the_last_customizer_that_began():
    log, _ = read(began("shell"), ended("shell"), out("errored after 2 minutes"))

    assert log.failed_step.title == 'customize 1 "harden" (shell)'
    assert read(out("nothing"))[0].failed_step is None


@pytest.mark.parametrize(
    "text",
    [
        "Script exited with non-zero exit status: 1. Allowed exit codes are: [0]",
        "E: Unable to locate package nginx",
        "curl: (22) The requested URL returned error: 404",
        "bash: foo: command not found",
        "Build 'azure-arm' errored after 3 minutes",
        "fatal: repository not found",
    ],
)
def test_a_line_that_reads_like_a_failure_is_wrong(text):
    assert read(out(text))[1][0].is_wrong


@pytest.mark.parametrize(
    "text",
    [
        "Setting up liberror-perl (0.17029-2)",
        "0 errors, 0 warnings",
        "packer: [INFO] (telemetry) failed-step-counter",
        "Reading package lists...",
    ],
)
def test_chatter_is_not_wrong(text):
    assert not read(out(text))[1][0].is_wrong


def test_wrong_lines_are_kept_by_their_step():
    _, lines = read(out("error: one"), began("shell"), out("fine"), out("error: two"))

    found = wrong_lines(lines)
    assert {step: [line.text for line in each] for step, each in found.items()} == {
        0: ["error: one"],
        1: ["error: two"],
    }


def test_hostile_and_secret_text_is_made_fit_to_show():
    _, (line,) = read(out("\x1b[2J https://h.example.com/a?sig=c2VjcmV0"))

    assert line.text == "␛[2J https://h.example.com/a?sig=********"


def test_a_line_without_end_does_not_fill_the_memory():
    log = BuildLog()

    for _ in range(64):
        list(log.feed(b"x" * 65536))

    (line,) = log.finish()
    assert len(line.text) <= 16 * 1024


def test_a_line_of_the_newer_logs_is_read_as_one_of_the_older():
    _, lines = read(
        f"{FRAME} 2025/03/18 20:42:48 ui:     azure-arm: E: Could not open file",
        f"{FRAME} 2025/03/18 20:42:49 [INFO] (telemetry) ending shell",
    )

    assert lines[0].text == "    azure-arm: E: Could not open file"
    assert lines[0].at == datetime(2025, 3, 18, 20, 42, 48, tzinfo=UTC)
    assert lines[0].level == "error"
    assert lines[1].text.startswith("2025/03/18 20:42:49 [INFO]")


def test_a_line_knows_its_time_only_where_it_says_so():
    _, lines = read(
        f"{FRAME} ERR 2026/13/01 00:00:00 x", out("2026/01/01"), began("shell")
    )

    assert [line.at for line in lines[:2]] == [None, None]
    assert lines[2].at == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("curl: command not found", "error"),
        ("[WARN] slow disk", "warning"),
        ("warning: slow disk", "warning"),
        ("[DEBUG] starting", "debug"),
        ("installing", "info"),
    ],
)
def test_a_line_has_the_level_that_its_text_tells(text, level):
    _, lines = read(out(text))

    assert lines[0].level == level
