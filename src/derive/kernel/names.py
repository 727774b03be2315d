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
    "g": ("g", "g"),
}
"""函数名 → (LaTeX, Unicode)。"""

PRIMED = {"sigma", "tanh", "softplus", "identity", "g"}
"""一元函数中，导数写成 σ′(z) 的那些。"""

QUANTITIES = {"a"}
"""写成 a 而不写成 a(z) 的量：它们虽是别的变量的函数，课程里只写字母。"""

SYMBOLS: dict[str, tuple[str, str]] = {
    "yhat": (r"\hat{y}", "ŷ"),
    "ybar": (r"\bar{y}", "ȳ"),
    "alpha": (r"\alpha", "α"),
    "P": ("P", "P"),
    "Yhat": (r"\hat{Y}", "Ŷ"),
}


def unicode_name(name: str) -> str:
    """一个符号在一行文字里的写法。"""
    return SYMBOLS[name][1] if name in SYMBOLS else name
