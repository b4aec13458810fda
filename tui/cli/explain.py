"""`bakeferry explain`: what a rule means and how to mend a finding."""

import click

from tui.cli.completing import files, rules


@click.command(
    epilog="""\b
Examples:
  bakeferry explain                # every rule in one line
  bakeferry explain AIB365
  bakeferry explain file-too-large
  bakeferry explain AIB365 win11-avd.json   # its File steps as script steps"""
)
@click.argument("rule", required=False, metavar="[RULE", shell_complete=rules)
@click.argument("template", required=False, metavar="[TEMPLATE]]", shell_complete=files)
@click.option(
    "-o",
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the answer.",
)
def explain(rule: str | None, template: str | None, output: str) -> None:
    """Say what a rule means, why it matters and how to mend a finding.

    RULE is a number or a name; without one, all rules are listed. With AIB365 and a
    TEMPLATE, its File steps are shown as script steps that download and check.
    """
    from tui.cli.work import explain as work

    if template is not None and output == "json":
        raise click.UsageError("steps are shown as text: -o json is for rules alone")
    work.explain(rule, template, output)
