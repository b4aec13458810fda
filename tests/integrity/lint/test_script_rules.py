"""The rules about scripts and restarts, where the examples do not tell enough."""

import pytest
from judging import complaints, messages, steps
from mending import mended

from integrity.facts import NO_FACTS
from integrity.lint.rules.powershell import (
    elevation_not_boolean,
    exit_codes_not_integers,
    powershell_on_linux,
)
from integrity.lint.rules.restarts import (
    default_restart_command,
    malformed_restart_timeout,
    no_restart_check,
    windows_restart_on_linux,
)
from integrity.lint.rules.scripts import (
    command_without_sudo,
    inline_not_an_array,
    not_one_script,
    reboot_in_shell,
    shell_on_windows,
)
from integrity.lint.severity import Severity

LINUX = {"type": "PlatformImage", "publisher": "Canonical"}
WINDOWS = {"type": "PlatformImage", "publisher": "MicrosoftWindowsServer"}
URL = "https://artifacts.example.com/setup.sh"


def shell(*commands):
    return steps({"type": "Shell", "inline": list(commands)})


def powershell(**members):
    return steps({"type": "PowerShell", "inline": ["Get-Date"], **members})


def restart(timeout):
    return steps({"type": "WindowsRestart", "restartTimeout": timeout})


def first_step(template):
    return template["properties"]["customize"][0]


@pytest.mark.parametrize(
    "rule", [shell_on_windows, powershell_on_linux, windows_restart_on_linux]
)
def test_no_system_is_assumed_where_the_signs_contradict(rule):
    kinds = [{"type": kind} for kind in ("Shell", "PowerShell", "WindowsRestart")]

    assert messages(rule, steps(*kinds)) == []


def test_a_shell_validator_is_judged_too():
    validate = {"inVMValidations": [{"type": "Shell", "inline": ["true"]}]}

    assert messages(shell_on_windows, steps(source=WINDOWS, validate=validate))


@pytest.mark.parametrize(
    ("version", "severity"),
    [("2019-05-01-preview", Severity.NOTE), ("2020-02-14", None)],
)
def test_powershell_on_linux_was_documented_once(version, severity):
    template = steps({"type": "PowerShell"}, version=version, source=LINUX)

    assert complaints(powershell_on_linux, template)[0].severity is severity


@pytest.mark.parametrize(
    "before",
    [
        {"scriptUri": "https://artifacts.example.com/Install-PowerShell.sh"},
        {"inline": ["sudo snap install powershell --classic"]},
    ],
)
def test_powershell_on_linux_is_a_note_where_it_may_have_been_installed(before):
    template = steps({"type": "Shell", **before}, {"type": "PowerShell"}, source=LINUX)

    (complaint,) = complaints(powershell_on_linux, template)

    assert complaint.severity is Severity.NOTE


@pytest.mark.parametrize(
    "command",
    [
        "apt-get update",
        "DEBIAN_FRONTEND=noninteractive apt-get -y install nginx",
        "echo hello && yum install -y nginx",
        "if true; then systemctl enable nginx; fi",
        "useradd builder",
        "/usr/bin/apt-get update",
    ],
)
def test_a_command_that_needs_root_is_told(command):
    assert len(messages(command_without_sudo, shell(command))) == 1


@pytest.mark.parametrize(
    "command",
    [
        "sudo apt-get update",
        "sudo -E apt-get -y install nginx",
        "apt-get --version",
        "apt list --installed",
        "systemctl status nginx",
        "echo 'apt-get install nginx'",
        "# apt-get install nginx",
        "sudo bash -c 'apt-get update'",
        "cat install.txt",
    ],
)
def test_a_command_that_needs_none_or_has_sudo_is_not(command):
    assert messages(command_without_sudo, shell(command)) == []


def test_whoever_becomes_root_needs_no_sudo_after_that():
    assert messages(command_without_sudo, shell("sudo -i", "apt-get update")) == []


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"inline": []},
        {"scriptUri": ""},
        {"scriptUri": " "},
        {"inline": " "},
        {"scriptUri": None, "inline": None},
        {"scriptUri": URL, "inline": ["true"]},
    ],
)
def test_both_and_neither_are_wrong(members):
    assert messages(not_one_script, steps({"type": "Shell", **members}))


@pytest.mark.parametrize(
    "members",
    [
        {"scriptUri": URL},
        {"scriptUri": URL, "inline": []},
        {"scriptUri": "", "inline": ["true"]},
        {"inline": "true"},
        {"script": URL},
    ],
)
def test_exactly_one_is_right(members):
    assert messages(not_one_script, steps({"type": "Shell", **members})) == []


def test_a_placeholder_for_the_script_is_one():
    alone = steps({"type": "Shell", "scriptUri": ...})
    both = steps({"type": "Shell", "scriptUri": ..., "inline": ["true"]})

    assert messages(not_one_script, alone) == []
    assert messages(not_one_script, both) == [
        "both scriptUri and inline; a step runs one of them"
    ]


@pytest.mark.parametrize("lines", [[""], [" ", "\t\n"]])
def test_blank_lines_alone_are_nothing_to_run(lines):
    (complaint,) = complaints(not_one_script, shell(*lines))

    assert complaint.message.startswith("nothing to run: inline has no command")
    assert complaint.severity is Severity.WARNING


def test_a_blank_line_among_others_is_none_to_speak_of():
    assert messages(not_one_script, shell("", "true")) == []


@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_inline_becomes_no_command(blank):
    template = steps({"type": "Shell", "scriptUri": URL, "inline": blank})

    assert first_step(mended(inline_not_an_array, template))["inline"] == []


def test_a_lone_command_is_put_into_brackets():
    template = steps({"type": "Shell", "inline": 'echo "hello"\n'})

    step = first_step(mended(inline_not_an_array, template))
    assert step["inline"] == ['echo "hello"\n']


@pytest.mark.parametrize(
    "command",
    [
        "sudo reboot",
        "sudo -n /sbin/reboot",
        "reboot now",
        "sudo shutdown -r now",
        "apt-get upgrade -y && sudo systemctl reboot",
        "sudo init 6",
        "sleep 5; reboot &",
    ],
)
def test_a_restart_is_told(command):
    assert len(messages(reboot_in_shell, shell(command))) == 1


@pytest.mark.parametrize(
    "command",
    [
        "echo reboot",
        "echo 'now; reboot'",
        'echo "done; sudo reboot"',
        "# sudo reboot",
        "sudo shutdown -c",
        "ls /var/run/reboot-required",
        "needs-reboot --check",
        "init 3",
        "sudo",
    ],
)
def test_what_only_mentions_a_restart_is_none(command):
    assert messages(reboot_in_shell, shell(command)) == []


@pytest.mark.parametrize("rule", [default_restart_command, no_restart_check])
@pytest.mark.parametrize(
    ("written", "is_told"), [(None, True), (" ", True), (5, False)]
)
def test_what_is_left_out_of_a_restart_is_told(rule, written, is_told):
    step = {
        "type": "WindowsRestart",
        "restartCommand": written,
        "restartCheckCommand": written,
    }

    assert bool(messages(rule, steps(step))) is is_told


@pytest.mark.parametrize("timeout", ["5m", "2h", "90m", "", None])
def test_documented_durations_are_fine(timeout):
    assert complaints(malformed_restart_timeout, restart(timeout)) == []


@pytest.mark.parametrize("timeout", ["90s", "1h30m", "1.5h", "500ms", "5m0s"])
def test_other_durations_of_the_build_tool_are_a_warning(timeout):
    (complaint,) = complaints(malformed_restart_timeout, restart(timeout))

    assert complaint.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("timeout", "short"),
    [
        ("5 minutes", "5m"),
        ("5 m", "5m"),
        ("5M", "5m"),
        (" 10min ", "10m"),
        ("2 Hours", "2h"),
        ("1 hr", "1h"),
    ],
)
def test_durations_in_words_are_mended(timeout, short):
    step = first_step(mended(malformed_restart_timeout, restart(timeout)))

    assert step["restartTimeout"] == short


@pytest.mark.parametrize(
    "timeout", ["5", "PT5M", "five minutes", "m", "00:05:00", "5m!", "\u0665m", "-5m"]
)
def test_what_is_no_duration_is_an_error(timeout):
    (complaint,) = complaints(malformed_restart_timeout, restart(timeout))

    assert complaint.severity is None
    assert complaint.fix is None


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("3010", [3010]),
        ("[0, 3010]", [0, 3010]),
        ("0,3010", [0, 3010]),
        (3010, [3010]),
        (["0", "3010"], [0, 3010]),
        ([0, "3010"], [0, 3010]),
    ],
)
def test_exit_codes_are_mended(written, codes):
    template = powershell(validExitCodes=written)

    assert first_step(mended(exit_codes_not_integers, template))["validExitCodes"] == (
        codes
    )


@pytest.mark.parametrize("written", ["", "all", "0; 3010", [True], [1.5], ["-1"], {}])
def test_exit_codes_that_say_nothing_clear_are_left(written):
    found = complaints(exit_codes_not_integers, powershell(validExitCodes=written))

    assert [one.fix for one in found] == [None]


@pytest.mark.parametrize("written", [[], [0, 3010], [-1], None])
def test_integers_in_an_array_are_fine(written):
    assert messages(exit_codes_not_integers, powershell(validExitCodes=written)) == []


def test_an_unknown_exit_code_among_others_is_passed_over():
    assert messages(exit_codes_not_integers, powershell(validExitCodes=[0, ...])) == []


@pytest.mark.parametrize(
    ("written", "value"), [("true", True), ("False", False), (" TRUE ", True)]
)
def test_booleans_in_quotes_lose_them(written, value):
    step = first_step(mended(elevation_not_boolean, powershell(runElevated=written)))

    assert step["runElevated"] is value


def test_the_help_says_what_the_fix_writes():
    (complaint,) = complaints(elevation_not_boolean, powershell(runElevated="False"))

    assert complaint.help == 'Write "runElevated": false.'


@pytest.mark.parametrize("written", ["yes", "<true false>", 1, 0, []])
def test_what_is_no_boolean_has_no_fix(written):
    (complaint,) = complaints(elevation_not_boolean, powershell(runElevated=written))

    assert complaint.fix is None


def test_an_elevation_that_is_not_known_hides_no_quotes():
    template = powershell(runElevated=..., runAsSystem="true")
    _, as_system = elevation_not_boolean.over(template)

    assert list(elevation_not_boolean.judge(as_system, NO_FACTS))


def test_running_as_system_needs_elevation():
    template = powershell(runAsSystem=True, runElevated=False)

    step = first_step(mended(elevation_not_boolean, template))
    assert step["runElevated"] is True


def test_running_as_system_without_a_word_of_elevation_is_told():
    assert messages(elevation_not_boolean, powershell(runAsSystem=True)) == [
        "runAsSystem needs runElevated to be true"
    ]


@pytest.mark.parametrize(
    "members",
    [{"runAsSystem": False}, {"runAsSystem": True, "runElevated": True}, {}],
)
def test_elevation_that_agrees_is_fine(members):
    assert messages(elevation_not_boolean, powershell(**members)) == []
