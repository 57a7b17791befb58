"""The addresses of the API with what a session gets there: nobody is let in where a token is asked
for, whoever is logged in. What tokens open is in ``tests/blog/api/test_api_access.py``."""

API_ADDRESSES = {
    "blog:api_posts": ("/api/v1/posts", 401),
    "blog:api_post": ("/api/v1/posts/1", 401),
    "blog:api_copies": ("/api/v1/posts/1/copies", 405),
    "blog:api_preview": ("/api/v1/preview", 405),
    "blog:api_pictures": ("/api/v1/pictures", 405),
    "blog:api_nothing": ("/api/v2/posts", 401),
    "blog:api_description": ("/api/v1/openapi.json", 200),
    "blog:api_program": ("/api/v1/wellcited.pyz", 200),
}
