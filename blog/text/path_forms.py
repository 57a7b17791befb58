"""The ways in which one path is written."""

import re

INDEX = re.compile(r"/index(?:\.(?:html?|php))?\Z")


def path_forms(path: str, baseurl: str = "") -> list[str]:
    """The ways in which one address is written: with and without slash, ending, index and base.

    The path itself is the first; `baseurl` begins with '/' where there is one.
    """
    base = baseurl.rstrip("/")
    plain = INDEX.sub("/", path)
    plain = plain.removeprefix(base) if base and plain.startswith(f"{base}/") else plain
    bare = re.sub(r"\.html?\Z", "", plain.rstrip("/"))
    forms = [path, plain, bare, f"{bare}/", f"{bare}.html"] if bare else [path, "/"]
    return list(dict.fromkeys(forms))
