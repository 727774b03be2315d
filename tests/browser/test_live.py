"""会动的图，在真的 Chromium 里：算得与 NumPy 一样，键盘与手指都动得了。"""

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page
from waiting import until

from derive import activations, shallow
from derive.live import flower
from derive.losses import cross_entropy_from_logits

pytestmark = pytest.mark.browser

FUNCTIONS = {
    "sigmoid": activations.sigmoid,
    "sigmoidPrime": activations.sigmoid_prime,
    "tanh": activations.tanh,
    "tanhPrime": activations.tanh_prime,
    "relu": activations.relu,
    "reluPrime": activations.relu_prime,
}
LEAKY = {
    "leakyRelu": activations.leaky_relu,
    "leakyReluPrime": activations.leaky_relu_prime,
}
RNG = np.random.default_rng(0)
INPUTS = np.concatenate([RNG.uniform(-10, 10, 400), RNG.uniform(-1e-3, 1e-3, 50), [0.0, -0.0]])


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    page.goto(f"{address}live/", wait_until="networkidle")
    page.locator(".live__controls").nth(5).wait_for()
    yield page
    context.close()


def computed(page: Page, module: str, call: str, rows: Any) -> Any:
    """页面里的模块对每一行参数算出的。"""
    script = f"""async rows => {{
        const module = await import(new URL("../assets/live/{module}.js", location).href)
        return rows.map(row => {call})
    }}"""
    return page.evaluate(script, rows)


def close(found: Any, expected: Any) -> None:
    """相对于 max(1, |v|)，差不过 10⁻¹²。"""
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected))) <= 1e-12


@pytest.mark.parametrize("name", FUNCTIONS)
def test_activation_agrees_with_numpy(page: Page, name: str) -> None:
    found = computed(page, "formulas", f"module.{name}(row)", INPUTS.tolist())
    close(found, FUNCTIONS[name](INPUTS))


@pytest.mark.parametrize("name", LEAKY)
@pytest.mark.parametrize("alpha", [0.01, 0.1, 0.5])
def test_leaky_relu_agrees_with_numpy(page: Page, name: str, alpha: float) -> None:
    found = computed(page, "formulas", f"module.{name}(row, {alpha})", INPUTS.tolist())
    close(found, LEAKY[name](INPUTS, alpha))


def test_graph_agrees_with_python(page: Page) -> None:
    rows = RNG.uniform(-10, 10, (200, 3))
    call = "(([a, b, c], m) => [m.j(m.v(a, m.u(b, c))), m.djDa(), m.djDb(c), m.djDc(b)])"
    found = computed(page, "formulas", f"{call}(row, module)", rows.tolist())
    a, b, c = rows.T
    close(found, np.stack([3 * (a + b * c), np.full(200, 3.0), 3 * c, 3 * b], axis=1))


def test_descent_agrees_with_numpy(page: Page) -> None:
    rows = np.stack([RNG.uniform(-4, 6, 100), RNG.uniform(0.01, 1.1, 100)], axis=1)
    found = computed(page, "descent", "module.walk(row[0], row[1], 20)", rows.tolist())
    w, alpha = rows.T
    path = [w]
    for _ in range(20):
        path.append(path[-1] - alpha * 2 * (path[-1] - 1))
    close(found, np.stack(path, axis=1))


def test_broadcasting_is_numpys(page: Page) -> None:
    shapes = [tuple(RNG.choice([0, 1, 2, 3], size=RNG.integers(0, 5)).tolist()) for _ in range(600)]
    pairs = list(zip(shapes[::2], shapes[1::2], strict=True))
    found = computed(page, "shapes", "module.broadcast(...row).shape", [list(p) for p in pairs])
    for (one, other), shape in zip(pairs, found, strict=True):
        try:
            expected: tuple[int, ...] | None = np.broadcast_shapes(one, other)
        except ValueError:
            expected = None
        assert (None if shape is None else tuple(shape)) == expected, (one, other)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_training_agrees_with_numpy(page: Page, activation: str) -> None:
    """从同样的初始值、同样的数据走 200 步，每一步的代价差不过 10⁻⁹。"""
    data = flower()
    X, Y = np.array(data["X"]), np.array(data["Y"])
    random = np.random.default_rng(3)
    parameters = {
        "W1": random.normal(size=(4, 2)),
        "b1": np.zeros((4, 1)),
        "W2": random.normal(size=(1, 4)),
        "b2": np.zeros((1, 1)),
    }
    start = {name: value.tolist() for name, value in parameters.items()}
    call = f"module.train(row, ...DATA, '{activation}', 1.2, 200).costs"
    found = computed(
        page, "network", call.replace("DATA", json.dumps([data["X"], data["Y"]])), [start]
    )
    costs = []
    for _ in range(200):
        Z1 = parameters["W1"] @ X + parameters["b1"]
        A1 = FUNCTIONS[activation](Z1)
        Z2 = parameters["W2"] @ A1 + parameters["b2"]
        costs.append(float(np.mean(cross_entropy_from_logits(Z2, Y))))
        dZ2 = activations.sigmoid(Z2) - Y
        dZ1 = parameters["W2"].T @ dZ2 * FUNCTIONS[f"{activation}Prime"](Z1)
        m = X.shape[1]
        gradients = {
            "W1": dZ1 @ X.T / m,
            "b1": dZ1.mean(axis=1, keepdims=True),
            "W2": dZ2 @ A1.T / m,
            "b2": dZ2.mean(axis=1, keepdims=True),
        }
        parameters = {name: parameters[name] - 1.2 * gradients[name] for name in parameters}
    assert costs[-1] < costs[0]
    assert np.max(np.abs(np.array(found[0]) - costs)) <= 1e-9


def test_one_step_agrees_with_the_course_functions(page: Page) -> None:
    """梯度与 derive.shallow 的一样。"""
    data = flower()
    X, Y = np.array(data["X"]), np.array(data["Y"])
    parameters = shallow.initialize_parameters(2, 4, 1)
    parameters = {name: 50 * value + 0.1 for name, value in parameters.items()}
    _, cache = shallow.forward_propagation(X, parameters)
    expected = shallow.backward_propagation(parameters, cache, X, Y)
    start = {name: value.tolist() for name, value in parameters.items()}
    both = json.dumps([data["X"], data["Y"]])
    call = "module.backward(row, module.forward(row, DATA[0], 'tanh'), ...DATA, 'tanh')"
    (found,) = computed(page, "network", call.replace("DATA", both), [start])
    for name in ("dW1", "db1", "dW2", "db2"):
        close(found[name], expected[name])


def test_zero_start_keeps_the_units_alike(page: Page) -> None:
    found = figure(page, "playground")
    found.get_by_label("初始值").select_option("0")
    for _ in range(3):
        found.get_by_role("button", name="走一步").click()
    rows = found.locator(".live__shapes tr").evaluate_all(
        "rows => rows.slice(1).map(row => [...row.cells].slice(1).map(c => c.textContent).join())"
    )
    assert len(rows) == 4
    assert len(set(rows)) == 1
    assert "走了 3 步" in said(found)


def test_training_lowers_the_cost(page: Page) -> None:
    found = figure(page, "playground")
    found.get_by_label("初始值").select_option("1")
    found.get_by_role("button", name="开始").click()
    shown = "document.querySelector('[data-live=playground] .live__said').textContent"
    until(page, rf"{shown}.match(/走了 \d{{3}}/)")
    found.get_by_role("button", name="停下").click()
    words = said(found)
    assert float(words.split("代价 ")[1].split("，")[0]) < 0.65


def test_backpropagation_step_lowers_the_loss(page: Page) -> None:
    found = figure(page, "backprop")
    before, after = re.findall(r"[\d.]+", said(found))
    assert float(after) < float(before)
    assert "0.5·1 + (−0.4)·0.5 + 0.1" in (found.locator(".live__steps").text_content() or "")


def figure(page: Page, name: str) -> Locator:
    return page.locator(f'[data-live="{name}"]')


def said(found: Locator) -> str:
    """图下面那句话；没有滚到的，innerText 是空的。"""
    return found.locator(".live__said").text_content() or ""


def test_slider_moves_by_keyboard(page: Page) -> None:
    found = figure(page, "activations")
    before = said(found)
    found.locator("input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    assert said(found) != before


def test_point_follows_the_finger(page: Page) -> None:
    found = figure(page, "activations")
    found.locator("select").select_option("tanh")
    box = found.locator("svg").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    words = said(found)
    z = float(words.split("：")[0].removeprefix("z = ").replace("−", "-"))
    assert abs(z) < 0.05
    assert "g′(z) = " in words


def test_alpha_is_only_for_leaky_relu(page: Page) -> None:
    found = figure(page, "activations")
    alpha = found.get_by_label("α")
    found.locator("select").select_option("relu")
    assert not alpha.is_visible()
    found.locator("select").select_option("leaky")
    assert alpha.is_visible()


def test_graph_shows_values_and_gradients(page: Page) -> None:
    found = figure(page, "graph")
    assert said(found) == "J = 33；∂J/∂a = 3，∂J/∂b = 6，∂J/∂c = 9"
    found.get_by_role("slider", name="b", exact=True).fill("4")
    assert said(found) == "J = 39；∂J/∂a = 3，∂J/∂b = 6，∂J/∂c = 12"


def test_descent_goes_step_by_step(page: Page) -> None:
    found = figure(page, "descent")
    found.get_by_role("button", name="走一步").click()
    assert said(found).startswith("走了 1 步：w = −2.2，")
    found.get_by_role("button", name="回到起点").click()
    assert said(found).startswith("走了 0 步：w = −3，")


def test_motion_is_left_out_when_not_wanted(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    page.goto(f"{address}live/", wait_until="networkidle")
    found = figure(page, "descent")
    found.get_by_role("button", name="一直走").click()
    assert said(found).startswith("走了 20 步")
    context.close()


def test_shapes_that_do_not_fit_are_said(page: Page) -> None:
    found = figure(page, "shapes")
    assert said(found) == "行：(3, 4) 与 (4,) 广播成 (3, 4)。"
    found.get_by_label("第二个形状").fill("3")
    assert said(found).startswith("不行：(3, 4) 与 (3,)")
    assert found.locator(".live__clash").count() > 0
    found.get_by_label("第二个形状").fill("三")
    assert said(found).startswith("形状写成几个非负整数")


def test_still_pictures_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}live/")
    assert page.locator("[data-live] svg").count() >= 6
    context.close()


def test_nothing_of_it_on_other_pages(browser: Browser, address: str) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}shallow/activations/", wait_until="networkidle")
    assert [url for url in asked if "live" in url or "judge" in url or "puzzles" in url] == []
    context.close()
