"""函数与符号的写法：（LaTeX, Unicode）。记号（`notation`）排版时查这里，反例报变量名时也查这里。"""

FUNCTIONS: dict[str, tuple[str, str]] = {
    "sigma": (r"\sigma", "σ"),
    "tanh": (r"\tanh", "tanh"),
    "relu": (r"\mathrm{ReLU}", "ReLU"),
    "relu_prime": (r"\mathrm{ReLU}'", "ReLU′"),
    "leaky_relu": (r"\mathrm{LeakyReLU}", "LeakyReLU"),
    "leaky_relu_prime": (r"\mathrm{LeakyReLU}'", "LeakyReLU′"),
    "softplus": (r"\operatorname{softplus}", "softplus"),
    "identity": (r"\operatorname{id}", "id"),
    "loss": (r"\mathcal{L}", "L"),
    "squared_loss": (r"\mathcal{L}_2", "L₂"),
    "likelihood": (r"p", "p"),
    "logit": ("z", "z"),
    "J_graph": ("J", "J"),
    "xor": (r"\operatorname{xor}", "xor"),
    "step": (r"\operatorname{step}", "step"),
    "g": ("g", "g"),
    "f": ("f", "f"),
    "f_prime": ("f'", "f′"),
    "bowl": ("J", "J"),
    "binomial_probability": (r"\operatorname{Bin}", "Bin"),
    **{f"g[{l}]": (f"{{g^{{[{l}]}}}}", f"g[{l}]") for l in ("l-1", "l", 1, 2, 3, 4)},
    "weighted_sum": ("z", "z"),
    "tent": ("t", "t"),
    "parabola": ("J", "J"),
    "cost_of": (r"\operatorname{cost}", "cost"),
    "parameter_count": ("N", "N"),
    "total_parameters": (r"N_{\mathrm{total}}", "N_total"),
    "units": ("n", "n"),
    "gain": (r"\rho", "ρ"),
    "cost_at": ("J", "J"),
}
"""函数名 → (LaTeX, Unicode)。"""

PRIMED = {"sigma", "tanh", "softplus", "identity", "g", "g[l]", "g[l-1]"}
"""一元函数中，导数写成 σ′(z) 的那些。"""

QUANTITIES = {"a", "logit", "dz", "J", "J_graph", "u", "v", "p", "q"}
"""写成 a 而不写成 a(z) 的量：它们虽是别的变量的函数，课程里只写字母。"""

SYMBOLS: dict[str, tuple[str, str]] = {
    "yhat": (r"\hat{y}", "ŷ"),
    "ybar": (r"\bar{y}", "ȳ"),
    "alpha": (r"\alpha", "α"),
    "P": ("P", "P"),
    "Yhat": (r"\hat{Y}", "Ŷ"),
    "beta": (r"\beta", "β"),
    "cost_two_layers": ("J", "J"),
    "cost_deep": ("J", "J"),
    "cost_beyond_layer": (r"\ell", "ℓ"),
    "loss_beyond_layer": (r"\ell", "ℓ"),
    "sample_loss": (r"\mathcal{L}", "L"),
    "Wbar": (r"\bar{W}", "W̄"),
    "bbar": (r"\bar{b}", "b̄"),
    "x1": ("x_1", "x₁"),
    "x2": ("x_2", "x₂"),
    "w1": ("w_1", "w₁"),
    "w2": ("w_2", "w₂"),
    "row": ("i", "i"),
    "column": ("j", "j"),
    "cal": (r"\mathrm{cal}", "cal"),
    "cost": ("J(w, b)", "J(w, b)"),
    "ell": (r"\mathcal{L}", "L"),
    "second_moment": (r"\mathbb{E}[ww^{\mathsf{T}}]", "E[wwᵀ]"),
    "independent_moment": (r"\mathbb{E}[ww^{\mathsf{T}}]", "E[wwᵀ]"),
    "mean_square_z": (r"\mathbb{E}[z^2]", "E[z²]"),
    "mean_square_x": (r"\overline{x^2}", "x²的平均"),
    "theta": (r"\theta", "θ"),
    "xtilde": (r"\tilde{x}", "x̃"),
}


def letters(name: str) -> str:
    """走一步之后的新值叫 W_new，写出来仍是 W：用 := 表示旧值换成新值。"""
    return name.removesuffix("_new")


def of_layer(name: str) -> tuple[str, str]:
    """W[l] 是第 l 层的 W：拆成字母与层数；没有层数的，层数是空串。"""
    base, _, rest = name.partition("[")
    return base, rest.removesuffix("]")


def unicode_name(name: str) -> str:
    """一个符号在一行文字里的写法。"""
    name = letters(name)
    return SYMBOLS[name][1] if name in SYMBOLS else name
