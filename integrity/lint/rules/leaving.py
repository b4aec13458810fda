"""The rule about commands of PowerShell that take the machine away."""

import re
from collections.abc import Iterator

from integrity.facts import Facts
from integrity.lint.commands import Script, script_of
from integrity.lint.finding import Complaint
from integrity.lint.rule import rule
from integrity.lint.severity import Severity
from integrity.lint.subjects import powershell_steps
from integrity.template.model import Part
from integrity.template.references import inline_commands

_COMMAND = r"(?:^|[;|&{(=]) *(?:& *)?"
_PROGRAM = (
    r"(?:[\w$:.\\{}-]{0,80}\\)?(?:shutdown(?:\.exe)?[\"']?(?= [^;|]{0,80}[/-][rs]\b)"
    r"|sysprep(?:\.exe)?[\"']?(?= [^;|]{0,80}/(?:shutdown|reboot)\b))"
)
_LEAVES = re.compile(
    rf"{_COMMAND}[\"']?(?P<program>(?:(?:restart|stop)-computer\b"
    r"|(?:(?:add|rename)-computer|(?:add|install|remove|uninstall)-windowsfeature)\b"
    r"(?=[^\n;|}]{0,200} -restart\b(?!:\$false))"
    r"|(?:install-windowsupdate|get-windowsupdate|get-wuinstall)\b"
    r"(?=[^\n;|}]{0,200} -autoreboot\b(?!:\$false)))"
    r"(?![^\n;|}]{0,200} -whatif\b(?!:\$false))"
    rf"|{_PROGRAM})",
    re.IGNORECASE | re.MULTILINE,
)
"""A command of its own that takes the machine away; not one in somebody's text."""

_STARTS = re.compile(
    rf"{_COMMAND}(?:cmd(?:\.exe)? +/c"
    r"|(?:start-process|saps|start)(?: +-(?:filepath|wait|nonewwindow|passthru)\b){0,4})"
    r" +(?P<started>[^\n;|}]{0,199}[^\s;|}])",
    re.IGNORECASE | re.MULTILINE,
)
_STARTED = re.compile(
    r"(?:[\"']?cmd(?:\.exe)?\b[^\n;|}]{0,60}?/c[\"', ]{1,4})?"
    rf"[\"']?(?P<program>{_PROGRAM})",
    re.IGNORECASE,
)
_HERE = r"(?:localhost|127\.0\.0\.1|\$env:computername|\.)(?:[\"'\s,;|})]|$)"
_ELSEWHERE = re.compile(
    r"(?:(?:(?<=restart-computer)|(?<=stop-computer)) +(?!\d>)"
    r"|[^\n;|}]{0,200}? -(?:computername|cn)[ :]+)"
    rf"[\"']?+(?!{_HERE})[\w$(]"
    r"|[^\n;|}]{0,200}? [/-]m +[\"']?\\\\",
    re.IGNORECASE,
)
"""What is said behind a command that takes away another machine."""

_ONLY_IF_WANTED = re.compile("feature$|^(?:install|get)-w", re.IGNORECASE)
"""These restart the machine only where what they did wants that."""

_OVERRIDE = re.compile("deprovisioningscript", re.IGNORECASE)


@rule("AIB345", Severity.WARNING, over=powershell_steps)
def machine_leaves_step(step: Part, _: Facts) -> Iterator[Complaint]:
    r"""A PowerShell step restarts the machine or shuts it down.

    The build waits for the step's own end, and loses the machine before it: the step
    fails, and the build with it. A WindowsRestart step waits until the machine is back.
    One that is shut down, as by Sysprep with `/shutdown`, comes back for nobody. And
    `Install-WindowsFeature` with `-Restart` does it where the feature wants that, as
    `Install-WindowsUpdate` does with `-AutoReboot`.

    End the step, and write a WindowsRestart step after it. Leave Sysprep to the service,
    which generalizes the image after the last step; with other options, let a step write
    `c:\DeprovisioningScript.ps1`.

    From the documentation of the service's task for Azure DevOps, and from reports of
    users.
    """
    if any(_OVERRIDE.search(one.value) for one in inline_commands(step)):
        return
    script = script_of(step)
    told: set[int] = set()
    for match in _leaving(script):
        number = script.number_at(match.start("program"))
        if number not in told:
            told.add(number)
            yield _told(match, script)


def _leaving(script: Script) -> Iterator[re.Match[str]]:
    """What takes this machine away, by itself or started by another program.

    What is started may stand in quotes, and so is read as it is written.
    """
    begun = (
        _STARTED.match(script.text, *starts.span("started"))
        for starts in _STARTS.finditer(script.running)
    )
    found = (*_LEAVES.finditer(script.running), *filter(None, begun))
    for match in sorted(found, key=re.Match.start):
        if not _ELSEWHERE.match(script.text, match.end()):
            yield match


def _told(match: re.Match[str], script: Script) -> Complaint:
    program = match["program"].rstrip("\"'")
    is_sysprep = "sysprep" in program.casefold()
    loses = "may lose" if _ONLY_IF_WANTED.search(program) else "loses"
    return Complaint(
        script.command_at(match.start("program")).span,
        f"the build {loses} the machine at {program}",
        help="Leave Sysprep to the service: it generalizes after the last step."
        if is_sysprep
        else "Write a WindowsRestart step after this one instead.",
    )


RULES = (machine_leaves_step,)
