"""Ghost's cards as HTML that needs no script: what readers of its site saw of each.

Source: Ghost's own cards (`kg-default-cards`, `kg-default-nodes`), their fields and their HTML.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

from blog.transfer.archives.html_elements import Element, rewrite_elements

FORMS = {"signup", "email", "email-cta"}
"""Cards that are forms or stood in letters alone."""
STARS = 5


def text_in(values: Mapping[str, Any], *keys: str) -> str:
    """The first text that stands under one of the keys."""
    found = (values.get(key) for key in keys)
    return next((one.strip() for one in found if isinstance(one, str) and one.strip()), "")


def _figure(inner: str, caption: str = "") -> str:
    return f"<figure>{inner}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def link_card(address: str, title: str, about: str = "", whose: str = "", caption: str = "") -> str:
    """A bookmark; the texts are HTML."""
    link = f'<a href="{escape(unescape(address))}">{title or escape(address)}</a>'
    rest = "".join(f"<br>{one}" for one in (about, whose) if one)
    return _figure(f"<p>{link}{rest}</p>", caption)


def box_card(text: str, sign: str = "") -> str:
    words = f"{sign} {text}".strip()
    inner = words if re.match(r"\s*<(?:p|ul|ol|div)\b", words) else f"<p>{words}</p>"
    return f'<div class="admonition note" role="note">{inner}</div>'


def folded_card(heading: str, text: str) -> str:
    return f"<details><summary>{heading}</summary>{text}</details>"


def sound_card(address: str, title: str = "") -> str:
    return _figure(f'<audio controls src="{escape(unescape(address))}"></audio>', title)


def film_card(address: str, poster: str = "", caption: str = "") -> str:
    shown = f' poster="{escape(unescape(poster))}"' if poster else ""
    return _figure(f'<video controls src="{escape(unescape(address))}"{shown}></video>', caption)


def file_card(address: str, title: str, about: str = "", size: str = "") -> str:
    link = f'<a href="{escape(unescape(address))}">{title or escape(address)}</a>'
    return f"<p>{link}{f' ({size})' if size else ''}{f'<br>{about}' if about else ''}</p>"


def product_card(
    title: str, about: str, picture: str = "", stars: int = 0, link: str = "", words: str = ""
) -> str:
    parts = [f'<img src="{escape(unescape(picture))}" alt="">' if picture else ""]
    parts += [f"<h4>{title}</h4>" if title else ""]
    parts += [f"<p>{'★' * stars}{'☆' * (STARS - stars)}</p>" if 0 < stars <= STARS else ""]
    parts += [about, button_card(link, words) if link else ""]
    return f"<div>{''.join(parts)}</div>"


def button_card(address: str, words: str) -> str:
    return f'<p><a href="{escape(unescape(address))}">{words or escape(address)}</a></p>'


def picture_card(address: str, alt: str = "", caption: str = "", link: str = "") -> str:
    image = f'<img src="{escape(unescape(address))}" alt="{escape(unescape(alt))}">'
    return _figure(f'<a href="{escape(unescape(link))}">{image}</a>' if link else image, caption)


def card_html(kind: str, values: Mapping[str, Any]) -> str | None:
    """A card by its name and its fields, as the editor keeps them; None for one that is not known,
    '' for one that readers of the site did not see."""
    kind = kind.removeprefix("card-")
    address = text_in(values, "url", "src")
    caption = text_in(values, "caption")
    if kind in {"image", "audio", "video", "file"}:
        return _file_of(kind, address, caption, values) if address else ""
    if kind in {"hr", "horizontalrule"}:
        return "<hr>"
    if kind in {"code", "codeblock"}:
        named = text_in(values, "language")
        language = f' class="language-{escape(named)}"' if named else ""
        code = str(values.get("code") or "")
        return _figure(f"<pre><code{language}>{escape(code, quote=False)}</code></pre>", caption)
    if kind == "gallery":
        images = values.get("images")
        rows = [one for one in images if isinstance(one, dict)] if isinstance(images, list) else []
        shown = (picture_card(text_in(o, "src"), text_in(o, "alt")) for o in rows if o.get("src"))
        return _figure("".join(shown), caption)
    if kind in {"html", "embed"}:
        return _figure(text_in(values, "html"), caption) if caption else text_in(values, "html")
    return _text_card(kind, address, caption, values)


def _file_of(kind: str, address: str, caption: str, values: Mapping[str, Any]) -> str:
    title = escape(text_in(values, "title", "fileTitle"))
    if kind == "image":
        return picture_card(address, text_in(values, "alt"), caption, text_in(values, "href"))
    if kind == "audio":
        return sound_card(address, title)
    if kind == "video":
        poster = text_in(values, "customThumbnailSrc", "thumbnailSrc")
        return film_card(address, poster, caption)
    about = escape(text_in(values, "fileCaption"))
    return file_card(address, title or escape(text_in(values, "fileName")), about)


def _text_card(kind: str, address: str, caption: str, values: Mapping[str, Any]) -> str | None:
    if kind == "bookmark":
        facts = values.get("metadata")
        told = facts if isinstance(facts, dict) else {}
        title, about = (escape(text_in(told, key)) for key in ("title", "description"))
        return link_card(address, title, about, escape(text_in(told, "publisher")), caption)
    if kind == "callout":
        return box_card(text_in(values, "calloutText"), escape(text_in(values, "calloutEmoji")))
    if kind == "toggle":
        return folded_card(text_in(values, "heading"), text_in(values, "content"))
    if kind == "product":
        stars = values.get("productStarRating") if values.get("productRatingEnabled") else 0
        return product_card(
            text_in(values, "productTitle"),
            text_in(values, "productDescription"),
            text_in(values, "productImageSrc"),
            stars if isinstance(stars, int) else 0,
            text_in(values, "productUrl"),
            escape(text_in(values, "productButton")),
        )
    if kind == "button":
        words = escape(text_in(values, "buttonText"))
        return button_card(text_in(values, "buttonUrl") or address, words)
    if kind in {"header", "call-to-action"}:
        return _header(values)
    return "" if kind in FORMS or kind in {"paywall", "collection"} else None


def _header(values: Mapping[str, Any]) -> str:
    picture = text_in(values, "backgroundImageSrc", "imageUrl")
    parts = [f'<img src="{escape(unescape(picture))}" alt="">' if picture else ""]
    if heading := text_in(values, "header"):
        parts.append(f"<h2>{heading}</h2>")
    parts += [f"<p>{one}</p>" for one in [text_in(values, "subheader")] if one]
    parts.append(text_in(values, "textValue"))
    if link := text_in(values, "buttonUrl"):
        parts.append(button_card(link, escape(text_in(values, "buttonText"))))
    return f"<div>{''.join(parts)}</div>"


def rewrite_cards(source: str) -> tuple[str, list[str]]:
    """Ghost's HTML with each card as above, and the names of cards that are left out."""
    left: dict[str, None] = {}

    def written(element: Element) -> str | None:
        kinds = [one for one in element.classes if one.startswith("kg-") and one.endswith("-card")]
        for kind in kinds:
            name = kind.removeprefix("kg-").removesuffix("-card")
            if name in FORMS:
                left[name] = None
                return ""
            if name in OF_HTML:
                return OF_HTML[name](element)
        return None

    return rewrite_elements(source, written) if "kg-" in source else source, list(left)


def _of(element: Element, name: str) -> str:
    found = element.first(name)
    return found.html().strip() if found else ""


def _said(element: Element, name: str) -> str:
    found = element.first(name)
    return found.words() if found else ""


def _attribute(element: Element, tag: str, name: str) -> str:
    found = element.first(tag)
    return found.attributes.get(name, "") if found else ""


def _bookmark(element: Element) -> str:
    whose = " · ".join(
        filter(None, (_said(element, f"kg-bookmark-{one}") for one in ("author", "publisher")))
    )
    address = _attribute(element, "kg-bookmark-container", "href") or _attribute(
        element, "a", "href"
    )
    title, about = _said(element, "kg-bookmark-title"), _said(element, "kg-bookmark-description")
    return link_card(address, title, about, whose, _of(element, "figcaption"))


def _product(element: Element) -> str:
    active = [one for one in element.below() if "kg-product-card-rating-active" in one.classes]
    return product_card(
        _of(element, "kg-product-card-title"),
        _of(element, "kg-product-card-description"),
        _attribute(element, "kg-product-card-image", "src"),
        len(active),
        _attribute(element, "kg-product-card-button", "href"),
        _said(element, "kg-product-card-button"),
    )


def _file(element: Element) -> str:
    names = [_said(element, f"kg-file-card-{one}") for one in ("filename", "filesize")]
    return file_card(
        _attribute(element, "a", "href"),
        _said(element, "kg-file-card-title") or names[0],
        _of(element, "kg-file-card-caption"),
        ", ".join(filter(None, names)),
    )


OF_HTML = {
    "bookmark": _bookmark,
    "callout": lambda one: box_card(_of(one, "kg-callout-text"), _said(one, "kg-callout-emoji")),
    "toggle": lambda one: folded_card(
        _said(one, "kg-toggle-heading-text"), _of(one, "kg-toggle-content")
    ),
    "audio": lambda one: sound_card(_attribute(one, "audio", "src"), _said(one, "kg-audio-title")),
    "video": lambda one: film_card(
        _attribute(one, "video", "src"), _attribute(one, "video", "poster"), _of(one, "figcaption")
    ),
    "file": _file,
    "product": _product,
}
"""The cards whose HTML has what only scripts or Ghost's own styles make sense of."""
