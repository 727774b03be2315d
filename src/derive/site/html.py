"""对象的 HTML：全项目只有这个模块知道页面上有哪些标签。

每个围栏是一个普通函数：拿到 id，返回一段 HTML。约定（对外公开，有测试守着）：凡是显示的等式，
外面都有一个元素带着 `data-derive="id"` 和 `data-verdict="proved|definition|refuted"`；
等式的锚点是 `eq-id`；判定只从 `Report` 来，作者写不了。
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from itertools import accumulate
from typing import Any, TypeVar

from markdown import Markdown
from sympy import Basic, Contains, IndexedBase, S, Symbol

from derive.figures import FIGURES
from derive.kernel.notation import (
    latex,
    latex_definition,
    latex_relation,
    latex_statement,
    plain,
    plain_statement,
)
from derive.kernel.objects import (
    Definition,
    Derivation,
    Domain,
    Implementation,
    Line,
    Step,
)
from derive.kernel.report import Decision, Report, Verdict
from derive.kernel.rules import Rule, Then
from derive.lines import source_of
from derive.site.build import Build, Stated
from derive.site.code import (
    FunctionSource,
    TestSource,
    function_source,
    snippet_source,
    tests_of,
)
from derive.site.errors import SiteError
from derive.site.mathml import plain_text
from derive.site.sources import Home
from derive.site.symbol_table import SYMBOL_TABLE, shape_tex

T = TypeVar("T")

FOLD_ABOVE = 7
"""推导超过这么多步，中间的折叠起来。"""
FOLD_LINES = 15
"""输出超过这么多行，折叠起来。"""
SCROLLS_ABOVE = 30
"""一行文字超过这么多字符的公式，手机上可能要横着滚动，所以键盘也要能聚焦到它。"""
MARKS = {Verdict.PROVED: "✓", Verdict.DEFINITION: "≔"}
"""行内的印章。"""


# ---- 标签 ---------------------------------------------------------------------


def tag(name: str, *children: str, **attributes: str | None) -> str:
    """一个元素；属性名里的下划线写成连字符，值是 None 的属性不写。"""
    text = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{text}>{''.join(children)}</{name}>"


def image(**attributes: str) -> str:
    """一张图片；img 没有结束标签。"""
    return tag("img", **attributes).removesuffix("</img>")


def with_id(markup: str, id: str) -> str:
    """给一段 HTML 的最外层元素加上锚点。"""
    return re.sub(r"^<(\w+)", lambda match: f'{match[0]} id="{escape(id)}"', markup, count=1)


def failure(message: str) -> str:
    return tag("strong", escape(message), class_="derive-error")


def typeset(
    build: Build, tex: str, text: str, *, display: bool = True, indexed: bool = True
) -> str:
    """一个公式。KaTeX 的输出有三份文字，所以不进搜索索引；标签自造，因为 Material 按标签名排除。

    indexed：搜索要不要找得到它的文字。
    """
    scrolls = display and len(text) > SCROLLS_ABOVE
    formula = tag(
        "derive-math",
        breakable(build.render_tex(tex, display=display)),
        data_search_exclude="",
        **({"tabindex": "0", "role": "group", "aria_label": "公式"} if scrolls else {}),
    )
    return searchable(text) + formula if indexed else formula


def searchable(text: str) -> str:
    """只供搜索索引的文字；插件在写出页面前把它拿掉。"""
    return tag("derive-plain", f" {escape(text)} ", hidden="")


def seal(build: Build, report: Report, *, brief: bool = False) -> str:
    """印章：只由结论算出。brief 是行内用的一个字符。"""
    words = seal_words(report)
    content = MARKS[report.verdict] if brief else words
    address = build.seal_url(report.id)
    name = "a" if address else "span"
    stamp = tag(
        name,
        escape(content),
        class_=f"seal seal--{report.verdict}" + (" seal--brief" if brief else ""),
        href=address,
        title=_grounds(report) or words,
        aria_label=words if brief else None,
    )
    return tag("derive-seal", stamp, data_search_exclude="")


def seal_words(report: Report) -> str:
    if report.kind == "implementation":
        return "已核对 · 实测"
    if report.scope is None:
        return report.verdict.chinese
    return f"{report.verdict.chinese} · {report.scope.chinese}"


def _grounds(report: Report) -> str:
    """凭什么盖这个章：给想多问一句的读者。"""
    return "；".join(_ground(decision) for decision in report.steps[:1]) if report.steps else ""


def _ground(decision: Decision) -> str:
    return f"符号判定：{decision.symbolic}；独立复核：{decision.points} 个点"


# ---- 行内 ---------------------------------------------------------------------


def inline_formula(markup: str, text: str) -> str:
    return searchable(text) + tag("derive-math", breakable(markup), data_search_exclude="")


def breakable(markup: str) -> str:
    """公式只在 KaTeX 分好的块（关系号、加减号之后）之间换行；能断在外层，就不断在内层括号里。"""
    start, *bases = markup.split(_BASE)
    if not bases:
        return markup
    depths = [0, *accumulate(map(_opened, bases[:-1]))]  # 每一块之前有几个括号没有合上
    first = 2 if _EMPTY in bases[0] else 1  # 推导一行开头的等号不独占一行
    limit = max(1, min(depths[first:], default=0))
    breaks = {index for index in range(first, len(bases)) if depths[index] <= limit}
    return start + "".join(
        ("<wbr>" if index in breaks else "") + _BASE + base for index, base in enumerate(bases)
    )


def _opened(base: str) -> int:
    """这一块里开的括号比合的多几个；随内容变大的括号自成一块，总是成对。"""
    return sum(
        len(signs) * (1 if kind == "open" else -1) for kind, signs in _BRACKETS.findall(base)
    )


_BASE = '<span class="katex-base">'
_EMPTY = '<span class="mord"></span>'
_BRACKETS = re.compile(r'<span class="m(open|close)"[^>]*>([^<]*)')


def inline_statement(build: Build, id: str) -> tuple[str, str]:
    """`$@id$` 的文字与 HTML。"""
    obj, _, report = build.stated(id)
    text = statement_text(obj)
    formula = tag(
        "derive-math",
        breakable(build.render_tex(statement_tex(obj), display=False)),
        seal(build, report, brief=True),
        class_="math-statement",
        data_derive=id,
        data_verdict=report.verdict,
        data_search_exclude="",
    )
    return text, searchable(text) + formula


def reference(build: Build, id: str) -> tuple[str, str]:
    """`[@id]` 的文字与 HTML。"""
    home = build.home(id)
    title = build.book[id].title
    label = f"式 ({home.number})" if home.number else title
    address = build.link(home.page, home.anchor(id))
    link = tag("a", escape(label), class_="eq-ref", href=address, title=title, data_equation=id)
    return label, link + _preview(build, id, home)


def _preview(build: Build, id: str, home: Home) -> str:
    """别的页上的等式，供预览（assets/preview.js）复制；同一页的从那个等式复制，不必再写一份。"""
    obj, report = build.get(id)
    if home.page is build.page or id in build.previewed or not isinstance(obj, Stated):
        return ""
    build.previewed.add(id)
    formula = tag(
        "derive-math",
        breakable(build.render_tex(statement_tex(obj), display=True)),
        data_derive=id,
        data_verdict=report.verdict,
        data_search_exclude="",
    )
    return tag("template", formula, data_equation=id)


# ---- 等式 ---------------------------------------------------------------------


def equation(build: Build, id: str, md: Markdown) -> str:
    """只有结论的等式。"""
    obj, _, report = build.stated(id)
    return tag(
        "div",
        statement_line(build, obj, report),
        class_="equation",
        data_derive=id,
        data_verdict=report.verdict,
    )


def derivation(build: Build, id: str, md: Markdown) -> str:
    """结论，和得到它的每一步。"""
    obj, _, report = build.stated(id)
    if not isinstance(obj, Derivation):
        raise SiteError(f"{id} 不是推导，没有步骤可写。请改用 ```equation。")
    return tag(
        "div",
        tag("p", escape(obj.title), class_="derivation__title"),
        statement_line(build, obj, report),
        _steps(build, obj, report),
        class_="derivation",
        style=f"--steps: {min(len(obj.steps), FOLD_ABOVE)}",
        data_derive=id,
        data_verdict=report.verdict,
    )


@cache
def statement_tex(obj: Stated) -> str:
    """等式的 TeX；同一个等式写在许多处，只排一次。"""
    return latex_definition(obj) if isinstance(obj, Definition) else latex_statement(obj.statement)


@cache
def statement_text(obj: Stated) -> str:
    """等式的文字，供搜索与读屏。"""
    return plain_statement(obj.statement)


def conditions(domain: Domain) -> str:
    """变量的范围；实数和样本数是默认的，不写。"""
    return r",\ ".join(
        latex(Contains(_entry(variable), values, evaluate=False))
        for variable, values in domain.items()
        if values is not S.Reals and values is not S.Naturals
    )


def _entry(variable: Basic) -> Basic:
    """下标变量的范围是每一项的范围，所以写它的第 i 项。"""
    return variable[Symbol("i")] if isinstance(variable, IndexedBase) else variable


def statement_line(build: Build, obj: Stated, report: Report) -> str:
    """居中的公式，右边是适用范围、式号和印章。"""
    text = statement_text(obj)
    home = build.sources.homes.get(obj.id)
    number = ""
    if home and home.number:
        number = tag(
            "a",
            f"({home.number})",
            class_="equation__number",
            href=build.link_to(obj.id),
            title=f"式 ({home.number})：{obj.title}",
        )
    condition = ""
    if where := conditions(obj.domain):
        markup = build.render_tex(where, display=False)
        condition = tag(
            "span", inline_formula(markup, plain_text(markup)), class_="equation__where"
        )
    return tag(
        "div",
        typeset(build, statement_tex(obj), text),
        tag("div", condition, number, seal(build, report), class_="equation__side"),
        class_="equation__line",
    )


# ---- 推导的步骤 -----------------------------------------------------------------


def _steps(build: Build, chain: Derivation, report: Report) -> str:
    start = tag("li", _step_math(build, latex(chain.start), plain(chain.start)), class_="step")
    rows = [
        _step(build, step, decision)
        for step, decision in zip(chain.steps, report.steps, strict=True)
    ]
    if len(rows) > FOLD_ABOVE:
        middle = rows[1:-1]
        rows = [
            rows[0],
            tag(
                "li",
                tag(
                    "details",
                    tag("summary", f"展开中间 {len(middle)} 步", data_search_exclude=""),
                    tag("ol", *middle, class_="steps"),
                    class_="steps__more",
                ),
                class_="step step--more",
            ),
            rows[-1],
        ]
    return tag("ol", start, *rows, class_="steps")


def _step(build: Build, step: Step, decision: Decision) -> str:
    tex = f"{{}}{latex_relation(step.relation)} {latex(step.expr)}"
    text = f"{step.relation} {plain(step.expr)}"
    check = tag(
        "derive-check",
        "✓",
        class_="step__check",
        title=_ground(decision),
        role="img",
        aria_label="已证",
        data_search_exclude="",
    )
    rule = tag(
        "span", check, rule_html(build, step.rule), class_="step__rule", data_search_exclude=""
    )
    return tag("li", _step_math(build, tex, text), rule, class_="step")


def _step_math(build: Build, tex: str, text: str) -> str:
    """一步的式子。步骤不进搜索索引：到处都是“代入定义”“链式法则”，会盖过讲它们的那一节。"""
    return tag("div", typeset(build, tex, text, indexed=False), class_="step__math")


def rule_html(build: Build, rule: Rule) -> str:
    """规则的名字；引用了别的对象的，链接到它的等式。"""
    if isinstance(rule, Then):
        return f"{rule_html(build, rule.first)}，{rule_html(build, rule.second)}"
    name = escape(rule.name)
    cited = next(iter(rule.cites()), None)
    address = build.link_to(cited.id) if cited else None
    return tag("a", name, href=address, data_equation=cited.id) if cited and address else name


# ---- 实现 ---------------------------------------------------------------------


def implementation(build: Build, id: str, md: Markdown) -> str:
    """已证的式子 ↔ 真实的 NumPy 源码 ↔ 实测的误差。"""
    obj, report = build.get(id)
    if isinstance(obj, Line):
        return _line(build, obj, report, md)
    if not isinstance(obj, Implementation):
        raise SiteError(f"{id} 不是实现。请改用 ```equation 或 ```derivation。")
    return tag(
        "div",
        tag("p", escape(obj.title), class_="implementation__title"),
        implemented(build, obj, report),
        _function(function_source(obj.function), md),
        _measured(obj, report),
        class_="implementation",
        data_derive=id,
        data_verdict=report.verdict,
    )


def implemented(build: Build, obj: Implementation, report: Report) -> str:
    """程序实现的是哪个式子：公式、式号、印章。"""
    formula, _, proof = build.stated(obj.implements.id)
    home = build.sources.homes.get(formula.id)
    number = ""
    if home and home.number:
        number = tag(
            "a",
            f"见 ({home.number})",
            class_="equation__number",
            href=build.link_to(formula.id),
            title=formula.title,
        )
    return tag(
        "div",
        tag("span", "公式", class_="equation__label"),
        typeset(build, statement_tex(formula), statement_text(formula)),
        tag("div", number, seal(build, report), class_="equation__side"),
        class_="equation__line",
        data_derive=formula.id,
        data_verdict=proof.verdict,
    )


def _line(build: Build, obj: Line, report: Report, md: Markdown) -> str:
    """公式 ↔ 程序里的那一行 ↔ 测试：都从源码与结论里取出。"""
    source = source_of(obj.function, obj.target)
    path, _, name = obj.function.removeprefix("derive.").partition(":")
    numbers = (
        f"第 {source.first} 行"
        if source.first == source.last
        else (f"第 {source.first}–{source.last} 行")
    )
    figures = report.details["float64"]
    return tag(
        "div",
        implemented(build, obj, report),
        highlight(md, source.text, "python", f"{path}.py · {name} · {numbers}"),
        tag(
            "p",
            f"在 {figures['points']} 组随机的形状与数上，与这个式子的精确值最多差"
            f" {figures['worst_relative']:.2g}（允许 {obj.bound:g}）。",
            class_="line__measured",
            data_search_exclude="",
        ),
        _sabotage(figures["sabotage"]),
        _tests(tests_of(build.root, name.rpartition(".")[2]), md),
        class_="implementation line",
        data_derive=obj.id,
        data_verdict=report.verdict,
    )


def _sabotage(broken: Sequence[dict[str, str]]) -> str:
    """把这一行故意改坏，核对怎样发现。"""
    if not broken:
        return ""
    rows = [(entry["change"], entry["code"], entry["found"]) for entry in broken]
    return tag(
        "details",
        tag("summary", f"故意改坏这一行：{len(broken)} 种改法，都被发现"),
        table(("改法", "改成", "核对发现"), rows),
        class_="line__more",
        data_search_exclude="",
    )


def _tests(tests: Sequence[TestSource], md: Markdown) -> str:
    """直接调用这个函数的测试：名字，和其中最短的一个的源码。"""
    if not tests:
        return ""
    shortest = min(tests, key=lambda test: test.text.count("\n"))
    names = [tag("li", tag("code", escape(f"{t.path}::{t.name}"))) for t in tests]
    return tag(
        "details",
        tag("summary", f"直接调用这个函数的测试：{len(tests)} 个"),
        tag("ul", *names),
        highlight(md, shortest.text, "python", f"{shortest.path} · 第 {shortest.first} 行起"),
        class_="line__more",
        data_search_exclude="",
    )


def function(build: Build, address: str, md: Markdown) -> str:
    """一个函数的源码；address 写成“模块:名字”，模块从 derive. 之后写起。"""
    return _function(function_source(f"derive.{address}"), md)


def _function(source: FunctionSource, md: Markdown) -> str:
    return highlight(
        md, source.text, "python", f"{source.path} · 第 {source.first}–{source.last} 行"
    )


def _measured(obj: Implementation, report: Report) -> str:
    """结论里记下的度量，逐种精度一行。"""
    rows = []
    for dtype, figures in report.details.items():
        elementwise = "worst_ulp" in figures
        worst = figures["worst_ulp" if elementwise else "worst_relative"]
        unit = " ULP" if elementwise else ""
        rows.append(
            (dtype, f"{worst:.3g}{unit}", f"{obj.bound:g}{unit}", figures["at"], figures["points"])
        )
    name = "最大误差" if any("worst_ulp" in f for f in report.details.values()) else "最大相对误差"
    return table(("精度", name, "允许", "出现在", "测点数"), rows)


# ---- 代码 ---------------------------------------------------------------------


def highlight(md: Markdown, code: str, language: str, title: str) -> str:
    """与正文里其他代码块同一套着色。"""
    fenced: Any = md.preprocessors["fenced_code_block"]
    fenced.get_hl_settings()
    block: str = fenced.highlight(
        src=code,
        class_name="highlight",
        language=language,
        md=md,
        options={"title": title},
        classes=[],
        id_value="",
        attrs={},
    )
    return block


def snippet(build: Build, name: str, md: Markdown) -> str:
    """一个完整的程序，和它的输出。"""
    source = snippet_source(build.root, name)
    code = highlight(md, source.code, "python", f"snippets/{name}.py")
    lines = source.output.count("\n")
    output = highlight(md, source.output, "text", "输出")
    if lines > FOLD_LINES:
        output = tag(
            "details", tag("summary", f"输出（{lines} 行）"), output, class_="snippet__more"
        )
    return tag("div", code, output, class_="snippet")


# ---- 基准 ---------------------------------------------------------------------

HEADINGS = {
    "title": "对象",
    "seconds": "秒",
    "function": "函数",
    "dtype": "精度",
    "network": "网络",
    "features": "特征数",
    "m": "样本数",
    "way": "写法",
    "milliseconds": "毫秒",
    "times": "是向量化的几倍",
    "width": "每层单元",
    "depth": "隐藏层数",
    "hidden": "隐藏层",
    "steps": "步数",
    "cost": "最后的代价",
    "difference": "与本站的相对差",
    "textbook": "照抄公式",
    "ours": "本站",
    "scipy": "SciPy",
    "torch": "PyTorch",
    "sklearn": "scikit-learn",
    "floor": "下限",
    "growth": "本站是上一行的几倍",
    "bound": "声明的界",
    "points": "测点",
    "ratio": "本站／对方",
    "module": "模块",
    "mutants": "变异体",
    "killed": "测试失败",
    "timeout": "停不下来",
    "survived": "幸存",
    "share": "被发现的",
    "before": "原来",
    "after": "改成",
    "reason": "为什么无关紧要",
    "contestant": "做法",
    "first_kb": "第一次（KB）",
    "second_kb": "第二页（KB）",
    "paint": "最大内容（秒）",
    "math": "公式排完（秒）",
    "math_slowed": "慢 4 倍时（秒）",
    "shift": "布局移动",
    "hosts": "别的主机",
    "errors": "错误",
    "formulas": "公式",
    "unscripted": "关掉脚本时完整的",
    "versions": "版本",
    "what": "量什么",
    "measured": "量得",
    "limit": "目标",
    "met": "结果",
}
"""基准记录里的字段 → 表头；不在这里的字段不进表。"""
TABLES = {
    "accuracy": "最大误差：与精确值相差多少 ULP",
    "speed": "用时：毫秒，取多轮的中位数",
    "training": "每一步的用时：毫秒，取多轮的中位数",
    "ratio": "本站的用时除以对方的用时",
    "cost": "训练结束时的代价",
    "memory": "训练时内存的峰值：MB，不算数据",
    "dot": "内积的用时：取多轮的中位数",
    "exp": "逐元素指数的用时：取多轮的中位数",
    "gradient": "算一次 dw 的用时：取多轮的中位数",
    "growth_m": "样本数加倍时每一步的用时：毫秒",
    "growth_width": "隐藏层的单元数加倍时每一步的用时：毫秒",
    "growth_depth": "隐藏层的个数加倍时每一步的用时：毫秒",
    "slowest": "判定用时最长的对象：处理器秒",
    "mutation": "每个模块改错多少处，测试发现了多少",
    "survivors": "没有一个测试发现的",
    "pages": "同一章，五种做法",
    "page_goals": "本站与目标：网页",
    "building": "本站与目标：构建",
    "figures": "会动的图：拨动一次或走一帧的脚本用时",
    "judging": "判定器：多久给出结论",
}
"""基准记录里的表名 → 表的标题。"""
MACHINE = {
    "cpu": "处理器",
    "cores": "核数",
    "system": "系统",
    "python": "Python",
    "numpy": "NumPy",
    "scipy": "SciPy",
    "torch": "PyTorch",
    "sklearn": "scikit-learn",
    "threads": "线程数",
    "load": "测量开始时的负载",
    "sympy": "SymPy",
    "processor_minutes": "处理器时间（分钟）",
    "chromium": "Chromium",
}


def benchmark(build: Build, line: str, md: Markdown) -> str:
    """`记录`、`记录/表` 或 `记录/表 函数 …`：docs/records/ 里的表，注明测量的机器。"""
    place, *functions = line.split()
    name, _, wanted = place.partition("/")
    record = _record(build, name)
    tables = {key: rows for key, rows in record.items() if isinstance(rows, list)}
    if wanted and wanted not in tables:
        raise SiteError(f"基准记录 {name}.json 里没有表 {wanted}。有的是：{'、'.join(tables)}。")
    shown = [wanted] if wanted else list(tables)
    machine = "，".join(
        f"{label} {record['machine'][key]}"
        for key, label in MACHINE.items()
        if key in record.get("machine", {})
    )
    return tag(
        "div",
        *(_benchmark_table(key, tables[key], functions) for key in shown),
        tag("p", escape(f"测量的机器：{machine}。"), class_="benchmark__machine"),
        class_="benchmark",
    )


def _record(build: Build, name: str) -> dict[str, Any]:
    path = build.records / f"{name}.json"
    try:
        record = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        known = "、".join(sorted(p.stem for p in build.records.glob("*.json"))) or "无"
        raise SiteError(f"没有基准记录 docs/records/{name}.json。现有的记录：{known}。") from None
    except ValueError as error:
        raise SiteError(f"基准记录 docs/records/{name}.json 不是 JSON：{error}。") from None
    if not isinstance(record, dict):
        raise SiteError(
            f"基准记录 docs/records/{name}.json 应是一个对象，里面有 machine 和各张表。"
        )
    return record


def _benchmark_table(key: str, rows: list[dict[str, Any]], functions: Sequence[str]) -> str:
    known = dict.fromkeys(str(row.get("function")) for row in rows)
    for function in functions:
        if function not in known:
            raise SiteError(f"表 {key} 里没有函数 {function}。有的是：{'、'.join(known)}。")
    rows = [row for row in rows if not functions or row["function"] in functions]
    sizes = {row["size"] for row in rows if "size" in row}
    size = f"（{sizes.pop():,} 个值）" if len(sizes) == 1 else ""
    columns = [column for column in HEADINGS if any(column in row for row in rows)]
    cells = [[_cell(row.get(column, "")) for column in columns] for row in rows]
    caption = tag("p", escape(TABLES.get(key, key) + size), class_="benchmark__caption")
    return caption + table([HEADINGS[column] for column in columns], cells)


def _cell(value: Any) -> str:
    if isinstance(value, dict) and "ulp" in value:
        if value["ulp"] is None:
            return f"算得 {value['computed']}"
        return "一位不剩" if value.get("lost") else f"{value['ulp']:.3g}"
    if isinstance(value, dict):
        return "，".join(f"{HEADINGS.get(key, key)} {_cell(v)}" for key, v in value.items())
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value)


TABLE = "derive-table__table"
TABLE_BOX = {"tabindex": "0", "role": "group", "aria-label": "表格"}
"""表格外面的框：太宽时在框里滚动，所以键盘要能聚焦到它。"""


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    return markup_table(headings, [[escape(str(cell)) for cell in row] for row in rows])


def markup_table(headings: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """格子里是 HTML 的表；kind 是附加的类名。"""
    head = tag("tr", *(tag("th", escape(h), scope="col") for h in headings))
    body = [tag("tr", *(tag("td", cell) for cell in row)) for row in rows]
    return tag(
        "div",
        tag("table", tag("thead", head), tag("tbody", *body), class_=TABLE),
        class_=f"derive-table {kind}".strip(),
        **TABLE_BOX,
    )


# ---- 图 -----------------------------------------------------------------------


def figure(build: Build, name: str, md: Markdown) -> str:
    """一张由代码画出的图。坐标轴上的数字不进搜索索引，标题与图注进。"""
    if name not in FIGURES:
        raise SiteError(f"没有图 {name}。有的是：{'、'.join(FIGURES)}。")
    if name not in build.drawn:
        build.drawn[name] = FIGURES[name].render()
    return tag(
        "figure",
        tag("derive-figure", build.drawn[name], data_search_exclude=""),
        tag("figcaption", escape(FIGURES[name].caption)),
        class_="figure",
    )


# ---- 术语表、符号约定、对照表 --------------------------------------------------------


def glossary(build: Build, group: str, md: Markdown) -> str:
    """术语表的一节。"""
    terms = one_of(build.glossary.groups, group, "术语表")
    rows = []
    for term in terms:
        page = build.sources.by_path.get(term.page.partition("#")[0])
        address = build.link(page, term.place(page)) if page else None
        more = tag("a", "讲解", href=address, aria_label=f"{term.zh}的讲解") if address else ""
        names = escape("、".join(term.forms))
        english = "" if term.en in term.forms else " " + tag("span", escape(term.en), lang="en")
        rows += [tag("dt", names, english, id=term.slug), tag("dd", escape(term.text), " ", more)]
    return tag("dl", *rows, class_="glossary")


def notation(build: Build, group: str, md: Markdown) -> str:
    """符号约定的一节。"""

    def math(tex: str) -> str:
        markup = build.render_tex(tex, display=False)
        return tag("span", inline_formula(markup, plain_text(markup)), class_="math")

    rows = [
        (
            math(entry.tex),
            entry.shape if isinstance(entry.shape, str) else math(shape_tex(entry.shape)),
            escape(entry.meaning),
            tag("code", escape(entry.code)) if entry.code else "",
        )
        for entry in one_of(SYMBOL_TABLE, group, "符号约定")
    ]
    return markup_table(("记号", "形状", "意思", "程序里"), rows, "derive-table--text")


def sources(build: Build, note: str, md: Markdown) -> str:
    """对照表里的一份资料。"""
    rows = []
    for row in one_of(build.rows, note, "对照表"):
        section = row.section(build.sources)
        title = next(iter(section.page.sections.values())).title
        name = title if section.title == title else f"{title} · {section.title}"
        link = tag("a", escape(name), href=build.link(section.page, section.anchor))
        heading = row.heading.replace("$", "")  # 资料的标题里有公式，这里只写文字
        rows.append((row.id, str(row.line), escape(heading), link))
    return markup_table(("编号", "行", "资料的标题", "本站"), rows, "derive-table--text")


def one_of(table: Mapping[str, T], name: str, where: str) -> T:
    if name not in table:
        raise SiteError(f"{where}里没有 {name}。有的是：{'、'.join(table)}。")
    return table[name]
