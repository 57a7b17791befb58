"""Files on this machine say what the site's say, to the letter."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.client.client_settings import SettingsError, checked_site
from blog.client.local_pictures import own_body, pictures_beside, site_body
from blog.client.push_pull_preview import name_for_post
from blog.client.text_copies import TextCopy, TextRefused, own_text, read_text_copy, write_copy
from blog.folder.text_files import read_text_file, write_text_file

TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
PLACE = Path("post.md")
PICTURES = {"a b.png": ["/media/images/00/a-b.png", "0" * 20]}


@given(TEXT, TEXT)
def test_a_text_of_the_site_is_sent_back_as_it_came(title: str, text: str):
    whole = write_text_file({"title": title, "tags": [title], "number": 3}, text)
    for pictures in ({}, PICTURES):
        copy = TextCopy(PLACE, own_text(whole, TextCopy(PLACE, whole).body, "https://a", pictures))
        assert (copy.number, copy.site, copy.pictures) == (3, "https://a", pictures)
        assert copy.says(copy.body) == copy.digest
        assert copy.says(f"{copy.body}!") != copy.digest
        assert copy.sent(copy.body) == whole
        found = read_text_file("post.md", copy.whole.encode())
        assert (found.present_digest, found.text) == (copy.digest, text)


@given(st.text("ab`~\n !()[]<>.png\"'=:/imgsrc", max_size=80))
def test_pictures_get_their_addresses_and_their_names_back(text: str):
    known = {"a.png": ["/media/images/00/a.png", ""], "b.png": ["/media/images/01/b.png", ""]}
    whole = f"---\ntitle: A\n---\n\n{text}\n![a](a.png)\n\n[b]: b.png\n"
    copy = TextCopy(PLACE, whole)
    assert own_body(site_body(copy, known), known) == copy.body


def test_pictures_are_found_outside_of_code(tmp_path: Path):
    (tmp_path / "my fig.png").write_bytes(b"")
    (tmp_path / "b.svg").write_bytes(b"")
    body = (
        "![](my%20fig.png) ![](none.png) ![](/b.svg) ![](https://x/b.svg) `![](b.svg)`\n\n"
        "```md\n![](b.svg)\n```\n\n[notes](my%20fig.png) <img alt='' src='my%20fig.png'>\n"
    )
    copy = TextCopy(tmp_path / "post.md", f"---\ntitle: A\n---\n\n{body}")
    assert dict(pictures_beside(copy)) == {"my%20fig.png": tmp_path / "my fig.png"}
    sent = site_body(copy, {"my%20fig.png": ["/m.png", ""]})
    assert sent == copy.body.replace("![](my%20fig.png)", "![](/m.png)").replace(
        "src='my%20fig.png'", "src='/m.png'"
    )


def test_names_with_blanks_and_brackets_are_found_and_come_back(tmp_path: Path):
    for name in ("my fig.png", "a (1).png", "b(2).png"):
        (tmp_path / name).write_bytes(b"")
    body = (
        '![](<my fig.png>) ![T](<a (1).png> "t") ![](b(2).png) [![](b(2).png)](b(2).png)\n\n'
        "<img src='my fig.png' alt=''>\n\n[r]: <my fig.png> 'T'\n"
    )
    copy = TextCopy(tmp_path / "post.md", f"---\ntitle: A\n---\n\n{body}")
    assert {path.name for _name, path in pictures_beside(copy)} == {
        *("my fig.png", "a (1).png", "b(2).png")
    }
    kept = {name: [f"/m/{at}.png", ""] for at, (name, _path) in enumerate(pictures_beside(copy))}
    sent = site_body(copy, kept)
    assert sent.count("/m/") == 6 and "my fig" not in sent
    assert own_body(sent, kept) == copy.body
    assert own_body("![](/m/0.png)", kept) == "![](my%20fig.png)"  # written so at the site


def test_what_is_typed_while_a_text_is_sent_stays(tmp_path: Path):
    file = tmp_path / "post.md"
    file.write_text("---\ntitle: A\n---\n\nOne.\n")
    file.chmod(0o640)
    copy = read_text_copy(file)
    file.write_text("---\ntitle: A\n---\n\nOne. Two.\n")
    write_copy(copy, "---\ntitle: A\nnumber: 7\n---\n\nOne.\n")
    assert file.read_text() == "---\ntitle: A\nnumber: 7\n---\n\nOne. Two.\n"
    assert file.stat().st_mode & 0o777 == 0o640
    with pytest.raises(TextRefused, match="number: 8"):
        write_copy(copy, "---\ntitle: A\nnumber: 8\n---\n\nOne.\n")
    assert [one.name for one in tmp_path.iterdir()] == ["post.md"]


@pytest.mark.parametrize("slug", ["../a", ".a", "a/b", "a\\b", "c:a", "a" * 300, ""])
def test_a_post_names_no_file_elsewhere(slug: str):
    assert name_for_post(slug, 7) == "post-7"
    assert name_for_post("rädium", 7) == "rädium"


@pytest.mark.parametrize(
    "site",
    ["http://example.org", "example.org", "https://", "https://a:b@c", "http://[::", "ftp://a"],
)
def test_a_token_goes_over_https_alone(site: str):
    with pytest.raises(SettingsError):
        checked_site(site)
    for right in ("https://example.org/blog", "http://127.0.0.1:8000", "http://localhost"):
        assert checked_site(f"{right}/") == right
