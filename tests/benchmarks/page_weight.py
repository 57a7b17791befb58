"""What a first view weighs and how soon it stands, in Chromium on a slow phone.

    python -m tests.benchmarks.page_weight http://127.0.0.1:8000 / /posts/one/ …

Counts the bytes that came over the wire, headers included; beside them the largest contentful paint
and the layout shift, the worst of three, with four times less processor and a slow 4G (1.6 Mbit/s,
150 ms). Serve the site with ``manage.py serve``, since the reloading server does not compress.
"""

import os
import shutil
import sys
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.support.browsing import CHROMIUM_FLAGS

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
ROUNDS = 3
WATCH = """
window.painted = 0; window.shifted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) painted = one.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const one of list.getEntries()) shifted += one.value; })
    .observe({type: "layout-shift", buffered: true});
"""


def weigh(browser: Browser, address: str) -> dict[str, Any]:
    """Bytes in kB (of all, and without the faces), requests, LCP in seconds, CLS."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", SLOW_4G)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    cdp.on("Network.responseReceived", lambda one: kinds.update({one["requestId"]: one["type"]}))
    cdp.on(
        "Network.loadingFinished",
        lambda one: sizes.update({one["requestId"]: one["encodedDataLength"]}),
    )
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    faces = sum(size for number, size in sizes.items() if kinds.get(number) == "Font")
    found = {
        "all": sum(sizes.values()) / 1000,
        "without": (sum(sizes.values()) - faces) / 1000,
        "requests": len(sizes),
        "lcp": page.evaluate("painted") / 1000,
        "cls": page.evaluate("shifted"),
    }
    context.close()
    return found


def main() -> None:
    site, *paths = sys.argv[1:]
    print("| page | kB | without faces | requests | LCP, s | CLS |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for path in paths:
            rounds = [weigh(browser, f"{site}{path}") for _ in range(ROUNDS)]
            worst = {name: max(one[name] for one in rounds) for name in rounds[0]}
            print(
                f"| `{path}` | {worst['all']:.1f} | {worst['without']:.1f} | {worst['requests']} "
                f"| {worst['lcp']:.2f} | {worst['cls']:.4f} |"
            )
        browser.close()


if __name__ == "__main__":
    main()
