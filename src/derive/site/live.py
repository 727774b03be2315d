"""会动的图写成 HTML：静止的一张与说明，脚本载入之后换成会动的。"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from markdown import Markdown

from derive.figures import FIGURES
from derive.live import playground_data, surface_data
from derive.site.build import Build
from derive.site.html import one_of, tag

PICTURES = {
    "activations": "activations",
    "graph": "graph_backward",
    "backprop": "network_2_4_1",
    "playground": "symmetry",
    "descent": "descent_1d",
    "surface": "cost_bowl",
    "shapes": "broadcasting",
}
"""会动的图（docs/assets/live/ 里的模块）→ 没有脚本时的静止的图。"""

DATA: Mapping[str, Callable[[], Any]] = {"playground": playground_data, "surface": surface_data}
"""会动的图 → 它的数据，写在页里。"""


def live(build: Build, name: str, md: Markdown) -> str:
    """一张会动的图；脚本与样式只在有它的页上载入。"""
    picture = FIGURES[one_of(PICTURES, name, "会动的图")]
    figure = tag(
        "figure",
        tag("derive-figure", picture.render(), data_search_exclude=""),
        tag("figcaption", escape(picture.caption)),
        _data(DATA[name]()) if name in DATA else "",
        class_="figure live",
        data_live=name,
    )
    return figure if name != _first(build) else _loading(build) + figure


def _data(data: Any) -> str:
    return tag("script", json.dumps(data, separators=(",", ":")), type="application/json")


def _first(build: Build) -> str:
    """这一页的第一张。"""
    tokens = build.page.tokens if build.page else ()
    return next((t.text.split()[0] for t in tokens if t.info == "live" and t.text.split()), "")


def _loading(build: Build) -> str:
    style = tag("link", rel="stylesheet", href=build.asset("assets/live.css"))
    script = tag("script", type="module", src=build.asset("assets/live/page.js"))
    return style.removesuffix("</link>") + script
