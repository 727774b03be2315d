"""会动的图一帧用多少脚本时间，网页里的判定器多久给出结论。

都在手机宽的 Chromium 里量。会动的图：处理器放慢四倍，逐个拨动每一个输入，再让训练场跑起来，
记下每一帧的脚本用时；同样的动作在五个新打开的页面里各做一遍，取中位数，机器偶然忙一下不算在图的
账上。判定器：网站由本机提供，每一轮都是新的浏览器环境，从按下“判定”算起。
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator

from derive.bench import met
from derive.bench.hosting import hosted
from derive.bench.pages import PHONE, SLOWED

FRAME = 8.0
"""一帧至多用几毫秒脚本。"""
FIRST, LATER = 15.0, 1.0
"""第一个结论、以后每个结论，至多几秒。"""
ROUNDS = 3
PAGES = 5
"""会动的图，在几个新打开的页面里各量一遍。"""
RUNNING = 4000
"""自己会走的图，让它走几毫秒。"""
LARGEST = {"隐藏层": "3", "第 1 层单元": "8", "第 2 层单元": "8", "第 3 层单元": "8"}
"""训练场里最大的网络。"""

FRAMES = """() => {
    window.frames_used = []
    for (const name of ["requestAnimationFrame", "setTimeout"]) {
        const ask = window[name]
        window[name] = (call, ...rest) => ask((...given) => {
            const started = performance.now()
            call(...given)
            frames_used.push(performance.now() - started)
        }, ...rest)
    }
}"""
"""记下每一帧的回调、每个定时的回调用了多少毫秒。"""

TURN = """async figure => {
    const used = []
    const measured = async act => {
        const before = frames_used.length
        const started = performance.now()
        act()
        const acting = performance.now() - started
        await new Promise(requestAnimationFrame)
        used.push(frames_used.slice(before).reduce((sum, each) => sum + each, acting))
    }
    for (const input of figure.querySelectorAll("input, select")) {
        const values = input.type === "range"
            ? Array.from({length: 15}, (_, i) => +input.min + i / 14 * (input.max - input.min))
            : input.type === "text" ? ["3", "2, 3", "4, 1, 3"]
            : [...input.options].map(option => option.value)
        for (const value of values) {
            input.value = value
            await measured(() => input.dispatchEvent(new Event("input", {bubbles: true})))
        }
    }
    for (const button of figure.querySelectorAll("button")) await measured(() => button.click())
    return used
}"""
"""拨动一张图的每一个输入，再按每一个按钮，一帧一次：连同画出来的那一帧，各用了多少毫秒。

最后一个按钮回到起点，图就停下。"""

TITLE = """figure => {
    let element = figure
    while (element && !/^H[1-6]$/.test(element.tagName)) element = element.previousElementSibling
    return element.firstChild.textContent.trim()
}"""
"""一张图的名字：它前面最近的标题。"""

VERDICTS = """() => {
    const send = Worker.prototype.postMessage
    window.verdicts = []
    Worker.prototype.postMessage = function (data, ...rest) {
        if ("decide" in data) {
            const started = performance.now()
            const heard = ({data}) => {
                if (!("decided" in data)) return
                verdicts.push((performance.now() - started) / 1000)
                this.removeEventListener("message", heard)
            }
            this.addEventListener("message", heard)
        }
        return send.call(this, data, ...rest)
    }
}"""
"""记下每个结论用了多少秒。"""

STEPS = """\
σ'(z) = σ(z)(1-σ(z))
tanh'(z) = 1 - tanh(z)^2
tanh(z) = 2σ(2z) - 1
1 - σ(z) = σ(-z)
σ'(z) = e^{-z}/(1+e^{-z})^2
softplus'(z) = σ(z)
d/dz ln(σ(z)) = 1 - σ(z)
σ(z) = tanh(z)
ReLU(z) = max(0, z)
(a+b)^2 = a^2 + b^2
-y/a + (1-y)/(1-a) = (a-y)/(a(1-a))
"""
"""学生常写的几步，有对有错。"""


def measure(browser: Browser, site: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """两张表：会动的图，判定器。"""
    with hosted(site) as host:
        say("会动的图")
        figures = _figures(browser, host.address)
        rounds = []
        for number in range(ROUNDS):
            say(f"判定器，第 {number + 1}/{ROUNDS} 轮")
            rounds.append(_judge(browser, host.address))
    return {"figures": figures, "judging": _judging(rounds)}


@dataclass
class Used:
    """一张图在一个页面里每一帧用的毫秒：读者的每一个动作，和自己走起来的每一帧。"""

    acts: list[float]
    running: list[float]


def _figures(browser: Browser, address: str) -> list[dict[str, str]]:
    found: dict[str, list[Used]] = {}
    for _ in range(PAGES):
        for name, used in _page(browser, address):
            found.setdefault(name, []).append(used)
    return [_row(name, pages) for name, pages in found.items()]


def _page(browser: Browser, address: str) -> Iterator[tuple[str, Used]]:
    """新打开的一页里的每一张图：名字与用时。"""
    context = browser.new_context(**PHONE, service_workers="block")
    page = context.new_page()
    page.add_init_script(f"({FRAMES})()")
    page.goto(f"{address}live/", wait_until="networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    for figure in page.locator("[data-live]").all():
        kind = figure.get_attribute("data-live")
        used = Used([], [])
        if kind in ("descent", "surface"):
            used.running += _running(figure, "一直走", "回到起点")
        if kind == "playground":
            used.running += _running(figure, "开始", "停下")
            for label, value in LARGEST.items():
                figure.get_by_label(label).fill(value)
            used.running += _running(figure, "开始", "停下")
        used.acts += figure.evaluate(TURN)
        yield figure.evaluate(TITLE), used
    context.close()


def _running(figure: Locator, start: str, stop: str) -> list[float]:
    """图自己走起来的每一帧：从按下 start 到按下 stop。"""
    before = figure.evaluate("() => frames_used.length")
    figure.get_by_role("button", name=start).click()
    figure.page.wait_for_timeout(RUNNING)
    figure.get_by_role("button", name=stop).click()
    found: list[float] = figure.evaluate("(_, start) => frames_used.slice(start)", before)
    return found


def _row(name: str, pages: Sequence[Used]) -> dict[str, str]:
    """一行：最长的一帧，与中位数。

    同样的动作在各页里的中位数，最长的一个；自己走起来的帧各不相同，取每一页最长的，再取中位数。
    """
    acts = [statistics.median(same) for same in zip(*(used.acts for used in pages), strict=True)]
    running = [max(used.running) for used in pages if used.running]
    worst = max([*acts, statistics.median(running)] if running else acts)
    every = [each for used in pages for each in (*used.acts, *used.running)]
    return {
        "what": f"{name}，处理器慢 {SLOWED} 倍",
        "measured": f"最长 {worst:.1f} 毫秒，中位数 {statistics.median(every):.1f} 毫秒"
        f"（{len(every)} 帧里偶然的一次 {max(every):.1f} 毫秒）",
        "limit": f"一帧不超过 {FRAME:g} 毫秒",
        "met": met(worst <= FRAME),
    }


def _judge(browser: Browser, address: str) -> tuple[float, list[float]]:
    """一轮：第一个结论用了几秒，以后的各用了几秒。"""
    context = browser.new_context(**PHONE, service_workers="block")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(f"({VERDICTS})()")
    page.goto(f"{address}judge/", wait_until="networkidle")
    page.locator('[data-judge="text"]').fill(STEPS)
    started = page.evaluate("performance.now()")
    page.locator('[data-judge="run"]').click()
    page.locator("[data-verdict]").first.wait_for()
    first = (page.evaluate("performance.now()") - started) / 1000
    page.locator('[data-judge="run"]:not([disabled])').wait_for()
    later: list[float] = page.evaluate("verdicts")
    context.close()
    return first, later[1:]


def _judging(rounds: Sequence[tuple[float, list[float]]]) -> list[dict[str, str]]:
    first = statistics.median(first for first, _ in rounds)
    later = [seconds for _, each in rounds for seconds in each]
    return [
        {
            "what": "第一次打开，到第一个结论",
            "measured": f"{first:.1f} 秒",
            "limit": f"不超过 {FIRST:g} 秒",
            "met": met(first <= FIRST),
        },
        {
            "what": "以后的每个结论",
            "measured": f"最长 {max(later):.2f} 秒，中位数 {statistics.median(later):.2f} 秒",
            "limit": f"不超过 {LATER:g} 秒",
            "met": met(max(later) <= LATER),
        },
    ]
