"""Pictures of a site that was exported and imported are shown as they were."""

import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.folder.site_export import export_site
from blog.folder.site_import import import_site
from blog.models import Page, Post
from tests.support.drawn import photo
from tests.support.emptied_database import empty_database
from tests.support.factories import make_page, make_post

pytestmark = pytest.mark.django_db


def test_pictures_of_posts_and_pages_come_back_with_their_sizes(tmp_path: Path, settings, do_jobs):
    settings.MEDIA_ROOT, root = tmp_path / "media", tmp_path / "site"
    default_storage.save(f"images/{'a' * 20}/a.jpg", ContentFile(photo()))
    text = f"![A view](/media/images/{'a' * 20}/a.jpg)"
    make_post(source=text)
    make_page(source=text)
    export_site(root)
    empty_database()
    shutil.rmtree(default_storage.location)
    import_site(root)
    do_jobs()
    for model in (Post, Page):
        assert " 480w, " in model.objects.get().body_html
