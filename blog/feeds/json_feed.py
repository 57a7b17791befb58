"""JSON Feed 1.1 (jsonfeed.org/version/1.1): the same entries as Atom's."""

import json
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import SyndicationFeed

from blog.feeds.atom import printable_values
from papers.records.json_ld import without_empty

VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeed(SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = printable_values(self.feed)
        written = without_empty(
            {
                "version": VERSION,
                "title": feed["title"],
                "home_page_url": feed["link"],
                "feed_url": feed["feed_url"],
                "next_url": feed["next"],
                "description": feed["subtitle"],
                "language": feed["language"],
            }
        )
        if feed["hub"]:
            written["hubs"] = [{"type": "WebSub", "url": feed["hub"]}]
        written["items"] = [written_item(item) for item in printable_values(self.items)]
        outfile.write(json.dumps(written, ensure_ascii=False).encode(encoding))


def written_item(item: dict[str, Any]) -> dict[str, Any]:
    authors = item.get("authors") or [(item["author_name"], item["author_link"])]
    return without_empty(
        {
            "id": item["unique_id"] or item["link"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["content"],
            "summary": item["description"],
            "date_published": written_moment(item["pubdate"]),
            "date_modified": written_moment(item["updateddate"]),
            "authors": [without_empty({"name": name, "url": url}) for name, url in authors],
            "tags": item["categories"],
            "language": item.get("language"),
        }
    )


def written_moment(at: datetime | None) -> str:
    """RFC 3339."""
    return at.isoformat(timespec="seconds") if at else ""
