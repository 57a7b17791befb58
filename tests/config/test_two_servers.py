"""Two processes on one database, each with pages in its own memory."""

import urllib.request
from pathlib import Path

import pytest

from tests.support.flooding import MAKE_POST, run_in_shell, served
from tests.support.serving import free_port

pytestmark = pytest.mark.slow
CHANGE = "from blog.models import Post; Post.objects.update(title='Changed %d')"


def page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/posts/flooded/", timeout=20) as answer:
        return answer.read().decode()


def test_what_one_process_changes_is_at_once_on_the_pages_of_the_others(tmp_path: Path):
    ports = [free_port(), free_port()]
    with served(tmp_path, ports[0], {}):
        run_in_shell(MAKE_POST, tmp_path, {})
        with served(tmp_path, ports[1], {}):
            for port in ports * 2:
                assert ">Flooded<" in page(port)
            for number in range(2):
                run_in_shell(CHANGE % number, tmp_path, {})
                for port in ports * 2:
                    assert f">Changed {number}<" in page(port)
