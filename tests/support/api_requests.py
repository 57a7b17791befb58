"""Requests to the API, as a program of a user's sends them: without cookies."""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from blog.api.api_access import make_api_token
from blog.models import ApiToken
from tests.support.described_api import check_answer

LATER = timedelta(days=30)


def token_of(user: Any, name: str = "laptop", lasts: timedelta = LATER) -> str:
    expires_at = timezone.now() + lasts
    return make_api_token(ApiToken(user=user, name=name, expires_at=expires_at))


def ask(token: str, method: str, path: str, told: Any = None) -> HttpResponse:
    """An answer, which is as the API is described."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    kind = "application/octet-stream" if isinstance(told, bytes) else "application/json"
    answer = Client(enforce_csrf_checks=True).generic(
        method,
        f"/api/v1/{path}",
        told if isinstance(told, bytes) else as_bytes(told),
        content_type=kind,
        headers=headers,
    )
    check_answer(method, path, answer.status_code, answer.json())
    return answer


def as_bytes(told: Any) -> bytes:
    return b"" if told is None else json.dumps(told).encode()


def told(answer: HttpResponse, status: int) -> Any:
    """The JSON of an answer, which no cache keeps."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json"), (
        answer.content
    )
    assert "no-store" in answer["Cache-Control"]
    return answer.json()
