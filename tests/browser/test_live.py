"""会动的图，在真的 Chromium 里：算得与 NumPy 一样，键盘与手指都动得了。"""

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page
from waiting import until

from derive import activations, network, shallow
from derive.live import flower, playground_data, surface_data
from derive.logistic import propagate
from derive.losses import cross_entropy_from_logits, cross_entropy_from_logits_prime

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
    page.locator(".live__controls").nth(6).wait_for()
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


def test_surface_agrees_with_numpy(page: Page) -> None:
    """代价与梯度，在图内图外的许多 (w, b) 上。"""
    data = surface_data()
    rows = RNG.uniform([-4, -4.5], [6, 4.5], (300, 2)) * RNG.choice([1, 4], (300, 1))
    call = (
        f"[module.cost({json.dumps(data)}, ...row), ...module.gradient({json.dumps(data)}, ...row)]"
    )
    found = computed(page, "surface", call, rows.tolist())
    expected = []
    for w, b in rows:
        gradients, cost = propagate([[w]], b, data["X"], data["Y"])
        expected.append([float(cost), gradients["dw"].item(), float(gradients["db"])])
    close(found, expected)


def test_surface_path_agrees_with_numpy(page: Page) -> None:
    """从各处出发走 40 步；学习率小到一点一点走，大到在坡上来回跳。"""
    data = surface_data()
    rows = RNG.uniform([-4, -4.5, 0.1], [6, 4.5, 12], (100, 3))
    call = f"module.walk({json.dumps(data)}, ...row, 40)"
    found = computed(page, "surface", call, rows.tolist())
    for (w, b, alpha), path in zip(rows, found, strict=True):
        expected = [(w, b)]
        for _ in range(40):
            gradients, _ = propagate([[w]], b, data["X"], data["Y"])
            w, b = w - alpha * gradients["dw"].item(), b - alpha * float(gradients["db"])
            expected.append((w, b))
        assert np.max(np.abs(np.array(path) - expected)) <= 1e-9


def test_data_is_shipped_by_numpy(page: Page) -> None:
    for name, data in (("playground", playground_data()), ("surface", surface_data())):
        shipped = figure(page, name).locator("script").text_content()
        assert json.loads(shipped or "") == data


SHIPPED = "JSON.parse(document.querySelector('[data-live=playground] script').textContent)"
RATES = {"tanh": 0.2, "sigmoid": 1.2}
"""代价平稳下降的学习率；大到来回跳时，NumPy 自己差一个舍入也会走散。"""
DIMS = {1: [2, 4, 1], 2: [2, 8, 5, 1], 3: [2, 8, 8, 8, 1]}


def initial(dims: list[int], scale: float | str, which: int = 0) -> dict[str, Any]:
    """NumPy 一边的初始值。"""
    parameters = {}
    for l in range(1, len(dims)):
        table = np.array(playground_data()["tables"][which][l - 1])
        factor = 1 / np.sqrt(dims[l - 1]) if isinstance(scale, str) else scale
        parameters[f"W{l}"] = factor * table[: dims[l], : dims[l - 1]]
        parameters[f"b{l}"] = np.zeros((dims[l], 1))
    return parameters


def propagated(
    parameters: dict[str, Any], X: Any, Y: Any, activation: str
) -> tuple[float, dict[str, Any]]:
    """代价与梯度：逐层用课程的函数，中间各层换成 activation。"""
    L = len(parameters) // 2
    A, caches = X, []
    for l in range(1, L + 1):
        g = activation if l < L else "sigmoid"
        A, cache = network.linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], g)
        caches.append(cache)
    last, ZL = caches[-1]
    grads: dict[str, Any] = {}
    dA, grads[f"dW{L}"], grads[f"db{L}"] = network.linear_backward(
        cross_entropy_from_logits_prime(ZL, Y), last
    )
    for l in range(L - 1, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = network.linear_activation_backward(
            dA, caches[l - 1], activation
        )
    return float(np.mean(cross_entropy_from_logits(ZL, Y))), grads


@pytest.mark.parametrize("data", ["flower", "circles", "moons"])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("depth", DIMS)
def test_training_agrees_with_numpy(page: Page, depth: int, activation: str, data: str) -> None:
    """从页里的初始值、页里的数据走 200 步，每一步的代价差不过 10⁻⁹。"""
    scale: float | str = {"flower": 1.0, "circles": "fan_in", "moons": 0.1}[data]
    call = f"""(({{sets, tables}}) => module.train(
        module.initialize(tables[0], row, {json.dumps(scale)}),
        sets.{data}.X, sets.{data}.Y, "{activation}", {RATES[activation]}, 200).costs)({SHIPPED})"""
    (found,) = computed(page, "network", call, [DIMS[depth]])
    X, Y = (np.array(playground_data()["sets"][data][name]) for name in "XY")
    parameters = initial(DIMS[depth], scale)
    costs = []
    for _ in range(200):
        cost, grads = propagated(parameters, X, Y, activation)
        costs.append(cost)
        parameters = network.update_parameters(parameters, grads, RATES[activation])
    assert costs[-1] < costs[0]
    assert len(found) == 200
    assert np.max(np.abs(np.array(found) - costs)) <= 1e-9


STEP = """((parameters, X, Y, activation) => {
    const start = Object.fromEntries(Object.entries(parameters).map(
        ([name, A]) => [name, A.map(row => Float64Array.from(row))]))
    const layers = module.network(start, X, activation)
    module.forward(layers)
    module.backward(layers, Y)
    const plain = A => A.map(row => [...row])
    return layers.map(({dW, db}) => [plain(dW), plain(db)])
})"""


def gradients(page: Page, parameters: dict[str, Any], activation: str) -> Any:
    """页面里的网络，在那朵花上的梯度，一层一对。"""
    data = flower()
    start = {name: np.asarray(value).tolist() for name, value in parameters.items()}
    both = f"{json.dumps(data['X'])}, {json.dumps(data['Y'])}"
    (found,) = computed(page, "network", f"{STEP}(row, {both}, '{activation}')", [start])
    return found


def test_one_step_agrees_with_the_course_functions(page: Page) -> None:
    """一个隐藏层、tanh，梯度与 derive.shallow 的一样。"""
    data = flower()
    X, Y = np.array(data["X"]), np.array(data["Y"])
    parameters = shallow.initialize_parameters(2, 4, 1)
    parameters = {name: 50 * value + 0.1 for name, value in parameters.items()}
    _, cache = shallow.forward_propagation(X, parameters)
    expected = shallow.backward_propagation(parameters, cache, X, Y)
    for l, (dW, db) in enumerate(gradients(page, parameters, "tanh"), 1):
        close(dW, expected[f"dW{l}"])
        close(db, expected[f"db{l}"])


@pytest.mark.parametrize("depth", DIMS)
@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_gradients_of_the_broken_lines_agree_with_numpy(
    page: Page, activation: str, depth: int
) -> None:
    """ReLU 与课程的 L_model_backward 相比，Leaky ReLU 与逐层的相比。"""
    data = flower()
    X, Y = np.array(data["X"]), np.array(data["Y"])
    parameters = initial(DIMS[depth], 1.0, 1)
    if activation == "relu":
        AL, caches = network.L_model_forward(X, parameters)
        expected = network.L_model_backward(AL, Y, caches)
    else:
        _, expected = propagated(parameters, X, Y, activation)
    for l, (dW, db) in enumerate(gradients(page, parameters, activation), 1):
        close(dW, expected[f"dW{l}"])
        close(db, expected[f"db{l}"])


def test_a_step_may_be_spread_over_frames(page: Page) -> None:
    """一步分成几块样本，与一次算完一样。"""
    call = f"""(({{sets: {{moons: {{X, Y}}}}, tables}}) => {{
        const start = () => module.initialize(tables[0], [2, 8, 8, 1], 1)
        const [one, other] = [start(), start()]
        const [whole, part] = [[one, 200], [other, row]].map(([parameters, block]) =>
            module.stepper(module.network(parameters, X, "tanh"), Y, block))
        const costs = [[], []]
        for (const [k, next] of [whole, part].entries())
            while (costs[k].length < 20) {{
                const done = next(1)
                if (done) costs[k].push(done.cost, done.right)
            }}
        return costs
    }})({SHIPPED})"""
    for whole, part in computed(page, "network", call, [25, 7, 1]):
        close(part, whole)


@pytest.mark.parametrize("scale", ["0", "'same'"])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_equal_start_keeps_deep_units_alike(page: Page, activation: str, scale: str) -> None:
    """两个隐藏层，从毫无分别的权重出发：走多少步，每一层的各个单元都相同。

    两类的点不一样多，全零出发的参数才会动：sigmoid 的激活不是 0，误差传得回来。
    """
    call = f"""(({{sets: {{flower: {{X, Y}}}}, tables}}) => {{
        const [some, labels] = [X, Y].map(A => A.map(values => values.slice(0, 150)))
        const {{parameters}} = module.train(
            module.initialize(tables[0], [2, 4, 3, 1], {scale}), some, labels, row, 0.3, 50)
        return ["W1", "W2", "W3"].map(name => parameters[name].map(weights => [...weights]))
    }})({SHIPPED})"""
    (found,) = computed(page, "network", call, [activation])
    W1, W2, W3 = map(np.array, found)
    assert np.all(W1[:1] == W1)
    assert np.all(W2[:1, :1] == W2)
    assert np.all(W3[:, :1] == W3)
    assert np.all(W3 != 0.5)
    if scale == "'same'" or activation == "sigmoid":
        assert np.all(W1 != 0)


def test_random_start_does_not(page: Page) -> None:
    call = f"(({{tables}}) => module.initialize(tables[0], row, 1).W1.map(w => [...w]))({SHIPPED})"
    (W1,) = computed(page, "network", call, [[2, 4, 3, 1]])
    assert len({tuple(row) for row in W1}) == 4


def steps_taken(page: Page, count: int) -> None:
    """等训练场走到第 count 步。"""
    shown = "document.querySelector('[data-live=playground] .live__said').textContent"
    until(page, f"{shown}.startsWith('走了 {count} 步')")


def unit_rows(found: Locator) -> list[str]:
    """表里各个单元的数；换了设定之后，等它摆好。"""
    found.locator('.live__scroll[aria-busy="false"]').wait_for()
    rows: list[str] = found.locator(".live__shapes tr").evaluate_all(
        "rows => rows.slice(1).map(row => [...row.cells].slice(1).map(c => c.textContent).join())"
    )
    return rows


@pytest.mark.parametrize("start", ["0", "same"])
@pytest.mark.parametrize("depth", ["1", "2"])
def test_equal_start_keeps_the_units_alike(page: Page, depth: str, start: str) -> None:
    found = figure(page, "playground")
    found.get_by_label("隐藏层").fill(depth)
    found.get_by_label("初始值").select_option(start)
    before = unit_rows(found)
    for count in (1, 2, 3):
        found.get_by_role("button", name="走一步").click()
        steps_taken(page, count)
    rows = unit_rows(found)
    assert len(rows) == 4
    assert len(set(rows)) == 1
    assert (rows == before) == (start == "0")
    found.get_by_label("初始值").select_option("1")
    assert len(set(unit_rows(found))) == 4
    found.get_by_label("隐藏层").fill("1")


def test_the_same_settings_give_the_same_cost(page: Page) -> None:
    """页面上走 7 步，代价与 NumPy 的一样；初始值不是随手掷的。"""
    found = figure(page, "playground")
    found.get_by_label("初始值").select_option("1")
    for _ in range(2):
        found.get_by_role("button", name="回到第 0 步").click()
        for count in range(1, 8):
            found.get_by_role("button", name="走一步").click()
            steps_taken(page, count)
        words = said(found)
    data = flower()
    X, Y = np.array(data["X"]), np.array(data["Y"])
    parameters = initial([2, 4, 1], 1.0)
    for _ in range(7):
        cost, grads = propagated(parameters, X, Y, "tanh")
        parameters = network.update_parameters(parameters, grads, 1.0)
    assert f"代价 {cost:.6g}，" in words


def test_settings_change_the_network(page: Page) -> None:
    found = figure(page, "playground")
    assert found.get_by_label("第 1 层单元").is_visible()
    assert not found.get_by_label("第 2 层单元").is_visible()
    found.get_by_label("隐藏层").fill("3")
    assert found.get_by_label("第 3 层单元").is_visible()
    found.get_by_label("第 1 层单元").fill("6")
    assert len(unit_rows(found)) == 6
    assert found.locator(".live__unit").count() == 6
    points = found.locator(".live__spots")
    before = [each.get_attribute("d") or "" for each in points.all()]
    assert [d.count("M") for d in before] == [100, 100]
    found.get_by_label("数据").select_option("circles")
    assert [each.get_attribute("d") for each in points.all()] != before
    found.get_by_label("数据").select_option("flower")
    found.get_by_label("第 1 层单元").fill("4")
    found.get_by_label("隐藏层").fill("1")


def test_training_lowers_the_cost(page: Page) -> None:
    found = figure(page, "playground")
    found.get_by_label("初始值").select_option("1")
    found.get_by_role("button", name="开始").click()
    shown = "document.querySelector('[data-live=playground] .live__said').textContent"
    until(page, rf"{shown}.match(/走了 \d{{3}}/)")
    found.get_by_role("button", name="停下").click()
    words = said(found)
    assert float(words.split("代价 ")[1].split("，")[0]) < 0.65


INK = """figure => {
    const canvas = figure.querySelector("canvas")
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    return [...data.filter((_, i) => i % 4 === 3)].filter(ink => ink > 0).length
        / (canvas.width * canvas.height)
}"""
"""画布上有多少涂了颜色。"""


@pytest.mark.parametrize("name", ["playground", "surface"])
def test_canvas_is_painted_all_over_and_described(page: Page, name: str) -> None:
    found = figure(page, name)
    canvas = found.locator("canvas")
    assert canvas.get_attribute("role") == "img"
    assert said(found) in (canvas.get_attribute("aria-label") or "")
    until(page, f"() => ({INK})(document.querySelector('[data-live={name}]')) === 1")


def test_colours_follow_the_scheme(page: Page) -> None:
    """深浅一换，画布重画。"""
    colour = """() => {
        const canvas = document.querySelector("[data-live=surface] canvas")
        return [...canvas.getContext("2d").getImageData(0, 0, 1, 1).data].join()
    }"""
    before = page.evaluate(colour)
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    until(page, f"before => ({colour})() !== before", before)
    page.evaluate("document.body.dataset.mdColorScheme = 'default'")
    until(page, f"before => ({colour})() === before", before)


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


def start_of(found: Locator) -> tuple[float, float]:
    """代价曲面的起点，照滑杆。"""
    return tuple(float(found.get_by_label(f"起点 {name}").input_value()) for name in "wb")  # type: ignore[return-value]


def test_surface_goes_step_by_step(page: Page) -> None:
    found = figure(page, "surface")
    data = surface_data()
    gradients, _ = propagate([[-3.0]], 3.0, data["X"], data["Y"])
    assert said(found).startswith("走了 0 步：w = −3，b = 3，J = 3.40")
    found.get_by_role("button", name="走一步").click()
    w, b = -3 - gradients["dw"].item(), 3 - float(gradients["db"])
    written = f"走了 1 步：w = {w:.6g}，b = {b:.6g}，".replace("-", "−")
    assert said(found).startswith(written)
    found.get_by_role("button", name="回到起点").click()
    assert said(found).startswith("走了 0 步：")


def test_start_moves_by_keyboard(page: Page) -> None:
    found = figure(page, "surface")
    w, b = start_of(found)
    handle = found.locator(".live__handle")
    before = handle.get_attribute("transform")
    found.get_by_label("起点 w").focus()
    page.keyboard.press("ArrowRight")
    found.get_by_label("起点 b").focus()
    page.keyboard.press("ArrowLeft")
    after = start_of(found)
    assert after == (pytest.approx(w + 0.05), pytest.approx(b - 0.05))
    assert handle.get_attribute("transform") != before


def test_start_is_dragged_by_the_pointer(page: Page) -> None:
    found = figure(page, "surface")
    found.locator("svg").first.scroll_into_view_if_needed()
    handle = found.locator(".live__handle").bounding_box()
    board = found.locator("svg").first.bounding_box()
    assert handle
    assert board
    assert min(handle["width"], handle["height"]) >= 24
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(board["x"] + board["width"] * 0.5, board["y"] + board["height"] * 0.4, steps=4)
    page.mouse.move(board["x"] + board["width"] * 0.7, board["y"] + board["height"] * 0.75)
    page.mouse.up()
    w, b = start_of(found)
    assert (w, b) == (pytest.approx(3, abs=0.1), pytest.approx(-2.25, abs=0.1))
    page.mouse.click(board["x"] + board["width"] * 0.1, board["y"] + board["height"] * 0.9)
    w, b = start_of(found)
    assert (w, b) == (pytest.approx(-3, abs=0.1), pytest.approx(-3.6, abs=0.1))
    assert said(found).startswith("走了 0 步：")


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """一根手指从 start 划到 end。"""
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        found = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

    send("touchStart", start)
    for part in np.linspace(0, 1, 9)[1:]:
        x, y = (float(a + part * (b - a)) for a, b in zip(start, end, strict=True))
        send("touchMove", (x, y))
        page.wait_for_timeout(16)
    send("touchEnd")
    page.wait_for_timeout(100)


def test_a_finger_drags_the_start_and_scrolls_elsewhere(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        service_workers="block",
    )
    page = context.new_page()
    page.goto(f"{address}live/", wait_until="networkidle")
    found = figure(page, "surface")
    found.locator("svg").first.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    handle = found.locator(".live__handle").bounding_box()
    assert handle
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    scrolled = page.evaluate("scrollY")
    swipe(page, (x, y), (x + 180, y + 140))
    moved = start_of(found)
    assert moved == (
        pytest.approx(-3 + 180 / 35.8, abs=0.15),
        pytest.approx(3 - 140 / 35.8, abs=0.15),
    )
    assert page.evaluate("scrollY") == scrolled
    swipe(page, (x, y + 100), (x, y - 20))
    assert start_of(found) == moved
    assert page.evaluate("scrollY") > scrolled + 50
    context.close()


def test_large_rate_never_settles(page: Page) -> None:
    """学习率到头：走完了，梯度还很长；小一些就到了碗底。"""
    found = figure(page, "surface")
    found.get_by_label("起点 w").fill("-3")
    found.get_by_label("起点 b").fill("3")

    def norm(alpha: str) -> float:
        found.get_by_label("学习率").fill(alpha)
        for _ in range(40):
            found.get_by_role("button", name="走一步").click()
        assert said(found).startswith("走了 40 步：")
        return float(said(found).split("梯度的长度 ")[1].replace("×10^−", "e-"))

    assert norm("20") > 0.1
    assert norm("4") < 1e-3


def test_motion_is_left_out_when_not_wanted(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    page.goto(f"{address}live/", wait_until="networkidle")
    found = figure(page, "descent")
    found.get_by_role("button", name="一直走").click()
    assert said(found).startswith("走了 20 步")
    found = figure(page, "surface")
    found.get_by_role("button", name="一直走").click()
    assert said(found).startswith("走了 40 步")
    found = figure(page, "playground")
    found.get_by_role("button", name="开始").click()
    steps_taken(page, 500)
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
    assert page.locator("[data-live] svg").count() == 7
    context.close()


def test_nothing_of_it_on_other_pages(browser: Browser, address: str) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}shallow/activations/", wait_until="networkidle")
    assert [url for url in asked if "live" in url or "judge" in url or "puzzles" in url] == []
    context.close()
