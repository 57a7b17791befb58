"""The command ``wellcited`` as one file for other machines: a zip that Python runs (zipapp)."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import blog.client
import blog.text.header_lines

HEAD = b"#!/usr/bin/env python3\n"
MAIN = "import sys\n\nfrom blog.client.wellcited import main\n\nsys.exit(main())\n"
EMPTY = ("blog/__init__.py", "blog/text/__init__.py")


@lru_cache(maxsize=1)
def program_bytes() -> bytes:
    """The same bytes of the same code: nothing in it says when it was made."""
    files = {"__main__.py": MAIN, **dict.fromkeys(EMPTY, "")}
    folder = Path(blog.client.__file__).parent
    for path in sorted(folder.glob("*.py")):
        files[f"blog/client/{path.name}"] = path.read_text(encoding="utf-8")
    lines = Path(blog.text.header_lines.__file__)
    files["blog/text/header_lines.py"] = lines.read_text(encoding="utf-8")
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return HEAD + held.getvalue()
