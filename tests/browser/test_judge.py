"""网页里的判定器，在真的 Chromium 里用真的 Pyodide：与命令行说的一样，写什么都不会卡住。"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from waiting import until

from derive.judge.read import Unreadable
from derive.judge.session import decided
from derive.judge.verdict import Step, decide, steps

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).parents[1] / "judge"


class JudgePage:
    """判定器的一页。"""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.set_default_timeout(60_000)
        page.goto(f"{address}judge/", wait_until="networkidle")
        self.limit(60, 30)  # 机器忙的时候也判得完

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-judge="{name}"]')

    @property
    def status(self) -> str:
        return self.part("status").inner_text()

    def limit(self, seconds: float, grace: float) -> None:
        """一个等号最多判几秒；再过几秒不答，就换线程。"""
        form = "document.querySelector('form.judge').dataset"
        self.page.evaluate(
            f"([seconds, grace]) => Object.assign({form}, {{ seconds, grace }})", [seconds, grace]
        )

    def press(self) -> None:
        self.part("run").click()

    def finish(self) -> str:
        """等到判完；说了什么。"""
        until(self.page, "!document.querySelector('[data-judge=run]').disabled", seconds=300)
        return self.status

    def judge(self, text: str) -> list[dict[str, str]]:
        """判完一篇：每一条的印章、式子、说明。"""
        self.part("text").fill(text)
        self.press()
        self.finish()
        return self.found()

    def found(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.page.locator(".judge__step").evaluate_all(
            """items => items.map(item => ({
                seal: item.querySelector(".seal").textContent,
                formula: item.querySelector(".judge__formula").textContent,
                account: item.querySelector(".judge__account")?.textContent ?? "",
            }))"""
        )
        return found


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[JudgePage]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    yield JudgePage(context.new_page(), address)
    context.close()


@pytest.fixture
def fresh(browser: Browser, address: str) -> Iterator[JudgePage]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    yield JudgePage(context.new_page(), address)
    context.close()


def expected(text: str) -> list[dict[str, str]]:
    """同一篇，不在浏览器里判。"""
    seals = {"proved": "已证", "refuted": "证伪", "unknown": "未决"}
    listed = []
    for each in steps(text):
        if isinstance(each, Unreadable):
            listed.append({"seal": "看不懂", "account": each.message})
        else:
            said = decided(decide(each))
            listed.append({"seal": seals[said["verdict"]], "account": said["account"]})
    return listed


def said(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"seal": each["seal"], "account": each["account"]} for each in found]


def test_nothing_is_downloaded_before_it_is_asked_for(fresh: JudgePage) -> None:
    large = [url for url in fresh.requests if "assets/judge/" in url]
    assert [url.rpartition("/")[2] for url in large] == ["page.js"]
    assert "MB" in fresh.page.locator(".judge__note").inner_text()


def test_example_is_judged_as_on_the_command_line(opened: JudgePage, address: str) -> None:
    text = opened.part("text").input_value()
    opened.press()
    opened.finish()
    assert said(opened.found()) == expected(text)
    assert {each["seal"] for each in opened.found()} == {"已证", "证伪"}
    assert opened.status == "判完了：3 个已证，1 个证伪。"
    assert [url for url in opened.requests if not url.startswith(address)] == []


@pytest.mark.parametrize("name", ["true.txt", "false.txt"])
def test_verdicts_are_those_of_the_command_line(opened: JudgePage, name: str) -> None:
    """语料里均匀地取二十步；全部的步子由 CI 里的另一个测试判。"""
    written = [s for s in steps((CORPUS / name).read_text("utf-8")) if isinstance(s, Step)]
    chosen = written[:: len(written) // 20]
    compare(opened, (CORPUS / name).read_text("utf-8"), chosen)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["true.txt", "false.txt"])
def test_every_verdict_of_the_corpus(opened: JudgePage, name: str) -> None:
    text = (CORPUS / name).read_text("utf-8")
    found = said(opened.judge(text))
    for one, other in zip(found, expected(text), strict=True):
        assert one == other


def compare(opened: JudgePage, text: str, chosen: list[Step]) -> None:
    """只判 chosen 所在的那几串。"""
    lines = text.splitlines()
    wanted = {step.line for step in chosen}
    blocks = "\n".join(lines).split("\n\n")
    kept, number = [], 1
    for block in blocks:
        size = block.count("\n") + 1
        settings = [line for line in block.splitlines() if line.startswith("设")]
        if wanted & set(range(number, number + size)):
            kept.append(block)
        elif settings:
            kept.append("\n".join(settings))
        number += size + 1
    shorter = "\n\n".join(kept)
    assert said(opened.judge(shorter)) == expected(shorter)


def test_wrong_syntax_points_at_the_character(opened: JudgePage) -> None:
    (found,) = opened.judge("σ(2z = 3")
    assert found["seal"] == "看不懂"
    assert opened.page.locator(".judge__wrong").inner_text() == "="
    assert "第 1 行第 6 个字符" in opened.page.locator(".judge__where").inner_text()


def test_latex_is_read_too(opened: JudgePage) -> None:
    text = r"\frac{d}{dz} \sigma(z) = \frac{e^{-z}}{(1+e^{-z})^2}"
    assert [each["seal"] for each in opened.judge(text)] == ["已证"]


def test_nothing_to_judge_says_what_to_write(opened: JudgePage) -> None:
    opened.judge("# 还没有写")
    assert opened.status.startswith("没有等号可判")


def test_answer_is_compared_with_the_book(opened: JudgePage) -> None:
    opened.part("kind").select_option("answer")
    opened.part("id").select_option("loss_dz")
    try:
        assert [each["seal"] for each in opened.judge("a - y")] == ["已证"]
        (wrong,) = opened.judge("y - a")
        assert wrong["seal"] == "证伪"
        assert "左边" in wrong["account"]
        (strange,) = opened.judge("q")
        assert strange["seal"] == "看不懂"
    finally:
        opened.part("kind").select_option("derivation")


STEPS = "σ'(z) = σ(z)(1-σ(z))\n= σ(z) - σ(z)^2\n= σ(z)"


def test_time_limit_leaves_the_rest_to_be_judged(opened: JudgePage) -> None:
    """到了时限，Python 自己停下。"""
    opened.judge("z = z")
    opened.limit(0.0001, 60)
    try:
        found = opened.judge(STEPS)
    finally:
        opened.limit(60, 30)
    assert [each["seal"] for each in found] == ["未决"] * 3
    assert "拆成小一些的步子" in found[0]["account"]
    assert [each["seal"] for each in opened.judge(STEPS)] == ["已证", "已证", "证伪"]


def test_limit_is_the_same_wherever_python_is_when_it_comes(opened: JudgePage) -> None:
    """时限到的时候，Python 也许正在取属性、转换结果；哪一处停下，都是没有判完。"""
    opened.judge("z = z")
    try:
        for tenth in range(1, 31):
            opened.limit(tenth / 100_000, 60)
            assert "出了错" not in str(opened.judge(STEPS)), tenth
            assert opened.status.startswith("判完了"), tenth
    finally:
        opened.limit(60, 30)


def test_error_of_the_thread_is_shown_and_the_rest_is_judged(fresh: JudgePage) -> None:
    """判一个等号时线程出了错：那一个是未决，写明出了错；另开一个线程，接着判。"""
    fresh.judge("z = z")
    fresh.page.evaluate(
        """() => {
            const post = Worker.prototype.postMessage
            let broken = false
            Worker.prototype.postMessage = function (question) {
                if (question.decide === 0 && !broken) {
                    broken = true
                    question = { ...question, decide: 99 }
                }
                post.call(this, question)
            }
        }"""
    )
    found = fresh.judge(STEPS)
    assert [each["seal"] for each in found] == ["未决", "已证", "证伪"]
    assert "判定器出了错" in found[0]["account"]
    assert "IndexError" in found[0]["account"]


def test_thread_that_does_not_answer_is_replaced(opened: JudgePage) -> None:
    """Python 停不下来，就结束线程，另开一个。"""
    opened.judge("z = z")
    opened.limit(60, -59.999)
    try:
        opened.part("text").fill(STEPS)
        opened.press()
        opened.finish()
    finally:
        opened.limit(60, 30)
    assert [each["seal"] for each in opened.judge(STEPS)] == ["已证", "已证", "证伪"]


def test_stop_while_loading_and_start_again(fresh: JudgePage) -> None:
    fresh.press()
    fresh.part("bar").wait_for(state="visible")
    fresh.part("stop").click()
    assert fresh.status == "停下了。"
    assert not fresh.part("stop").is_visible()
    assert [each["seal"] for each in fresh.judge("z = z")] == ["已证"]


def test_input_survives_a_reload(fresh: JudgePage) -> None:
    fresh.part("text").fill("a = b")
    fresh.part("kind").select_option("answer")
    fresh.page.reload()
    assert fresh.part("text").input_value() == "a = b"
    assert fresh.part("kind").input_value() == "answer"
    assert fresh.part("id").is_visible()


def test_no_network_is_said_in_one_line(fresh: JudgePage) -> None:
    fresh.page.route("**/libraries.zip", lambda route: route.abort())
    fresh.press()
    assert re.fullmatch("判定器没有载入：.*再按一次。", fresh.finish())
    fresh.page.unroute("**/libraries.zip")
    assert [each["seal"] for each in fresh.judge("z = z")] == ["已证"]


def test_keyboard_is_enough(opened: JudgePage) -> None:
    opened.part("text").fill("z = z")
    opened.part("text").focus()
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    opened.finish()
    assert opened.found()[0]["seal"] == "已证"
