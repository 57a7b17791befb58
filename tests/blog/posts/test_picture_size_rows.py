from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from blog.models import OwnPicture, Post
from blog.posts.own_pages import render_page_source
from blog.posts.picture_copies import read_picture
from blog.posts.picture_size_rows import lack_sizes, measure_pictures
from blog.posts.saving_posts import render_again, save_post
from tests.support.drawn import moving, photo, picture
from tests.support.factories import make_page, make_post
from tests.support.pages import check_page

pytestmark = pytest.mark.django_db
FOLDER = "images/0123456789abcdef0123"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept(data: bytes, name: str = "a.jpg") -> str:
    return f"/media/{default_storage.save(f'{FOLDER}/{name}', ContentFile(data))}"


def test_a_picture_gets_its_size_and_copies_by_a_job(client, do_jobs):
    address = kept(photo())
    post = make_post(source=f"![A view]({address})")
    assert "srcset" not in post.body_html
    do_jobs()
    post.refresh_from_db()
    copies = [f"/media/widths/0123456789abcdef0123/{width}-a.webp" for width in (480, 960)]
    expected = f"{copies[0]} 480w, {copies[1]} 960w, {address} 1200w"
    assert f'width="1200" height="800" srcset="{expected}"' in post.body_html
    for place, width in zip(copies, (480, 960), strict=True):
        answer = client.get(place)
        assert answer.headers["Content-Type"] == "image/webp"
        assert Image.open(BytesIO(answer.getvalue())).width == width
    assert expected in check_page(client.get(post.get_absolute_url()))


def test_rendering_again_gives_the_same_bytes_and_asks_for_no_job(do_jobs):
    post = make_post(source=f"![A view]({kept(photo())})")
    do_jobs()
    before = Post.objects.get().body_html
    assert render_again(post.pk) is False
    save_post(Post.objects.get())
    assert Post.objects.get().body_html == before
    assert OwnPicture.objects.count() == 1


def test_another_post_shows_it_with_its_copies_at_once(do_jobs):
    address = kept(photo())
    make_post(source=f"![A view]({address})")
    do_jobs()
    assert "srcset" in make_post(source=f"Text ![A view]({address})").body_html


def test_texts_that_show_one_new_picture_all_get_its_copies(do_jobs):
    address = kept(photo())
    posts = [make_post(source=f"![A view]({address})") for _number in range(2)]
    page = make_page(source=f"![A view]({address})")
    do_jobs()
    for row in (*posts, page):
        row.refresh_from_db()
        assert "srcset" in row.body_html


def test_a_text_is_looked_at_again_whose_picture_was_measured_while_it_was_rendered(do_jobs):
    address = kept(photo())
    post = make_post(source=f"![A view]({address})")
    measure_pictures(post.body_html)
    assert lack_sizes([post]) == [post]
    do_jobs()
    assert lack_sizes([Post.objects.get()]) == []


def test_pages_have_them_too(do_jobs):
    page = make_page(source=f"![A view]({kept(photo())})")
    do_jobs()
    page.refresh_from_db()
    assert "srcset" in page.body_html
    assert render_page_source(page.source).html in page.body_html


@pytest.mark.parametrize("data", [b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_cannot_be_measured_is_asked_for_once(data, do_jobs):
    post = make_post(source=f"![A view]({kept(data)}) ![B]({'/media/' + FOLDER}/none.png)")
    before = post.body_html
    do_jobs()
    post.refresh_from_db()
    assert post.body_html == before
    assert OwnPicture.objects.filter(width=0).count() == 2
    save_post(post)
    do_jobs()
    assert OwnPicture.objects.count() == 2


def test_copies_are_made_where_they_are_worth_it():
    assert read_picture(photo(size=(500, 300)))[2] == []
    assert [one for one, _data in read_picture(photo(size=(2400, 300)))[2]] == [480, 960, 1600]
    assert read_picture(moving())[:2] == (30, 20)
    assert read_picture(moving())[2] == []
    assert read_picture(picture(size=(2000, 10)))[2] == []  # of one colour: small as it is


def test_copies_stand_as_the_picture_is_shown():
    told = Image.Exif()
    told[0x0112] = 6
    width, height, copies = read_picture(photo(exif=told))
    assert (width, height) == (800, 1200)
    assert Image.open(BytesIO(copies[0][1])).size == (480, 720)
