"""Posts as blogs have them, made from a number."""

import random

WORDS = ["the", "model", "learns", "a", "meaning", "of", "each", "sentence", "and", "compares"]
WORDS += ["what", "it", "has", "seen", "with", "earlier", "work", "on", "measured", "data", "so"]


def paragraph(choose: random.Random, words: int) -> str:
    return " ".join(choose.choice(WORDS) for _ in range(words)).capitalize() + "."


def post(number: int) -> str:
    """About 3 kB with what a post usually has: headings, a list, code, a link, a hashtag line."""
    choose = random.Random(number)
    head = (
        f'---\nlayout: post\ntitle: "Post {number}"\ndescription: " "\ndate: 2023-09-14\n'
        f"tags: [Tag{number % 50}, Publications]\ncomments: true\nshare: true\n---\n\n"
    )
    parts = [f"## Part {part}\n\n{paragraph(choose, 95)}\n" for part in range(5)]
    parts.insert(2, "- one *thing*\n- another `thing`\n  1. deeper\n")
    parts.insert(4, "```python\nfor line in lines:\n    print(line.strip())\n```\n")
    return (
        head + "\n".join(parts) + "\nSee [there](https://example.org/a).\n\n#Tag1 #Publications\n"
    )
