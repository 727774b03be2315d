"""参数的个数：逐层，与总数。"""

from derive.network import initialize_parameters_deep

for n in ([2, 4, 1], [3, 5, 5, 3, 1], [12288, 20, 7, 5, 1]):
    parameters = initialize_parameters_deep(n)
    layers = [parameters[f"W{l}"].size + parameters[f"b{l}"].size for l in range(1, len(n))]
    print(f"{'-'.join(map(str, n)):17s} 各层 {layers}，共 {sum(layers):,}")
