"""The rules about commands that a step's shell cannot make sense of."""

import pytest
from build_steps import powershell, shell
from judging import complaints, messages, steps

from integrity.lint.rules.inline import (
    another_shell,
    carriage_return,
    unanswered_question,
)
from integrity.lint.severity import Severity

RAW = "https://raw.githubusercontent.com/o/r/v1"
UBUNTU = {"type": "PlatformImage", "publisher": "Canonical"}
RED_HAT = {"type": "PlatformImage", "publisher": "RedHat"}


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (shell("true", "sudo Write-Host hello"), "Write-Host is of PowerShell"),
        (shell("$path = '/tmp'"), "$path = is of PowerShell"),
        (powershell("sudo mkdir /opt"), "sudo is of Linux"),
        (powershell("cd \\; apt-get install -y jq"), "apt-get is of Linux"),
        (powershell("export A=1"), "export is of Linux"),
        (shell("true &amp;&amp; true"), "&amp; is of a web page"),
        (shell("echo &quot;a&quot; &gt; b"), "&quot; is of a web page"),
        (powershell("if (1 -gt 0 ) {} &amp; b"), "&amp; is of a web page"),
        (powershell("<# a #>", 'cd "C:\\"', "sudo b"), "sudo is of Linux"),
    ],
)
def test_each_shell_has_its_own_commands(step, told):
    assert messages(another_shell, steps(step)) == [
        f"{told}, and this is a {step['type']} step"
    ]


@pytest.mark.parametrize(
    "step",
    [
        shell("pwsh -Command '", "Install-Module Az", "'"),
        shell("cat > /tmp/a.ps1 <<EOF\nWrite-Host a\nEOF"),
        shell("echo 'Write-Host a' > /tmp/a.ps1", "# Get-Date", "$HOME/run.sh 1"),
        shell("perl -e '", "$x = 1;", "'", "true # Write-Host; Get-Date"),
        shell("cat > /tmp/a <<-'END' | tee b\n$x = 1\n\tEND", "$HOME/run.sh"),
        shell('az vm run-command invoke --scripts "', "Get-Date", '"'),
        powershell("Write-Host 'sudo apt-get'", "wsl sudo apt-get update"),
        powershell("@'", "sudo true", "'@ | Set-Content a.sh"),
        powershell("# sudo", "Get-Command sudo"),
        shell("sed -i 's/&amp;/x/' a.xml", "lt sync", "true & echo a;"),
        powershell(
            "<#", "sudo true", "#>", 'cd "C:\\"', '$a = "', "apt install jq", '"'
        ),
        powershell("docker run a `", "sudo true", 'Write-Host "`"; sudo"'),
    ],
)
def test_text_for_another_shell_is_left_alone(step):
    assert complaints(another_shell, steps(step)) == []


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("set -euo pipefail", "set -o pipefail"),
        ("source /etc/os-release", "source"),
        ("if [[ -f /a ]]; then true; fi", "[["),
    ],
)
def test_dash_has_nothing_of_bash(command, told):
    on_ubuntu = steps(shell("true", command), source=UBUNTU)
    on_another = steps(shell("true", command), source=RED_HAT)

    assert messages(another_shell, on_another) == []
    assert messages(another_shell, on_ubuntu) == [
        f"{told} is of bash, and this is a Shell step"
    ]


@pytest.mark.parametrize(
    "commands",
    [
        ["#!/bin/bash", "source /etc/os-release"],
        ["sudo bash -c 'source /a; [[ -f b ]]'", "cat > c.sh <<EOF", "source d", "EOF"],
        ["set -eu", ". /etc/os-release", "echo source # [["],
    ],
)
def test_bash_may_be_asked_for(commands):
    template = steps(shell(*commands), source=UBUNTU)

    assert messages(another_shell, template) == []


def test_powershell_on_linux_has_the_commands_of_linux():
    template = steps(powershell("sudo mkdir /opt/build"), source=UBUNTU)

    assert complaints(another_shell, template) == []


@pytest.mark.parametrize(
    "before",
    [
        "cat > /tmp/a <<EOF\nit's\nEOF",
        "echo 'a\nb' # don't",
        "test ${#A} = 1; \\",
        "echo $((1<<4)) don\\'t",
        "cat <<< a",
    ],
)
def test_commands_behind_a_text_of_many_lines_are_read_again(before):
    template = steps(shell(before, "Write-Host b; sudo yum install jq"))

    assert messages(another_shell, template)


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("Shell", "setup.ps1"),
        ("PowerShell", "setup.sh"),
        ("PowerShell", "Setup.MSI?raw=true"),
        ("Shell", "build.tar.gz"),
        ("Shell", "cloud-init.yaml"),
    ],
)
def test_a_script_is_one_for_the_shell_of_its_step(kind, file):
    step = {"type": kind, "scriptUri": f"{RAW}/{file}"}

    assert messages(another_shell, steps(step)) == [
        f"{file.casefold().partition('?')[0]} is no script for a {kind} step"
    ]


@pytest.mark.parametrize("file", ["setup.sh", "setup", "setup.py", "ps1", "a?b=.ps1"])
def test_what_may_be_a_script_is_left_alone(file):
    step = {"type": "Shell", "scriptUri": f"{RAW}/{file}"}

    assert complaints(another_shell, steps(step)) == []


@pytest.mark.parametrize("command", ["/opt\run", "true\rtrue", "a\r\r\n"])
def test_a_carriage_return_within_a_line_is_told(command):
    template = steps(shell("true", command), powershell(command))

    assert len(complaints(carriage_return, template)) == 1


@pytest.mark.parametrize("command", ["true\r\ntrue\r\n", "true\r", "cat <<E\r\na\r\nE"])
def test_lines_of_windows_are_made_lines_of_linux_by_the_build(command):
    assert complaints(carriage_return, steps(shell(command))) == []


def test_a_carriage_return_in_quotes_may_be_meant():
    template = steps(shell("printf 'a\rb' > /tmp/a"))

    assert complaints(carriage_return, template) == []


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("sudo yum update", "yum asks"),
        ("dnf install jq && true", "dnf asks"),
        ("sudo zypper install jq", "zypper asks"),
        ("sudo apt-get install --no-install-recommends jq", "apt-get may ask"),
        ("sudo DEBIAN_FRONTEND=noninteractive apt upgrade", "apt may ask"),
    ],
)
def test_a_question_of_an_installer_is_told(command, told):
    (complaint,) = complaints(unanswered_question, steps(shell(command)))

    assert complaint.message == f"{told} whether to go on, and nobody answers"
    may_ask = Severity.NOTE if "may" in told else None
    assert complaint.severity is may_ask


@pytest.mark.parametrize(
    "command",
    [
        "sudo yum -y update",
        "sudo apt-get install jq -qy",
        "sudo apt-get -qq install jq",
        "sudo apt-get update",
        "dnf install --assumeyes jq",
        "zypper --non-interactive install jq",
        "yes | apt-get install jq",
        "apt-get install $OPTIONS jq",
        "apt-get install \\\n  -y jq",
        "sudo yum install \\\r\n  -y jq",
        "dnf list installed",
        "echo 'yum install jq'",
        "echo '#!/bin/sh\nyum install jq\n' > /usr/local/bin/setup",
        "sudo tee /root/setup <<'EOF'\nzypper install jq\nEOF",
        "echo y | sudo yum install jq",
        "printf 'y\\n' | sudo yum install jq",
        "sudo yum update --assumeno",
        "sudo zypper install --no-confirm jq",
        "apt-get -s upgrade",
        "dnf install dnf-command\\(config-manager\\) -y",
        'install() { yum install "$@"; }',
    ],
)
def test_an_installer_that_has_its_answer_does_not_ask(command):
    assert complaints(unanswered_question, steps(shell(command))) == []


def test_a_text_in_quotes_may_end_in_a_later_command():
    step = shell(
        "echo '", "yum install jq", "' > /tmp/a", "sudo dnf install \\", "-y jq"
    )

    assert complaints(unanswered_question, steps(step)) == []


def test_a_question_is_told_of_the_command_that_asks():
    template = steps(shell("echo 'a", "b'", "", "sudo yum \\", "update", "true"))

    (complaint,) = complaints(unanswered_question, template)
    assert complaint.span.text == '"sudo yum \\\\"'
