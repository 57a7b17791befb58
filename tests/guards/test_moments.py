"""Pages tell moments to the second: no reader needs six digits behind it. Programs read them as
HTML has them (its "global date and time string")."""

import re
from datetime import datetime

from tests.guards.sources import ROOT
from tests.support.factories import make_comment, make_post

MOMENT = re.compile(r"\bdatetime=\"([^\"]*)\"")


def test_no_template_writes_parts_of_seconds():
    files = [*ROOT.glob("templates/**/*.html")]
    assert len(files) > 20
    assert not [file for file in files if re.search(r"date:['\"]c['\"]", file.read_text())]


def test_every_moment_of_a_template_is_written_in_the_one_way():
    for file in ROOT.glob("templates/**/*.html"):
        for written in re.findall(r"datetime=\"{{ [\w.]+\|date:(['\"])(.*?)\1", file.read_text()):
            assert written[1] in (r"Y-m-d\TH:i:sO", "Y-m-d"), file


def test_moments_of_a_post_and_its_comments_are_whole_seconds(client, db):
    post = make_post()
    make_comment(post)
    text = client.get(post.get_absolute_url()).content.decode()
    moments = MOMENT.findall(text)
    assert len(moments) > 1
    assert not [one for one in moments if "." in one]
    assert all(datetime.fromisoformat(one).tzinfo for one in moments)
    published = r"article:published_time\" content=\"[\d-]+T[\d:]+[+\d:]*\""
    assert re.search(published, text)
