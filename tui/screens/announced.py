"""Views whose engine is not there yet: what will be there, and how to do without."""

from collections.abc import Sequence

from textual.app import ComposeResult

from integrity.safe_text import Safe
from tui.actions import Place
from tui.screens.view_pane import ViewPane
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line


class _AnnouncedView(ViewPane):
    """Says what will be here; nothing is pretended."""

    title: Safe
    words: Sequence[str]
    commands: Sequence[tuple[str, str]]

    def compose(self) -> ComposeResult:
        with self.box(id=f"{self.view.value}-box"):
            yield LinePane(self.glyphs)

    def on_mount(self) -> None:
        self.query_one(Box).entitle(line(self.title))
        pane = self.query_one(LinePane)
        pane.show(tuple(self._lines()))
        pane.toggle_wrap()

    def _lines(self) -> Sequence[Line]:
        commands: list[Line] = []
        for command, why in self.commands:
            commands.append(line(Piece(Safe(f"   {command}"), Tone.KEY)))
            commands.append(line(Piece(Safe(f"      {why}"), Tone.MUTED)))
        return (
            EMPTY,
            *(line(Safe(f"  {one}")) for one in self.words),
            EMPTY,
            line(Piece(Safe("  From the command line, until then"), Tone.TITLE)),
            *commands,
        )

    def focus_body(self) -> None:
        self.query_one(LinePane).focus()


class OutputsView(_AnnouncedView):
    """The board of VHDs, once Azure can be reached."""

    view = Place.OUTPUTS
    title = Safe("Outputs")
    words = (
        "This version does not reach Azure yet: nothing is known of run outputs.",
        "Here will be every VHD of your templates: where it is, and whether it is at risk.",
        "A VHD without a uri lives in the staging group alone and dies with its template.",
    )
    commands = (
        ("az image builder show-runs -g GROUP -n TEMPLATE", "the run outputs of one"),
        ("azcopy copy ARTIFACT-URI DESTINATION", "bring a VHD home"),
        ("bakeferry digest --manifest FILE.vhd", "and prove later that it is whole"),
    )


class LogsView(_AnnouncedView):
    """The logs of builds, once Azure can be reached."""

    view = Place.LOGS
    title = Safe("Logs")
    words = (
        "This version does not reach Azure yet: it cannot read the logs of builds.",
        "Here will be customization.log and validation.log of each run, followed as",
        "they grow, with the step that failed and its line in the template.",
    )
    commands = (
        (
            "az image builder show -n TEMPLATE -g GROUP --query lastRunStatus",
            "how the last build ended",
        ),
        (
            "az storage blob download -c packerlogs -n RUN/customization.log",
            "from the account in the staging group",
        ),
    )
