"""What the shell completes: names with spaces, too, which click leaves to be cut into words by bash."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from click.shell_completion import BashComplete, add_completion_class

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_SPECIAL = re.compile(r"[^\w@%+=:,./-]")


class Bash(BashComplete):
    """Completion for bash with words as bash writes them.

    Click's script puts a value on the command line as it is, so that ``Ada Brook`` becomes two words.
    """

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return what the script reads, special characters escaped where no quotation mark is open."""
        words = os.environ["COMP_WORDS"].split("\n")  # as typed: the script joins them so
        at = int(os.environ["COMP_CWORD"])
        is_quoted = words[at : at + 1] and words[at][:1] in {'"', "'"}
        value = item.value if is_quoted else _SPECIAL.sub(r"\\\g<0>", item.value)
        escaped = value.replace("\\", "\\\\")  # the script's `read` takes one away
        return f"{item.type},{escaped}"


def register() -> None:
    """Let click use what is here."""
    add_completion_class(Bash)
