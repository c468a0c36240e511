"""The campaign's page in headless Chromium, beside a plain Dash app of the same charts.

Both are served over loopback from the same frames of the sample. Told are the times
from navigation to the first chart drawn and to five charts drawn, with nothing cached
and on a second visit, and the bytes that a second visit sends. Our page shows all its
charts meanwhile, the peer those five alone.

    python benchmarks/bench_browser.py --peer VENV/bin/python [--rounds N]

The peer's packages are in peer-requirements.txt; without it ours alone is measured.
"""

import argparse
import contextlib
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench_charts import CAMPAIGN, ours
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from processes import free_port, server

from voucher_service.model.kinds import Role
from voucher_service.resources import SAMPLE_DATA, SQL
from voucher_service.usecases.chart_frames import FRAMES
from voucher_service.usecases.load_demo import load_demo
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.report_totals import take_picture
from voucher_service.usecases.sign_in import create_login_link, open_session

FIVE = (
    "cumulative-sales",
    "daily-sales",
    "by-district",
    "by-dealer",
    "price-distribution",
)
TARGET, MOST_BYTES = 0.5, 50_000
PATIENCE_MS = 120_000
_APP = Path(__file__).with_name("dash_app.py")
_WATCH = """
window.drawn = {};
const look = () => {
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    const place = plot.closest("[data-name], .dash-graph");
    const name = place && (place.dataset.name || place.id);
    if (name && plot.querySelector(".main-svg") && !(name in window.drawn)) {
      window.drawn[name] = performance.now();
    }
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
_ALL_DRAWN = "names => names.every(name => name in window.drawn)"


@dataclass(frozen=True)
class Visit:
    """What one visit came to."""

    first_ms: float
    all_ms: float
    bytes: int


@dataclass(frozen=True)
class Site:
    """A page to visit, and the cookie that its visitor has."""

    name: str
    address: str
    cookie: str = ""


def sample(home: Path, frames: Path) -> str:
    """Make a home of the sample, write its frames, and give a session's cookie."""
    opening = Opening(home=home, sql=SQL, campaigns=(CAMPAIGN,))
    service = open_service(opening, lambda: datetime.now(UTC))
    load_demo(service, SAMPLE_DATA)
    picture = take_picture(service, CAMPAIGN, None, None)
    for name in FIVE:
        FRAMES[name](service, picture).frame.write_ipc(frames / f"{name}.arrow")
    cookie = open_session(service, create_login_link(service, Role.BUREAU))
    service.close()
    return cookie


@contextlib.contextmanager
def peer(python: str, frames: Path) -> Iterator[Site]:
    """Serve the Dash app."""
    port = free_port()
    with server(port, python, str(_APP), str(frames), str(port)):
        yield Site("Dash", f"http://127.0.0.1:{port}/")


def visits(chromium: Browser, site: Site) -> tuple[Visit, Visit]:
    """Visit with nothing cached, and once more."""
    with contextlib.closing(chromium.new_context()) as context:
        context.add_init_script(_WATCH)
        if site.cookie:
            kept = {"name": "voucher_session", "value": site.cookie}
            host = site.address.split("/campaigns/")[0]
            context.add_cookies([{**kept, "url": host}])
        return visit(context, site), visit(context, site)


def visit(context: BrowserContext, site: Site) -> Visit:
    """Open the page, wait for the charts, and count what came over the wire."""
    with contextlib.closing(context.new_page()) as page:
        sent = []
        protocol = context.new_cdp_session(page)
        protocol.send("Network.enable")
        protocol.on(
            "Network.loadingFinished",
            lambda told: sent.append(told["encodedDataLength"]),
        )
        page.goto(site.address)
        page.wait_for_function(_ALL_DRAWN, arg=list(FIVE), timeout=PATIENCE_MS)
        drawn = page.evaluate("window.drawn")
        page.wait_for_load_state("networkidle")
        return Visit(
            min(drawn.values()), max(drawn[name] for name in FIVE), int(sum(sent))
        )


def measured(sites: list[Site], rounds: int) -> dict[str, list[tuple[Visit, Visit]]]:
    """Visit all sites in turn, after one round that is not measured."""
    found: dict[str, list[tuple[Visit, Visit]]] = {site.name: [] for site in sites}
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as tools:
        chromium = tools.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for number in range(rounds + 1):
            for site in sites if number % 2 else sites[::-1]:
                pair = visits(chromium, site)
                if number:
                    found[site.name].append(pair)
        chromium.close()
    return found


def told(found: dict[str, list[tuple[Visit, Visit]]]) -> bool:
    """Tell both, and whether a target is missed."""
    missed = False
    for which, kind in enumerate(("first visit", "second visit")):
        for name, pairs in found.items():
            each = [pair[which] for pair in pairs]
            first, whole, sent = (
                statistics.median(getattr(one, field) for one in each)
                for field in ("first_ms", "all_ms", "bytes")
            )
            print(
                f"{kind}, {name}: first chart {first:,.0f} ms,"
                f" five charts {whole:,.0f} ms, {sent:,.0f} bytes"
            )
        if len(found) > 1:
            missed |= _compared(kind, which, *found.values())
    sent = max(pair[1].bytes for pair in found["ours"])
    verdict = "met" if sent < MOST_BYTES else "MISSED"
    print(f"second visit: at most {sent:,} bytes, target {MOST_BYTES:,}: {verdict}")
    return missed or sent >= MOST_BYTES


def _compared(
    kind: str,
    which: int,
    own: list[tuple[Visit, Visit]],
    theirs: list[tuple[Visit, Visit]],
) -> bool:
    missed = False
    for field, name in (("first_ms", "first chart"), ("all_ms", "five charts")):
        ratios = [
            getattr(one[which], field) / getattr(two[which], field)
            for one, two in zip(own, theirs, strict=True)
        ]
        ratio = statistics.median(ratios)
        verdict = "met" if ratio <= TARGET else "MISSED"
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"{kind}, {name}: {ratio:.2f} ({spread}), target {TARGET}: {verdict}")
        missed |= ratio > TARGET
    return missed


def main(words: list[str]) -> bool:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--peer", help="the Python of a venv with Dash")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as opened:
        home, frames = Path(name) / "home", Path(name) / "frames"
        frames.mkdir()
        cookie = sample(home, frames)
        port, _ = opened.enter_context(ours(home))
        page = f"http://127.0.0.1:{port}/campaigns/{CAMPAIGN}"
        sites = [Site("ours", page, cookie)]
        if given.peer:
            sites.append(opened.enter_context(peer(given.peer, frames)))
        return told(measured(sites, given.rounds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
