"""What `push`, `pull` and `preview` do with one file. It is told by ``say``."""

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from blog.client.local_pictures import (
    own_body,
    picture_bytes,
    picture_digest,
    site_body,
    unsent_pictures,
)
from blog.client.site_requests import SiteApi, SiteRefused
from blog.client.text_copies import (
    TextCopy,
    TextRefused,
    mark_as_sent,
    numbered_copies,
    own_text,
    place_beside,
    read_text_copy,
    write_copy,
    write_new,
    write_whole,
)

HEAD = "<head>"
MISSING = "missing-picture"
NOTHING = {
    "mine": "No post of the site is yours, so there is nothing to write here. “pull --all” takes "
    "all that you may change.",
    "all": "The site has no post that you may change, so there is nothing to write here.",
}
"""What there is to say where a list of posts is empty, by whose they are."""


@dataclass
class Desk:
    """Files here and posts there."""

    api: SiteApi
    say: Callable[[str], None]

    @property
    def site(self) -> str:
        return self.api.settings.site

    def read(self, path: Path) -> TextCopy:
        """Raises ``TextRefused`` for a file of another site, whose numbers mean other posts."""
        copy = read_text_copy(path)
        if copy.site and copy.site != self.site:
            raise TextRefused(
                f"{path}: it is of {copy.site}, and not of {self.site}. If that is the same site "
                "at another address, change the line “site” in its header."
            )
        return copy

    def push(self, path: Path, note: str = "", bibliography: str = "", force: bool = False) -> None:
        """Sends what changed in a file, and nothing where nothing did."""
        copy = self.read(path)
        if copy.number is not None and not is_changed(copy):
            self.say(f"{path}: unchanged")
            return
        beside = self.seen_beside(copy)
        pictures = copy.pictures
        for name, file in unsent_pictures(copy).items():
            taken = self.api.ask("POST", f"pictures?name={quote(file.name)}", picture_bytes(file))
            pictures[name] = [taken["address"], picture_digest(file)]
        body = site_body(copy, pictures)
        text = copy.sent(body, beside.digest if beside else "")
        told: dict[str, Any] = {"text": text, "note": note, "force": force}
        if bibliography:
            told["bibliography"] = bibliography
        if copy.number is None:
            copy, post = self.make_post(copy, told, body)
        else:
            post = self.api.ask("PUT", f"posts/{copy.number}", told)
        there = TextCopy(path, post["text"])
        is_as_sent = there.body == body
        own = copy.body if is_as_sent else own_body(there.body, pictures)
        written = own_text(post["text"], own, self.site, pictures)
        write_copy(copy, written)
        if beside:
            beside.path.unlink(missing_ok=True)
        self.say(f"{path}: {post['outcome']} ({post['state']}) {post['address']}")
        for line in finding_lines(TextCopy(path, written), post["findings"]):
            self.say(line)
        for remark in post["remarks"]:
            self.say(f"{path}: {remark}")

    def make_post(
        self, copy: TextCopy, told: dict[str, Any], body: str
    ) -> tuple[TextCopy, dict[str, Any]]:
        """A new post, and the file as it is while it is made. Sent again after the answer was lost
        it is the same post."""
        take_out = mark_as_sent(copy)
        copy = self.read(copy.path)
        try:
            return copy, self.api.ask("POST", "posts", told | {"text": copy.sent(body)})
        except SiteRefused:
            take_out()
            raise

    def seen_beside(self, copy: TextCopy) -> TextCopy | None:
        """The site's text that “pull” put beside a file: who wrote into the file since has seen it,
        and what they send is made from it. Raises ``TextRefused`` where nobody wrote since."""
        place = place_beside(copy.path)
        if copy.number is None or not place.exists():
            return None
        beside = self.read(place)
        if beside.number != copy.number:
            return None
        if place.stat().st_mtime_ns > copy.path.stat().st_mtime_ns:
            raise TextRefused(
                f"{copy.path}: what the site has is in {place}. Write what you want of both into "
                f"{copy.path}, save it, and push again."
            )
        return beside

    def pull(self, path: Path) -> None:
        """Writes what changed there into a file that was not changed here."""
        copy = self.read(path)
        if copy.number is None:
            raise TextRefused(f"{path}: it has no number, so it was never pushed.")
        post = self.api.ask("GET", f"posts/{copy.number}")
        there = TextCopy(path, post["text"])
        if there.digest == copy.digest:
            self.say(f"{path}: unchanged")
            return
        is_edited = is_changed(copy)
        post = self.api.ask("POST", f"posts/{copy.number}/copies")
        there = TextCopy(path, post["text"])
        body, pictures = own_body(there.body, copy.pictures), copy.pictures
        whole = own_text(post["text"], body, self.site, pictures)
        if is_edited:
            beside = place_beside(path)
            write_whole(beside, whole)
            raise TextRefused(
                f"{path}: it was changed here and at the site, and is left as it is. What the site "
                f"has is in {beside}: look at it, write what you want of both into {path}, and "
                "push again."
            )
        write_copy(copy, whole)
        self.say(f"{path}: changed")

    def pull_all(self, folder: Path, whose: str) -> Iterator[tuple[Path, Callable[[], None]]]:
        """What is to be done for each post of the user: a file that is here is pulled, and one
        that is not is written."""
        here = numbered_copies(folder)
        before = ""
        while True:
            told = self.api.ask("GET", f"posts?whose={whose}{before}")
            if not told["posts"] and not before:
                self.say(NOTHING[whose])
            for post in told["posts"]:
                number = post["number"]
                if number in here:
                    path = here[number]
                    yield path, lambda path=path: self.pull(path)
                else:
                    ending = "html" if post["is_html"] else "md"
                    path = folder / f"{name_for_post(post['slug'], number)}.{ending}"
                    yield path, lambda path=path, number=number: self.fetch(path, number)
            if told["next"] is None:
                return
            before = f"&before={told['next']}"

    def fetch(self, path: Path, number: int) -> None:
        text = self.api.ask("POST", f"posts/{number}/copies")["text"]
        write_new(path, own_text(text, TextCopy(path, text).body, self.site, {}))
        self.say(f"{path}: new")

    def preview(self, path: Path, bibliography: str = "") -> tuple[str, bool]:
        """The page of a text, with pictures from here, and whether something in it is wrong.
        Nothing is stored anywhere."""
        copy = self.read(path)
        unsent = unsent_pictures(copy)
        kept = {name: one for name, one in copy.pictures.items() if name not in unsent}
        told: dict[str, Any] = {"text": copy.sent(site_body(copy, kept))}
        if copy.number is not None:
            told["number"] = copy.number
        if bibliography:
            told["bibliography"] = bibliography
        shown = self.api.ask("POST", "preview", told)
        found = [
            one
            for one in shown["findings"]
            if one["kind"] != MISSING or not any(name in one["words"] for name in unsent)
        ]
        for line in finding_lines(copy, found):
            self.say(line)
        page = shown["html"]
        for name, file in unsent.items():
            written = f'src="{html.escape(name)}"'
            page = page.replace(written, f'src="{file.resolve().as_uri()}"')
        base = f'{HEAD}<base href="{html.escape(self.site)}/">'
        is_wrong = any(one["gravity"] == "wrong" for one in found)
        return page.replace(HEAD, base, 1), is_wrong


def is_changed(copy: TextCopy) -> bool:
    """Whether a file says something else than when it was pushed or pulled last."""
    if unsent_pictures(copy):
        return True
    return not copy.digest or copy.says(site_body(copy, copy.pictures)) != copy.digest


def name_for_post(slug: str, number: int) -> str:
    """A file's name that leads nowhere else, whatever the site calls a post."""
    is_plain = slug.isprintable() and slug == Path(slug).name and not slug.startswith(".")
    is_known = slug and is_plain and not set(slug) & {":", "\\"}
    return slug if is_known and len(slug.encode(errors="replace")) < 200 else f"post-{number}"


def finding_lines(copy: TextCopy, found: list[dict[str, Any]]) -> Iterator[str]:
    """As compilers tell them: the file, its line, and what to look at; pictures have their names
    here."""
    for one in found:
        line = f":{one['line'] + copy.first_line}" if one["line"] else ""
        words = one["words"]
        for name, (address, _digest) in copy.pictures.items():
            words = words.replace(address, name)
        yield f"{copy.path}{line}: {one.get('gravity', 'asked')}: {words}"
