"""`#Hashtags` in prose, in every script.

A hashtag starts where no letter, digit, `&`, `/`, `#` or `{` stands before it (`{#id}` names a
place), holds at least one letter (so `#123` is an issue's number) and may end like `#C++` or `#C#`.
"""

import re

PICTURES = r"\U0001f300-\U0001faff"
MARKS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0dff\u0e00-\u0eff\u200c\u200d\ufe0f"
LETTERS = rf"\w{MARKS}{PICTURES}"
HASHTAG = re.compile(
    rf"#(?=[\d_]*[^\W\d_]|[\d_]*[\U0001f300-\U0001faff])([{LETTERS}]++(?:-[{LETTERS}]++)*+(?:\+\+|\#(?!\w))?)"
)
BEFORE = re.compile(r"[\w&/#{]")
MISSING_PAGE = "#missing-page:"  # begins what stands for a link to a page that is not here
MAX_NAME = 100


def hashtag_at(text: str, position: int) -> str | None:
    """The name of the hashtag at this `#`, without the mark, or None."""
    if (position and BEFORE.match(text[position - 1])) or text.startswith(MISSING_PAGE, position):
        return None
    match = HASHTAG.match(text, position)
    return match[1] if match and len(match[1]) <= MAX_NAME else None
