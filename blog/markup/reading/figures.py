"""Images as figures: one alone in its paragraph, and those of Jekyll's includes."""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.attributes import apply_attributes
from blog.markup.document.html_writing import escape_attribute
from blog.markup.document.state import Document
from blog.markup.reading.links import Target

NAMES = re.compile(
    r"(?:.*/)?(?:figure|figurem|image|img|fig|picture|responsive-image)\b[\w-]*(?:\.\w+)?$", re.I
)
SOURCES = ("path", "src", "url", "image_path", "image", "file", "img")
IMAGE_TAG = re.compile(
    r"(?:(?P<class>[\w-]+)\s+)?(?P<path>(?:https?:/|\.|/)\S+)(?:\s+(?P<width>\d+))?(?:\s+\d+)?(?P<title>.*)$"
)
LENGTH = re.compile(r"\d{1,5}(?:px|%)?")


def image_element(document: Document, target: Target, alt: str) -> ET.Element:
    """An image, or a link to it where images are not allowed."""
    if not document.policy.images:
        element = ET.Element("a", {"href": target.address})
        element.text = alt or target.address
        return element
    element = ET.Element("img", {"src": target.address, "alt": alt})
    if target.title:
        element.set("title", target.title)
    element.set("loading", "lazy")
    apply_attributes(element, target.attributes)
    return element


def make_figures(root: ET.Element) -> None:
    """Turn each paragraph that holds one image and nothing else into a figure.

    The title is its caption.
    """
    for element in root.iter("p"):
        if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
            continue
        image = element[0]
        if (
            image.tag == "a"
            and len(image) == 1
            and not (image.text or "").strip()
            and not (image[0].tail or "").strip()
        ):
            image = image[0]
        if image.tag != "img":
            continue
        element.tag = "figure"
        element.text, element[0].tail = None, None
        if title := image.attrib.pop("title", ""):
            ET.SubElement(element, "figcaption").text = title


def tag_figure(rest: str) -> str | None:
    """The HTML of Octopress' and Pelican's `{% img [class] /path [width] [height] [title] %}`."""
    match = IMAGE_TAG.match(rest)
    if match is None:
        return None
    title = match["title"].strip().strip("[]'\"")
    values = {"path": match["path"], "class": match["class"] or "", "alt": title, "caption": title}
    return include_figure("image.html", {**values, "width": match["width"] or ""})


def include_figure(name: str, values: dict[str, str]) -> str | None:
    """The HTML of `{% include figure.liquid path="…" %}` and the like, or None for other ones.

    Classes that only a theme's style sheet knows are kept; sizes are kept when they are plain
    lengths.
    """
    source = next((values[key] for key in SOURCES if values.get(key)), None)
    if source is None or not NAMES.match(name):
        return None
    if not re.match(r"[a-z]+:|/|\.", source):
        source = f"/{source}"
    attributes = {"src": source, "alt": values.get("alt", "")}
    for key in ("class", "width", "height", "title"):
        value = values.get(key, "")
        if value and (key in ("class", "title") or LENGTH.fullmatch(value)):
            attributes[key] = value.removesuffix("px") if key in ("width", "height") else value
    attributes["loading"] = "lazy"
    written = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items())
    caption = values.get("caption", "")
    text = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure><img{written}>{text}</figure>"
