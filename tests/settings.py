"""The settings under test: the real ones, untouched by the shell, in a data folder of their own."""

import os
import tempfile

for name in (
    "ALLOWED_HOSTS",
    "ARXIV_URL",
    "BACKUP_DAYS",
    "BEHIND_PROXY",
    "CONTACT_EMAIL",
    "CROSSREF_URL",
    "DATACITE_URL",
    "DEBUG",
    "DISK_LEFT_MB",
    "EMAIL_URL",
    "HSTS_SUBDOMAINS",
    "ACCESS_LOG",
    "ERROR_MAIL",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "MEDIA_MB",
    "PAGE_STORE_MB",
    "REDIS_URL",  # tests/conftest.py gives it to those that ask for Redis
    "REGISTRIES",
    "S3_ACCESS_KEY",
    "S3_BUCKET",
    "S3_REGION",
    "S3_SECRET_KEY",
    "S3_URL",
    "CHECKS_PER_HOUR",
    "SECRET_KEY",
    "SITE_URL",
    "TRUSTED_PROXIES",
    "WATCHED_FOLDERS",
    "WATCHED_MEGABYTES",
    "ZOTERO_KEY",
    "ZOTERO_URL",
):
    if name in os.environ:
        os.environ[f"SHELL_{name}"] = os.environ.pop(name)
data_folder = tempfile.TemporaryDirectory(prefix="wellcited-tests-")
os.environ["DATA_DIR"] = data_folder.name

from config.settings import *  # noqa: E402, F403  (the lines above decide what it reads)

PAPERS_REGISTRY_URLS = {}  # the fixture `registries` has those of this machine
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BLOG_SENDS_MAIL = True
STORAGES = {
    "default": {"BACKEND": "config.media_store.MediaFolder"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
