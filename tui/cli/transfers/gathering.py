"""What `copy -r` copies: files of folders and containers, found while others move."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.safe_text import safe_text
from transfer.azure.clouds import Cloud
from transfer.copy_errors import (
    CopyError,
    DestinationMissing,
    DestinationUnfit,
    NotSingle,
    Refused,
)
from transfer.names import ExactNames, FoldedNames
from transfer.rescue import RescueOptions
from transfer.strategies.all_strategies import Place, Tools
from transfer.trees import Leaf, Tree, encloses, leaves, name_in_folder
from tui.cli.transfers.homes import Home, artifact_of, home_of, tree_of
from tui.cli.transfers.orders import Found, Order, identity_of, order_for

_ANY = "file"
"""A name that stands for all."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """What is to be copied, not listed yet, and where it goes."""

    wanted: Sequence[Tree | Leaf]
    home: Home

    @property
    def root(self) -> Path | None:
        """The folder of this machine that everything goes to; None: a container."""
        root = self.home.root
        return Path(identity_of(root)) if isinstance(root, Path) else None

    def check_way(self, tools: Tools, options: RescueOptions) -> None:
        """See that the way that was asked for leads there, before anything is listed.

        Raises:
            click.UsageError: It does not.
        """
        for one in self.wanted:
            match one:
                case Leaf():
                    place = one.place
                case Path():
                    place = one / _ANY
                case _:
                    place = one.blob(_ANY)
            found = Found(safe_text(str(place)), place)
            order_for(found, self.home.for_name(_ANY), tools, options)

    async def orders(
        self, tools: Tools, options: RescueOptions, note: Callable[[str], object]
    ) -> AsyncGenerator[Order, None]:
        """One order for each file; what cannot be copied has its trouble with it.

        Args:
            note: Hears what a list waits for.
        """
        comes_from_service = any(not _is_here(one) for one in self.wanted)
        folds = self.root is not None and comes_from_service
        names = FoldedNames() if folds else ExactNames()
        for one in self.wanted:
            async for leaf in _leaves(one, tools, note):
                yield self._order(leaf, names, tools, options)

    def _order(
        self,
        leaf: Leaf,
        names: ExactNames | FoldedNames,
        tools: Tools,
        options: RescueOptions,
    ) -> Order:
        found = Found(safe_text(leaf.name), leaf.place)
        try:
            if leaf.trouble is not None:
                raise leaf.trouble
            destination = self._destination(leaf, names)
            return order_for(found, destination, tools, options)
        except CopyError as error:
            return Order(found.name, leaf.place, self.home.root, "", trouble=error)

    def _destination(self, leaf: Leaf, names: ExactNames | FoldedNames) -> Place:
        name = leaf.name if self.root is None else name_in_folder(leaf)
        if why := names.take(name):
            raise Refused(leaf.name, why)
        return self.home.for_name(name)


async def _leaves(
    one: Tree | Leaf, tools: Tools, note: Callable[[str], object]
) -> AsyncIterator[Leaf]:
    if isinstance(one, Leaf):
        yield one
        return
    async for leaf in leaves(
        one, tools, lambda again: note(f"a list waits: {again.why}")
    ):
        yield leaf


def _is_here(one: Tree | Leaf) -> bool:
    return isinstance(one.place if isinstance(one, Leaf) else one, Path)


def gathering(words: Sequence[str], home_word: str, cloud: Cloud) -> Gathering:
    """Say what is meant, and where it goes; only what can never be is looked at.

    Raises:
        Refused: It would go into itself.
        DestinationMissing: There is no folder to make the destination in.
        DestinationUnfit: A file is there.
    """
    home = home_of(home_word, cloud).as_folder()
    wanted: list[Tree | Leaf] = []
    for word in words:
        tree = tree_of(word, cloud)
        if tree is not None and encloses(tree, home.root):
            raise Refused(str(home.root), "lies within what is to be copied there")
        wanted.append(tree or _leaf(artifact_of(word, cloud)))
    if isinstance(home.root, Path):
        _check_folder(home.root)
    return Gathering(wanted, home)


def _leaf(artifact: Place) -> Leaf:
    return Leaf(artifact, artifact.name)


def _check_folder(root: Path) -> None:
    """A new folder is made; a path of several may be a slip."""
    if root.exists() and not root.is_dir():
        raise DestinationUnfit(str(root), "is no folder")
    if not root.absolute().parent.is_dir():
        raise DestinationMissing(str(root.absolute().parent), "is no folder")


def check_single(words: Sequence[str], cloud: Cloud) -> None:
    """Only single files may be meant.

    Raises:
        Refused: One is a folder or a container.
    """
    for word in words:
        tree = tree_of(word, cloud)
        if tree is not None:
            kind = (
                "a folder" if isinstance(tree, Path) else "a container or a part of one"
            )
            shown = str(tree) if isinstance(tree, Path) else tree.shown
            raise NotSingle(shown, f"is {kind}")
