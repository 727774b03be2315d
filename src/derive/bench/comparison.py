"""并排：本站最重的一章，和用别的办法做的同一章，在同一次运行里量。"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from derive.bench import pages, peers
from derive.bench.pages import Contestant

__all__ = ["compare"]

OURS = "本站"


def compare(
    site: Path,
    source: Path,
    browser: Browser,
    say: Callable[[str], None],
    chosen: Sequence[peers.Peer] = peers.PEERS,
    rounds: int = pages.ROUNDS,
) -> dict[str, list[dict[str, Any]]]:
    """两张表：各家并排，本站与目标。site 是本站，source 是公式带着 TeX 的本站：各家的原料。"""
    page, other = pages.heaviest(site)
    contestants = [Contestant(OURS, site, page, other)]
    tools = peers.install(say)
    say("取出各章的正文")
    articles = [
        peers.article((source / chapter.page / "index.html").read_text("utf-8"), chapter.page)
        for chapter in pages.chapters(site)
    ]
    moved = {OURS: 0}
    with tempfile.TemporaryDirectory() as folder:
        for number, peer in enumerate(chosen):
            say(f"构建对照：{peer.name}")
            built, moved[peer.name] = peers.build(peer, articles, Path(folder, str(number)), tools)
            contestants.append(Contestant(peer.name, built, page, other))
        rows = pages.measure(browser, contestants, rounds, say)
    versions = {peer.name: peer.versions() for peer in chosen}
    for row in rows:
        row["hosts"] += moved[row["contestant"]]
        row["versions"] = versions.get(row["contestant"], "")
    return {"pages": rows, "page_goals": pages.judge(rows[0])}
