"""A bibliography that is watched: changed, emptied, half written, replaced by a folder."""

import os
import shutil
import time

import pytest
from django.contrib.auth.models import User

from papers.library.corrections import keep_corrections
from papers.models import Paper, Source, Watch, WatchLook
from papers.watching import taking_in
from papers.watching.taking_in import ALWAYS
from papers.watching.watch_rounds import WatchRounds, claimed
from tests.papers.watching.conftest import bib
from tests.support.factories import make_post

FEW = 12


def volumes() -> list[str]:
    return list(Paper.objects.order_by("pk").values_list("volume", flat=True))


def outcomes() -> list[tuple[str, str]]:
    return list(WatchLook.objects.order_by("pk").values_list("outcome", "said"))


def test_what_changes_in_the_file_changes_here_and_is_logged(watch, write, look):
    write(bib(FEW))
    assert look().state == "in step"
    assert volumes() == ["1"] * FEW
    make_post(title="On water", source="As [@k3] says.")
    paper = Paper.objects.get(keys__value="k4")
    paper.publisher = "Corrected here"
    keep_corrections(paper)
    write(bib(FEW + 1, k3="7", k4="8"))
    look()
    assert volumes() == ["1", "1", "1", "7", "8", *["1"] * (FEW - 4)]
    assert Paper.objects.get(pk=paper.pk).publisher == "Corrected here"
    last = WatchLook.objects.first()
    said = f"1 new, 2 changed, 0 gone, {FEW - 2} as before"
    assert (last.outcome, last.said, last.posts) == ("taken", said, ["On water"])
    assert "“k3” changes" in last.lines[0]
    assert "volume “1” → “7”" in last.lines[0]


def test_nothing_is_read_or_logged_while_nothing_changes(watch, write, look, monkeypatch):
    file = write(bib(FEW))
    look()
    before = outcomes()
    os.utime(file, (1_000_000, 1_000_000))  # written again as it was
    look()
    monkeypatch.setattr(taking_in, "copy_path", None)  # which would be called otherwise
    look()
    assert outcomes() == before


@pytest.mark.parametrize("text", ["", " \n", "\0" * 4096, "no bibliography", "% only a comment\n"])
def test_an_emptied_file_changes_nothing(watch, write, look, text):
    write(bib(FEW))
    look()
    write(text)
    assert look().state == "cannot be read"
    look()
    assert [outcome for outcome, _said in outcomes()] == ["taken", "refused"]
    assert Source.objects.filter(gone_at=None).count() == FEW
    write(bib(FEW, k1="2"))
    assert look().fault == ""
    assert volumes().count("2") == 1


WHOLE = {
    "mine.bib": bib(FEW),
    "mine.json": '[{"id":"a","title":"One","type":"book"},\n{"id":"b","title":"Two"}]\n',
    "mine.ris": "TY  - BOOK\nTI  - One\nER  - \nTY  - BOOK\nTI  - Two\nER  - \n",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_half_written_file_changes_nothing(db, folder, write, name):
    Watch.objects.create(kind="path", place=str(folder / name))
    rounds, text = WatchRounds(), WHOLE[name]
    cuts = [cut for cut in range(1, len(text) - 1, 7) if not is_between(text[:cut].rstrip(), name)]
    for cut in cuts:
        write(text[:cut], name)
        rounds.look_at_all()
    assert not Paper.objects.exists()
    write(text, name)
    rounds.look_at_all()
    assert Paper.objects.count() == text.count("itle") + text.count("TI  -")


def is_between(text: str, name: str) -> bool:
    """Whether a cut file looks whole: nothing but the share of what went stops that."""
    ends = {"mine.bib": ("}\n}", "1}"), "mine.json": ("]",), "mine.ris": ("ER  -",)}
    return text.endswith(ends[name]) and text.count("{") == text.count("}")


def test_a_file_that_is_being_written_is_waited_for(watch, write, look):
    file = write(bib(FEW))
    now = time.time()
    os.utime(file, (now, now))
    assert look().state == "not looked at yet"
    os.utime(file, (now - 60, now - 60))
    assert look().state == "in step"


def test_a_folder_a_pipe_or_nothing_in_its_place_changes_nothing(watch, write, look):
    file = write(bib(FEW))
    look()
    file.unlink()
    assert "is not there" in look().fault
    file.mkdir()
    assert "is a folder now" in look().fault
    look()
    file.rmdir()
    os.mkfifo(file)
    assert "is no regular file" in look().fault
    file.unlink()
    write(bib(FEW))
    assert look().fault == ""
    assert Source.objects.filter(gone_at=None).count() == FEW
    assert len(outcomes()) == 4


def test_what_changes_too_much_waits_for_an_editor(watch, write, look, admin_client):
    write(bib(40))
    look()
    other = {f"k{n}": "2" for n in range(9)}
    write(bib(40, **other))
    assert look().state == "waits for an editor"
    look()
    assert volumes() == ["1"] * 40
    assert outcomes()[-1] == ("waits", "0 new, 9 changed, 0 gone, 31 as before")
    page = admin_client.get(f"/admin/papers/watch/{watch.pk}/change/").content.decode()
    assert "Take it in all the same" in page
    send(admin_client, watch, _confirm="1", _seen=watch.waiting)
    assert look().state == "in step"
    assert volumes().count("2") == 9


def test_an_editor_takes_in_what_was_seen_and_not_what_came_since(watch, write, look, admin_client):
    write(bib(40))
    look()
    write(bib(20))
    seen = look().waiting
    write(bib(10))
    look()
    answer = send(admin_client, watch, _confirm="1", _seen=seen)
    assert "look at it again" in answer.content.decode()
    assert look().waits
    write(bib(40))  # put right by itself
    assert look().state == "in step"
    assert Source.objects.filter(gone_at=None).count() == 40


def send(client, watch, **buttons):
    address = f"/admin/papers/watch/{watch.pk}/change/"
    form = client.get(address).context["adminform"].form
    fields = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in fields.items() if value not in (None, False)}
    return client.post(address, data | buttons, follow=True)


def test_few_entries_may_always_change(watch, write, look):
    write(bib(ALWAYS + 1))
    look()
    write(bib(1))
    assert look().state == "in step"
    assert Source.objects.exclude(gone_at=None).count() == ALWAYS
    assert Paper.objects.count() == ALWAYS + 1
    write(bib(ALWAYS + 1))
    look()
    assert not Source.objects.exclude(gone_at=None).exists()


def test_new_keys_for_the_same_works_are_no_change(watch, write, look):
    write(bib(40))
    look()
    write(bib(40).replace("{k", "{renamed"))
    assert look().state == "in step"
    assert Paper.objects.count() == Source.objects.count() == 40


def test_looking_first_says_what_would_be(watch, write, look, admin_client):
    Watch.objects.update(is_on=False)
    write(bib(3))
    look()
    assert outcomes() == []
    send(admin_client, watch, _look="1")
    look()
    assert outcomes() == [("trial", "3 new, 0 changed, 0 gone, 0 as before")]
    assert not Paper.objects.exists()


def test_two_processes_do_not_do_the_same(watch, write, look):
    write(bib(FEW))
    with claimed(Watch.objects.get(), lambda: False):
        assert look().state == "not looked at yet"
        WatchRounds().look_at_all()
        assert not Paper.objects.exists()
    assert look().state == "in step"
    WatchRounds().look_at_all()
    assert len(outcomes()) == 1


def test_a_process_that_is_stopped_goes_on_later(watch, write, look):
    write(bib(FEW))
    answers = iter([False, False, True, True, True])
    WatchRounds(lambda: next(answers)).look_at_all()
    assert not Paper.objects.exists()
    assert look().state == "in step"


def test_a_fault_of_ours_stops_no_other(watch, write, look, monkeypatch, folder):
    write(bib(FEW))
    write(bib(FEW), "other.bib")
    other = Watch.objects.create(kind="path", place=str(folder / "other.bib"))
    once = iter([ZeroDivisionError])
    real = taking_in.add_all

    def broken(*args, **kwargs):
        for error in once:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(taking_in, "add_all", broken)
    assert "failed" in look().fault
    other.refresh_from_db()
    assert other.state == "in step"


def test_only_files_of_the_folders_may_be_named(admin_client, folder, tmp_path):
    secret = tmp_path / "secret.bib"
    secret.write_text("@misc{a, title = {Secret}}")
    (folder / "link.bib").symlink_to(secret)
    (folder / "inner").symlink_to(tmp_path)
    (folder / ".hidden").mkdir()
    (folder / "secret_key").write_text("x")
    (folder / "key.bib").symlink_to(folder / "secret_key")
    for place in (
        *(secret, folder / "link.bib", folder / "inner/secret.bib", folder / ".hidden/a.bib"),
        *(folder / "secret_key", folder / "key.bib", folder, folder / "../secret.bib"),
        *("/etc/passwd", "mine.bib", "/proc/self/environ"),
    ):
        data = {"kind": "path", "place": str(place), "most_share": 20, "is_on": "on"}
        answer = admin_client.post("/admin/papers/watch/add/", data)
        assert answer.status_code == 200, place
        assert not Watch.objects.exists(), place
    data["place"] = str(folder / "sub/../mine.bib")
    admin_client.post("/admin/papers/watch/add/", data)
    assert Watch.objects.get().place == str(folder / "mine.bib")


def test_a_link_that_is_put_in_its_place_later_is_not_followed(watch, write, look, tmp_path):
    file = write(bib(FEW))
    secret = tmp_path / "secret.bib"
    shutil.copy(file, secret)
    file.unlink()
    file.symlink_to(secret)
    assert "may not be read" in look().fault
    assert not Paper.objects.exists()


def test_a_huge_file_is_not_read(watch, write, look, settings):
    settings.PAPERS_WATCHED_BYTES = 1_000_000
    write(bib(1))
    os.truncate(watch.place, 1_000_001)
    os.utime(watch.place, (1, 1))
    assert "is larger than 1 MB" in look().fault


def test_an_upgrade_that_reads_otherwise_changes_only_what_it_changes(watch, write, look):
    """The digests of all texts are others then; the works are not."""
    write(bib(40))
    look()
    Source.objects.update(digest="another")
    write(bib(40, k0="2"))
    assert look().state == "in step"
    assert outcomes()[-1] == ("taken", "0 new, 1 changed, 0 gone, 39 as before")


def test_an_editor_without_the_right_names_nothing(client, db):
    user = User.objects.create_user("ada", password="x", is_staff=True)
    client.force_login(user)
    assert client.get("/admin/papers/watch/add/").status_code == 403
