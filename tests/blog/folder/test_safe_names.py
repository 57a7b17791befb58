import pytest

from blog.folder.safe_names import SafeNames


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("a-post", "a-post"),
        ("학습", "학습"),
        ("DBLP:conf/x", "DBLP_conf_x~7"),
        ("con", "con~7"),
        ("NUL.txt", "NUL.txt~7"),
        ("_hidden", "x_hidden~7"),
        ("..", "file~7"),
        ("a/../b", "a_.._b~7"),
        ("", "file~7"),
    ],
)
def test_a_name_is_one_that_every_file_system_keeps(wanted: str, name: str):
    assert SafeNames().take(wanted, 7) == name


@pytest.mark.parametrize("other", ["straße", "STRASSE", "Strasse"])
def test_names_that_some_file_system_takes_for_one_are_told_apart(other: str):
    names = SafeNames()
    assert names.take("strasse", 1) == "strasse"
    assert names.take(other, 2) == f"{other}~2"


def test_long_names_fit_and_differ():
    names = SafeNames()
    found = [names.take("학" * 200, number) for number in (1, 2)]
    assert len(set(found)) == 2
    assert all(len(name.encode()) < 140 for name in found)
