"""The few files of a folder that explain it, and that have a program build it."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from django.conf import settings

from blog.folder.generators import HUGO, JEKYLL, QUARTO, Generator
from blog.models import Site
from blog.models.addresses import own_path
from blog.text.header_lines import written_json
from blog.text.link_lines import LinkLineError, read_links

GITIGNORE = (
    "# Drafts, held comments, mail addresses, users: not for everybody.\n/private/\n"
    "# What programs make of it.\n/_site/\n/public/\n/resources/\n/.quarto/\n/.hugo_build.lock\n"
)
Pages = Mapping[str, str]
"""The files of a folder's public pages by their addresses, such as ``/about/``."""


def read_me(generator: Generator) -> str:
    text = (files("blog.folder") / "built_by" / "README.md").read_text(encoding="utf-8")
    places = {name: getattr(generator, name) for name in ("posts", "unlisted", "pages", "title")}
    return text.format(**places)


def program_files(generator: Generator, site: Site, pages: Pages) -> dict[str, str]:
    """A configuration and the smallest layouts; an owner puts a theme in their place."""
    own = dict(files_below_resource(files("blog.folder") / "built_by" / generator.name))
    return own | CONFIGURED[generator.name](site, pages, own)


def files_below_resource(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from files_below_resource(one, f"{above}{one.name}/")
        else:
            yield f"{above}{one.name}", one.read_text(encoding="utf-8")


def jekyll_configured(site: Site, pages: Pages, own: Mapping[str, str]) -> dict[str, str]:
    told = {
        "title": site.name,
        "tagline": site.tagline,
        "description": site.description,
        "lang": site.language,
        "timezone": site.time_zone,
    }
    return {"_config.yml": yaml_lines(told) + own["_config.yml"]}


def hugo_configured(site: Site, pages: Pages, own: Mapping[str, str]) -> dict[str, str]:
    told = {
        "baseURL": settings.SITE_URL.rstrip("/") + "/",
        "title": site.name,
        "languageCode": site.language,
        "timeZone": site.time_zone,
        "copyright": site.licence,
        "canonifyURLs": bool(settings.SITE_PATH),  # texts name addresses of the site alone
    }
    params = {"description": site.description, "tagline": site.tagline}
    if site.home_page:
        file = pages.get(own_path(site.home_page.get_absolute_url()), "")
        params["home"] = file.removeprefix("content")
    menu = "".join(
        f"\n[[menus.main]]\nname = {written_json(title)}\nurl = {written_json(address)}\n"
        f"weight = {number}\n"
        for number, (title, address) in enumerate(menu_of(site, {*pages, "/", "/tags/"}), 1)
    )
    return {
        "hugo.toml": toml_lines(told) + own["hugo.toml"] + f"\n[params]\n{toml_lines(params)}{menu}"
    }


def quarto_configured(site: Site, pages: Pages, own: Mapping[str, str]) -> dict[str, str]:
    menu = [
        {"text": title, "href": pages.get(address, address)}
        for title, address in menu_of(site, {*pages, "/"})
    ]
    told = {
        "website": {
            "title": site.name,
            "description": site.description or site.tagline,
            "site-url": settings.SITE_URL,
            "navbar": {"left": menu},
        },
        "lang": site.language,
        "license": site.licence,
        "csl": f"styles/{site.citation_style}.csl",
    }
    listing = {"contents": "posts", "sort": "date desc", "categories": True, "feed": True}
    head = yaml_lines({"title": site.name, "engine": "markdown", "listing": listing})
    return {
        "_quarto.yml": yaml_lines(told) + own["_quarto.yml"],
        "index.qmd": f"---\n{head}---\n",
    }


CONFIGURED = {
    JEKYLL.name: jekyll_configured,
    HUGO.name: hugo_configured,
    QUARTO.name: quarto_configured,
}


def menu_of(site: Site, there: set[str]) -> list[tuple[str, str]]:
    """The navigation's titles and addresses, without those of this site that a folder has not."""
    try:
        links = read_links(site.navigation)
    except LinkLineError:  # stored before the rules for links grew stricter
        return []
    return [(title, one) for title, one in links if one in there or not one.startswith("/")]


def yaml_lines(told: Mapping[str, object]) -> str:
    """JSON is YAML too."""
    return "".join(f"{key}: {written_json(value)}\n" for key, value in told.items() if value)


def toml_lines(told: Mapping[str, object]) -> str:
    """TOML writes texts and yes as JSON does."""
    return "".join(f"{key} = {written_json(value)}\n" for key, value in told.items() if value)
