"""找错步的题，在真的 Chromium 里做。"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    page.goto(f"{address}puzzles/", wait_until="networkidle")
    yield page
    context.close()


def test_wrong_choice_is_told_and_right_choice_opens_the_answer(page: Page) -> None:
    puzzle = page.locator(".puzzle").first
    wrong = int(puzzle.get_attribute("data-wrong") or 0)
    count = puzzle.locator(".puzzle__step").count()
    other = next(number for number in range(1, count + 1) if number != wrong)
    puzzle.get_by_role("button", name=f"第 {other} 个等号不成立").click()
    said = puzzle.locator(".puzzle__said")
    assert said.inner_text() == f"第 {other} 个等号成立，再找找。"
    assert not puzzle.locator("details").get_attribute("open")
    puzzle.get_by_role("button", name=f"第 {wrong} 个等号不成立").click()
    assert said.inner_text() == "找对了。"
    assert f"第 {wrong} 个等号不成立" in puzzle.locator("details p").first.inner_text()


def test_progress_is_kept_and_can_be_cleared(page: Page) -> None:
    total = page.locator(".puzzle").count()
    progress = page.locator(".puzzles__progress")
    assert progress.inner_text() == f"找对 0 / {total} 题"
    puzzle = page.locator(".puzzle").first
    wrong = puzzle.get_attribute("data-wrong")
    puzzle.get_by_role("button", name=f"第 {wrong} 个等号不成立").click()
    assert progress.inner_text() == f"找对 1 / {total} 题"
    page.reload()
    assert progress.inner_text() == f"找对 1 / {total} 题"
    assert puzzle.locator(".puzzle__said").inner_text() == "做过了。"
    page.get_by_role("button", name="重新做").click()
    assert progress.inner_text() == f"找对 0 / {total} 题"


@pytest.mark.parametrize("level", ["1", "2", "3"])
def test_levels_are_shown_apart(page: Page, level: str) -> None:
    page.get_by_label("看哪一级").select_option(level)
    shown = page.locator(".puzzle:visible").evaluate_all("all => all.map(p => p.dataset.level)")
    assert shown
    assert set(shown) == {level}


def test_keyboard_is_enough(page: Page) -> None:
    page.locator(".puzzle button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".puzzle__said").first.inner_text()


def test_without_scripts_the_answers_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}puzzles/")
    puzzle = page.locator(".puzzle").first
    assert puzzle.locator("details summary").inner_text() == "答案"
    assert puzzle.locator(".katex").count() > 2
    context.close()
