"""What has Jekyll build a folder."""

import pytest

from blog.folder.folder_notes import program_files
from blog.folder.generators import JEKYLL
from blog.models import Site
from blog.transfer.source.yaml_reader import read_yaml


@pytest.mark.parametrize("name", ["😀 on 𝔐ath", 'Say "x": \\ #1', "Zeile\u2028zwei", "Ünï"])
def test_the_configuration_says_the_sites_name_to_the_letter(name: str):
    text = program_files(JEKYLL, Site(name=name, tagline=name), {})["_config.yml"]
    (line,) = (one for one in text.split("\n") if one.startswith("title: "))
    told, _lines, _notes = read_yaml(line)
    assert told == {"title": name}
