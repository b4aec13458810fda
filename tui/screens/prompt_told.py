"""What the prompt tells; whoever hears it need not load the prompt itself."""

from textual.message import Message

from integrity.dataclass import dataclass


@dataclass
class PromptChanged(Message):
    """What is typed so far."""

    question: str
    text: str

    def can_replace(self, message: Message) -> bool:
        """Of several letters that wait, only what they have come to matters."""
        return isinstance(message, type(self)) and message.question == self.question


@dataclass
class PromptGiven(Message):
    """It was entered."""

    question: str
    text: str


@dataclass
class PromptLeft(Message):
    """It was left with escape; nothing is wanted any more."""

    question: str
