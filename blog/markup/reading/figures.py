"""Images as figures: one alone in its paragraph, and those of Jekyll's includes."""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.attributes import apply_attributes
from blog.markup.document.html_writing import escape_attribute
from blog.markup.document.place_names import kind_of_name
from blog.markup.document.state import BLANK, INLINE, RAW, Document
from blog.markup.reading.labels import take_label
from blog.markup.reading.links import Target
from papers.records.formula_titles import typed_tex, written_signs

NAMES = re.compile(
    r"(?:.*/)?(?:figure|figurem|image|img|fig|picture|responsive-image)\b[\w-]*(?:\.\w+)?$", re.I
)
SOURCES = ("path", "src", "url", "image_path", "image", "file", "img")
IMAGE_TAG = re.compile(
    r"(?:(?P<class>[\w-]+)\s+)?(?P<path>(?:https?:/|\.|/)\S+)(?:\s+(?P<width>\d+))?(?:\s+\d+)?(?P<title>.*)$"
)
GROUPED = frozenset({"fig", "tbl", "lst"})
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


def alt_words(text: str) -> str:
    """An image's alternative text, with its formulas in signs."""
    return written_signs(typed_tex(text)) or text


def make_figures(document: Document, root: ET.Element) -> list[ET.Element]:
    """Turn each paragraph that holds one image and nothing else into a figure. The captions that
    stood in attributes, whose spans are still to be read.

    Its caption is `fig-cap`; or else the words in the image's bracket where `fig-alt`, an id
    `fig-…`, a `\\label` or the class `figure` says that they are one (Quarto, "Figures"); or else
    the title.
    """
    unread: list[ET.Element] = []
    given = {image: _take_figure(document, image) for image in root.iter("img")}
    for element in list(root.iter("div")):
        if kind_of_name(element.get("id", "")) in GROUPED:
            _part_images(element)
    for element in root.iter("p"):
        image = _lone_image(element)
        if image is None:
            continue
        element.tag = "figure"
        element.text, element[0].tail = None, None
        words = document.captions.get(image)
        caption = given[image]["caption"]
        if not caption and given[image]["is_figure"] and words is not None and _is_filled(words):
            element.append(words)
        elif caption := caption or image.attrib.pop("title", ""):
            unread.append(ET.SubElement(element, "figcaption"))
            unread[-1].text = str(caption)
        if image.get("id"):
            element.set("id", image.attrib.pop("id"))
    for element in list(root.iter("div")):
        if kind_of_name(element.get("id", "")) in GROUPED:
            _make_group(element)
    for image in given:
        if title := image.get("title"):
            image.set("title", alt_words(title))
    return unread


def _is_filled(element: ET.Element) -> bool:
    return bool(len(element) or element.text)


def _part_images(division: ET.Element) -> None:
    """Give each image its own paragraph where a paragraph holds nothing but several."""
    for place, element in reversed(list(enumerate(division))):
        images = list(element)
        is_row = element.tag == "p" and len(images) > 1 and not (element.text or "").strip()
        if is_row and all(_is_image(one) and not (one.tail or "").strip() for one in images):
            division.remove(element)
            for image in reversed(images):
                holder = ET.Element("p")
                holder.append(image)
                division.insert(place, holder)


def _is_image(element: ET.Element) -> bool:
    return element.tag == "img" or (element.tag == "a" and _lone_image(element) is not None)


def _make_group(division: ET.Element) -> None:
    """Make a figure of a division `::: {#fig-a}`, with its last paragraph as the caption (Quarto,
    "Subfigures"); figures and tables inside of it are its parts."""
    parts = [element for element in division if element.tag in ("figure", "table")]
    last = next((element for element in reversed(division) if element.tag != BLANK), None)
    if not parts and not any(element.tag in ("code-block", RAW) for element in division):
        return
    division.tag = "figure"
    if last is not None and last.tag == "p":
        last.tag = "figcaption"
    if len(parts) == 1 and parts[0].tag == "figure" and not parts[0].get("id"):
        parts[0].tag = INLINE
        parts[0].attrib.clear()
        inner = parts[0].find("figcaption")
        if inner is not None and division.find("figcaption") is None:
            parts[0].remove(inner)
            division.append(inner)
    elif len(parts) > 1:
        division.set("class", "parts")


def _lone_image(element: ET.Element) -> ET.Element | None:
    """The image that is all a paragraph holds, maybe as a link."""
    for _ in range(2):
        is_alone = len(element) == 1 and not (element.text or "").strip()
        if not is_alone or (element[0].tail or "").strip():
            return None
        element = element[0]
        if element.tag != "a":
            break
    return element if element.tag == "img" else None


def _take_figure(document: Document, image: ET.Element) -> dict[str, str | bool]:
    """What an image says of its figure, taken from its attributes and its words."""
    words = document.captions.get(image)
    label = take_label(words) if words is not None else ""
    if label and not image.get("id"):
        image.set("id", label)
    classes = image.attrib.pop("class", "").split()
    alt, caption = image.attrib.pop("fig-alt", None), image.attrib.pop("fig-cap", "")
    align = image.attrib.pop("fig-align", "")
    is_figure = alt is not None or "figure" in classes or bool(label)
    is_figure = is_figure or kind_of_name(image.get("id", "")) == "fig"
    kept = [name for name in classes if name != "figure"]
    kept += [f"align-{align}"] * (align in ("left", "center", "right"))
    if kept:
        image.set("class", " ".join(kept))
    image.set("alt", alt_words(alt or "") or image.get("alt", "").strip() or alt_words(caption))
    return {"caption": caption, "is_figure": is_figure}


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
    attributes = {"src": source, "alt": alt_words(values.get("alt", ""))}
    for key in ("class", "width", "height", "title"):
        value = values.get(key, "")
        if value and (key in ("class", "title") or LENGTH.fullmatch(value)):
            attributes[key] = value.removesuffix("px") if key in ("width", "height") else value
    attributes["loading"] = "lazy"
    written = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items())
    caption = values.get("caption", "")
    text = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure><img{written}>{text}</figure>"
