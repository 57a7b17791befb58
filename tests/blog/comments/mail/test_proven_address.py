import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from blog.comments.mail.proven_address import MAIL_COOKIE, proven_address, remember_address
from blog.models import MailAddress

pytestmark = pytest.mark.django_db


def request_with(cookie: str):
    request = RequestFactory().get("/")
    request.COOKIES[MAIL_COOKIE] = cookie
    return request


def cookie_for(address: MailAddress) -> str:
    response = HttpResponse()
    remember_address(response, address)
    return response.cookies[MAIL_COOKIE].value


def test_browser_proves_a_verified_address():
    address = MailAddress.objects.create(address="a@example.org", verified_at=timezone.now())
    assert proven_address(request_with(cookie_for(address))) == "a@example.org"


@pytest.mark.parametrize("change", [{"verified_at": None}, {"refused_at": timezone.now()}])
def test_address_that_is_not_verified_any_more_is_not_proven(change):
    address = MailAddress.objects.create(address="a@example.org", verified_at=timezone.now())
    cookie = cookie_for(address)
    MailAddress.objects.update(**change)
    assert proven_address(request_with(cookie)) == ""


@pytest.mark.parametrize("cookie", ["", "1", "forged:1abc:signature"])
def test_forged_cookie_proves_nothing(cookie: str):
    MailAddress.objects.create(pk=1, address="a@example.org", verified_at=timezone.now())
    assert proven_address(request_with(cookie)) == ""
