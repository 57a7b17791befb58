"""The addresses that a post had where it comes from."""

import re
import unicodedata
from datetime import date, datetime
from pathlib import PurePosixPath
from posixpath import normpath

from blog.text.hosts import host_of
from blog.transfer.sites.content_addresses import content_path
from blog.transfer.source.content_places import content_place
from blog.transfer.source.header_values import as_path, as_strings, as_text
from blog.transfer.source.import_values import POST_FOLDERS, SourceSite, Value

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
"""Jekyll 4, `Jekyll::Drops::UrlDrop` and its documentation of permalinks."""

_FORMATS = {
    "year": "%Y",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
    "short_year": "%y",
    "y_day": "%j",
    "week": "%V",
    "w_year": "%G",
    "w_day": "%u",
    "short_month": "%b",
    "long_month": "%B",
    "short_day": "%a",
    "long_day": "%A",
    "i_month": "%-m",
    "i_day": "%-d",
}
_JEKYLL_NAME = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-(.*)\Z")
_PATTERN = re.compile(r"/?[^:]*:[a-z_]|(?:date|pretty|ordinal|weekdate|none)\Z")
_OWN = ("permalink", "url", "path", "save_as")
_FORMER = ("aliases", "alias", "redirect_from", "redirect", "old_url", "old_urls")
_ELSEWHERE = ("blogger_link", "blogger_orig_url", "wordpress_url", "orig_url", "original_url")


def old_paths(
    site: SourceSite,
    path: str,
    values: dict[str, Value],
    categories: tuple[str, ...],
    slug: str,
    when: datetime | None,
) -> tuple[str, ...]:
    """Every path by which a post was known, its own first; each begins with '/'.

    `when` is in the site's zone, None for a draft. A path of the post's own (`permalink`,
    Hugo's `url`, Zola's `path`) stands in place of the site's pattern, as it does there.
    With a `baseurl` its own path is given without and with it.
    """
    host = host_of(site.url)
    own = [as_path(text, host) for text in _own_addresses(site, path, values)]
    stated = as_text(values.get("permalink"))
    is_pattern = bool(_PATTERN.match(stated))
    if is_pattern or not any(own):
        pattern = stated if is_pattern else site.permalink
        own = [_from_pattern(site, pattern, path, categories, slug, when, values)]
    base = as_path(site.baseurl).rstrip("/")
    own += [base + item for item in own if base and item]
    stated_former = [text for key in _FORMER for text in as_strings(values.get(key))]
    if site.system == "hugo":
        stated_former = [_from_page(text, own[0]) for text in stated_former]
    former = [as_path(text, host) for text in stated_former]
    former += [as_path(text, "*") for key in _ELSEWHERE for text in as_strings(values.get(key))]
    citation = values.get("citation")
    if isinstance(citation, dict):
        former.append(as_path(as_text(citation.get("url")), "*"))
    return tuple(dict.fromkeys(item for item in [*own, *former] if item))


def _from_page(alias: str, own: str) -> str:
    """Hugo's alias without a slash at its front counts from where the page's folder stands."""
    if not own or ":" in alias or alias.startswith(("/", "\\")):
        return alias
    ending = "/" if alias.endswith("/") else ""
    return normpath(f"{own}/../{alias}").replace("//", "/") + ending


def _own_addresses(site: SourceSite, path: str, values: dict[str, Value]) -> list[str]:
    """Those that a header says; Hugo puts the language before one without a slash at its front."""
    stated = [text for key in _OWN for text in as_strings(values.get(key))]
    prefix = content_place(site.languages, path).language.prefix if site.system == "hugo" else ""
    return [text if text.startswith("/") or ":" in text else f"{prefix}/{text}" for text in stated]


def states_path(values: dict[str, Value]) -> bool:
    """Whether a header says the path of its own text."""
    return any(as_path(text) for key in _OWN for text in as_strings(values.get(key)))


def _from_pattern(
    site: SourceSite,
    pattern: str,
    path: str,
    categories: tuple[str, ...],
    slug: str,
    when: datetime | None,
    values: dict[str, Value],
) -> str:
    is_notebook = PurePosixPath(path).suffix.lower() in {".rmd", ".qmd"}
    if site.system == "jekyll" and not is_notebook:
        return jekyll_path(pattern, path, categories, as_text(values.get("slug")), when)
    if site.system in {"hugo", "zola"}:
        place = content_place(site.languages, path)
        return content_path(place, values, when, is_hugo=site.system == "hugo")
    if site.system == "pelican":
        return _pelican_path(pattern, slug, when)
    if site.system in {"quarto", "distill", "jekyll"}:
        return _quarto_path(path)
    return ""


def jekyll_path(
    pattern: str, path: str, categories: tuple[str, ...], slug: str, when: datetime | None
) -> str:
    """Jekyll's address for a post: a style's name or a pattern, filled and cleaned; or ''.

    A draft has none: Jekyll dates it by the day of its build.
    """
    if when is None:
        return ""
    pattern = _STYLES.get(pattern.strip() or "date", pattern.strip())
    parts = _placeholders(path, categories, slug)
    filled = re.sub(r":([a-z_]+)", lambda m: _fill(m[1], parts, when), pattern)
    return as_path(re.sub(r"/+", "/", "/" + filled))


def _fill(name: str, parts: dict[str, str], when: datetime) -> str:
    """`:title_x` is `:title` and `_x`, as in Jekyll's `URL.generate_url_from_drop`."""
    end = len(name)
    while end > 0:
        if name[:end] in parts:
            return parts[name[:end]] + name[end:]
        if name[:end] in _FORMATS:
            return _dated(_FORMATS[name[:end]], when) + name[end:]
        end = name.rfind("_", 0, end)
    return ":" + name


def _dated(form: str, when: datetime) -> str:
    """A date in `strftime`'s form; `%-m` and `%-d`, which not every system has, without a zero."""
    if form.startswith("%-"):
        return when.strftime(form.replace("-", "")).lstrip("0")
    return when.strftime(form)


def _placeholders(path: str, categories: tuple[str, ...], slug: str) -> dict[str, str]:
    stem = PurePosixPath(path).stem
    dated = _JEKYLL_NAME.match(stem)
    slug = slug or (dated[1] if dated else stem).rstrip(".")
    folders = PurePosixPath(path).parts
    above = folders[: next((i for i, p in enumerate(folders) if p in POST_FOLDERS), 0)]
    names = list(dict.fromkeys([*above, *categories]))
    return {
        "title": jekyll_slug(slug, keeps_signs=True),
        "slug": jekyll_slug(slug).lower(),
        "categories": "/".join(dict.fromkeys(name.lower() for name in names)),
        "slugified_categories": "/".join(dict.fromkeys(jekyll_slug(n).lower() for n in names)),
        "output_ext": ".html",
        "name": jekyll_slug(stem),
        "basename": stem,
        "collection": "posts",
        "path": str(PurePosixPath(path).with_suffix("")),
    }


def jekyll_slug(text: str, keeps_signs: bool = False) -> str:
    """Jekyll's `Utils.slugify` in its modes `default` and `pretty`, case kept."""
    signs = r"._~!$&'()+,;=@" if keeps_signs else ""
    kept = (
        c if unicodedata.category(c)[0] in "LM" or c.isdecimal() or c in signs else "-"
        for c in text
    )
    return re.sub("-{2,}", "-", "".join(kept)).strip("-")


def _quarto_path(path: str) -> str:
    """Distill's posts stand in `_posts` and are shown below `/posts/`."""
    parts = list(PurePosixPath(path).with_suffix("").parts)
    if parts[0] == "_posts" and len(parts) > 2:
        return as_path("/" + "/".join(parts[:-1]).lstrip("_") + "/")
    if parts[-1:] == ["index"]:
        return as_path("/" + "/".join(parts[:-1]) + "/")
    return as_path("/" + "/".join(parts) + ".html")


def _pelican_path(pattern: str, slug: str, when: date | None) -> str:
    """`{date:%Y}/{slug}/`; a pattern with other fields is not understood."""
    filled = (pattern or "{slug}.html").replace("{slug}", slug)
    if when is not None:
        filled = re.sub(r"\{date:([-%/A-Za-z_]{1,40})\}", lambda m: when.strftime(m[1]), filled)
    return "" if "{" in filled else as_path("/" + filled)
