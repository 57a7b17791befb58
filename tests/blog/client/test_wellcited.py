"""The command as a process of its own, against a site that is served: what goes out comes back."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from blog.api.client_program import program_bytes
from blog.models import Author, Post
from tests.support.api_requests import token_of
from tests.support.browsing import wait_for_the_server
from tests.support.drawn import picture
from tests.support.forms import fields_of

pytestmark = pytest.mark.slow
NEW = """---
title: "Radium: what is known"
tags: [physics]
---

As in [@curie1903], and below.

![A curve](figures/curve%201.png "Title") `![](figures/curve%201.png)`

<img src="dot.png" alt="">
"""
BIB = "@article{curie1903, title={On the radium question}, author={Curie, Marie}, year={1903}}"


class Shell:
    """Runs the command in a folder, with Python alone: nothing of this project is installed."""

    def __init__(self, folder: Path, site: str, token: str) -> None:
        self.folder = folder
        self.program = folder.parent / "wellcited.pyz"
        self.program.write_bytes(program_bytes())
        self.environment = {"WELLCITED_SITE": site, "WELLCITED_TOKEN": token, "HOME": str(folder)}

    def __call__(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(self.program), *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def shell(live_server, admin_user, tmp_path):
    Author.objects.create(name="Ada", user=admin_user)
    folder = tmp_path / "texts"
    (folder / "figures").mkdir(parents=True)
    yield Shell(folder, live_server.url, token_of(admin_user))
    wait_for_the_server()


def edit_in_the_admin(admin_client: Client, post: Post, **values: str) -> None:
    address = f"/admin/blog/post/{post.pk}/change/"
    form = fields_of(admin_client.get(address).content.decode()) | values
    answer = admin_client.post(address, form)
    assert answer.status_code == 302, answer.context["errors"]
    post.refresh_from_db()


def file_status(client: Client, address: str) -> int:
    answer = client.get(address)
    answer.close()
    return answer.status_code


def test_edit_push_edit_in_the_admin_pull_comes_back_equal(shell, admin_client):
    file = shell.folder / "radium.md"
    file.write_text(NEW)
    (shell.folder / "works.bib").write_text(BIB)
    (shell.folder / "figures/curve 1.png").write_bytes(picture())
    (shell.folder / "dot.png").write_bytes(picture(colour="blue"))
    said = shell("push", "radium.md", "-m", "First.")
    assert "created (draft)" in said
    post = Post.objects.get()
    assert post.cited_works.count() == 1
    own, shown = file.read_text(), re.findall(r"/media/images/[^\s\"')]+", post.source)
    assert len(shown) == 2 and "`![](figures/curve%201.png)`" in post.source
    assert [file_status(admin_client, address) for address in shown] == [200, 200]
    assert own.partition("\n---\n\n")[2] == NEW.partition("\n---\n\n")[2]
    assert f"number: {post.pk}\n" in own
    assert "unchanged" in shell("push", "radium.md")
    assert "unchanged" in shell("pull", "radium.md")
    assert file.read_text() == own
    edit_in_the_admin(
        admin_client, post, source=post.source.replace("below", "above"), tags="physics, new"
    )
    assert "changed" in shell("pull", "radium.md")
    edited = file.read_text()
    assert (
        edited.partition("\n---\n\n")[2] == own.replace("below", "above").partition("\n---\n\n")[2]
    )
    assert 'tags: ["physics", "new"]' in edited
    assert "unchanged" in shell("push", "radium.md") and "unchanged" in shell("pull", "radium.md")
    version = Post.objects.get().version
    file.write_text(edited.replace("above", "beside"))
    assert "changed (draft)" in shell("push", "radium.md", "-m", "Again.")
    post.refresh_from_db()
    assert "beside" in post.source and post.version == version + 1
    assert [one.note for one in post.revisions.all()] == ["Again.", "", "First."]
    (shell.folder / "dot.png").write_bytes(picture(colour="green"))
    assert "changed" in shell("push", "radium.md")
    post.refresh_from_db()
    assert shown[1] not in post.source and shown[0] in post.source
    shell("push", code=2)
    shell.environment["WELLCITED_SITE"] = f"{shell.environment['WELLCITED_SITE']}/nowhere"
    assert "no JSON" in shell("pull", code=3)
    shell.environment["WELLCITED_SITE"] = "http://127.0.0.1:9"
    assert "cannot be reached" in shell("pull", code=3)
