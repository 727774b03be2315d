"""图的排版：方框放在哪里，箭头怎么走。

位置由 Graphviz 的 dot 排（npm 上的 @viz-js/viz，在构建已有的 Node 里运行）；字与颜色是页面的事。
同样的图总排成同样的样子，所以排好的按内容存进缓存，一张图一个文件。单位都是像素，y 向下。
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from derive.cache_dir import write_whole
from derive.site.errors import SiteError
from derive.site.node import PACKAGE_FILES, complaint, node_modules, run_node
from derive.system_error import reason

logger = logging.getLogger(__name__)  # 不是 mkdocs 的：存不进缓存不算网站的警告，--strict 照过

_SCRIPT = Path(__file__).with_suffix(".mjs")
INCH = 72
"""Graphviz 的大小以英寸计，位置以 1/72 英寸计。"""

Point = tuple[float, float]
Size = tuple[float, float]


@dataclass(frozen=True)
class Boxes:
    """要排的图。edges 的箭头从前一个指向后一个；labels 是边上要留的地方；groups 里的框在一起。"""

    sizes: dict[str, Size]
    edges: tuple[tuple[str, str], ...]
    upward: bool = True
    """箭头朝上；否则朝右。"""
    labels: dict[tuple[str, str], Size] | None = None
    groups: dict[str, tuple[str, ...]] | None = None

    def request(self) -> dict[str, Any]:
        """给 Graphviz 的图。"""
        labels, groups = self.labels or {}, self.groups or {}
        return {
            "graphAttributes": {
                "rankdir": "BT" if self.upward else "LR",
                "nodesep": 0.22,
                "ranksep": 0.42 if self.upward else 0.45,
                "newrank": True,  # 组只管框在一起，不管各排从哪里数起
                "pad": 0,
                "margin": 0,
            },
            "nodeAttributes": {"shape": "box", "fixedsize": True, "label": ""},
            "edgeAttributes": {"arrowsize": 0.7},
            "nodes": [
                {"name": name, "attributes": {"width": width / INCH, "height": height / INCH}}
                for name, (width, height) in self.sizes.items()
            ],
            "edges": [
                {"tail": tail, "head": head, "attributes": _label(labels.get((tail, head)))}
                for tail, head in self.edges
            ],
            "subgraphs": [
                {
                    "name": f"cluster {name}",
                    "graphAttributes": {"label": _label((60, 22))["label"], "margin": 10},
                    "nodes": [{"name": member} for member in members],
                }
                for name, members in groups.items()
            ],
        }


@dataclass(frozen=True)
class Arrow:
    """一条边：points 是三次贝塞尔曲线的控制点，最后一个是箭头的尖；label 是字的中心。"""

    ends: tuple[str, str]
    points: tuple[Point, ...]
    label: Point | None = None


@dataclass(frozen=True)
class Placed:
    """排好的图。places 是方框的中心；groups 是各组的框：左、上、宽、高。"""

    width: float
    height: float
    places: dict[str, Point]
    arrows: tuple[Arrow, ...]
    groups: dict[str, tuple[float, float, float, float]]


def lay_out(graphs: Sequence[Boxes]) -> list[Placed]:
    """排这些图；没有存过的一次问完。"""
    requests = [json.dumps(graph.request(), ensure_ascii=False) for graph in graphs]
    folder = _folder()
    files = [folder / _name(request) for request in requests]
    placed: dict[Path, Placed] = {}
    missing: dict[Path, tuple[str, Boxes]] = {}
    for file, request, graph in zip(files, requests, graphs, strict=True):
        if known := _known(file, graph):
            placed[file] = known
        else:
            missing[file] = request, graph
    if missing:
        answers = _ask([request for request, _ in missing.values()])
        for (file, (_, graph)), answer in zip(missing.items(), answers, strict=True):
            placed[file] = _placed(answer, graph)
        _remember(dict(zip(missing, answers, strict=True)))
    return [placed[file] for file in files]


def _label(size: Size | None) -> dict[str, Any]:
    """边上、组上留出一块地方：一张空的表，宽与高写死，不靠 Graphviz 猜字有多宽。"""
    if size is None:
        return {}
    cell = f'<TD FIXEDSIZE="TRUE" WIDTH="{size[0]:g}" HEIGHT="{size[1]:g}"></TD>'
    table = f'<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"><TR>{cell}</TR>'
    return {"label": {"html": f"{table}</TABLE>"}}


# ---- 问 Graphviz --------------------------------------------------------------


def _ask(requests: Sequence[str]) -> list[Any]:
    done = run_node(_SCRIPT, node_modules(), input=f"[{','.join(requests)}]")
    if done.returncode != 0:
        why = complaint(done.stderr, done.returncode)
        raise SiteError(f"图没有排成：{why}。请删除缓存 {node_modules().parent} 后重试。")
    answers: list[Any] = json.loads(done.stdout)
    return answers


def _placed(answer: Any, graph: Boxes) -> Placed:
    """Graphviz 的 json0 → 位置。它的 y 向上，从左下角量起。"""
    left, bottom, right, top = _numbers(answer["bb"])

    def at(text: str) -> Point:
        x, y = _numbers(text)
        return x - left, top - y

    objects = answer.get("objects", ())
    names = {each["_gvid"]: each["name"] for each in objects}
    groups = {}
    for each in objects:
        if each["name"].startswith("cluster "):
            x1, y1, x2, y2 = _numbers(each["bb"])
            groups[each["name"].removeprefix("cluster ")] = (x1 - left, top - y2, x2 - x1, y2 - y1)
    arrows = []
    for edge in answer.get("edges", ()):
        tip, *curve = edge["pos"].removeprefix("e,").split()
        arrows.append(
            Arrow(
                (names[edge["tail"]], names[edge["head"]]),
                (*map(at, curve), at(tip)),
                at(edge["lp"]) if "lp" in edge else None,
            )
        )
    places = {each["name"]: at(each["pos"]) for each in objects if each["name"] in graph.sizes}
    return Placed(right - left, top - bottom, places, tuple(arrows), groups)


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


# ---- 缓存 ---------------------------------------------------------------------


@cache
def _salt() -> bytes:
    """排版的程序换了，旧的就不再用。"""
    return b"".join(path.read_bytes() for path in (*PACKAGE_FILES, _SCRIPT))


def _folder() -> Path:
    return node_modules().parents[1] / "layouts"


def _name(request: str) -> str:
    return f"{hashlib.sha256(_salt() + request.encode()).hexdigest()}.json"


def _known(file: Path, graph: Boxes) -> Placed | None:
    """存过的位置；没有、读不出、内容不对，就是 None。"""
    try:
        return _placed(json.loads(file.read_text("utf-8")), graph)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _remember(answers: Mapping[Path, Any]) -> None:
    """存进缓存；写不进就说一声，下次再排。"""
    try:
        for file, answer in answers.items():
            write_whole(file, json.dumps(answer))
    except OSError as problem:
        logger.warning("排好的图存不进 %s（%s），下次要重新排。", file.parent, reason(problem))
