"""作业检查器认得的错误，写成 HTML：一次作业一张清单，逐个函数折叠。"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markdown import Markdown

from derive.homework.exercise import Exercise, Misconception
from derive.homework.exercises import ASSIGNMENTS
from derive.site.build import Build
from derive.site.errors import SiteError
from derive.site.html import tag


def misconceptions(build: Build, file: str, md: Markdown) -> str:
    """file 是作业的名字，例如 deep_network；counts 是总数。"""
    if file == "counts":
        return _counts()
    found = {assignment.file: assignment for assignment in ASSIGNMENTS}
    if file not in found:
        raise SiteError(f"没有叫 {file} 的作业。有的是：{'、'.join(found)}，另有 counts。")
    return "".join(_exercise(build, exercise) for exercise in found[file].exercises)


def _counts() -> str:
    """一共几个函数、几种写法、几个名字。"""
    exercises = [each for assignment in ASSIGNMENTS for each in assignment.exercises]
    forms = [form for exercise in exercises for form in exercise.misconceptions]
    return tag(
        "p",
        f"一共 {len(ASSIGNMENTS)} 次作业、{len(exercises)} 个函数，认得 {len(forms)} 种写错的写法，"
        f"合成 {len({form.name for form in forms})} 种错误。",
    )


def _exercise(build: Build, exercise: Exercise) -> str:
    """一个函数：凭哪些定律，认得哪些错误。搜索只找函数名，几百段错的程序不进索引。"""
    call = f"{exercise.name}({', '.join(exercise.parameters)})"
    summary = tag("summary", tag("code", escape(call)), f" {_number(exercise.misconceptions)}")
    groups: dict[tuple[str, str], list[Misconception]] = {}
    for each in exercise.misconceptions:
        groups.setdefault((each.name, each.why), []).append(each)
    listed = (_mistake(exercise, name, why, forms) for (name, why), forms in groups.items())
    body = tag("derive-errata", _laws(build, exercise), *listed, data_search_exclude="")
    return tag("details", summary, body, class_="mistakes line__more")


def _number(forms: Iterable[Misconception]) -> str:
    names = {form.name for form in forms}
    return f"{len(names)} 种错误" if names else "没有登记常见的错误"


def _laws(build: Build, exercise: Exercise) -> str:
    """每一部分凭书里的哪个对象。"""
    by_law: dict[str, list[str]] = {}
    for part, law in exercise.laws.items():
        by_law.setdefault(law, []).append(part)
    links = []
    for law, parts in by_law.items():
        obj, _ = build.get(law)
        address = build.link_to(law)
        title = escape(obj.title)
        names = "、".join(tag("code", escape(part)) for part in parts)
        links.append(f"{names} 凭" + (tag("a", title, href=address) if address else title))
    return tag("p", "；".join(links) + "。", class_="mistakes__laws") if links else ""


def _mistake(exercise: Exercise, name: str, why: str, forms: Iterable[Misconception]) -> str:
    """一种错误：名字、为什么，每种写法错的一行与正确的一行。"""
    changes = []
    for form in forms:
        right, wrong = exercise.changed_lines(form)
        changes += [
            tag("del", tag("code", escape(wrong)), title="写错的") if wrong else "",
            tag("ins", tag("code", escape(right)), title="正确的"),
        ]
    return tag(
        "div",
        tag("p", tag("strong", escape(name)), "　", escape(why)),
        tag("div", *changes, class_="mistakes__change"),
        class_="mistakes__one",
    )
