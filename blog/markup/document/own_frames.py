"""Interactive pages that are kept here: the only ones that a text may show in a frame."""

import re
from posixpath import normpath
from urllib.parse import unquote

FOLDER = "frames"
ADDRESS = re.compile(rf"(?:/[\w-]+)*/{FOLDER}/[0-9a-f]{{20}}/[\w./%~@+,-]+\.html?(?:#[\w=&.-]*)?")
SANDBOX = "allow-scripts"
"""What the page in a frame may do: run its scripts, of an origin of its own (HTML Standard,
"Sandboxing")."""


def is_own_frame(address: str) -> bool:
    """Whether an address is that of such a page, and of nothing else on this site."""
    path = unquote(address.partition("#")[0])
    return ADDRESS.fullmatch(address) is not None and normpath(path) == path
