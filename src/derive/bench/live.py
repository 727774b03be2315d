"""会动的图一帧用多少脚本时间，网页里的判定器多久给出结论。

都在手机宽的 Chromium 里量。会动的图：处理器放慢四倍，逐个拨动每一个输入，再让训练场跑起来，
记下每一次的脚本用时。判定器：网站由本机提供，每一轮都是新的浏览器环境，从按下“判定”算起。
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
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
    const before = frames_used.length
    const measured = async act => {
        const started = performance.now()
        act()
        used.push(performance.now() - started)
        await new Promise(requestAnimationFrame)
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
    return [...used, ...frames_used.slice(before)]
}"""
"""拨动一张图的每一个输入，再按每一个按钮，一帧一次：各用了多少毫秒，画出来的各帧又用了多少。

最后一个按钮回到起点，图就停下。"""

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


def _figures(browser: Browser, address: str) -> list[dict[str, str]]:
    context = browser.new_context(**PHONE, service_workers="block")
    page = context.new_page()
    page.add_init_script(f"({FRAMES})()")
    page.goto(f"{address}live/", wait_until="networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    rows = []
    for figure in page.locator("[data-live]").all():
        name = figure.get_attribute("data-live") or ""
        used: list[float] = []
        if name in ("descent", "surface"):
            used += _running(figure, "一直走", "回到起点")
        if name == "playground":
            used += _running(figure, "开始", "停下")
            for label, value in LARGEST.items():
                figure.get_by_label(label).fill(value)
            used += _running(figure, "开始", "停下")
        used += figure.evaluate(TURN)
        rows.append(_row(f"{name}，处理器慢 {SLOWED} 倍", used))
    context.close()
    return rows


def _running(figure: Locator, start: str, stop: str) -> list[float]:
    """图自己走起来的每一帧：从按下 start 到按下 stop。"""
    before = figure.evaluate("() => frames_used.length")
    figure.get_by_role("button", name=start).click()
    figure.page.wait_for_timeout(RUNNING)
    figure.get_by_role("button", name=stop).click()
    found: list[float] = figure.evaluate("(_, start) => frames_used.slice(start)", before)
    return found


def _row(what: str, used: Sequence[float]) -> dict[str, str]:
    """一行：最长的一次与中位数。"""
    worst = max(used)
    return {
        "what": what,
        "measured": f"最长 {worst:.1f} 毫秒，中位数 {statistics.median(used):.1f} 毫秒",
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
