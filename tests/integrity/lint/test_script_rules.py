"""The rules about scripts, where the examples do not tell enough."""

import pytest
from judging import complaints, messages, steps
from mending import first_step, mended

from integrity.lint.rules.powershell import (
    powershell_on_linux,
)
from integrity.lint.rules.restarts import (
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


CASE_OF_SEVERAL_LINES = """case "$1" in
  start) echo start ;;
  stop | reboot | halt)
    echo "$1" ;;
  (poweroff) echo off
esac"""


def shell(*commands):
    return steps({"type": "Shell", "inline": list(commands)})


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
    ],
)
def test_a_step_without_either_has_nothing_to_run(members):
    assert messages(not_one_script, steps({"type": "Shell", **members})) == [
        "nothing to run: neither scriptUri nor inline"
    ]


def test_of_both_a_step_runs_one():
    both = {"type": "Shell", "scriptUri": URL, "inline": ["true"]}

    assert messages(not_one_script, steps(both)) == [
        "both scriptUri and inline; a step runs one of them"
    ]


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
    ("commands", "way_out"),
    [
        (["sudo reboot", "true"], "Make it the last command of its step."),
        (["reboot; true"], "Make it the last command of its step."),
        (["true; sudo reboot", "# done"], "See that SSH comes up by itself."),
        (["if true; then", "reboot; fi"], "See that SSH comes up by itself."),
    ],
)
def test_a_restart_is_to_be_made_the_last_command_where_it_is_not(commands, way_out):
    (complaint,) = complaints(reboot_in_shell, shell(*commands))

    assert complaint.help == way_out


def test_of_two_restarts_only_one_is_the_last_command():
    first, last = complaints(reboot_in_shell, shell("reboot", "reboot"))

    assert first.help != last.help


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
        "systemctl mask reboot",
        "sudo tee /etc/motd <<EOF\nreboot\nEOF",
        "echo 'now\nreboot'",
        CASE_OF_SEVERAL_LINES,
        "case $1 in reboot|halt) echo no;; esac",
        "names=(\nreboot\nhalt\n)",
        "again() {\n  sudo reboot\n}",
        "function again {\n  if true; then reboot; fi\n}\necho done",
        "reboot() { echo no; }",
    ],
)
def test_what_only_mentions_a_restart_is_none(command):
    assert messages(reboot_in_shell, shell(command)) == []


def test_a_restart_in_a_function_is_told_where_it_is_called():
    template = shell("again() {", "  sudo reboot", "}", "trap again EXIT")

    (complaint,) = complaints(reboot_in_shell, template)

    assert complaint.span.text == '"  sudo reboot"'


def test_a_restart_behind_a_case_is_told():
    assert len(messages(reboot_in_shell, shell(CASE_OF_SEVERAL_LINES, "reboot"))) == 1


@pytest.mark.parametrize(
    "command",
    [
        "sudo poweroff",
        "sudo shutdown -h now",
        "shutdown now",
        "sudo systemctl poweroff",
        "init 0",
    ],
)
def test_a_machine_that_is_switched_off_is_lost(command):
    assert messages(reboot_in_shell, shell(command)) == [
        "the build loses the machine: nothing switches it on again"
    ]


@pytest.mark.parametrize(
    "command",
    [
        "shutdown -c",
        "shutdown --help",
        "halt --wtmp-only",
        "systemctl enable halt.target",
        "systemctl mask --now poweroff",
        "shutdown --show",
    ],
)
def test_what_only_mentions_the_switch_is_none(command):
    assert messages(reboot_in_shell, shell(command)) == []
